"""Forms filled in from the catalogue alone: answers that a person could give, for any procedure.

Nothing here knows a procedure. An answer is tried and the catalogue's own door judges it, so a new file is
covered the day it is written, and a question that no answer satisfies is found.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from itertools import islice, product
from typing import Any

from tinhso.registers.catalogue.service import (
    Condition,
    FormField,
    ProcedureVersion,
    UnableToAcceptAnswers,
    is_shown,
    validate_answers,
)

Answers = dict[str, Any]
COMMUNE = "25747"
FACTS: Mapping[str, str] = {
    "population.personal_id": "074190001234",
    "population.full_name": "Nguyễn Thị Hoa",
    "population.birth": "1990-02-03",
    "population.sex": "female",
    "population.residence_full": "Khu phố 1, Phường Phú Cường, Thủ Dầu Một",
    "population.residence_commune": COMMUNE,
    "population.residence_detail": "Số 5, Khu phố 1",
    "population.marital_status": "single",
    "vneid.phone": "0912345678",
    "vneid.email": "hoa@vidu.vn",
}
"""What the state knows of the applicant, by prefill source."""

_SOMEBODY = {
    "full_name": "Trần Văn Bình", "personal_id": "074085004321", "birth": "1985-05-06", "sex": "male",
}  # fmt: skip
_TEXTS = (
    "Theo giấy tờ đã nộp", "Lê Thị An", "Số 12/3, đường Yersin", "074085004321", "14:30", "A123456", "61A",
    "61A-123.45", "RLH1234567", "280123456", "12345",
)  # fmt: skip
_ONE_KIND: Mapping[str, tuple[Any, ...]] = {
    "personal_id": ("074085004321",),
    "phone": ("0912345678",),
    "email": ("an@vidu.vn",),
    "tax_code": ("3700148825", "0300588569", "0100109106"),
    "checkbox": (True, False),
    "commune": (COMMUNE,),
}
_DAYS_AWAY = (0, 1, -1, 3, -3, 20, -20, 45, -45, 200, -200, 400, -400, 4000, -4000, -9000)
_MOST_TRIES = 20_000


class NoAnswerFits(AssertionError):
    """The form asks for something that nothing here can give: the form is wrong, or this file is too poor."""


def filled(version: ProcedureVersion, *, on: dt.date, wanted: Mapping[str, Any] | None = None) -> Answers:
    """Answers to every question that is shown; ``wanted`` fixes some of them, where they are asked."""
    answers: Answers = {}
    for field in version.fields:
        if is_shown(field.when, answers=answers):
            answers[field.key] = _first_that_fits(version, field, answers, on, wanted or {})
    validate_answers(version, answers, on=on, communes={COMMUNE})
    return answers


def reached(version: ProcedureVersion, goal: Callable[[Answers], bool], *about: str, on: dt.date) -> Answers:
    """A filled form for which ``goal`` holds, found by trying what the questions ``about`` it may answer."""
    fields = {field.key: field for field in version.fields}
    keys = sorted(_closed(fields, about), key=list(fields).index)
    ways = product(*(_answers_to_choose(version, fields[key]) for key in keys))
    for way in islice(ways, _MOST_TRIES):
        answers = filled(version, on=on, wanted=dict(zip(keys, way, strict=True)))
        if goal(answers):
            return answers
    raise NoAnswerFits(f"{version.code}/{version.version}: no answers to {', '.join(keys)} lead there")


def asked_about(condition: Condition | None) -> set[str]:
    """The questions that a condition looks at."""
    if condition is None:
        return set()
    parts = (*condition.every, *condition.some, *condition.none)
    return {condition.field} - {""} | {key for part in parts for key in asked_about(part)}


def _first_that_fits(
    version: ProcedureVersion, field: FormField, answers: Answers, on: dt.date, wanted: Mapping[str, Any]
) -> Any:
    tries = (wanted[field.key],) if field.key in wanted else _tries(field, on)
    for each in tries:
        if not _refused(version, field.key, {**answers, field.key: each}, on):
            return each
    raise NoAnswerFits(f"{version.code}/{version.version}: nothing fits the question {field.key}")


def _refused(version: ProcedureVersion, key: str, answers: Answers, on: dt.date) -> bool:
    try:
        validate_answers(version, answers, on=on, communes={COMMUNE})
    except UnableToAcceptAnswers as refusal:
        return any(name.split(".")[0] == key for name in refusal.fields)
    return False


def _tries(field: FormField, on: dt.date) -> Iterator[Any]:
    if field.prefill in FACTS:
        yield FACTS[field.prefill]
    yield from _ONE_KIND.get(field.type, ())
    yield from (option.value for option in field.options)
    if field.type == "person":
        somebody = {part: _SOMEBODY[part] for part in field.parts}
        yield [somebody] if field.repeat_max > 1 else somebody
    elif field.type == "number":
        yield from {field.rule.minimum or 1, field.rule.maximum or 1}
    elif field.type in ("date", "partial_date"):
        yield from ((on + dt.timedelta(days=days)).isoformat() for days in _DAYS_AWAY)
    elif field.type in ("text", "long_text"):
        yield from _TEXTS


def _answers_to_choose(version: ProcedureVersion, field: FormField) -> tuple[Any, ...]:
    """What is worth trying for a question that others depend on."""
    if field.options:
        return tuple(option.value for option in field.options)
    if field.type == "checkbox":
        return (True,) if field.required else (True, False)
    if field.type == "number":
        bounds = {field.rule.minimum, field.rule.maximum, *_thresholds(version, field.key)} - {None}
        return tuple(sorted(bounds)) or (1,)
    raise NoAnswerFits(f"{version.code}: {field.key} ({field.type}) decides over others; teach this file how")


def _thresholds(version: ProcedureVersion, key: str) -> set[int | None]:
    conditions = [each.when for each in (*version.fields, *version.cases, *version.papers) if each.when]
    found: set[int | None] = set()
    while conditions:
        each = conditions.pop()
        conditions += [*each.every, *each.some, *each.none]
        if each.field == key:
            found |= {each.at_least, each.at_most}
    return found


def _closed(fields: Mapping[str, FormField], keys: tuple[str, ...]) -> set[str]:
    """The questions with those on which they depend, and so on."""
    waiting, found = list(keys), set()
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += asked_about(fields[key].when)
    return found
