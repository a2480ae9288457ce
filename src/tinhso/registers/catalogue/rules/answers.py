"""Answers of a form judged by the rules of one version: compiled once, a fraction of a millisecond each."""

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tinhso.foundation.identifiers.service import DomainError
from tinhso.registers.catalogue.answer_types import CleanAnswers
from tinhso.registers.catalogue.rules.conditions import Test, compile_condition
from tinhso.registers.catalogue.rules.readers import Reader, Refused, Surroundings, compile_reader, is_empty
from tinhso.registers.catalogue.types import FormField, JsonValue, ProcedureVersion

_PERSON_KEY = re.compile(r"([a-z][a-z0-9_]*)\.(?:([0-9]{1,2})\.)?([a-z_]+)")
_FILL_IN = "Hãy điền mục này."
_CONFIRM = "Cần đánh dấu ô này để nộp hồ sơ."


class UnableToAcceptAnswers(DomainError):
    """Answers break rules of the form; ``fields`` names each field (``mother.birth``) and what to correct."""


@dataclass(frozen=True, slots=True)
class _CompiledField:
    key: str
    section: str
    required: bool
    is_checkbox: bool
    is_shown: Test | None
    read: Reader


@dataclass(frozen=True, slots=True)
class CompiledForm:
    """The form of one version, ready to judge."""

    fields: tuple[_CompiledField, ...]
    keys: frozenset[str]
    person_keys: frozenset[str]
    sections: frozenset[str]


def compile_form(version: ProcedureVersion) -> CompiledForm:
    """Prepare every reader and condition of a version."""
    return compile_fields({section.key: section.fields for section in version.sections})


def compile_fields(sections: Mapping[str, Sequence[FormField]]) -> CompiledForm:
    """Prepare the questions of these sections, in order."""
    compiled = tuple(
        _CompiledField(
            key=field.key,
            section=section,
            required=field.required,
            is_checkbox=field.type == "checkbox",
            is_shown=compile_condition(field.when) if field.when else None,
            read=compile_reader(field),
        )
        for section, fields in sections.items()
        for field in fields
    )
    return CompiledForm(
        fields=compiled,
        keys=frozenset(field.key for field in compiled),
        person_keys=frozenset(
            field.key for fields in sections.values() for field in fields if field.type == "person"
        ),
        sections=frozenset(sections),
    )


def judge(
    form: CompiledForm,
    answers: Mapping[str, object],
    *,
    on: dt.date,
    sections: Collection[str] | None = None,
    communes: Collection[str] | None = None,
    lacking: Collection[str] = (),
) -> CleanAnswers:
    """Read every answer; raise ``UnableToAcceptAnswers`` with all mistakes at once."""
    mistakes: dict[str, str] = {}
    raw = _gather(form, answers, mistakes)
    values: dict[str, JsonValue] = {}
    around = Surroundings(on=on, values=values, communes=communes)
    outside: list[str] = []
    dropped: list[str] = []
    for field in form.fields:
        is_asked = sections is None or field.section in sections
        if not is_asked:
            outside.append(field.key)
        if field.is_shown is not None and not field.is_shown(values):
            if field.key in raw and is_asked:
                dropped.append(field.key)
            continue
        typed = raw.get(field.key)
        if field.key in lacking and is_empty(typed):
            continue  # nobody has asked yet: an empty box says nothing either
        _judge_field(field, typed, around, mistakes if is_asked else {})
    if mistakes:
        raise _unable(mistakes)
    for key in outside:
        values.pop(key, None)
    return CleanAnswers(values=values, dropped=tuple(dropped))


def _judge_field(
    field: _CompiledField, typed: object, around: Surroundings, mistakes: dict[str, str]
) -> None:
    if is_empty(typed):
        if field.is_checkbox:
            around.values[field.key] = False
        if field.required:
            mistakes[field.key] = _CONFIRM if field.is_checkbox else _FILL_IN
        return
    try:
        value = field.read(typed, around)
    except Refused as refusal:
        key = f"{field.key}.{refusal.part}" if refusal.part else field.key
        mistakes[key] = refusal.message
        return
    except DomainError as refusal:
        mistakes[field.key] = refusal.message
        return
    if value is False and field.required and field.is_checkbox:
        mistakes[field.key] = _CONFIRM
    around.values[field.key] = value


def _gather(
    form: CompiledForm, answers: Mapping[str, object], mistakes: dict[str, str]
) -> Mapping[str, object]:
    """Answers by field; the flat names of a page ("mother.birth", "members.0.birth") become a person."""
    if form.keys.issuperset(answers):
        return answers
    raw: dict[str, object] = {}
    people: dict[str, dict[int, dict[str, object]]] = {}
    for name, value in answers.items():
        found = None if name in form.keys else _PERSON_KEY.fullmatch(name)
        if name in form.keys:
            raw[name] = value
        elif found and found[1] in form.person_keys:
            people.setdefault(found[1], {}).setdefault(int(found[2] or 0), {})[found[3]] = value
        else:
            mistakes[name] = "Biểu mẫu không có mục này."
    for key, parts in people.items():
        in_order = [parts[place] for place in sorted(parts)]
        raw[key] = in_order[0] if len(in_order) == 1 else in_order
    return raw


def _unable(mistakes: Mapping[str, str]) -> UnableToAcceptAnswers:
    return UnableToAcceptAnswers(
        "answers.not_accepted", f"Có {len(mistakes)} mục cần sửa trong biểu mẫu.", mistakes
    )
