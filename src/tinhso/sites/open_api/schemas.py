"""What the interface says, as schemas: names are English, descriptions Vietnamese.

Each schema refuses what it does not name, so that the document tells the whole answer.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import AliasChoices, AwareDatetime, ConfigDict


class _Answer(Schema):
    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class Problem(_Answer):
    """Lỗi theo RFC 9457."""

    type: str = Field(description="Luôn là about:blank; hãy phân biệt lỗi bằng code.")
    title: str = Field(description="Tên lỗi, bằng tiếng Việt.")
    status: int = Field(description="Mã trạng thái HTTP.")
    detail: str = Field(description="Điều đã xảy ra và cách sửa.")
    code: str = Field(description="Mã lỗi ổn định, bằng tiếng Anh.")
    fields: dict[str, str] = Field(description="Chỗ sai theo tên tham số.")
    trace_id: str = Field(description="Số để nêu khi cần hỗ trợ.")


class Status(_Answer):
    """Một trong mười trạng thái hồ sơ của quốc gia."""

    code: int = Field(ge=1, le=10)
    name: str


class Statuses(_Answer):
    """Mười trạng thái."""

    items: list[Status]


class ProcedureLine(_Answer):
    """Một thủ tục trong danh mục."""

    code: str
    title: str
    version: str = Field(description="Phiên bản đang áp dụng.")
    sector: str = Field(description="Lĩnh vực.")
    kind: str = Field(description="procedure, hoặc payment: dịch vụ thanh toán, không nộp thành hồ sơ.")
    channels: list[str]


class Procedures(_Answer):
    """Danh mục thủ tục của một ngày."""

    day: date
    items: list[ProcedureLine]


class ProcedureTime(_Answer):
    """Một trường hợp: cách nộp, thời hạn và phí."""

    key: str
    title: str
    channel: str = Field(description="online, counter hoặc post.")
    duration: str = Field(description="Thời hạn bằng chữ.")
    fee_vnd: int = Field(description="Phí, đồng; 0 nếu không thu.")
    fee_when: str = Field(description="none, unstated, before_receipt hoặc at_result.")
    source: str = Field(description="Nguồn của thời hạn.")


class ProcedurePaper(_Answer):
    """Một thành phần hồ sơ."""

    key: str
    name: str
    needed: str = Field(description="always, when hoặc optional.")
    count: int


class ProcedureResult(_Answer):
    """Kết quả của thủ tục."""

    key: str
    name: str
    is_refusal: bool


class ProcedureBasis(_Answer):
    """Căn cứ pháp lý."""

    instrument: str
    subject: str


class Procedure(_Answer):
    """Một phiên bản của thủ tục; đã công bố thì không đổi."""

    code: str
    local_code: str
    version: str
    title: str
    sector: str
    valid_from: date
    valid_to: date | None
    digest: str = Field(description="Tên của nội dung (SHA-256).")
    introduction: str
    channels: list[str]
    times: list[ProcedureTime]
    papers: list[ProcedurePaper]
    results: list[ProcedureResult]
    legal_basis: list[ProcedureBasis]


class Agency(_Answer):
    """Cơ quan giải quyết."""

    id: UUID
    code: str
    name: str


class Dossier(_Answer):
    """Hồ sơ đang ở đâu; không có dữ liệu cá nhân."""

    id: UUID
    code: str = Field(description="Mã hồ sơ.")
    national_code: str | None = Field(description="Mã trên Cổng Dịch vụ công quốc gia, nếu có.")
    procedure_code: str
    procedure_version: str
    agency: Agency
    channel: str = Field(description="online, counter hoặc post.")
    status: int = Field(ge=1, le=10, description="Trạng thái quốc gia, từ 1 đến 10.")
    status_name: str
    version: int = Field(description="Tăng sau mỗi thay đổi của hồ sơ.")
    submitted_at: AwareDatetime
    received_at: AwareDatetime | None
    due_at: AwareDatetime | None = Field(description="Ngày hẹn trả gần nhất.")
    finished_at: AwareDatetime | None
    delivered_at: AwareDatetime | None


class Dossiers(_Answer):
    """Một trang hồ sơ."""

    items: list[Dossier]
    next: UUID | None = Field(description="Đặt vào after để đọc trang sau; null ở trang cuối.")


class Step(_Answer):
    """Một lần hồ sơ đổi trạng thái."""

    version: int
    at: AwareDatetime
    status: int = Field(ge=1, le=10)
    status_name: str
    text: str = Field(description="Việc đã làm, bằng chữ.")


class DossierStatus(_Answer):
    """Một hồ sơ và diễn biến của nó; không có dữ liệu cá nhân."""

    dossier: Dossier
    steps: list[Step]


class EventDossier(_Answer):
    """Hồ sơ của một sự kiện: id và mã, không có dữ liệu cá nhân."""

    id: UUID
    code: str
    procedure_code: str
    agency_id: UUID
    action: str = Field(description="Bước của quy trình vừa làm.")
    status: int = Field(ge=1, le=10)
    version: int = Field(description="Phiên bản của hồ sơ sau thay đổi; sự kiện đến sau có thể cũ hơn.")


_Register = Annotated[
    str,
    Field(
        validation_alias=AliasChoices("register", "register_name"),
        serialization_alias="register",
        description="business, insurance hoặc budget.",
    ),
]


class EventLookUp(_Answer):
    """Lần tra cứu của một sự kiện; không có điều cơ sở dữ liệu trả lời: hãy đọc lại bằng id."""

    id: UUID
    dossier: str = Field(description="Mã hồ sơ.")
    register_name: _Register
    state: str = Field(description="found, not_found hoặc not_permitted.")
    asked_at: AwareDatetime
    answered_at: AwareDatetime
    as_of: AwareDatetime | None = Field(description="Số liệu của câu trả lời đó tính đến thời điểm này.")


class Event(_Answer):
    """Một sự kiện; thông báo gửi đi có đúng nội dung này."""

    cursor: int = Field(description="Vị trí của sự kiện; đặt vào after để đọc tiếp.")
    id: UUID
    type: str = Field(
        description="dossier.submitted, dossier.advanced; look_up.answered: lần tra cứu có câu trả lời cuối "
        "cùng, kể cả not_found và not_permitted; look_up.changed: cơ sở dữ liệu nay trả lời khác."
    )
    at: AwareDatetime = Field(description="Lúc việc xảy ra.")
    dossier: EventDossier | None = Field(description="Ở các sự kiện dossier; null ở sự kiện khác.")
    look_up: EventLookUp | None = Field(
        description="Ở các sự kiện look_up; chỉ hệ thống đã hỏi nhận được. null ở sự kiện khác."
    )


class Events(_Answer):
    """Một trang sự kiện, cũ trước."""

    items: list[Event]
    next: int = Field(description="Đặt vào after để đọc tiếp, ngay cả khi trang này trống.")


class WebhookRequest(Schema):
    """Địa chỉ muốn nhận thông báo."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field(min_length=1, max_length=500, description="Địa chỉ https công khai.")
    events: list[Literal["dossier.submitted", "dossier.advanced", "look_up.answered", "look_up.changed"]] = (
        Field(min_length=1, max_length=10, description="Loại sự kiện.")
    )


class Webhook(_Answer):
    """Một đăng ký nhận thông báo."""

    id: UUID
    url: str
    events: list[str]
    state: str = Field(description="running, failing, paused_as_failing, paused_by_operator hoặc ended.")
    waiting: int = Field(description="Số thông báo đang chờ, đếm đến 1.000.")
    failing_since: AwareDatetime | None
    last_error: str
    last_success_at: AwareDatetime | None


class Webhooks(_Answer):
    """Các đăng ký của hệ thống."""

    items: list[Webhook]


class NewWebhook(_Answer):
    """Đăng ký vừa lập, với khóa ký chỉ hiện một lần."""

    webhook: Webhook
    key: str | None = Field(description="Khóa để kiểm chữ ký; null khi yêu cầu này đã gửi trước đó.")


class AnswerLine(_Answer):
    """Một mục của tờ khai."""

    section: str
    key: str
    label: str
    value: str
    from_register: bool = Field(description="Lấy từ cơ sở dữ liệu nhà nước.")


class DossierContent(_Answer):
    """Nội dung hồ sơ, có dữ liệu cá nhân. Mỗi lần đọc được ghi lại và người nộp hồ sơ thấy."""

    dossier: Dossier
    applicant_name: str
    answers: list[AnswerLine]


class LookUpRequest(Schema):
    """Điều muốn tra cứu, cho hồ sơ nào và cán bộ nào."""

    model_config = ConfigDict(extra="forbid")

    dossier: str = Field(min_length=8, max_length=40, description="Mã hồ sơ cần câu trả lời.")
    register_name: Literal["business", "insurance", "budget"] = Field(
        alias="register", description="Doanh nghiệp, bảo hiểm, hoặc mã số đơn vị có quan hệ với ngân sách."
    )
    number: str = Field(
        min_length=1,
        max_length=20,
        description="Mã số doanh nghiệp; mã số BHXH hoặc số định danh cá nhân; mã ĐVQHNS.",
    )
    officer: UUID = Field(
        description="Mã tài khoản của cán bộ cần câu trả lời, ở cơ quan trong thỏa thuận và tham gia hồ sơ."
    )


class LookUp(_Answer):
    """Một lần tra cứu, chưa kể câu trả lời."""

    id: UUID
    dossier: str = Field(description="Mã hồ sơ.")
    register_name: _Register
    state: str = Field(
        description="waiting: đang chờ đường truyền, câu hỏi được giữ và tự gửi lại; found; not_found; "
        "not_permitted: cơ sở dữ liệu không cho phép."
    )
    asked_at: AwareDatetime
    answered_at: AwareDatetime | None
    as_of: AwareDatetime | None = Field(description="Số liệu tính đến thời điểm này.")
    is_stale: bool = Field(description="Cũ hơn quy định: hãy hỏi lại trước khi dùng.")
    changed_later_at: AwareDatetime | None = Field(
        description="Từ lúc này cơ sở dữ liệu trả lời khác: hãy tra cứu lại. null nếu không có."
    )


class Representative(_Answer):
    """Người đại diện theo pháp luật."""

    name: str
    position: str
    personal_id_end: str = Field(description="Bốn số cuối của số định danh; trống nếu không có.")


class BusinessFacts(_Answer):
    """Doanh nghiệp, như cơ sở dữ liệu quốc gia về đăng ký doanh nghiệp trả lời."""

    tax_code: str
    name: str
    short_name: str
    kind: str = Field(description="Loại hình.")
    status: str = Field(
        description="active, suspended, dissolving, dissolved, not_at_address; "
        "unknown:số là trạng thái chưa có trong danh mục."
    )
    founded_on: str = Field(description="Ngày thành lập; trống nếu không có.")
    capital_vnd: int | None
    address: str
    representatives: list[Representative]


class InsuranceFacts(_Answer):
    """Người tham gia bảo hiểm, như cơ sở dữ liệu quốc gia về bảo hiểm trả lời."""

    insurance_number: str
    personal_id: str
    name: str
    born: str = Field(description="Ngày sinh, hoặc chỉ năm.")
    status: str = Field(description="paying, paused, pension, health_only; unknown:số.")
    employer_code: str
    employer: str
    months_paid: int
    card: str = Field(description="Thẻ bảo hiểm y tế.")
    card_from: str
    card_until: str
    clinic: str = Field(description="Nơi khám, chữa bệnh ban đầu.")


class BudgetFacts(_Answer):
    """Đơn vị có quan hệ với ngân sách."""

    budget_code: str
    name: str
    status: str = Field(description="active, inactive; unknown:số.")
    parent_code: str
    level: str = Field(description="central, province, district, commune; unknown:số; trống nếu không có.")
    treasury: str
    issued_on: str


class LookUpAnswer(_Answer):
    """Một lần tra cứu và câu trả lời. Mỗi lần đọc được ghi lại và người liên quan thấy."""

    look_up: LookUp
    changed: list[str] = Field(description="Tên các mục khác câu trả lời lần trước, lúc changed_since.")
    changed_since: AwareDatetime | None
    changed_later: list[str] = Field(
        description="Tên các mục mà cơ sở dữ liệu nay trả lời khác; muốn biết nội dung thì tra cứu lại."
    )
    business: BusinessFacts | None = Field(description="Khi tìm thấy ở register business.")
    insurance: InsuranceFacts | None = Field(description="Khi tìm thấy ở register insurance.")
    budget: BudgetFacts | None = Field(description="Khi tìm thấy ở register budget.")
