"""One step of a form as a page asks it: what is shown, what is known, what was typed.

Nothing is judged here. Which question is asked follows from the catalogue's own conditions, laid over
answers as they were typed; whether an answer is right is said by the catalogue when it is saved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tinhso.casework.dossiers.service import Draft
from tinhso.registers.agencies.service import list_communes, list_districts
from tinhso.registers.catalogue.service import (
    Condition,
    FormField,
    ProcedureVersion,
    Section,
    asked_answers,
    get_version,
)
from tinhso.sites.frame.service import Option

_FROM_REGISTER = "Lấy từ Cơ sở dữ liệu quốc gia về dân cư"
_FROM_VNEID = "Lấy từ tài khoản VNeID của bạn"
_FROM_PARTY = "Theo cơ quan, tổ chức mà bạn đang làm thay"
_PARTS = {"full_name": "họ tên", "personal_id": "số định danh", "birth": "ngày sinh", "sex": "giới tính"}
_LONGEST_LABEL = 60
_PREFILLED = "Đã điền sẵn, bạn sửa nếu chưa đúng."


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One field as it is asked; ``when`` is for the browser, ``shown`` is what holds right now."""

    field: FormField
    shown: bool
    when: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepQuestions:
    """Everything the template of a step needs besides the values."""

    version: ProcedureVersion
    section: Section
    questions: tuple[Question, ...]
    options: Mapping[str, tuple[Option, ...]]
    outside: Mapping[str, str]
    register_is_silent: bool

    @property
    def typed_fields(self) -> tuple[FormField, ...]:
        """The fields that the page has controls for."""
        return tuple(question.field for question in self.questions if not question.field.locked)

    @property
    def shown_keys(self) -> tuple[str, ...]:
        """The fields that a page without scripts shows now."""
        return tuple(question.field.key for question in self.questions if question.shown)

    @property
    def asks_by_answer(self) -> bool:
        """Whether an answer on this page can bring up or take away another question of it."""
        return any(question.when is not None for question in self.questions)


def section_named(draft: Draft, key: str) -> tuple[ProcedureVersion, Section | None]:
    """The pinned procedure of a draft and one of its steps, if there is such a step."""
    version = get_version(draft.procedure_code, draft.procedure_version)
    return version, next((each for each in version.sections if each.key == key), None)


def step_questions(
    draft: Draft, version: ProcedureVersion, section: Section, values: Mapping[str, Any], *, on: date
) -> StepQuestions:
    """The questions of one step for these values, typed or saved."""
    asked = asked_answers(version, {**draft.answers, **values})
    own = {field.key for field in section.fields}
    questions = tuple(
        Question(
            field=_as_asked(field, draft),
            shown=field.key in asked,
            when=field.when if field.when and _looks_at(field.when) & own else None,
        )
        for field in section.fields
    )
    looked_at = {key for question in questions if question.when for key in _looks_at(question.when)}
    return StepQuestions(
        version=version,
        section=section,
        questions=tuple(each for each in questions if each.shown or each.when),
        options=commune_options(section.fields, on=on),
        outside={key: _as_control(asked.get(key)) for key in sorted(looked_at - own)},
        register_is_silent=_waits_for_register(draft, section),
    )


def commune_options(fields: tuple[FormField, ...], *, on: date) -> dict[str, tuple[Option, ...]]:
    """The communes of the day, by district, for each field that asks for one."""
    keys = [field.key for field in fields if field.type == "commune"]
    if not keys:
        return {}
    districts = {unit.code: unit.name for unit in list_districts(on)}
    options = tuple(
        Option(value=unit.code, label=unit.name, group=districts.get(unit.parent_code, ""))
        for unit in list_communes(on=on)
    )
    return dict.fromkeys(keys, options)


def errors_on_page(section: Section, errors: Mapping[str, str]) -> dict[str, str]:
    """The catalogue's errors under the names of the page's controls: ``members.0.birth`` is row 1.

    An error about a person as a whole stands at the first box of that person.
    """
    people = {field.key: field for field in section.fields if field.type == "person"}
    return {_control_of(key, people): text for key, text in errors.items()}


def error_lines(section: Section, errors: Mapping[str, str]) -> dict[str, str]:
    """The same errors for the list at the top of the page, each saying which question it is about."""
    people = {field.key: field for field in section.fields if field.type == "person"}
    labels = {field.key: field.label for field in section.fields}
    lines = {}
    for key, text in errors.items():
        name = key.split(".")[0]
        control = _control_of(key, people)
        label = labels.get(name, "")
        if name in people:
            *row, part = control.removeprefix(f"{name}-").split("-")
            label = f"{label} thứ {row[0]}, {_PARTS[part]}" if row else f"{label}, {_PARTS[part]}"
        lines[control] = text if text.startswith(label) else f"{_shortened(label)}: {text}"
    return lines


def _shortened(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else f"{label[:_LONGEST_LABEL].rsplit(' ', 1)[0]}…"


def _control_of(key: str, people: Mapping[str, FormField]) -> str:
    name, *rest = key.split(".")
    if name not in people:
        return key
    is_repeated = people[name].repeat_max > 1
    row = str(int(rest.pop(0)) + 1) if rest and rest[0].isdecimal() else "1"
    part = rest[0] if rest else people[name].parts[0]
    return f"{name}-{row}-{part}" if is_repeated else f"{name}-{part}"


def _as_asked(field: FormField, draft: Draft) -> FormField:
    """The field without its condition; locked only where the state really gave the answer."""
    if field.key in draft.locked:
        is_of_party = str(field.prefill).startswith(("organisation.", "representation."))
        source = _FROM_PARTY if is_of_party else _FROM_REGISTER if draft.from_population else _FROM_VNEID
        return replace(field, when=None, locked=True, hint=source)
    is_prefilled = field.key in draft.prefilled and draft.answers.get(field.key)
    hints = (field.hint.rstrip("."), _PREFILLED if is_prefilled else "")
    hint = ". ".join(part for part in hints if part) if is_prefilled else field.hint
    return replace(field, when=None, locked=False, hint=hint)


def _waits_for_register(draft: Draft, section: Section) -> bool:
    return not draft.from_population and any(
        field.prefill and field.prefill.startswith("population.") and field.key not in draft.locked
        for field in section.fields
    )


def _looks_at(condition: Condition) -> frozenset[str]:
    return frozenset(_leaf_fields(condition))


def _leaf_fields(condition: Condition) -> Iterator[str]:
    if condition.field:
        yield condition.field
    for inner in (*condition.every, *condition.some, *condition.none):
        yield from _leaf_fields(inner)


def _as_control(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None else str(value)
