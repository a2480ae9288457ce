"""Due dates counted by hand on a wall calendar, around Tết 2023 and 2024, 30/4–1/5 and ordinary weeks.

Every line was counted by a person; the last column says how. None was taken from the program.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.foundation.process.calendars import REAL, at
from tinhso.foundation.process.service import Duration, TimeUnit, due_at, step_due_at

BY_HAND = """
17/07/2023 09:00 | 3    | working_day   | 20/07/2023 17:00 | Mon not counted; Tue, Wed, Thu
17/07/2023 15:00 | 3    | working_day   | 20/07/2023 17:00 | 15:00 sharp is not after 15:00
17/07/2023 15:01 | 3    | working_day   | 21/07/2023 17:00 | counts as received on Tue; Wed, Thu, Fri
15/07/2023 10:00 | 3    | working_day   | 20/07/2023 17:00 | Saturday: received Mon; Tue, Wed, Thu
14/07/2023 16:30 | 1    | working_day   | 18/07/2023 17:00 | Fri after 15:00: received Mon; Tue
17/07/2023 05:00 | 1    | working_day   | 18/07/2023 17:00 | before opening is still Monday
18/01/2023 10:00 | 1    | working_day   | 19/01/2023 17:00 | Wed; Thu is the last day before Tết
18/01/2023 10:00 | 3    | working_day   | 30/01/2023 17:00 | Thu 19; Tết 20–26; Fri 27; weekend; Mon 30
19/01/2023 15:30 | 1    | working_day   | 30/01/2023 17:00 | received Fri 27 after Tết; then Mon 30
23/01/2023 09:00 | 2    | working_day   | 31/01/2023 17:00 | second day of Tết: received Fri 27; Mon, Tue
07/02/2024 09:00 | 1    | working_day   | 15/02/2024 17:00 | Wed; Tết 8–14; Thu 15
06/02/2024 14:00 | 5    | working_day   | 20/02/2024 17:00 | Wed 7; Thu 15, Fri 16, Mon 19, Tue 20
28/04/2023 09:00 | 1    | working_day   | 04/05/2023 17:00 | Fri; 29/4–3/5 off; Thu 4/5
26/04/2023 10:15 | 7    | working_day   | 10/05/2023 17:00 | 27, 28 April; 4, 5, 8, 9, 10 May
26/04/2024 09:00 | 3    | working_day   | 04/05/2024 17:00 | 29/4–1/5 off; Thu 2, Fri 3, Sat 4 (worked)
26/04/2024 15:30 | 3    | working_day   | 06/05/2024 17:00 | received Thu 2; Fri 3, Sat 4, Mon 6
31/08/2023 08:00 | 2    | working_day   | 06/09/2023 17:00 | 1–4/9 off; Tue 5, Wed 6
17/04/2024 16:00 | 1    | working_day   | 22/04/2024 17:00 | Thu 18/4 is Giỗ Tổ: received Fri 19; Mon 22
17/07/2023 09:00 | 0.5  | working_day   | 18/07/2023 11:30 | half of Tuesday: its morning
17/07/2023 09:00 | 2.5  | working_day   | 20/07/2023 11:30 | Tue, Wed, the morning of Thu
17/07/2023 09:00 | 0    | working_day   | 17/07/2023 17:00 | no day after the day of receipt
17/07/2023 15:00 | 1    | same_day      | 17/07/2023 17:00 | not after 15:00: today
17/07/2023 15:01 | 1    | same_day      | 18/07/2023 17:00 | after 15:00: the next working day
28/04/2023 15:30 | 1    | same_day      | 04/05/2023 17:00 | the next working day is after 30/4–3/5
07/02/2024 16:00 | 1    | same_day      | 15/02/2024 17:00 | the next working day is after Tết
03/05/2024 16:00 | 1    | same_day      | 04/05/2024 17:00 | the next working day is a worked Saturday
19/01/2023 06:50 | 0    | same_day      | 19/01/2023 17:00 | before opening: that day; 0 and 1 mean the same
17/07/2023 09:00 | 1    | working_hour  | 17/07/2023 10:00 | inside the morning
17/07/2023 11:00 | 1    | working_hour  | 17/07/2023 14:00 | 30 minutes to 11:30, 30 from 13:30
17/07/2023 16:30 | 1    | working_hour  | 18/07/2023 08:00 | no 15:00 rule: 30 minutes today, 30 on Tue
17/07/2023 07:30 | 4    | working_hour  | 17/07/2023 11:30 | the whole morning: up when it closes
17/07/2023 17:00 | 1    | working_hour  | 18/07/2023 08:30 | at closing: all of it on Tue
19/01/2023 16:00 | 2    | working_hour  | 27/01/2023 08:30 | one hour before Tết, one after
22/01/2023 20:00 | 1    | working_hour  | 27/01/2023 08:30 | first day of Tết: from the opening on Fri 27
28/04/2023 13:30 | 8    | working_hour  | 04/05/2023 14:00 | 3.5 on Fri, 4 on Thu morning, 0.5 after lunch
03/05/2024 15:00 | 7.5  | working_hour  | 04/05/2024 15:00 | 2 on Fri, 4 on Sat morning, 1.5 after lunch
17/07/2023 09:00 | 1    | half_day      | 17/07/2023 17:00 | received in the morning: the afternoon
17/07/2023 14:00 | 1    | half_day      | 18/07/2023 11:30 | received in the afternoon: the next morning
17/07/2023 12:15 | 1    | half_day      | 18/07/2023 11:30 | lunch belongs to the afternoon
17/07/2023 15:30 | 1    | half_day      | 18/07/2023 17:00 | received Tue morning: Tue afternoon
19/01/2023 14:00 | 2    | half_day      | 27/01/2023 17:00 | after Tết: Fri morning, Fri afternoon
30/04/2024 09:00 | 3    | half_day      | 03/05/2024 17:00 | received Thu 2 morning: Thu pm, Fri am, Fri pm
17/07/2023 09:00 | 10   | calendar_day  | 27/07/2023 17:00 | the 27th, a Thursday
17/07/2023 16:00 | 10   | calendar_day  | 28/07/2023 17:00 | received the 18th: the 28th, a Friday
10/01/2023 09:00 | 10   | calendar_day  | 27/01/2023 17:00 | the 20th is Tết: end of the next working day
24/04/2023 10:00 | 5    | calendar_day  | 04/05/2023 17:00 | 29/4 is off: Thu 4/5
24/04/2024 10:00 | 10   | calendar_day  | 04/05/2024 17:00 | 4/5 is a Saturday, but worked
15/04/2024 09:00 | 15   | calendar_day  | 02/05/2024 17:00 | 30/4 is off, 1/5 too: Thu 2/5
31/01/2024 14:00 | 20   | calendar_day  | 20/02/2024 17:00 | Tết inside does not count: the 20th, a Tuesday
31/01/2023 09:00 | 1    | month         | 28/02/2023 17:00 | no 31/02: the last day, a Tuesday
31/01/2024 09:00 | 1    | month         | 29/02/2024 17:00 | a leap year: Thursday the 29th
30/03/2023 10:00 | 1    | month         | 04/05/2023 17:00 | 30/4 is off: Thu 4/5
20/12/2022 09:00 | 1    | month         | 27/01/2023 17:00 | 20/01 is Tết: Fri 27
02/02/2024 16:00 | 3    | month         | 06/05/2024 17:00 | received Mon 5/2; 5/5 is a Sunday: Mon 6/5
31/08/2023 09:00 | 6    | month         | 29/02/2024 17:00 | no 31/02: Thursday the 29th
17/07/2023 09:00 | 24   | calendar_hour | 18/07/2023 09:00 | day and night
17/07/2023 11:00 | 1    | calendar_hour | 17/07/2023 13:30 | noon is closed: the opening after lunch
14/07/2023 16:00 | 24   | calendar_hour | 17/07/2023 07:30 | Saturday: the opening on Monday
19/01/2023 10:00 | 48   | calendar_hour | 27/01/2023 07:30 | 21/01 is Tết: the opening on Fri 27
17/07/2023 22:00 | 10   | calendar_hour | 18/07/2023 08:00 | runs through the night
"""
WITHOUT_CUT_OFF = """
17/07/2023 16:00 | 3    | working_day   | 20/07/2023 17:00 | 16:00 is still Monday
15/07/2023 10:00 | 1    | working_day   | 17/07/2023 17:00 | Saturday is the day not counted; Mon
15/07/2023 10:00 | 9    | calendar_day  | 24/07/2023 17:00 | from the Saturday itself: Mon 24
17/07/2023 16:30 | 1    | same_day      | 17/07/2023 17:00 | while the office is open
17/07/2023 17:30 | 1    | same_day      | 18/07/2023 17:00 | after closing
17/07/2023 16:00 | 1    | month         | 17/08/2023 17:00 | a Thursday
17/07/2023 20:00 | 0    | calendar_day  | 18/07/2023 17:00 | Monday is closed already
"""
AFTERNOON_OFF_BEFORE_TET = """
06/02/2024 09:00 | 1    | working_day   | 15/02/2024 11:30 | Wed morning only, then Thu 15 morning
06/02/2024 09:00 | 0.5  | working_day   | 07/02/2024 11:30 | Wed morning
07/02/2024 10:00 | 1    | same_day      | 07/02/2024 11:30 | that day closes at noon
07/02/2024 13:00 | 1    | same_day      | 15/02/2024 17:00 | closed already: after Tết
07/02/2024 11:00 | 1    | working_hour  | 15/02/2024 08:00 | 30 minutes, then 30 after Tết
07/02/2024 09:00 | 1    | half_day      | 15/02/2024 11:30 | no afternoon: the morning after Tết
"""


def rows(table: str) -> list[object]:
    found = []
    for line in table.strip().splitlines():
        start, amount, unit, due, why = (cell.strip() for cell in line.split("|"))
        found.append(pytest.param(start, amount, unit, due, id=f"{start} + {amount} {unit} ({why})"))
    return found


@pytest.mark.parametrize(("start", "amount", "unit", "due"), rows(BY_HAND))
def test_a_due_date_is_what_a_person_counts(start: str, amount: str, unit: str, due: str) -> None:
    duration = Duration(Decimal(amount), TimeUnit(unit))
    assert due_at(at(start), duration, REAL) == at(due)


@pytest.mark.parametrize(("start", "amount", "unit", "due"), rows(WITHOUT_CUT_OFF))
def test_the_rule_of_15_00_can_be_switched_off(start: str, amount: str, unit: str, due: str) -> None:
    duration = Duration(Decimal(amount), TimeUnit(unit))
    assert due_at(at(start), duration, REAL, cut_off=None) == at(due)


@pytest.mark.parametrize(("start", "amount", "unit", "due"), rows(AFTERNOON_OFF_BEFORE_TET))
def test_a_half_day_counts_half(start: str, amount: str, unit: str, due: str) -> None:
    calendar = replace(REAL, half_days=frozenset({date(2024, 2, 7)}))
    duration = Duration(Decimal(amount), TimeUnit(unit))
    assert due_at(at(start), duration, calendar) == at(due)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("17/07/2023 07:30", "8", "17/07/2023 17:00"),  # eight norm hours are one whole day
        ("17/07/2023 07:30", "4", "17/07/2023 11:15"),  # half a day: 3.75 of the office's hours
        ("17/07/2023 07:30", "24", "19/07/2023 17:00"),  # 24 norm hours are Mon, Tue, Wed
        ("19/01/2023 07:30", "16", "27/01/2023 17:00"),  # Thu before Tết, Fri after
    ],
)
def test_eight_norm_hours_of_a_step_are_one_working_day(start: str, hours: str, due: str) -> None:
    assert step_due_at(at(start), Decimal(hours), REAL) == at(due)


def test_a_step_is_never_due_after_its_case() -> None:
    case_due = at("17/07/2023 17:00")
    assert step_due_at(at("17/07/2023 16:00"), Decimal(8), REAL, case_due_at=case_due) == case_due


def test_a_moment_of_another_zone_is_read_on_our_wall_clock() -> None:
    utc = datetime(2023, 7, 17, 8, 1, tzinfo=UTC)  # 15:01 in Việt Nam
    assert due_at(utc, Duration(Decimal(1), TimeUnit.SAME_DAY), REAL) == at("18/07/2023 17:00")
    with pytest.raises(ValueError, match="without a zone"):
        due_at(datetime(2023, 7, 17, 8, 1), Duration(Decimal(1), TimeUnit.SAME_DAY), REAL)
