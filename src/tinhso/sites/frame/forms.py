"""What form templates need and what they send back: plain values in, plain values out.

Fields are anything shaped like the catalogue's form fields: ``key``, ``label``, ``type``, ``hint``,
``required``, ``options``, and where it matters ``rule``, ``when``, ``locked``, ``parts``, ``repeat_max``.
``Field`` is that shape for questions that no procedure asks. Nothing is judged here: what was typed is
put together and handed on, wrong or not, so that it can be shown again beside the error.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from types import SimpleNamespace
from typing import Any, Protocol

from tinhso.sites.frame.wording import partial_date

TypedValue = str | bool | list[str] | dict[str, Any] | list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer of a choice; ``group`` gathers answers in a long list, such as a district's communes."""

    value: str
    label: str
    hint: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question. Types: those of the catalogue, and ``password``, ``search``, ``yes_no``, ``consent``."""

    key: str
    label: str
    type: str = "text"
    hint: str = ""
    required: bool = True
    options: tuple[Option, ...] = ()
    autocomplete: str = ""
    inline: bool = False
    locked: bool = False
    when: object | None = None
    rule: object | None = None
    parts: tuple[str, ...] = ("full_name", "personal_id", "birth")
    optional_parts: tuple[str, ...] = ()
    repeat_max: int = 1
    section_title: bool = False


class Asked(Protocol):
    """The least a field must say about itself to be read back."""

    @property
    def key(self) -> str: ...
    @property
    def type(self) -> str: ...


class Posted(Protocol):
    """Django's QueryDict, as far as it is used here."""

    def get(self, key: str, default: str) -> Any: ...
    def getlist(self, key: str) -> Any: ...


PERSON_PARTS: Mapping[str, tuple[str, str, str]] = {
    "full_name": ("text", "Họ, chữ đệm và tên", "Ghi đúng như giấy tờ, ví dụ: Nguyễn Thị Hoa"),
    "personal_id": ("personal_id", "Số định danh cá nhân", "12 chữ số trên thẻ căn cước công dân"),
    "birth": ("partial_date", "Ngày sinh", "Nếu giấy tờ chỉ ghi năm, bỏ trống ngày và tháng"),
    "sex": ("radio", "Giới tính", ""),
}
SEXES = (Option(value="male", label="Nam"), Option(value="female", label="Nữ"))


def read_values(posted: Posted, asked: Iterable[Asked]) -> dict[str, TypedValue]:
    """What was typed for each field, by key: text, tick, list of ticks, or a person's parts."""
    return {field.key: _read(posted, field) for field in asked}


def _read(posted: Posted, asked: Asked) -> TypedValue:
    if asked.type == "person":
        return _read_people(posted, asked)
    options: object = getattr(asked, "options", ())
    if asked.type == "checkbox" and options:
        return [str(tick) for tick in posted.getlist(asked.key)]
    return _read_one(posted, asked.type, asked.key)


def _read_one(posted: Posted, kind: str, key: str) -> str | bool:
    if kind in ("date", "partial_date"):
        return read_date(posted, key)
    typed = str(posted.get(key, ""))
    return bool(typed) if kind in ("checkbox", "consent") else typed.strip()


def read_date(posted: Posted, key: str) -> str:
    """Three boxes as one text: ``17/07/2023``, ``2023``, nothing, or whatever incomplete thing was typed."""
    parts = [str(posted.get(f"{key}-{part}", "")).strip() for part in ("day", "month", "year")]
    if not any(parts):
        return ""
    if not parts[0] and not parts[1]:
        return parts[2]
    return "/".join(part.zfill(2) if len(part) == 1 else part for part in parts)


def _read_people(posted: Posted, asked: Asked) -> dict[str, Any] | list[dict[str, Any]]:
    repeat_max = int(getattr(asked, "repeat_max", 1))
    if repeat_max == 1:
        return _read_person(posted, asked, asked.key)
    rows = (_read_person(posted, asked, f"{asked.key}-{row}") for row in range(1, repeat_max + 1))
    return [row for row in rows if any(row.values())]


def _read_person(posted: Posted, asked: Asked, prefix: str) -> dict[str, Any]:
    parts: Iterable[str] = getattr(asked, "parts", ())
    return {part: _read_one(posted, PERSON_PARTS[part][0], f"{prefix}-{part}") for part in parts}


def person_fields(asked: object, prefix: str) -> list[Field]:
    """The single questions that a field of type ``person`` consists of."""
    optional = set(getattr(asked, "optional_parts", ()))
    return [
        Field(
            key=f"{prefix}-{part}",
            type=PERSON_PARTS[part][0],
            label=PERSON_PARTS[part][1],
            hint=PERSON_PARTS[part][2],
            required=part not in optional,
            options=SEXES if part == "sex" else (),
            inline=part == "sex",
        )
        for part in getattr(asked, "parts", ())
    ]


def show_value(asked: object, value: object, options: Iterable[Option] = ()) -> str:
    """An answer as people read it: the label of a choice, a date in order, ticks in a row, people too."""
    kind = str(getattr(asked, "type", "text"))
    if kind in ("date", "partial_date"):
        return partial_date(value)
    if kind == "person":
        people = value if isinstance(value, list) else [value]
        return "; ".join(_show_person(person) for person in people if isinstance(person, Mapping))
    if kind in ("consent", "yes_no") or isinstance(value, bool):
        return "Có" if value and value != "no" else "Không" if value in (False, "no") else ""
    known = (*options, *getattr(asked, "options", ()))
    labels: dict[str, str] = {option.value: option.label for option in known}
    if isinstance(value, list | tuple):
        return ", ".join(labels.get(str(one), str(one)) for one in value)
    text = "" if value is None else str(value)
    return labels.get(text, text)


def _show_person(person: Mapping[str, Any]) -> str:
    sexes = {option.value: option.label for option in SEXES}
    birth = partial_date(person.get("birth"))
    parts = [
        str(person.get("full_name", "")),
        f"sinh {birth}" if birth else "",
        sexes.get(str(person.get("sex", "")), ""),
        f"số định danh {person['personal_id']}" if person.get("personal_id") else "",
    ]
    return ", ".join(part for part in parts if part)


def element_id(key: str) -> str:
    """The id of the first control of a field: ``owner.birth`` and ``owner-birth`` are ``f-owner-birth``."""
    return "f-" + key.replace(".", "-").replace("[", "-").replace("]", "")


def error_for(errors: Mapping[str, str] | None, key: str) -> str:
    """The error of a field, whether its key is written with points or with hyphens."""
    wanted = element_id(key)
    return next((text for name, text in (errors or {}).items() if element_id(name) == wanted), "")


def condition_json(condition: object) -> str:
    """A condition of the catalogue as compact JSON for the browser, without its empty questions."""
    return json.dumps(_plain(condition), ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((spec.name, getattr(value, spec.name)) for spec in fields(value))
        return {name: _plain(part) for name, part in pairs if part not in (None, "", ())}
    if isinstance(value, SimpleNamespace):
        return _plain(vars(value))
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items() if part not in (None, "", ())}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value
