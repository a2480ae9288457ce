"""A procedure received in windows: filed inside them and only there; what was filed goes on for ever."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from tests.support.filled_forms import filled
from tests.support.procedure_walk import Walk, first_legal_moment, province_on
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import Channel, Status
from tinhso.foundation.authority.service import set_scope, system_actor
from tinhso.registers.catalogue.service import (
    PROCEDURES_FOLDER,
    ProcedureVersion,
    UnableToReceiveNow,
    read_procedure,
)

pytestmark = pytest.mark.django_db
EXAM = read_procedure(PROCEDURES_FOLDER / "1.005142" / "2023-05-01.yaml")
STAY = read_procedure(PROCEDURES_FOLDER / "2.001159" / "2023-06-01.yaml")
OPENS, CLOSES = EXAM.windows[0].opens_at, EXAM.windows[0].closes_at
INSTANT = timedelta(microseconds=1)


@pytest.fixture
def walk(tmp_path: Path) -> Iterator[Walk]:
    for version in (EXAM, STAY):
        shutil.copytree(PROCEDURES_FOLDER / version.code, tmp_path / version.code)
    with province_on(first_legal_moment(EXAM), catalogue=tmp_path) as walk:
        yield walk


def answers(walk: Walk, version: ProcedureVersion = EXAM) -> dict[str, Any]:
    return filled(version, on=walk.now.date())


def online(walk: Walk) -> object:
    return walk.file(EXAM, Channel.ONLINE, answers(walk), key=str(uuid4()))


def counter(walk: Walk) -> object:
    return walk.file(EXAM, Channel.COUNTER, answers(walk), key=str(uuid4()))


def draft(walk: Walk) -> object:
    return dossiers.start_draft(procedure_code=EXAM.code, actor=walk.citizen, now=walk.now)


def everything() -> tuple[int, ...]:
    """Dossiers, drafts, audit rows of things done, announcements."""
    set_scope(system_actor())
    tables = (
        "dossiers_dossier", "dossiers_draft", "audit_entry where outcome = 'done'", "outbox_event",
    )  # fmt: skip
    with connection.cursor() as cursor:
        counts = []
        for table in tables:
            cursor.execute(f"select count(*) from {table}")
            counts.append(cursor.fetchone()[0])
    return tuple(counts)


@pytest.mark.parametrize("way", [online, counter, draft])
@pytest.mark.parametrize("moment", [OPENS - INSTANT, CLOSES + INSTANT])
def test_outside_the_window_nothing_is_begun_or_filed(
    walk: Walk, way: Callable[[Walk], object], moment: datetime
) -> None:
    walk.clock.moment = moment
    before = everything()
    with pytest.raises(UnableToReceiveNow) as refusal:
        way(walk)
    assert "đợt đăng ký dự thi năm 2023" in refusal.value.message
    assert everything() == before


@pytest.mark.parametrize("way", [online, counter, draft])
@pytest.mark.parametrize("moment", [OPENS, CLOSES])
def test_at_both_ends_of_the_window_everybody_is_received(
    walk: Walk, way: Callable[[Walk], object], moment: datetime
) -> None:
    walk.clock.moment = moment
    assert way(walk)


def test_a_draft_that_comes_too_late_is_kept_and_says_why(walk: Walk) -> None:
    begun = draft(walk)
    walk.clock.moment = CLOSES + INSTANT
    before = everything()
    with pytest.raises(UnableToReceiveNow):
        dossiers.submit_draft(draft_id=begun.id, actor=walk.citizen, now=walk.now)  # type: ignore[attr-defined]
    assert everything() == before
    review = dossiers.review_draft(draft_id=begun.id, actor=walk.citizen, now=walk.now)  # type: ignore[attr-defined]
    assert (review.reception.state, review.reception.is_open) == ("past", False)
    (kept,) = dossiers.own_drafts(actor=walk.citizen, now=walk.now)
    assert kept.dossier_id is None


def test_pressing_again_after_the_window_leads_to_the_dossier_filed_in_time(walk: Walk) -> None:
    given = answers(walk)
    first = walk.file(EXAM, Channel.ONLINE, given, key="once")
    at_the_desk = walk.file(EXAM, Channel.COUNTER, given, key="once at the desk")
    walk.clock.moment = CLOSES + timedelta(days=60)
    assert walk.file(EXAM, Channel.ONLINE, given, key="once") == first
    assert walk.file(EXAM, Channel.COUNTER, given, key="once at the desk") == at_the_desk


def test_what_was_filed_in_time_is_received_supplemented_and_finished_after_the_window(walk: Walk) -> None:
    filed = walk.file(EXAM, Channel.ONLINE, answers(walk), key="in time")
    walk.clock.moment = CLOSES + timedelta(days=2)
    walk.to_its_result(EXAM, filed)
    assert walk.look(filed).status is Status.RETURNED


def test_next_years_window_belongs_to_next_years_version(walk: Walk) -> None:
    """A draft left over from last year is not filed a year later under last year's rules."""
    begun = draft(walk)
    walk.clock.moment = datetime.fromisoformat("2024-05-03T09:00+07:00")
    with pytest.raises(UnableToReceiveNow):
        dossiers.submit_draft(draft_id=begun.id, actor=walk.citizen, now=walk.now)  # type: ignore[attr-defined]
    fresh = draft(walk)
    assert fresh.procedure_version == "2024-05-01"  # type: ignore[attr-defined]


def test_a_door_that_forgot_to_ask_would_be_noticed(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check of the window is what refuses: without it the same call is received."""
    from tinhso.casework.dossiers.filing import submit

    walk.clock.moment = CLOSES + INSTANT
    monkeypatch.setattr(submit, "require_open", lambda version, *, now: None)
    assert online(walk)


def test_a_version_without_windows_is_filed_at_any_hour(walk: Walk) -> None:
    walk.clock.moment = datetime.fromisoformat("2023-07-16T23:30+07:00")
    assert walk.file(STAY, Channel.ONLINE, answers(walk, STAY), key="night")
