"""Conditions, facts and differences in words that a citizen or a reviewer can read."""

from collections.abc import Iterable

from tinhso.registers.catalogue.types import Condition, FormField, Vintage


def condition_text(condition: Condition, fields: Iterable[FormField]) -> str:
    """A condition with the labels of the form: “Hạng” là B2 / C."""
    by_key = {field.key: field for field in fields}
    return _text(condition, by_key)


def vintage_text(vintage: Vintage) -> str:
    """Where a fact comes from, as of when, and that it is not confirmed where it is not."""
    state = "đã xác minh" if vintage.verified else "chưa xác minh"
    fact = ", ".join(filter(None, (vintage.source, vintage.as_of, state)))
    return f"{fact}: {vintage.note}" if vintage.note else fact


def _text(condition: Condition, fields: dict[str, FormField]) -> str:
    for members, word in ((condition.every, " và "), (condition.some, " hoặc ")):
        if members:
            return word.join(_text(each, fields) for each in members)
    if condition.none:
        return "không phải: " + "; ".join(_text(each, fields) for each in condition.none)
    field = fields.get(condition.field)
    return f"“{field.label if field else condition.field}” {_question(condition, field)}"


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
    return f"từ {condition.at_least} trở lên" if condition.at_least is not None else f"≤ {condition.at_most}"
