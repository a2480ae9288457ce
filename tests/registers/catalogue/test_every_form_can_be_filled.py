"""Every shipped form, filled in as people would: each question, option, case and paper can be met."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.support.filled_forms import NoAnswerFits, asked_about, filled, reached
from tinhso.registers.catalogue.service import (
    PROCEDURES_FOLDER,
    Condition,
    ProcedureCase,
    ProcedureVersion,
    case_for,
    check_file,
    is_shown,
    papers_for,
    read_procedure,
)

FILES = sorted(PROCEDURES_FOLDER.glob("*/*.yaml"))
every_file = pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")


def meet_every_question(version: ProcedureVersion) -> None:
    for field in version.fields:
        shown = partial(_holds, field.when)
        answers = reached(version, shown, *asked_about(field.when), on=version.valid_from)
        for option in field.options:
            wanted = {**answers, field.key: option.value}
            again = filled(version, on=version.valid_from, wanted=wanted)
            assert again[field.key] == option.value


def meet_every_case(version: ProcedureVersion) -> None:
    about = {key for case in version.cases for key in asked_about(case.when)}
    for case in version.cases:
        reached(version, partial(_falls_under, version, case), *about, on=version.valid_from)


def meet_every_paper(version: ProcedureVersion) -> None:
    for paper in version.papers:
        called = partial(_calls_for, version, paper.key)
        reached(version, called, *asked_about(paper.when), on=version.valid_from)


def _holds(condition: Condition | None, answers: dict[str, object]) -> bool:
    return is_shown(condition, answers=answers)


def _falls_under(version: ProcedureVersion, case: ProcedureCase, answers: dict[str, object]) -> bool:
    return case_for(version, channel=case.channel, answers=answers) == case


def _calls_for(version: ProcedureVersion, key: str, answers: dict[str, object]) -> bool:
    return any(need.paper.key == key for need in papers_for(version, answers))


@every_file
def test_every_question_is_asked_of_somebody_and_takes_each_of_its_answers(file: Path) -> None:
    meet_every_question(read_procedure(file))


@every_file
def test_somebody_falls_under_every_case(file: Path) -> None:
    meet_every_case(read_procedure(file))


@every_file
def test_somebody_needs_every_paper(file: Path) -> None:
    meet_every_paper(read_procedure(file))


@pytest.mark.parametrize(
    ("meet", "old", "new"),
    [
        (
            meet_every_question,
            "when: {field: reason, equals: other}",
            "when: {every: [{field: reason, equals: other}, {field: reason, equals: work}]}",
        ),
        (
            meet_every_question,
            "rule: {min_length: 3, max_length: 200, pattern: address}",
            "rule: {min_length: 3, max_length: 5, pattern: licence_number}",
        ),
        (
            meet_every_case,
            "  - key: online\n",
            "  - key: online_many\n    title: Nộp trực tuyến, theo danh sách dài\n    channel: online\n"
            "    when: {field: registration_kind, equals: list}\n"
            "    duration: {amount: 3, unit: working_day}\n    vintage: {source: x, as_of: 2026-07}\n"
            "    fee: {amount_vnd: 0, when: none, vintage: {source: x, as_of: 2026-07}}\n  - key: online\n",
        ),
        (
            meet_every_paper,
            "when: {field: dwelling_kind, one_of: [own, rented, employer]}",
            "when: {every: [{field: dwelling_kind, equals: own}, {field: dwelling_kind, equals: rented}]}",
        ),
    ],
    ids=["question of nobody", "question without an answer", "case of nobody", "paper of nobody"],
)
def test_a_dead_end_that_the_file_check_lets_pass_is_found(
    plant: Callable[..., Path], meet: Callable[[ProcedureVersion], None], old: str, new: str
) -> None:
    file = plant((old, new))
    assert check_file(file) == []
    with pytest.raises(NoAnswerFits):
        meet(read_procedure(file))


def test_forms_are_filled_on_the_day_that_is_asked(shipped: Callable[[str], ProcedureVersion]) -> None:
    on = dt.date(2023, 7, 17)
    assert dt.date.fromisoformat(filled(shipped("1.004194"), on=on)["stay_until"]) >= on
