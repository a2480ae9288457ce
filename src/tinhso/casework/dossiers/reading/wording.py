"""Answers as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tinhso.casework.dossiers.record.types import AnswerRow
from tinhso.registers.agencies.service import UnableToFindAdministrativeUnit, get_unit
from tinhso.registers.catalogue.service import FormField, ProcedureVersion

_PERSON_PARTS = {"full_name": "", "personal_id": "số định danh ", "birth": "sinh ", "sex": ""}
_SEXES = {"male": "Nam", "female": "Nữ"}


def answer_rows(
    version: ProcedureVersion, answers: Mapping[str, Any], *, on: date, is_filed_outside: bool = False
) -> tuple[AnswerRow, ...]:
    """Every answered field, in the order of the form, with its value in words.

    What was filed at another system was typed there, whatever the form here takes from a register.
    """
    return tuple(
        AnswerRow(
            section=section.title,
            key=field.key,
            label=field.label,
            value=answer_text(field, answers[field.key], on=on),
            from_register=field.locked and not is_filed_outside,
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
