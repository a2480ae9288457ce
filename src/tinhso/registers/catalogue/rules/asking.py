"""Which questions of a form are asked while it is still being filled in: nothing is judged yet."""

from collections.abc import Mapping

from tinhso.registers.catalogue.rules.conditions import holds
from tinhso.registers.catalogue.types import FormField, JsonValue, ProcedureVersion


def asked_answers(version: ProcedureVersion, typed: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Answers of the questions that are asked, in order; the answer to a hidden one counts as not given."""
    asked: dict[str, JsonValue] = {}
    for field in version.fields:
        if holds(field.when, asked):
            asked[field.key] = _as_judged(field, typed.get(field.key))
    return asked


def _as_judged(field: FormField, value: JsonValue) -> JsonValue:
    """A typed value as conditions compare it: ticks as truth, digits as a number."""
    if field.type == "checkbox" and not field.options:
        return value not in (None, "", False, "no", "off")
    if field.type == "number" and isinstance(value, str) and value.isascii() and value.isdecimal():
        return int(value)
    return value
