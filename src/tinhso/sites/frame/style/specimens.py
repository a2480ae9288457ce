"""What the style page shows: every component with invented content, in every state."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from tinhso.foundation.clock.service import VIETNAM
from tinhso.sites.frame.forms import Field, Option
from tinhso.sites.frame.tables import Cell, Column, Queue, Row, Step, SummaryRow, TimelineEvent, Tone
from tinhso.sites.frame.wording import DueLevel, due_level, remaining

_MORNING = datetime(2023, 7, 17, 8, 5, tzinfo=VIETNAM)

COMMUNES = tuple(
    Option(value=code, label=name, group=group)
    for code, name, group in (
        ("25747", "Phường Phú Cường", "Thành phố Thủ Dầu Một"),
        ("25750", "Phường Phú Hòa", "Thành phố Thủ Dầu Một"),
        ("25741", "Phường Hiệp Thành", "Thành phố Thủ Dầu Một"),
        ("25759", "Phường Định Hoà", "Thành phố Thủ Dầu Một"),
        ("25813", "Phường Mỹ Phước", "Thị xã Bến Cát"),
        ("25816", "Phường Thới Hòa", "Thị xã Bến Cát"),
        ("25942", "Phường Dĩ An", "Thành phố Dĩ An"),
        ("25966", "Phường Lái Thiêu", "Thành phố Thuận An"),
    )
)

QUESTIONS = (
    Field(key="full_name", label="Họ, chữ đệm và tên", hint="Ghi đúng như giấy tờ, ví dụ: Nguyễn Thị Hoa"),
    Field(
        key="personal_id",
        label="Số định danh cá nhân",
        type="personal_id",
        hint="12 chữ số trên thẻ căn cước",
    ),
    Field(key="born", label="Ngày sinh", type="date", hint="Ví dụ: 27 / 3 / 1990", autocomplete="bday"),
    Field(key="phone", label="Số điện thoại", type="phone"),
    Field(key="email", label="Thư điện tử", type="email", required=False),
    Field(
        key="place_kind",
        label="Chỗ ở này là của ai?",
        type="radio",
        options=(
            Option(value="own", label="Của tôi hoặc gia đình tôi"),
            Option(value="rent", label="Thuê, mượn hoặc ở nhờ", hint="Cần văn bản đồng ý của chủ nhà"),
            Option(value="dormitory", label="Ký túc xá, nhà ở công nhân"),
        ),
    ),
    Field(
        key="owner_name",
        label="Họ tên chủ nhà",
        when=SimpleNamespace(field="place_kind", one_of=("rent", "dormitory")),
        hint="Chỉ điền nếu bạn thuê, mượn hoặc ở nhờ",
    ),
    Field(key="with_family", label="Có người cùng đăng ký không?", type="yes_no"),
    Field(key="commune", label="Xã, phường, thị trấn nơi đến", type="commune", options=COMMUNES),
    Field(key="address", label="Số nhà, đường, khu phố", type="long_text", required=False),
    Field(
        key="notify_by",
        label="Nhận thông báo qua",
        type="checkbox",
        options=(
            Option(value="sms", label="Tin nhắn"),
            Option(value="vneid", label="Ứng dụng VNeID"),
            Option(value="email", label="Thư điện tử"),
        ),
    ),
    Field(key="promise", label="Tôi cam đoan những điều khai trên đây là đúng sự thật", type="consent"),
)

VALUES: dict[str, Any] = {
    "full_name": "Trần Minh Châu",
    "born": "31/02/1990",
    "place_kind": "rent",
    "commune": "25759",
    "notify_by": ["sms", "vneid"],
}
ERRORS = {
    "personal_id": "Số định danh cá nhân phải có đủ 12 chữ số",
    "born": "Tháng 2 không có ngày 31",
    "commune": "Hãy chọn xã, phường hoặc thị trấn",
    "promise": "Cần đánh dấu vào cam đoan trước khi nộp",
}

PERSON = Field(
    key="member",
    label="Người cùng thay đổi",
    type="person",
    parts=("full_name", "personal_id", "birth", "sex"),
    repeat_max=4,
    required=False,
)

STEPS = (
    Step(title="Người đăng ký", state="done", url="#"),
    Step(title="Chỗ ở", state="done", url="#"),
    Step(title="Giấy tờ", state="current"),
    Step(title="Nhận kết quả"),
    Step(title="Kiểm tra và nộp"),
)

HOW = (
    ("Đăng nhập bằng VNeID", "Cần tài khoản định danh mức độ 2."),
    ("Kiểm tra thông tin có sẵn, điền phần còn thiếu", "Khoảng 5 phút. Có thể lưu lại và làm tiếp sau."),
    ("Công an phường xem xét", "Nếu thiếu giấy tờ, bạn được báo một lần, nói rõ chỗ cần sửa."),
    ("Nhận thông báo kết quả", "Qua tin nhắn, VNeID và trên trang hồ sơ của bạn."),
)

FACTS: tuple[dict[str, str], ...] = (
    {"icon": "clock", "label": "Thời hạn giải quyết", "value": "3 ngày làm việc"},
    {"icon": "money", "label": "Lệ phí", "value": "7.000 đồng", "note": "Nộp trực tiếp: 15.000 đồng"},
    {"icon": "place", "label": "Nơi giải quyết", "value": "Công an phường, xã"},
    {"icon": "document", "label": "Kết quả", "value": "Cập nhật thông tin tạm trú"},
)

CARDS: tuple[dict[str, Any], ...] = (
    {
        "icon": "house",
        "title": "Đăng ký tạm trú",
        "text": "Ở nơi khác nơi thường trú từ 30 ngày trở lên",
        "url": "#",
    },
    {"icon": "birth", "title": "Đăng ký khai sinh", "text": "Cho trẻ mới sinh, trong 60 ngày", "url": "#"},
    {
        "icon": "car",
        "title": "Đổi giấy phép lái xe",
        "text": "Khi sắp hết hạn, bị hỏng hoặc sai thông tin",
        "url": "#",
    },
    {
        "title": "Đăng ký tạm trú tại phường Phú Cường",
        "text": "000.00.01.H09-230714-0001",
        "url": "#",
        "chip": {"label": "Cần bạn bổ sung", "tone": "waiting"},
        "foot": "trước 17:00 ngày 21/07/2023",
    },
)

RESULTS: tuple[dict[str, Any], ...] = (
    {
        "title": "Đăng ký tạm trú",
        "url": "#",
        "text": "Dành cho người đến ở từ 30 ngày trở lên ngoài nơi đã đăng ký thường trú.",
        "facts": ("3 ngày làm việc", "7.000 đồng khi nộp trực tuyến", "Công an phường, xã"),
    },
    {"title": "Gia hạn tạm trú", "url": "#", "text": "Khi sắp hết thời hạn tạm trú đã đăng ký.", "facts": ()},
)

CHIPS: tuple[tuple[str, Tone], ...] = (
    ("Mới đăng ký", "new"),
    ("Được tiếp nhận", "running"),
    ("Đang xử lý", "running"),
    ("Yêu cầu bổ sung giấy tờ", "waiting"),
    ("Chờ cơ quan khác", "stopped"),
    ("Dừng xử lý", "neutral"),
    ("Không được tiếp nhận", "problem"),
    ("Đã trả kết quả", "done"),
)

DUES: tuple[tuple[str, DueLevel], ...] = (
    ("còn 12 ngày làm việc", "calm"),
    ("còn 1 ngày làm việc", "soon"),
    ("đến hạn hôm nay", "today"),
    ("quá hạn 3 giờ làm việc", "late"),
    ("đang tạm dừng tính hạn", "stopped"),
    ("xong trước hạn", "done"),
)

QUEUES = (
    Queue(label="Cần tiếp nhận", url="#", count=7, is_current=True),
    Queue(label="Quá hạn", url="#", count=2, level="late"),
    Queue(label="Đến hạn hôm nay", url="#", count=5, level="today"),
    Queue(label="Mai sẽ trễ", url="#", count=3),
    Queue(label="Chờ công dân", url="#", count=18),
    Queue(label="Chờ cơ sở dữ liệu", url="#", count=1),
    Queue(label="Chờ cơ quan khác", url="#", count=0),
)

COLUMNS = (
    Column(key="code", label="Mã hồ sơ", kind="link", sort_url="#", sorted="descending"),
    Column(key="procedure", label="Thủ tục"),
    Column(key="person", label="Người nộp"),
    Column(key="state", label="Trạng thái", kind="chip"),
    Column(key="due", label="Hạn", kind="due", sort_url="#"),
    Column(key="next", label="Việc tiếp theo"),
)


def _row(number: int, procedure: str, person: str, chip: tuple[str, Tone], left: int, doing: str) -> Row:
    level = due_level(left)
    received = (_MORNING - timedelta(days=number % 3)).strftime("%y%m%d")
    cells = {
        "code": Cell(text=f"000.00.01.H09-{received}-{number:04d}", second="Nộp trực tuyến", url="#"),
        "procedure": Cell(text=procedure, second="Thường trú, tạm trú"),
        "person": Cell(text=person),
        "state": Cell(text=chip[0], tone=chip[1]),
        "due": Cell(text=remaining(left), level=level, second="17:00 ngày 18/07/2023"),
        "next": Cell(text=doing),
    }
    return Row(cells=cells, level=level)


ROWS = (
    _row(1, "Đăng ký tạm trú", "Trần Minh Châu", CHIPS[0], -1, "Tiếp nhận"),
    _row(2, "Đăng ký tạm trú", "Lê Thị Hoài Thương", CHIPS[2], 0, "Trình ký"),
    _row(3, "Đăng ký khai sinh", "Nguyễn Hoàng Phúc", CHIPS[3], 2, "Chờ công dân bổ sung"),
    _row(
        14,
        "Đổi giấy phép lái xe do ngành giao thông vận tải cấp",
        "Phạm Đức Anh",
        CHIPS[1],
        1,
        "Chuyển xử lý",
    ),
)

TIMELINE = (
    TimelineEvent(
        title="Bạn cần bổ sung một giấy tờ",
        at=_MORNING + timedelta(days=1, hours=2),
        text="Văn bản đồng ý của chủ nhà: ảnh mờ, không đọc được chữ ký.",
        actor="Công an phường Phú Cường",
        tone="waiting",
    ),
    TimelineEvent(
        title="Thông tin của bạn khớp Cơ sở dữ liệu quốc gia về dân cư",
        at=_MORNING + timedelta(hours=1),
        tone="done",
    ),
    TimelineEvent(
        title="Đã tiếp nhận hồ sơ",
        at=_MORNING + timedelta(minutes=40),
        text="Hẹn trả kết quả: 17:00 ngày 20/07/2023.",
        actor="Bộ phận Một cửa phường Phú Cường",
        tone="running",
    ),
    TimelineEvent(title="Bạn đã nộp hồ sơ", at=_MORNING, tone="neutral", icon="send"),
    TimelineEvent(title="Trả kết quả", text="Dự kiến 17:00 ngày 20/07/2023.", tone="future"),
    TimelineEvent(title="Không khớp dữ liệu: đã chuyển cán bộ kiểm tra", at=_MORNING, tone="problem"),
    TimelineEvent(title="Tạm dừng tính thời hạn", at=_MORNING, tone="stopped"),
)

SUMMARY = (
    SummaryRow(key="Họ và tên", value="Trần Minh Châu", note="Khớp dữ liệu dân cư", note_tone="done"),
    SummaryRow(
        key="Số định danh", value="•••••••••123", note="Đang chờ kết nối để xác thực", note_tone="waiting"
    ),
    SummaryRow(
        key="Chỗ ở", value="Số 12, đường Yersin", change_url="#", lines=("Phường Phú Cường", "Thủ Dầu Một")
    ),
    SummaryRow(
        key="Chủ nhà", value="", change_url="#", note="Cần bổ sung: thiếu chữ ký", note_tone="problem"
    ),
)

PAPERS: tuple[dict[str, Any], ...] = (
    {"name": "Tờ khai thay đổi thông tin cư trú (CT01)", "url": "#", "note": "PDF, 240 KB", "state": None},
    {
        "name": "Văn bản đồng ý của chủ nhà",
        "url": "#",
        "note": "JPEG, 1,2 MB",
        "state": {"label": "Cần bổ sung", "tone": "waiting"},
    },
    {"name": "Giấy tờ chứng minh chỗ ở hợp pháp", "note": "Không cần nộp: đã có trong dữ liệu đất đai"},
)

PAPER = Field(key="consent_paper", label="Văn bản đồng ý của chủ nhà", hint="Chụp cả trang, đủ sáng.")
PAPER_REFUSED = Field(key="proof", label="Giấy tờ chứng minh chỗ ở hợp pháp", required=False)
STORED: tuple[dict[str, Any], ...] = ({"name": "dong-y-cua-chu-nha.jpg", "size": 1_258_291, "url": "#"},)
OPINION = Field(key="opinion", label="Ý kiến xử lý", type="long_text", required=False)

EMPTIES = (
    ("nothing", "Bạn chưa có hồ sơ nào", "Khi nộp hồ sơ, bạn theo dõi được từng bước ở đây."),
    ("finished", "Đã xong hết việc", ""),
    ("search", "Không tìm thấy thủ tục nào", "Hãy thử gõ ít chữ hơn."),
    ("line_down", "Mất kết nối với dữ liệu dân cư", "Hồ sơ được giữ lại và tự gửi tiếp."),
    ("trouble", "Hệ thống gặp lỗi", ""),
    ("closed", "Bạn không có quyền xem", ""),
)

# fmt: off
SWATCHES = (
    "jade-900", "jade-700", "jade-600", "jade-300", "jade-100", "jade-50", "ink", "ink-soft", "ivory",
    "sand-100", "sand-200", "sand-300", "gold-500", "gold-100", "lacquer-700", "lacquer-50", "leaf-700",
    "sky-700", "plum-700",
)
# fmt: on
STATUSES = (400, 403, 404, 405, 409, 413, 429, 500, 503)
# fmt: off
SIGNS = (
    "arrow-left", "arrow-right", "bell", "birth", "calendar", "camera", "car", "card", "check", "clock",
    "close", "document", "download", "edit", "eye", "flag", "health", "home", "house", "inbox", "info",
    "line-down", "list", "lock", "menu", "money", "pause", "people", "person", "phone", "place", "plus",
    "print", "scan", "search", "send", "shield", "sign-out", "stop", "upload", "warning",
)
# fmt: on
