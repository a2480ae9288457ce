"""The second lock: with every check of the house left out, the database still shows a case to nobody else."""

from __future__ import annotations

from uuid import UUID

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import InternalError, ProgrammingError

from tests.casework.feedback.conftest import Desk
from tests.trust.stage import PDF
from tinhso.foundation.files.service import HandedIn

TABLES = ("feedback_case", "feedback_event", "feedback_paper", "feedback_answer")


def _tell(scope: str, *, agency: UUID | str = "", person: UUID | str = "", code: str = "") -> None:
    with connection.cursor() as cursor:
        for name, value in (
            ("scope", scope),
            ("agency", agency),
            ("person", person),
            ("tracking_code", code),
        ):
            cursor.execute("select set_config(%s, %s, true)", [f"tinhso.{name}", str(value)])


def _counts() -> tuple[int, ...]:
    found = []
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"select count(*) from {table}")
            found.append(cursor.fetchone()[0])
    return tuple(found)


def test_case_is_seen_by_sender_by_agencies_that_take_part_and_by_its_code(desk: Desk) -> None:
    sent = desk.send(files=(HandedIn(name="a.pdf", content=PDF),))
    desk.bring_to("drafted", sent)
    everything = (1, 5, 1, 1)
    stage = desk.stage
    for agency in (desk.intake_id, desk.police):
        _tell("officer", agency=agency)
        assert _counts() == everything
    _tell("citizen", person=stage.citizen.person_id or "")
    assert _counts() == everything
    _tell("public", code=sent.code)
    assert _counts() == everything
    for strangers in (
        {"scope": "officer", "agency": desk.committee},
        {"scope": "citizen", "person": stage.other_citizen.person_id},
        {"scope": "public", "code": "PA-230717-00000000"},
        {"scope": "public"},
        {"scope": ""},
    ):
        _tell(**strangers)
        assert _counts() == (0, 0, 0, 0), strangers


@pytest.mark.parametrize(
    "statement",
    [
        "update feedback_case set state = 'answered'",
        "update feedback_answer set sealed_text = ''",
        "insert into feedback_paper select gen_random_uuid(), feedback_id, file_id from feedback_paper",
    ],
)
def test_officer_who_sees_a_row_cannot_write_it_behind_the_houses_back(desk: Desk, statement: str) -> None:
    sent = desk.send(files=(HandedIn(name="a.pdf", content=PDF),))
    desk.bring_to("drafted", sent)
    _tell("officer", agency=desk.police)
    with (
        pytest.raises((ProgrammingError, InternalError), match="row-level security"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    ["delete from feedback_event", "update feedback_event set state = 'x'", "delete from feedback_case"],
)
def test_history_stays(desk: Desk, statement: str) -> None:
    desk.send()
    _tell("system")
    with (
        pytest.raises((ProgrammingError, InternalError, psycopg.Error)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_published_answer_is_seen_by_all_until_it_is_taken_down(desk: Desk) -> None:
    sent = desk.send()
    desk.bring_to("published", sent)
    for when in ("published", "taken down"):
        _tell("public")
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from feedback_publication")
            assert cursor.fetchone()[0] == (when == "published")
            _tell("system")
            cursor.execute("update feedback_publication set withdrawn_at = published_at")
