"""Answers and steps as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tinhso.casework.dossiers.record.types import AnswerRow
from tinhso.registers.agencies.service import UnableToFindAdministrativeUnit, get_unit
from tinhso.registers.catalogue.service import FormField, ProcedureVersion, verb_of

_TEXTS = {
    "submit": "Hồ sơ đã được nộp",
    "receive": "Hồ sơ đã được tiếp nhận",
    "refuse": "Hồ sơ không được tiếp nhận",
    "ask_supplement": "Cơ quan yêu cầu bổ sung",
    "supplement_overdue": "Đã quá hạn bổ sung",
    "ask_fee": "Cơ quan yêu cầu nộp phí, lệ phí",
    "hand_over": "Hồ sơ đã chuyển đến bộ phận chuyên môn",
    "draft": "Kết quả đã được dự thảo, đang chờ ký duyệt",
    "return_draft": "Dự thảo kết quả được trả lại để sửa",
    "approve": "Kết quả đã được ký duyệt",
    "deliver": "Kết quả đã được trả",
    "deliver_back": "Hồ sơ đã được trả lại",
    "ask_withdraw": "Người nộp đề nghị rút hồ sơ",
    "grant_withdraw": "Cơ quan đồng ý cho rút hồ sơ",
    "refuse_withdraw": "Cơ quan không đồng ý cho rút hồ sơ",
    "stop": "Hồ sơ dừng xử lý",
    "fee_paid": "Đã nộp phí, lệ phí",
    "supplement_answered": "Đã bổ sung theo yêu cầu",
    "fee_noted": "Đã nộp phí, lệ phí",
    "verified_match": "Cơ sở dữ liệu quốc gia về dân cư xác nhận thông tin người nộp",
    "verified_no_match": "Thông tin người nộp chưa khớp Cơ sở dữ liệu quốc gia về dân cư",
    "verified_not_permitted": "Cơ sở dữ liệu quốc gia về dân cư không trả lời câu hỏi này",
    "identity_compared": "Cán bộ đã đối chiếu giấy tờ gốc",
    "due_date_moved": "Ngày hẹn trả được tính lại theo lịch nghỉ mới",
}
_PERSON_PARTS = {"full_name": "", "personal_id": "số định danh ", "birth": "sinh ", "sex": ""}
_SEXES = {"male": "Nam", "female": "Nữ"}


def timeline_text(version: ProcedureVersion, action: str) -> str:
    """What an action means to a reader; the process's own name when no plainer text exists."""
    plain = _TEXTS.get(action) or _TEXTS.get(verb_of(action))
    if plain is not None:
        return plain
    return next((each.name for each in version.process.actions if each.key == action), action)


def answer_rows(version: ProcedureVersion, answers: Mapping[str, Any], *, on: date) -> tuple[AnswerRow, ...]:
    """Every answered field, in the order of the form, with its value in words."""
    return tuple(
        AnswerRow(
            section=section.title,
            key=field.key,
            label=field.label,
            value=answer_text(field, answers[field.key], on=on),
            from_register=field.locked,
        )
        for section in version.sections
        for field in section.fields
        if field.key in answers
    )


def answer_text(field: FormField, value: Any, *, on: date) -> str:
    """One answer in words."""
    if isinstance(value, list):
        return "; ".join(answer_text(field, each, on=on) for each in value)
    if isinstance(value, dict):
        parts = [
            f"{prefix}{_SEXES.get(str(value[part]), _shown(str(value[part])))}"
            for part, prefix in _PERSON_PARTS.items()
            if value.get(part)
        ]
        return ", ".join(parts)
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if field.options:
        return next((each.label for each in field.options if each.value == value), str(value))
    if field.type == "commune":
        return _commune(str(value), on)
    return _shown(str(value)) if field.type in ("date", "partial_date") else str(value)


def _commune(code: str, on: date) -> str:
    try:
        return get_unit(code, on).name
    except UnableToFindAdministrativeUnit:
        return code


def _shown(text: str) -> str:
    """An ISO day as Vietnamese people write it; anything else unchanged."""
    parts = text.split("-")
    if len(parts) == 3 and all(part.isdecimal() for part in parts):
        return f"{parts[2]}/{parts[1]}/{parts[0]}"
    return text
