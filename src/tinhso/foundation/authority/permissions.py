"""The permissions of the house: one documented table, the only place where roles get their power."""

from __future__ import annotations

from enum import StrEnum

from tinhso.foundation.authority.types import ClientPurpose, Grant, Role

_DESK = frozenset({Role.RECEPTION_OFFICER, Role.SPECIALIST, Role.LEADER})
_REVIEWERS = frozenset({Role.SPECIALIST, Role.LEADER})


class Permission(StrEnum):
    """What can be asked of `require`; the value is what audit rows show."""

    DOSSIER_DRAFT = "dossier.draft"
    DOSSIER_SUBMIT = "dossier.submit"
    DOSSIER_READ = "dossier.read"
    DOSSIER_TRACK = "dossier.track"
    DOSSIER_LIST = "dossier.list"
    DOSSIER_SEARCH = "dossier.search"
    DOSSIER_REGISTER = "dossier.register"
    DOSSIER_RECEIVE = "dossier.receive"
    DOSSIER_PROCESS = "dossier.process"
    DOSSIER_APPROVE = "dossier.approve"
    DOSSIER_DELIVER = "dossier.deliver"
    DOSSIER_APOLOGISE = "dossier.apologise"
    DOSSIER_ANSWER = "dossier.answer"
    DOSSIER_WITHDRAW = "dossier.withdraw"
    DOSSIER_CHOOSE_RETURN = "dossier.choose_return"
    DOSSIER_EXCHANGE = "dossier.exchange"
    PAPER_READ = "paper.read"
    PAPER_CERTIFY = "paper.certify"
    PAPER_REVOKE = "paper.revoke"
    STORE_READ = "store.read"
    STORE_WITHHOLD = "store.withhold"
    FEE_PAY = "fee.pay"
    CASH_KEEP = "cash.keep"
    CASH_CONFIRM = "cash.confirm"
    PERSON_LOOK_UP = "person.look_up"
    REGISTER_LOOK_UP = "register.look_up"
    OWN_ACCESS_LOG = "person.own_access_log"
    LEDGER_OPERATE = "ledger.operate"
    CALENDAR_DECLARE = "calendar.declare"
    NUMBER_CONFIRM = "number.confirm"
    FEEDBACK_SEND = "feedback.send"
    FEEDBACK_READ = "feedback.read"
    FEEDBACK_TRACK = "feedback.track"
    FEEDBACK_LIST = "feedback.list"
    FEEDBACK_RECEIVE = "feedback.receive"
    FEEDBACK_ANSWER = "feedback.answer"
    FEEDBACK_APPROVE = "feedback.approve"
    FEEDBACK_PUBLISH = "feedback.publish"
    FEEDBACK_RATE = "feedback.rate"
    SERVICE_RATE = "service.rate"
    SERVICE_RATINGS_READ = "service.ratings_read"
    ACCOUNT_ADMINISTER = "account.administer"
    STATISTICS_READ = "statistics.read"
    MANDATE_GRANT = "mandate.grant"
    MANDATE_ACT = "mandate.act"
    MANDATE_LIST = "mandate.list"
    MANDATE_END = "mandate.end"
    MANDATE_RECORD = "mandate.record"
    TASK_GIVE = "task.give"
    CATALOGUE_ADMINISTER = "catalogue.administer"
    AGENCY_ADMINISTER = "agency.administer"
    DELEGATION_GIVE = "delegation.give"
    DELEGATION_READ = "delegation.read"
    INTEGRATION_ADMINISTER = "integration.administer"
    CATALOGUE_ASK = "catalogue.ask"
    DOSSIER_STATUS_ASK = "dossier.status_ask"
    DOSSIER_HAND_OVER = "dossier.hand_over"
    WEBHOOK_KEEP = "webhook.keep"
    REGISTER_ASK = "register.ask"
    CLEANING_READ = "cleaning.read"
    CLEANING_LIST = "cleaning.list"
    CLEANING_REVIEW = "cleaning.review"
    CLEANING_APPROVE = "cleaning.approve"


GRANTS: dict[Permission, Grant] = {
    Permission.DOSSIER_DRAFT: Grant(meaning="Soạn hồ sơ", citizen_level=2),
    Permission.DOSSIER_SUBMIT: Grant(meaning="Nộp hồ sơ trực tuyến", citizen_level=2),
    Permission.DOSSIER_READ: Grant(meaning="Xem hồ sơ", citizen_level=1, roles=_DESK),
    Permission.DOSSIER_TRACK: Grant(meaning="Tra cứu tình trạng theo mã", anyone=True),
    Permission.DOSSIER_LIST: Grant(meaning="Xem danh sách việc", citizen_level=1, roles=_DESK),
    Permission.DOSSIER_SEARCH: Grant(meaning="Tìm hồ sơ của cơ quan", roles=_DESK),
    Permission.DOSSIER_REGISTER: Grant(
        meaning="Lập hồ sơ tại quầy", roles=frozenset({Role.RECEPTION_OFFICER})
    ),
    Permission.DOSSIER_RECEIVE: Grant(
        meaning="Tiếp nhận, từ chối, yêu cầu bổ sung, thu phí",
        roles=frozenset({Role.RECEPTION_OFFICER}),
    ),
    Permission.DOSSIER_PROCESS: Grant(meaning="Thẩm định, soạn kết quả", roles=frozenset({Role.SPECIALIST})),
    Permission.DOSSIER_APPROVE: Grant(
        meaning="Phê duyệt, trả lại dự thảo", roles=frozenset({Role.LEADER}), delegable=True
    ),
    Permission.DOSSIER_DELIVER: Grant(meaning="Trả kết quả", roles=frozenset({Role.RECEPTION_OFFICER})),
    Permission.DOSSIER_APOLOGISE: Grant(
        meaning="Xin lỗi và hẹn lại ngày trả kết quả",
        roles=frozenset({Role.RECEPTION_OFFICER, Role.LEADER}),
    ),
    Permission.DOSSIER_ANSWER: Grant(
        meaning="Bổ sung theo yêu cầu",
        citizen_level=2,
        roles=frozenset({Role.RECEPTION_OFFICER}),
    ),
    Permission.DOSSIER_WITHDRAW: Grant(
        meaning="Rút hồ sơ", citizen_level=2, roles=frozenset({Role.RECEPTION_OFFICER})
    ),
    Permission.DOSSIER_CHOOSE_RETURN: Grant(
        meaning="Chọn nhận kết quả tại quầy hoặc qua bưu chính",
        citizen_level=2,
        roles=frozenset({Role.RECEPTION_OFFICER}),
    ),
    Permission.DOSSIER_EXCHANGE: Grant(
        meaning="Nhận, báo hồ sơ cho hệ thống khác (chỉ hệ thống tự làm, không giao cho người nào)"
    ),
    Permission.PAPER_READ: Grant(meaning="Mở giấy tờ", citizen_level=1, roles=_DESK),
    Permission.PAPER_CERTIFY: Grant(
        meaning="Số hóa, đối chiếu, chứng nhận giấy tờ để dùng lại", roles=frozenset({Role.RECEPTION_OFFICER})
    ),
    Permission.PAPER_REVOKE: Grant(
        meaning="Thu hồi giấy tờ đã chứng nhận, kết quả đã lưu kho", roles=frozenset({Role.LEADER})
    ),
    Permission.STORE_READ: Grant(
        meaning="Xem giấy tờ trong kho (người dân: của mình; cán bộ: do cơ quan mình số hóa, cấp)",
        citizen_level=1,
        roles=frozenset({Role.RECEPTION_OFFICER, Role.LEADER}),
    ),
    Permission.STORE_WITHHOLD: Grant(meaning="Yêu cầu không dùng lại giấy tờ trong kho", citizen_level=1),
    Permission.FEE_PAY: Grant(meaning="Nộp phí", citizen_level=2, roles=frozenset({Role.RECEPTION_OFFICER})),
    Permission.CASH_KEEP: Grant(
        meaning="Thu tiền mặt, hủy biên lai, nộp kho bạc, chốt sổ trong ngày",
        roles=frozenset({Role.RECEPTION_OFFICER}),
    ),
    Permission.CASH_CONFIRM: Grant(
        meaning="Xem và xác nhận sổ tiền mặt của cơ quan",
        roles=frozenset({Role.RECEPTION_OFFICER, Role.LEADER}),
    ),
    Permission.PERSON_LOOK_UP: Grant(
        meaning="Tra người dân khi lập hồ sơ tại quầy",
        roles=frozenset({Role.RECEPTION_OFFICER}),
        any_agency=True,
    ),
    Permission.REGISTER_LOOK_UP: Grant(
        meaning="Tra cứu doanh nghiệp, bảo hiểm, mã ĐVQHNS để giải quyết hồ sơ", roles=_DESK
    ),
    Permission.OWN_ACCESS_LOG: Grant(meaning="Xem ai đã xem dữ liệu của tôi", citizen_level=1),
    Permission.LEDGER_OPERATE: Grant(
        meaning="Vận hành đường kết nối",
        roles=frozenset({Role.ADMINISTRATOR}),
        any_agency=True,
    ),
    Permission.CALENDAR_DECLARE: Grant(
        meaning="Công bố ngày nghỉ", roles=frozenset({Role.ADMINISTRATOR}), any_agency=True
    ),
    Permission.NUMBER_CONFIRM: Grant(meaning="Xác nhận số điện thoại bằng mã", anyone=True),
    Permission.FEEDBACK_SEND: Grant(meaning="Gửi phản ánh, kiến nghị", anyone=True),
    Permission.FEEDBACK_READ: Grant(meaning="Xem phản ánh, kiến nghị", citizen_level=1, roles=_DESK),
    Permission.FEEDBACK_TRACK: Grant(
        meaning="Theo dõi phản ánh, kiến nghị theo mã; xem câu hỏi và trả lời đã công khai", anyone=True
    ),
    Permission.FEEDBACK_LIST: Grant(
        meaning="Xem danh sách phản ánh, kiến nghị", citizen_level=1, roles=_DESK
    ),
    Permission.FEEDBACK_RECEIVE: Grant(
        meaning="Tiếp nhận, phân loại, chuyển, không xử lý phản ánh, kiến nghị",
        roles=frozenset({Role.RECEPTION_OFFICER}),
    ),
    Permission.FEEDBACK_ANSWER: Grant(
        meaning="Xem xét, dự thảo trả lời, chuyển cơ quan khác", roles=frozenset({Role.SPECIALIST})
    ),
    Permission.FEEDBACK_APPROVE: Grant(
        meaning="Duyệt, trả lại dự thảo trả lời; không xử lý", roles=frozenset({Role.LEADER})
    ),
    Permission.FEEDBACK_PUBLISH: Grant(
        meaning="Bỏ thông tin cá nhân, công khai, gỡ trả lời", roles=frozenset({Role.SPECIALIST})
    ),
    Permission.FEEDBACK_RATE: Grant(meaning="Đánh giá câu trả lời", citizen_level=1),
    Permission.SERVICE_RATE: Grant(meaning="Đánh giá việc phục vụ của hồ sơ đã xong", citizen_level=1),
    Permission.SERVICE_RATINGS_READ: Grant(
        meaning="Xem số liệu đánh giá, không biết người đánh giá",
        roles=_DESK | {Role.ADMINISTRATOR, Role.INSPECTOR},
        any_agency=True,
    ),
    Permission.ACCOUNT_ADMINISTER: Grant(
        meaning="Quản trị tài khoản, chức danh, vai trò của cán bộ",
        roles=frozenset({Role.ADMINISTRATOR}),
        any_agency=True,
    ),
    Permission.TASK_GIVE: Grant(meaning="Giao việc đang mở cho từng cán bộ", roles=frozenset({Role.LEADER})),
    Permission.STATISTICS_READ: Grant(
        meaning="Xem số liệu giải quyết hồ sơ, không thấy người nộp; của cơ quan mình và cơ quan trực thuộc",
        roles=frozenset({Role.RECEPTION_OFFICER, Role.LEADER, Role.CONTROLLER}),
    ),
    Permission.MANDATE_GRANT: Grant(meaning="Ủy quyền cho người khác làm thủ tục", citizen_level=2),
    Permission.MANDATE_ACT: Grant(
        meaning="Nhận ủy quyền; làm thủ tục thay tổ chức, cá nhân khác", citizen_level=2
    ),
    Permission.MANDATE_LIST: Grant(meaning="Xem ủy quyền đã cho và được nhận", citizen_level=1),
    Permission.MANDATE_END: Grant(meaning="Thu hồi, từ chối, thôi nhận ủy quyền", citizen_level=1),
    Permission.MANDATE_RECORD: Grant(
        meaning="Kiểm tra, ghi nhận văn bản ủy quyền tại quầy",
        roles=frozenset({Role.RECEPTION_OFFICER}),
        any_agency=True,
    ),
    Permission.CATALOGUE_ADMINISTER: Grant(
        meaning="Soạn, công bố phiên bản thủ tục; chuyển hồ sơ sang phiên bản khác",
        roles=frozenset({Role.ADMINISTRATOR}),
        any_agency=True,
    ),
    Permission.AGENCY_ADMINISTER: Grant(
        meaning="Xem, thêm, sửa danh bạ cơ quan theo ngày; xem đơn vị hành chính",
        roles=frozenset({Role.ADMINISTRATOR}),
        any_agency=True,
    ),
    Permission.DELEGATION_GIVE: Grant(
        meaning="Ủy quyền phê duyệt trong một thời gian, kết thúc ủy quyền (lãnh đạo: của chính mình)",
        roles=frozenset({Role.LEADER, Role.ADMINISTRATOR}),
        any_agency=True,
    ),
    Permission.DELEGATION_READ: Grant(
        meaning="Xem ủy quyền của mình (quản trị: mọi ủy quyền)",
        roles=_DESK | {Role.ADMINISTRATOR},
        any_agency=True,
    ),
    Permission.INTEGRATION_ADMINISTER: Grant(
        meaning="Cấp, đổi khóa, ngừng kết nối của hệ thống khác; xem, gửi lại thông báo cho chúng",
        roles=frozenset({Role.ADMINISTRATOR}),
        any_agency=True,
    ),
    Permission.CATALOGUE_ASK: Grant(
        meaning="Đọc danh mục thủ tục qua giao diện lập trình", client_purpose=ClientPurpose.CATALOGUE_READ
    ),
    Permission.DOSSIER_STATUS_ASK: Grant(
        meaning="Đọc tình trạng hồ sơ qua giao diện lập trình, không thấy người nộp",
        client_purpose=ClientPurpose.STATUSES_READ,
    ),
    Permission.DOSSIER_HAND_OVER: Grant(
        meaning="Nhận nội dung hồ sơ qua giao diện lập trình; người nộp thấy việc này",
        client_purpose=ClientPurpose.DOSSIERS_READ,
    ),
    Permission.WEBHOOK_KEEP: Grant(
        meaning="Đăng ký nhận thông báo, đọc lại sự kiện qua giao diện lập trình",
        client_purpose=ClientPurpose.WEBHOOKS,
    ),
    Permission.REGISTER_ASK: Grant(
        meaning="Tra cứu doanh nghiệp, bảo hiểm, mã ĐVQHNS qua giao diện lập trình, cho cán bộ giải quyết"
        " hồ sơ; người liên quan thấy việc này",
        client_purpose=ClientPurpose.LOOK_UPS,
    ),
    Permission.CLEANING_READ: Grant(
        meaning="Xem việc rà soát, làm sạch dữ liệu dân cư; người được rà soát thấy việc này",
        roles=_REVIEWERS,
    ),
    Permission.CLEANING_LIST: Grant(
        meaning="Xem danh sách việc rà soát, không thấy người được rà soát", roles=_REVIEWERS
    ),
    Permission.CLEANING_REVIEW: Grant(
        meaning="Đối chiếu, phúc tra, đề nghị sửa dữ liệu dân cư, chuyển xã",
        roles=frozenset({Role.SPECIALIST}),
    ),
    Permission.CLEANING_APPROVE: Grant(
        meaning="Duyệt, trả lại đề nghị sửa dữ liệu dân cư", roles=frozenset({Role.LEADER})
    ),
}

READING: dict[str, Permission] = {
    "dossier": Permission.DOSSIER_READ,
    "feedback": Permission.FEEDBACK_READ,
    "kept_paper": Permission.STORE_READ,
    "cleaning": Permission.CLEANING_READ,
}
"""What opens one object of a kind. Whoever may not open it learns of no other act that it exists."""
