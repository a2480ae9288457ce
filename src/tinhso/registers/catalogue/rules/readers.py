"""How each type of field reads what was typed. A reader is compiled once per field of a version."""

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from tinhso.foundation.clock.service import months_later
from tinhso.foundation.identifiers.service import (
    DomainError,
    clean_text,
    parse_email,
    parse_mobile_number,
    parse_partial_date,
    parse_personal_id,
    parse_tax_code,
)
from tinhso.registers.catalogue.rules.patterns import PATTERNS
from tinhso.registers.catalogue.types import FieldRule, FormField, JsonValue

TEXT_LIMIT, LONG_TEXT_LIMIT = 250, 4000
_COMMUNE = re.compile(r"[0-9]{5}")
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,12}")
_TRUE_WORDS = frozenset({"true", "on", "1", "yes", "có"})
_FALSE_WORDS = frozenset({"false", "off", "0", "no", "không"})


class Refused(Exception):
    """One answer breaks a rule; ``part`` names the part of a person ("birth", "1.birth")."""

    def __init__(self, message: str, part: str = "") -> None:
        super().__init__(message, part)
        self.message, self.part = message, part


@dataclass(slots=True)
class Surroundings:
    """What one answer may be compared with: the day, the answers before it, the communes of that day."""

    on: dt.date
    values: dict[str, JsonValue]
    communes: Collection[str] | None = None


Reader = Callable[[object, Surroundings], JsonValue]


def compile_reader(field: FormField) -> Reader:
    """The reader of one field, its rule built in."""
    return _BUILDERS[field.type](field)


def is_empty(raw: object) -> bool:
    """Nothing was typed: no value, blanks, or a list or mapping of nothing."""
    if isinstance(raw, str):
        return not raw or raw.isspace()
    if isinstance(raw, Mapping):
        return all(is_empty(part) for part in raw.values())
    if isinstance(raw, list | tuple):
        return all(is_empty(part) for part in raw)
    return raw is None


def typed(raw: object) -> str:
    """The text of a single answer; a list, mapping or truth value is not one."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, int) and not isinstance(raw, bool):
        return str(raw)
    raise Refused("Câu trả lời không đúng kiểu của mục này.")


def _text(field: FormField) -> Reader:
    return _text_reader(field.rule, field.rule.max_length or TEXT_LIMIT, multiline=False)


def _long_text(field: FormField) -> Reader:
    return _text_reader(field.rule, field.rule.max_length or LONG_TEXT_LIMIT, multiline=True)


def _text_reader(rule: FieldRule, limit: int, *, multiline: bool) -> Reader:
    pattern = PATTERNS[rule.pattern] if rule.pattern else None
    least = rule.min_length or 0

    def read(raw: object, around: Surroundings) -> JsonValue:
        text = clean_text(typed(raw), limit, multiline=multiline)
        if len(text) < least:
            raise Refused(f"Cần ít nhất {least} ký tự.")
        if pattern and not pattern.shape.fullmatch(text):
            raise Refused(pattern.message)
        return text

    return read


def _parsed_by(parse: Callable[[str], object]) -> Callable[[FormField], Reader]:
    return lambda field: lambda raw, around: str(parse(typed(raw)))


def _choice(field: FormField) -> Reader:
    allowed = frozenset(option.value for option in field.options)

    def read(raw: object, around: Surroundings) -> JsonValue:
        if isinstance(raw, str) and raw in allowed:
            return raw
        raise Refused("Hãy chọn một trong các câu trả lời có sẵn.")

    return read


def _checkbox(field: FormField) -> Reader:
    def read(raw: object, around: Surroundings) -> JsonValue:
        if isinstance(raw, bool):
            return raw
        word = raw.strip().lower() if isinstance(raw, str) else ""
        if word in _TRUE_WORDS:
            return True
        if word in _FALSE_WORDS:
            return False
        raise Refused("Hãy đánh dấu hoặc bỏ trống ô này.")

    return read


def _commune(field: FormField) -> Reader:
    def read(raw: object, around: Surroundings) -> JsonValue:
        code = typed(raw).strip()
        if not _COMMUNE.fullmatch(code) or (around.communes is not None and code not in around.communes):
            raise Refused("Hãy chọn xã, phường, thị trấn trong danh sách.")
        return code

    return read


def _number(field: FormField) -> Reader:
    least, most = field.rule.minimum, field.rule.maximum

    def read(raw: object, around: Surroundings) -> JsonValue:
        text = typed(raw).strip()
        if not _WHOLE_NUMBER.fullmatch(text):
            raise Refused("Hãy ghi một số nguyên bằng các chữ số 0 đến 9.")
        number = int(text)
        if least is not None and number < least:
            raise Refused(f"Số này phải từ {least} trở lên.")
        if most is not None and number > most:
            raise Refused(f"Số này không được lớn hơn {most}.")
        return number

    return read


def _date(field: FormField) -> Reader:
    rule = field.rule

    def read(raw: object, around: Surroundings) -> JsonValue:
        day = parse_partial_date(typed(raw)).as_date()
        if day is None:
            raise Refused("Hãy ghi đủ ngày, tháng, năm, ví dụ 17/07/2023.")
        _check_day(day, rule, around)
        return day.isoformat()

    return read


def _check_day(day: dt.date, rule: FieldRule, around: Surroundings) -> None:
    if rule.not_future and day > around.on:
        raise Refused("Ngày này chưa tới; hãy xem lại.")
    if rule.not_past and day < around.on:
        raise Refused("Ngày này đã qua; hãy xem lại.")
    if rule.max_years_ago is not None and day <= months_later(around.on, -12 * rule.max_years_ago):
        raise Refused(f"Ngày này đã qua {rule.max_years_ago} năm hoặc hơn; hãy xem lại.")
    start = around.values.get(rule.not_before) if rule.not_before else None
    if not isinstance(start, str):
        return
    first = dt.date.fromisoformat(start)
    if day < first:
        raise Refused(f"Ngày này không được trước ngày {first:%d/%m/%Y}.")
    if rule.max_months_after is not None and day > months_later(first, rule.max_months_after):
        raise Refused(f"Ngày này không được quá {rule.max_months_after} tháng sau ngày {first:%d/%m/%Y}.")


def _partial_date(field: FormField) -> Reader:
    rule = field.rule

    def read(raw: object, around: Surroundings) -> JsonValue:
        read_date = parse_partial_date(typed(raw))
        day = read_date.as_date()
        if day is not None:
            _check_day(day, rule, around)
        elif rule.not_future and read_date.year > around.on.year:
            raise Refused("Năm này chưa tới; hãy xem lại.")
        return read_date.iso

    return read


_BIRTH_RULE = FieldRule(not_future=True)
_NAME_RULE = FieldRule(pattern="person_name")
_SEXES = frozenset({"male", "female"})


def _sex(raw: object, around: Surroundings) -> JsonValue:
    if isinstance(raw, str) and raw in _SEXES:
        return raw
    raise Refused("Hãy chọn nam hoặc nữ.")


def _person(field: FormField) -> Reader:
    readers = {part: _person_part(field, part) for part in field.parts}
    optional = frozenset(field.optional_parts)

    def read_one(raw: object, around: Surroundings, place: str) -> dict[str, JsonValue]:
        if not isinstance(raw, Mapping):
            raise Refused("Câu trả lời không đúng kiểu của mục này.")
        person: dict[str, JsonValue] = {}
        for part, reader in readers.items():
            if is_empty(raw.get(part)):
                if part not in optional:
                    raise Refused("Hãy điền mục này.", place + part)
                continue
            try:
                person[part] = reader(raw[part], around)
            except (Refused, DomainError) as refusal:
                raise Refused(refusal.message, place + part) from None
        return person

    if field.repeat_max == 1:
        return lambda raw, around: read_one(raw, around, "")

    def read_many(raw: object, around: Surroundings) -> JsonValue:
        people = list(raw) if isinstance(raw, list | tuple) else [raw]
        if sum(not is_empty(each) for each in people) > field.repeat_max:
            raise Refused(f"Chỉ ghi được nhiều nhất {field.repeat_max} người ở mục này.")
        return [
            read_one(each, around, f"{place}.") for place, each in enumerate(people) if not is_empty(each)
        ]

    return read_many


def _person_part(field: FormField, part: str) -> Reader:
    if part == "full_name":
        return _text_reader(_NAME_RULE, TEXT_LIMIT, multiline=False)
    if part == "personal_id":
        return _BUILDERS["personal_id"](field)
    if part == "sex":
        return _sex
    return _partial_date(FormField(key=part, label="", type="partial_date", rule=_BIRTH_RULE))


_BUILDERS: dict[str, Callable[[FormField], Reader]] = {
    "text": _text,
    "long_text": _long_text,
    "personal_id": _parsed_by(parse_personal_id),
    "date": _date,
    "partial_date": _partial_date,
    "tax_code": _parsed_by(parse_tax_code),
    "phone": _parsed_by(parse_mobile_number),
    "email": _parsed_by(parse_email),
    "choice": _choice,
    "radio": _choice,
    "checkbox": _checkbox,
    "commune": _commune,
    "number": _number,
    "person": _person,
}
