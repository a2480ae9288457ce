"""A known citizen of the sandbox, and what the house keeps about questions."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from tinhso.foundation.identifiers.service import PartialDate
from tinhso.services.verification.service import PersonFacts

TUAN = PersonFacts(
    personal_id="074085001201",
    full_name="Trần Quốc Tuấn",
    birth=PartialDate(1985, 3, 12),
    sex="male",
)
TEMPORARY_RESIDENCE = "1.004194"
CANARIES = ("074085001201", "Trần Quốc Tuấn", "Tuấn", "1985-03-12", "19850312", "12/03/1985")


def rows(statement: str, *parameters: object) -> list[tuple]:
    """What the system sees."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        cursor.execute(statement, list(parameters))
        return cursor.fetchall()


def announced(case_id: UUID) -> list[str]:
    """The answers announced for a case."""
    found = rows(
        """select payload ->> 'answer' from outbox_event
           where name = 'verification.person_verified' and subject_id = %s""",
        case_id,
    )
    return [answer for (answer,) in found]


def questions() -> list[tuple[str, str]]:
    """State and last reason of every question on the line."""
    return rows("select state, last_error from ledger_question order by asked_at, id")
