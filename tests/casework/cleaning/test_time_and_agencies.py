"""Days off are declared and agencies end: open tasks follow, at their place and in time."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from tests.casework.cleaning.conftest import Review
from tests.trust.stage import seen_by_system
from tests.trust.test_agency_ends import forgotten as forgotten
from tests.trust.test_agency_ends import order, the_day_comes
from tinhso.casework.cleaning.adapters import reviewed_files
from tinhso.casework.cleaning.adapters.reviewed_files import (
    handling,
    read_handling,
)
from tinhso.casework.cleaning.service import CleaningState, take_over_from_ended
from tinhso.casework.cleaning.types import ENDED
from tinhso.foundation.authority.service import NotVisible, Role, system_actor
from tinhso.foundation.calendar.service import DayKind, declare_holiday, forget_calendar
from tinhso.foundation.process.service import UnableToReadProcess, mermaid
from tinhso.foundation.unit_of_work.service import unit_of_work

pytestmark = pytest.mark.django_db


def row(task_id: UUID) -> tuple[object, ...]:
    with seen_by_system() as cursor:
        cursor.execute("select agency_id, state, due_at, version from cleaning_task where id = %s", [task_id])
        return tuple(cursor.fetchone())


def test_an_open_task_goes_on_at_the_successor_with_its_deadline(review: Review) -> None:
    task_id, heir = review.raised(), review.stage.agencies["other"]
    review.collect(task_id)
    _, state, due_at, version = row(task_id)
    order(review.stage)
    the_day_comes(review.stage)
    assert take_over_from_ended() == 1
    assert row(task_id) == (heir, state, due_at, int(str(version)) + 1)
    assert take_over_from_ended() == 0
    with pytest.raises(NotVisible):
        review.compare(task_id)
    review.compare(task_id, review.stage.officer(Role.SPECIALIST, agency="other"))
    review.settle()
    assert review.state(task_id) is CleaningState.COLLECTING


def test_a_day_off_moves_the_deadline_of_open_tasks_and_is_told(review: Review) -> None:
    task_id = review.raised()
    before = review.view(task_id)
    with unit_of_work(actor=system_actor("test"), now=review.now) as work:
        declare_holiday(
            work=work,
            day=date(2023, 7, 20),
            kind=DayKind.HOLIDAY,
            name="Nghỉ bão",
            source="CV 1",
            now=review.now,
        )
    review.stage.clock.advance(timedelta(seconds=11))
    review.stage.deliver_all()
    after = review.view(task_id)
    assert after.due_at == before.due_at + timedelta(days=1)
    assert after.story[-1].action == "due_date_moved"
    forget_calendar()


def test_states_of_the_process_are_those_of_the_room_and_only_the_ended_ones_end() -> None:
    process = handling().process
    assert {state.key for state in process.states} == {state.value for state in CleaningState}
    assert {state.key for state in process.states if state.clock == "ended"} == set(ENDED)
    assert "statement_wrong" in mermaid(process)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("role: leader, hours: 8", "role: chief, hours: 8"),
        ("to: approved, who: leader", "to: nowhere, who: leader"),
        ("guards: [register_agrees]", "guards: [whatever]"),
        ("service: LAM_SACH_DU_LIEU", "servic: LAM_SACH_DU_LIEU"),
    ],
)
def test_a_file_with_a_fault_is_not_read(right: str, wrong: str) -> None:
    content = reviewed_files._FILE.read_text()
    assert right in content
    read_handling(content.encode())
    with pytest.raises(UnableToReadProcess):
        read_handling(content.replace(right, wrong).encode())
