"""Cleaning tasks delayed by each outage, per agency: in the month, on its page, in its files."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from openpyxl import load_workbook

from tests.casework.cleaning.conftest import Review, ids, review  # noqa: F401 - a fixture
from tests.services.verification.population_line import TUAN
from tests.trust.stage import OTHER_COMMUNE, seen_by_system
from tinhso.casework.cleaning import service as cleaning
from tinhso.casework.cleaning.queries import delays
from tinhso.coordination.lines.service import MonthReport, export_month, month_report
from tinhso.coordination.statistics.service import FileKind, PeriodKind, period_of
from tinhso.foundation.authority.service import Actor, ActorKind, Role
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.ledger.service import Stop, StopKind
from tinhso.registers.agencies.service import get_agency
from tinhso.services.verification.service import PersonFacts

STRANGER = PersonFacts(personal_id="074192003333", full_name="Lê Thị Mai", birth=TUAN.birth, sex="female")
EARLY = PersonFacts(personal_id="074192004444", full_name="Lê Văn Sớm", birth=TUAN.birth, sex="male")


@pytest.fixture
def after_an_outage(review: Review) -> Review:  # noqa: F811 - pytest hands it in
    """Two communes' police each compared somebody while the line was down; a dossier of this one waited too.

    A third task was compared before the outage and again after it. What waited here was since transferred.
    """
    first = review.raised()
    early = another(review, EARLY)
    second = another(review, STRANGER, residence=OTHER_COMMUNE)
    neighbour = review.stage.officer(Role.SPECIALIST, agency="other")
    review.compare(early)
    review.settle()
    review.stage.clock.advance(timedelta(hours=1))
    review.line.turn_dial("population", "down")
    review.compare(first)
    review.compare(second, neighbour)
    review.ask(review.person(), TUAN, agency_id=review.police)
    for _ in range(4):
        review.settle()
        review.stage.clock.advance(timedelta(minutes=10))
    review.line.normalise()
    review.stage.clock.advance(timedelta(hours=2))
    review.settle()
    review.stage.clock.advance(timedelta(minutes=5))
    review.compare(early)
    review.settle()
    other = review.stage.agencies["other"]
    review.noted(cleaning.transfer_task, first, review.specialist, agency_id=other)
    return review


def another(review: Review, facts: PersonFacts, **known: Any) -> UUID:  # noqa: F811
    """One more person's task."""
    before = set(ids())
    review.ask(review.person(personal_id=facts.personal_id, **known), facts)
    review.settle()
    (task_id,) = set(ids()) - before
    return task_id


def administrator() -> Actor:
    roles = frozenset({Role.ADMINISTRATOR})
    return Actor(kind=ActorKind.OFFICER, officer_id=new_id(), agency_id=new_id(), roles=roles)


def month(of: Review) -> MonthReport:
    return month_report(month=period_of(PeriodKind.MONTH, of.now.date()), actor=administrator(), now=of.now)


def told(report: MonthReport) -> dict[str, tuple[int, int, int]]:
    (line,) = [line for line in report.lines if line.name == "population"]
    (outage,) = line.outages
    assert outage.cleaning == sum(each.cleaning for each in outage.delayed)
    return {each.agency: (each.dossiers, each.checks, each.cleaning) for each in outage.delayed}


def names(of: Review) -> tuple[str, str]:
    return get_agency(of.police).name, get_agency(of.stage.agencies["other"]).name


def test_tasks_that_waited_stand_in_the_month_by_agency_beside_dossiers(after_an_outage: Review) -> None:
    here, there = names(after_an_outage)
    assert told(month(after_an_outage)) == {here: (1, 2, 1), there: (0, 1, 1)}


def test_the_count_agrees_with_what_verification_kept(after_an_outage: Review) -> None:
    assert _cleaning(month(after_an_outage)) == _recounted()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("and coalesce(q.answered_at, 'infinity') > s.began_at", ""),
        ("q.asked_at < coalesce(s.ended_at, 'infinity')", "true"),
        ("q.agency_id", "(select agency_id from cleaning_task t where t.id = q.task_id)"),
        ("count(distinct q.task_id)", "count(distinct q.task_id) + 1"),
    ],
)
def test_a_planted_wrong_count_is_caught(
    after_an_outage: Review, monkeypatch: pytest.MonkeyPatch, right: str, wrong: str
) -> None:
    assert right in delays._DELAYED
    monkeypatch.setattr(delays, "_DELAYED", delays._DELAYED.replace(right, wrong))
    assert _cleaning(month(after_an_outage)) != _recounted()


def _cleaning(report: MonthReport) -> dict[str, int]:
    return {agency: row[2] for agency, row in told(report).items() if row[2]}


def _recounted() -> dict[str, int]:
    """The same from another room's rows: the questions of cleaning tasks and the line's own breaks."""
    with seen_by_system() as cursor:
        cursor.execute(
            """select agency_id, count(distinct case_id) from verification_request r
               where case_kind = 'cleaning'
                 and asked_at < (select max(at) from ledger_line_change where line = 'population')
                 and answered_at > (select min(at) from ledger_line_change where line = 'population')
               group by 1"""
        )
        return {get_agency(agency_id).name: tasks for agency_id, tasks in cursor.fetchall()}


def test_what_waits_is_judged_at_the_ends_of_the_outage_and_of_the_population_line_only(
    review: Review,  # noqa: F811
) -> None:
    task_id = review.raised()
    asked_at = review.now
    review.compare(task_id)
    review.stage.clock.advance(timedelta(hours=1))
    review.settle()
    second = timedelta(seconds=1)

    def counted(begins: datetime, ends: datetime | None, line: str = "population") -> int:
        stop = Stop(line=line, kind=StopKind.OUTAGE, began_at=begins, ended_at=ends, cause="timeout")
        with seen_by_system():
            return sum(one.tasks for one in cleaning.delayed_tasks([stop]))

    assert counted(asked_at, review.now) == 1
    assert counted(asked_at - second, asked_at) == 0, "asked when the line answered again"
    assert counted(asked_at - second, asked_at + second) == 1
    assert counted(review.now, None) == 0, "answered when the line stopped"
    assert counted(review.now - second, None) == 1
    assert counted(asked_at, None, "business") == 0


@pytest.mark.parametrize("kind", [FileKind.CSV, FileKind.XLSX])
def test_both_files_count_them(after_an_outage: Review, kind: FileKind) -> None:
    here, there = names(after_an_outage)
    exported = export_month(
        kind=kind,
        month=period_of(PeriodKind.MONTH, after_an_outage.now.date()),
        actor=administrator(),
        now=after_an_outage.now,
    )
    rows = [row for row in _read(kind, exported.content) if "dân cư" in str(row[0])]
    head = next(row for row in _read(kind, exported.content) if row and row[0] == "Đường kết nối")
    place = list(head).index("Việc làm sạch dữ liệu phải chờ")
    counted = {str(row[7] or ""): int(row[place]) for row in rows}
    assert counted == {"": 2, here: 1, there: 1}


def _read(kind: FileKind, content: bytes) -> list[Any]:
    if kind is FileKind.CSV:
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    return list(load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))
