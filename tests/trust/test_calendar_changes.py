"""A day off is declared, looked at before, followed by due dates and people, taken back; seen everywhere."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings

from tests.trust.stage import Stage, seen_by_system
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.handling import deadlines
from tinhso.casework.dossiers.moving import calendar_changes
from tinhso.foundation.authority.service import Actor, Role
from tinhso.foundation.calendar.service import DayKind, DayToDeclare, UnableToDeclareHoliday

STORM = DayToDeclare(day=date(2023, 7, 19), kind=DayKind.HOLIDAY, name="Nghỉ tránh bão", source="01/QĐ-TEST")
ONE_DAY = timedelta(days=1)


def chief(stage: Stage) -> Actor:
    return stage.officer(Role.ADMINISTRATOR)


def asked(stage: Stage) -> dict[str, Any]:
    return {"actor": chief(stage), "now": stage.now}


def told(filed: dossiers.Filed) -> list[str]:
    with seen_by_system() as cursor:
        cursor.execute("select template from notices_notice where case_id = %s", [filed.id])
        return [row[0] for row in cursor.fetchall() if row[0] == "due_moved"]


def running(stage: Stage, count: int = 2) -> list[dossiers.Filed]:
    filed = [stage.file(key=str(number)) for number in range(count)]
    for one in filed:
        stage.bring_to("processing", one)
    return filed


def test_a_change_is_looked_at_saved_told_once_and_taken_back(stage: Stage) -> None:
    first, second = running(stage)
    ended = stage.file(key="ended")
    stage.bring_to("stopped", ended)
    due = stage.view(first).due_at
    assert due is not None

    plan = dossiers.plan_calendar_change(days=[STORM], **asked(stage))
    assert (plan.later, plan.earlier, len(plan.by_agency)) == (2, 0, 1)
    assert stage.view(first).due_at == due, "a dry run moves nothing"
    assert dossiers.calendar_changes(**asked(stage)) == ()

    who = chief(stage)
    change = dossiers.change_calendar(days=[STORM], reason="Bão số 3", actor=who, now=stage.now)
    stage.deliver_all()
    dossiers.lay_on_calendar()
    dossiers.lay_on_calendar()
    assert stage.view(first).due_at == due + ONE_DAY == stage.view(second).due_at
    assert told(first) == told(second) == ["due_moved"]
    assert told(ended) == []
    (row,) = dossiers.calendar_changes(**asked(stage))
    assert row.move is not None
    assert (row.officer_id, row.change.reason) == (who.officer_id, "Bão số 3")
    assert (row.move.later, row.move.earlier, row.move.told) == (2, 0, 2)
    assert row.move.finished_at is not None

    stage.clock.advance(timedelta(minutes=1))
    assert dossiers.plan_undo(change_id=change.id, **asked(stage)).earlier == 2
    dossiers.undo_calendar_change(change_id=change.id, reason="Bão tan", **asked(stage))
    stage.deliver_all()
    dossiers.lay_on_calendar()
    assert stage.view(first).due_at == due
    assert told(first) == ["due_moved"], "who gets the result earlier has nothing to wait for"
    newest, oldest = dossiers.calendar_changes(**asked(stage))
    assert (newest.can_be_undone, oldest.can_be_undone) == (True, False)
    stage.clock.advance(timedelta(minutes=1))
    with pytest.raises(UnableToDeclareHoliday, match="công bố khác sau đó"):
        dossiers.undo_calendar_change(change_id=change.id, reason="Lần nữa", **asked(stage))


def test_laying_goes_on_where_it_was_killed_and_tells_nobody_twice(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = running(stage, 3)
    dues = [stage.view(one).due_at for one in filed]
    monkeypatch.setattr(deadlines, "_BATCH", 1)
    dossiers.change_calendar(days=[STORM], reason="Bão số 3", **asked(stage))
    stage.deliver_all()
    assert calendar_changes._lay_next()
    (row,) = dossiers.calendar_changes(**asked(stage))
    assert row.move is not None
    assert (row.move.looked_at, row.move.finished_at) == (1, None)
    dossiers.lay_on_calendar()
    assert [stage.view(one).due_at for one in filed] == [due + ONE_DAY for due in dues if due]
    assert [told(one) for one in filed] == [["due_moved"]] * 3


def test_a_year_is_one_change_that_refuses_a_day_twice(stage: Stage) -> None:
    saturday = DayToDeclare(
        day=date(2023, 7, 29), kind=DayKind.SWAPPED_WORKING_DAY, name="Làm bù", source="01/QĐ-TEST"
    )
    with pytest.raises(UnableToDeclareHoliday, match="hai lần"):
        dossiers.change_calendar(days=[STORM, STORM], reason="Thử", **asked(stage))
    assert dossiers.calendar_changes(**asked(stage)) == ()
    dossiers.change_calendar(days=[saturday, STORM], reason="Hoán đổi", **asked(stage))
    stage.deliver_all()
    (row,) = dossiers.calendar_changes(**asked(stage))
    assert [one.day for one in row.change.declarations] == [STORM.day, saturday.day]


WATCHER = """
import sys, time, datetime
import django; django.setup()
from tinhso.foundation.calendar.service import working_calendar
now = datetime.datetime.fromisoformat(sys.argv[1])
day = datetime.date(2023, 7, 19)
print(working_calendar(now=now).is_working_day(day), flush=True)
until = time.monotonic() + 20
while working_calendar(now=now).is_working_day(day) and time.monotonic() < until:
    time.sleep(0.2)
print(working_calendar(now=now).is_working_day(day), flush=True)
"""


def test_another_process_works_by_the_new_calendar_within_seconds(
    committed_stage: Stage, committed_database: Any
) -> None:
    stage = committed_stage
    later = stage.now + timedelta(seconds=1)
    environment = {
        **os.environ,
        "DATABASE_URL": committed_database.app_url,
        "DJANGO_SETTINGS_MODULE": "tinhso.config.settings",
        "TINHSO_VAR_DIR": str(settings.TINHSO_VAR_DIR),
        "TINHSO_KEYS_DIR": str(settings.TINHSO_KEYS_DIR),
    }
    watcher = subprocess.Popen(
        [sys.executable, "-c", WATCHER, later.isoformat()],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert watcher.stdout is not None
    try:
        assert watcher.stdout.readline() == "True\n", "it has the old calendar in its memory"
        began = time.monotonic()
        dossiers.change_calendar(days=[STORM], reason="Bão số 3", **asked(stage))
        assert watcher.stdout.readline() == "False\n"
        assert time.monotonic() - began < 8
    finally:
        watcher.kill()
        watcher.wait()
