"""The page of a procedure for reviewers: a picture of its process and tables of its facts, in Markdown."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from tinhso.foundation.process.service import LEAD, StateDefinition, mermaid
from tinhso.registers.catalogue.rules.differences import differences
from tinhso.registers.catalogue.types import (
    Condition,
    FormField,
    Paper,
    ProcedureCase,
    ProcedureVersion,
    Vintage,
)

ROLE_NAMES = {
    "citizen": "người dân",
    "system": "hệ thống",
    "reception_officer": "cán bộ một cửa",
    "specialist": "chuyên viên",
    "leader": "lãnh đạo",
}
COMPETENCE_NAMES = {
    LEAD: "cơ quan chủ trì",
    "commune_police": "công an cấp xã",
    "district_police": "công an cấp huyện",
    "provincial_police": "công an tỉnh",
    "commune_committee": "UBND cấp xã",
    "district_committee": "UBND cấp huyện",
    "social_insurance": "bảo hiểm xã hội",
    "transport_department": "Sở Giao thông vận tải",
    "justice_department": "Sở Tư pháp",
    "commune_one_stop": "một cửa cấp xã",
}
CHANNEL_NAMES = {"online": "trực tuyến", "counter": "tại quầy", "post": "bưu chính"}
_CLOCKS = {"not_started": "chưa tính", "running": "đang tính", "stopped": "tạm dừng", "ended": "kết thúc"}
_SLIPS = {
    "receipt": "tiếp nhận",
    "supplement": "yêu cầu bổ sung",
    "refusal": "từ chối",
    "apology": "xin lỗi, hẹn lại",
    "control": "mỗi lần chuyển bước",
}
_FORMS = {"paper": "giấy", "electronic": "điện tử", "both": "giấy và điện tử"}
_CONFIDENCE = {"source": "đã có nguồn", "secondary": "nguồn gián tiếp", "unverified": "chưa xác minh"}
_NEEDED = {"always": "luôn cần", "optional": "tùy chọn"}


def procedure_page(versions: Sequence[ProcedureVersion]) -> str:
    """One Markdown page for all versions of a procedure, the latest in full; always ends with a line end."""
    in_order = sorted(versions, key=lambda version: version.valid_from)
    latest = in_order[-1]
    lines = [
        f"<!-- Sinh từ src/tinhso/registers/catalogue/procedures/{latest.code}; không sửa tay. -->",
        f"# {latest.title}",
        "",
        *_summary(latest),
        "",
        "## Quy trình",
        "",
        "```mermaid",
        mermaid(latest.process, role_names=ROLE_NAMES).rstrip("\n"),
        "```",
        "",
        *_tables(latest),
        *_history(in_order),
    ]
    return "\n".join(lines) + "\n"


def condition_text(condition: Condition, fields: dict[str, FormField]) -> str:
    """A condition as a Vietnamese sentence part, with the labels of the form."""
    for members, word in ((condition.every, " và "), (condition.some, " hoặc ")):
        if members:
            return word.join(condition_text(each, fields) for each in members)
    if condition.none:
        return "không phải: " + "; ".join(condition_text(each, fields) for each in condition.none)
    field = fields.get(condition.field)
    label = field.label if field else condition.field
    return f"“{label}” {_question(condition, field)}"


def _question(condition: Condition, field: FormField | None) -> str:
    options = {option.value: option.label for option in field.options} if field else {}
    if isinstance(condition.equals, bool):
        return "được đánh dấu" if condition.equals else "không được đánh dấu"
    if condition.equals is not None:
        return f"là {options.get(str(condition.equals), condition.equals)}"
    if condition.one_of:
        return "là " + " / ".join(options.get(value, value) for value in condition.one_of)
    if condition.filled is not None:
        return "đã điền" if condition.filled else "để trống"
    if condition.at_least is not None:
        return f"từ {condition.at_least} trở lên"
    return f"nhiều nhất {condition.at_most}"


def _summary(version: ProcedureVersion) -> Iterator[str]:
    numbers = ", ".join(str(number) for number in version.services) or "không"
    yield f"Mã **{version.code}** (địa phương {version.local_code}) · {version.sector}"
    yield f"· dịch vụ công thiết yếu số {numbers} · phiên bản **{version.version}**."
    yield ""
    yield f"**Dành cho ai.** {version.audience}"
    yield ""
    yield version.introduction
    yield ""
    yield f"**Cơ quan.** {version.agency.explanation} (Nguồn: {_vintage(version.agency.vintage)}.)"
    yield from [""] if version.agency.further else []
    for further in version.agency.further:
        yield f"- cùng tham gia: {further.title} (`{further.competence}`)"
    if version.notes:
        yield ""
        yield from (f"> {note}" if place == 0 else f">\n> {note}" for place, note in enumerate(version.notes))


def _tables(version: ProcedureVersion) -> Iterator[str]:
    fields = {field.key: field for field in version.fields}
    yield from _table(
        "Bước và thời hạn",
        ("Bước", "Trạng thái", "Thời hạn", "Việc cần làm", "Người dân thấy"),
        [_state_cells(state) for state in version.process.states],
    )
    yield from _table(
        "Trường hợp",
        ("Trường hợp", "Cách nộp", "Thời hạn", "Lệ phí", "Khi", "Nguồn"),
        [_case_cells(case, fields) for case in version.cases],
    )
    yield from _table(
        "Thành phần hồ sơ",
        ("Giấy tờ", "Khi nào cần", "Không cần nộp khi", "Nguồn"),
        [_paper_cells(paper, fields) for paper in version.papers],
    )
    yield from _table(
        "Biểu mẫu",
        ("Bước", "Mục", "Kiểu", "Bắt buộc", "Điền sẵn từ", "Chỉ hỏi khi"),
        [
            (section.title, *_field_cells(field, fields))
            for section in version.sections
            for field in section.fields
        ],
    )
    yield from _supplement(version)
    yield from _table(
        "Mẫu phiếu",
        ("Lúc", "Mẫu", "Tên", "Nguồn"),
        [(_SLIPS[slip.kind], slip.form, slip.name, _vintage(slip.vintage)) for slip in version.slips],
    )
    yield from _table(
        "Kết quả",
        ("Kết quả", "Mã", "Dạng"),
        [(result.name, result.code or "chưa rõ", _FORMS[result.form]) for result in version.results],
    )
    yield from _table(
        "Căn cứ pháp lý",
        ("Văn bản", "Nội dung", "Độ chắc chắn"),
        [
            (
                basis.instrument,
                basis.subject,
                ", ".join(filter(None, (_CONFIDENCE[basis.confidence], basis.as_of, basis.note))),
            )
            for basis in version.legal_basis
        ],
    )


def _supplement(version: ProcedureVersion) -> Iterator[str]:
    rule = version.supplement
    within = f", trả lời trong {rule.answer_within.text}" if rule.answer_within else ""
    yield "## Bổ sung hồ sơ"
    yield ""
    yield f"Yêu cầu bổ sung nhiều nhất {rule.rounds} lần{within}. (Nguồn: {_vintage(rule.vintage)}.)"
    yield ""


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "/").replace("\n", " ") for cell in row) + " |"
    yield ""


def _state_cells(state: StateDefinition) -> tuple[str, ...]:
    tasks = "<br>".join(
        f"{task.name}: {ROLE_NAMES.get(task.role, task.role)}, "
        f"{COMPETENCE_NAMES.get(task.competence, task.competence)}"
        + (f", {task.hours.normalize():f} giờ" if task.hours is not None else "")
        for task in state.tasks
    )
    waits = f"; chờ tối đa {state.timer.text}" if state.timer else ""
    return (state.name, str(state.status), _CLOCKS[state.clock] + waits, tasks or "không", state.public_text)


def _case_cells(case: ProcedureCase, fields: dict[str, FormField]) -> tuple[str, ...]:
    fee = case.fee
    amount = f"{fee.amount_vnd:,} đồng".replace(",", ".") if fee.amount_vnd else "không thu"
    per = " mỗi người" if fee.per == "person" else ""
    when = {"none": "", "before_receipt": ", trước khi tiếp nhận", "at_result": ", khi trả kết quả"}[fee.when]
    late = f", sau {case.cut_off:%H:%M} tính sang ngày làm việc tiếp theo" if case.cut_off else ""
    condition = condition_text(case.when, fields) if case.when else "mọi trường hợp khác"
    return (
        case.title,
        CHANNEL_NAMES[case.channel],
        case.duration.text + late,
        amount + per + when,
        condition,
        _vintage(case.vintage),
    )


def _paper_cells(paper: Paper, fields: dict[str, FormField]) -> tuple[str, ...]:
    needed = condition_text(paper.when, fields) if paper.when else _NEEDED[paper.needed]
    waivers = "; ".join(waiver.label for waiver in paper.waived_when)
    waived = "lập từ biểu mẫu" if paper.from_form else waivers or "không có"
    return (paper.name, needed, waived, _vintage(paper.vintage) if paper.vintage else "")


def _field_cells(field: FormField, fields: dict[str, FormField]) -> tuple[str, ...]:
    source = f"{field.prefill}{' (khóa)' if field.locked else ''}" if field.prefill else ""
    shown = condition_text(field.when, fields) if field.when else ""
    return (field.label, field.type, "có" if field.required else "không", source, shown)


def _vintage(vintage: Vintage) -> str:
    state = "đã xác minh" if vintage.verified else "chưa xác minh"
    note = f": {vintage.note}" if vintage.note else ""
    return f"{vintage.source}, {vintage.as_of}, {state}{note}" if vintage.as_of else f"{vintage.source}{note}"


def _history(versions: Sequence[ProcedureVersion]) -> Iterator[str]:
    yield "## Các phiên bản"
    yield ""
    yield f"- **{versions[0].version}**: phiên bản đầu."
    for before, after in pairwise(versions):
        yield f"- **{after.version}**, so với {before.version}:"
        for change in differences(before, after):
            if change.path not in {"version", "valid_from"}:
                yield f"  - {change.text_vi}"
