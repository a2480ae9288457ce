"""How a due date speaks, counted in working time."""

from __future__ import annotations

from datetime import datetime

import pytest

from tinhso.foundation.calendar.service import seed_calendar
from tinhso.foundation.clock.service import VIETNAM
from tinhso.sites.frame.service import due_badge

pytestmark = pytest.mark.django_db

FRIDAY = datetime(2023, 7, 14, 9, 0, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("due", "text", "level"),
    [
        ((2023, 7, 14, 17, 0), "hôm nay, trước 17:00", "today"),
        ((2023, 7, 17, 17, 0), "còn 1 ngày làm việc", "soon"),
        ((2023, 7, 19, 17, 0), "còn 3 ngày làm việc", "calm"),
        ((2023, 7, 14, 8, 50), "vừa quá hạn", "late"),
        ((2023, 7, 14, 7, 45), "quá hạn 1 giờ làm việc", "late"),
        ((2023, 7, 12, 17, 0), "quá hạn 2 ngày làm việc", "late"),
    ],
)
def test_a_due_date_speaks_in_working_time(due: tuple[int, ...], text: str, level: str) -> None:
    seed_calendar([2023, 2024])
    badge = due_badge(datetime(*due, tzinfo=VIETNAM), now=FRIDAY)  # type: ignore[misc, arg-type]
    assert (badge.text, badge.level) == (text, level)


def test_a_stopped_and_an_ended_dossier_hurry_nobody() -> None:
    past = datetime(2023, 7, 3, 17, 0, tzinfo=VIETNAM)
    assert due_badge(past, now=FRIDAY, stopped=True).level == "stopped"
    assert due_badge(past, now=FRIDAY, ended=True).level == "done"
    assert due_badge(None, now=FRIDAY).level == "calm"
