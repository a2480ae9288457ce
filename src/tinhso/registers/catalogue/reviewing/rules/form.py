"""The form: unique keys, rules that suit the type, and conditions that can be answered in order."""

import re
from collections.abc import Iterator

from tinhso.registers.catalogue.reviewing.rules.findings import Finding, Path, twice
from tinhso.registers.catalogue.rules.conditions import fields_of, is_one_question, leaves
from tinhso.registers.catalogue.rules.patterns import PATTERNS
from tinhso.registers.catalogue.types import Condition, FieldRule, FormField, ProcedureVersion

_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
_DATES = frozenset({"date", "partial_date"})
_TEXTS = frozenset({"text", "long_text"})
_CHOICES = {"choice", "radio"}
_SUITS = {
    **dict.fromkeys(("min_length", "max_length", "pattern"), _TEXTS),
    **dict.fromkeys(("minimum", "maximum"), frozenset({"number"})),
    **dict.fromkeys(("not_future", "not_past", "max_years_ago"), _DATES),
    **dict.fromkeys(("not_before", "max_months_after"), frozenset({"date"})),
}
_NO_RULE = FieldRule()


def check(version: ProcedureVersion) -> Iterator[Finding]:
    """All findings about sections, fields and their conditions."""
    places = field_places(version)
    sections = ((("sections", place, "key"), section.key) for place, section in enumerate(version.sections))
    yield from twice(sections, rule="duplicate_section", what="Bước")
    keys = ((("sections", *place, "key"), field.key) for place, field in places)
    yield from twice(keys, rule="duplicate_field", what="Mục")
    earlier: dict[str, FormField] = {}
    every = {field.key: field for _, field in places}
    for place, field in places:
        path: Path = ("sections", *place)
        yield from _field(path, field, earlier)
        yield from check_condition((*path, "when"), field.when, every)
        earlier[field.key] = field
    yield from _order(places)


def field_places(version: ProcedureVersion) -> list[tuple[Path, FormField]]:
    """Every field with its place: (section, "fields", number)."""
    return [
        ((section_place, "fields", place), field)
        for section_place, section in enumerate(version.sections)
        for place, field in enumerate(section.fields)
    ]


def check_condition(
    path: Path, condition: Condition | None, fields: dict[str, FormField]
) -> Iterator[Finding]:
    """A condition asks one thing, of a field that exists, about an answer that is possible."""
    if condition is None:
        return
    if not is_one_question(condition):
        message = "Điều kiện phải hỏi đúng một điều (field với equals, one_of, …; hoặc every, some, none)."
        yield Finding(path, "condition_shape", message)
        return
    for leaf in leaves(condition):
        field = fields.get(leaf.field)
        if field is None:
            message = f"Điều kiện nhắc tới mục “{leaf.field}” không có trong biểu mẫu."
            yield Finding(path, "unknown_field", message)
            continue
        yield from _possible(path, leaf, field)


def _possible(path: Path, leaf: Condition, field: FormField) -> Iterator[Finding]:
    wanted = leaf.one_of or ((leaf.equals,) if leaf.equals is not None else ())
    options = {option.value for option in field.options}
    if field.type in _CHOICES:
        for value in wanted:
            if value not in options:
                message = f"Mục “{field.key}” không có câu trả lời “{value}”."
                yield Finding(path, "unknown_option", message)
    if (leaf.at_least is not None or leaf.at_most is not None) and field.type != "number":
        yield Finding(path, "condition_shape", f"Mục “{field.key}” không phải là số để so sánh.")
    if field.type == "checkbox" and leaf.equals is not None and not isinstance(leaf.equals, bool):
        yield Finding(path, "unknown_option", f"Ô đánh dấu “{field.key}” chỉ có true hoặc false.")


def _order(places: list[tuple[Path, FormField]]) -> Iterator[Finding]:
    """A field may depend only on fields before it; a ring of dependence is named as such."""
    needs = {field.key: fields_of(field.when) for _, field in places}
    before: set[str] = set()
    for place, field in places:
        path: Path = ("sections", *place, "when")
        if ring := _ring(field.key, needs):
            message = "Điều kiện chạy vòng: " + " → ".join(ring) + "."
            yield Finding(path, "condition_loop", message)
        elif later := sorted(needs[field.key] & needs.keys() - before):
            message = f"Điều kiện nhắc tới mục đứng sau: {', '.join(later)}."
            yield Finding(path, "condition_looks_ahead", message)
        before.add(field.key)


def _ring(key: str, needs: dict[str, frozenset[str]]) -> list[str]:
    """The way from a field back to itself, or nothing."""
    waiting = [[key, need] for need in sorted(needs[key])]
    seen: set[str] = set()
    while waiting:
        way = waiting.pop()
        if way[-1] == key:
            return way
        if way[-1] not in seen:
            seen.add(way[-1])
            waiting.extend([*way, need] for need in sorted(needs.get(way[-1], ())))
    return []


def _field(path: Path, field: FormField, earlier: dict[str, FormField]) -> Iterator[Finding]:
    if not _KEY.fullmatch(field.key):
        message = "Tên mục (key) chỉ gồm chữ thường không dấu, số và dấu gạch dưới."
        yield Finding((*path, "key"), "key_format", message)
    if (field.type in _CHOICES) != bool(field.options):
        message = "Câu hỏi lựa chọn phải có options; câu hỏi khác thì không."
        yield Finding(path, "options", message)
    options = (((*path, "options", place), option.value) for place, option in enumerate(field.options))
    yield from twice(options, rule="duplicate_option", what="Câu trả lời")
    if field.locked and not field.prefill:
        message = "Mục lấy từ cơ sở dữ liệu (locked) phải ghi nguồn (prefill)."
        yield Finding((*path, "locked"), "locked_without_source", message)
    if field.type != "person" and field.repeat_max != 1:
        yield Finding((*path, "repeat_max"), "repeat", "Chỉ mục về người mới được hỏi nhiều lần.")
    if not set(field.optional_parts) <= set(field.parts):
        message = "optional_parts phải nằm trong parts."
        yield Finding((*path, "optional_parts"), "person_parts", message)
    yield from _rule((*path, "rule"), field, earlier)


def _rule(path: Path, field: FormField, earlier: dict[str, FormField]) -> Iterator[Finding]:
    rule = field.rule
    for name, types in _SUITS.items():
        if getattr(rule, name) != getattr(_NO_RULE, name) and field.type not in types:
            message = f"Quy tắc “{name}” không dùng được cho mục kiểu “{field.type}”."
            yield Finding((*path, name), "rule_type", message)
    if rule.pattern and rule.pattern not in PATTERNS:
        message = f"Không có mẫu chữ “{rule.pattern}”; có: {', '.join(PATTERNS)}."
        yield Finding((*path, "pattern"), "unknown_pattern", message)
    if rule.not_before and (rule.not_before not in earlier or earlier[rule.not_before].type != "date"):
        message = f"“{rule.not_before}” phải là một mục ngày đứng trước mục này."
        yield Finding((*path, "not_before"), "unknown_field", message)
    if rule.max_months_after is not None and not rule.not_before:
        message = "max_months_after cần mục not_before để đếm từ đó."
        yield Finding((*path, "max_months_after"), "rule_type", message)
    for low, high in ((rule.min_length, rule.max_length), (rule.minimum, rule.maximum)):
        if low is not None and high is not None and low > high:
            yield Finding(path, "rule_range", "Giới hạn dưới lớn hơn giới hạn trên.")
