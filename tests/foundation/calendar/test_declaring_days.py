"""Declaring days: visible soon, announced once, never rewritten, and as of a moment."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tinhso.foundation.calendar import queries
from tinhso.foundation.calendar.models import Holiday
from tinhso.foundation.calendar.service import (
    DayKind,
    HolidayDeclared,
    UnableToDeclareHoliday,
    declare_holiday,
    forget_calendar,
    get_declared_day,
    list_declared_days,
    seed_calendar,
    working_calendar,
)
from tinhso.foundation.clock.service import VIETNAM, new_id

pytestmark = pytest.mark.django_db

NOW = datetime(2023, 7, 17, 9, 0, tzinfo=VIETNAM)
WEDNESDAY, SATURDAY = date(2023, 7, 19), date(2023, 7, 22)


class Notebook:
    """A unit of work that only remembers."""

    def __init__(self) -> None:
        self.recorded: list[dict[str, object]] = []
        self.announced: list[object] = []

    def record(self, **entry: object) -> None:
        self.recorded.append(entry)

    def announce(self, event: object) -> None:
        self.announced.append(event)


@pytest.fixture(autouse=True)
def forgotten(db):
    forget_calendar()
    yield
    forget_calendar()


def declare(day: date = WEDNESDAY, kind: DayKind = DayKind.HOLIDAY, **changes):
    asked = {"work": None, "name": "Ngày nghỉ thử", "source": "Văn bản thử", "now": NOW, **changes}
    return declare_holiday(day=day, kind=kind, **asked)


def works(day: date, now: datetime = NOW) -> bool:
    forget_calendar()
    return working_calendar(now=now).is_working_day(day)


def test_a_declared_holiday_is_not_worked_and_is_announced_and_recorded():
    work = Notebook()
    declaration = declare(work=work)
    assert not works(WEDNESDAY)
    assert work.announced == [HolidayDeclared(subject_id=declaration)]
    assert [entry["action"] for entry in work.recorded] == ["calendar.declared"]
    known = get_declared_day(declaration)
    assert (known.day, known.kind, known.source) == (WEDNESDAY, DayKind.HOLIDAY, "Văn bản thử")


def test_the_calendar_is_that_of_the_moment_it_is_asked_for():
    declare()
    assert works(WEDNESDAY, NOW - timedelta(seconds=1))
    assert not works(WEDNESDAY, NOW)


def test_a_declaration_can_be_taken_back_and_both_stay_readable():
    declare()
    declare(kind=DayKind.ORDINARY_DAY, now=NOW + timedelta(hours=1))
    assert not works(WEDNESDAY, NOW)
    assert works(WEDNESDAY, NOW + timedelta(hours=1))
    kinds = [one.kind for one in list_declared_days(year=2023) if one.day == WEDNESDAY]
    assert kinds == [DayKind.HOLIDAY, DayKind.ORDINARY_DAY]


def test_a_swapped_saturday_becomes_a_working_day():
    declare(SATURDAY, DayKind.SWAPPED_WORKING_DAY)
    assert works(SATURDAY)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"day": WEDNESDAY, "kind": DayKind.SWAPPED_WORKING_DAY}, "calendar.works_already"),
        ({"day": WEDNESDAY, "kind": DayKind.ORDINARY_DAY}, "calendar.nothing_to_take_back"),
        ({"name": "  "}, "calendar.text_missing"),
        ({"source": ""}, "calendar.text_missing"),
        ({"name": "a" * 201}, "calendar.unreadable_text"),
        ({"name": "Ngày\u202e nghỉ"}, "calendar.unreadable_text"),
    ],
)
def test_a_declaration_that_says_nothing_or_hides_something_is_refused(changes, code):
    work = Notebook()
    with pytest.raises(UnableToDeclareHoliday) as refusal:
        declare(work=work, **changes)
    assert refusal.value.code == code
    assert refusal.value.fields
    assert not Holiday.objects.filter(declared_at=NOW).exists()
    assert (work.announced, work.recorded) == ([], [])


def test_saying_the_same_again_is_refused_unless_it_confirms():
    declare()
    later = NOW + timedelta(hours=1)
    with pytest.raises(UnableToDeclareHoliday, match="đã được công bố"):
        declare(now=later)
    with pytest.raises(UnableToDeclareHoliday, match="mới hơn"):
        declare(kind=DayKind.HALF_DAY, now=NOW)
    declare(now=later, is_verified=True)
    assert [one.is_verified for one in list_declared_days(year=2023) if one.day == WEDNESDAY] == [False, True]


def test_asking_again_costs_no_statement(django_assert_num_queries):
    working_calendar(now=NOW)
    with django_assert_num_queries(0):
        first = working_calendar(now=NOW)
        assert working_calendar(now=NOW + timedelta(minutes=1)) is first


def test_what_another_process_declared_is_seen_within_seconds_at_the_price_of_one_look(
    django_assert_num_queries, monkeypatch
):
    passed = [100.0]
    monkeypatch.setattr(queries.time, "monotonic", lambda: passed[0])
    assert working_calendar(now=NOW).is_working_day(WEDNESDAY)
    declare()  # this process forgets only on commit, which does not come in this test
    passed[0] += 4.9
    with django_assert_num_queries(0):
        assert working_calendar(now=NOW).is_working_day(WEDNESDAY)
    passed[0] += 0.2
    with django_assert_num_queries(2):
        assert not working_calendar(now=NOW).is_working_day(WEDNESDAY)
    passed[0] += 5.1
    with django_assert_num_queries(1):
        assert not working_calendar(now=NOW).is_working_day(WEDNESDAY)


def test_the_declaring_process_sees_its_own_declaration_right_after_the_commit(
    django_capture_on_commit_callbacks,
):
    assert working_calendar(now=NOW).is_working_day(WEDNESDAY)
    with django_capture_on_commit_callbacks(execute=True):
        declare()
    assert not working_calendar(now=NOW).is_working_day(WEDNESDAY)


def test_seeding_twice_adds_nothing_and_leaves_declarations_alone():
    declare(date(2031, 1, 1), DayKind.HALF_DAY)
    added = seed_calendar([2031])
    assert added > 5
    assert seed_calendar([2031]) == 0
    kept = [one.kind for one in list_declared_days(year=2031) if one.day == date(2031, 1, 1)]
    assert kept == [DayKind.HALF_DAY]


@pytest.mark.parametrize("change", ["update calendar_holiday set name = 'x'", "delete from calendar_holiday"])
def test_what_was_declared_is_never_changed(change):
    declaration = declare()
    refused = pytest.raises(DatabaseError, match=r"append-only|permission denied")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert get_declared_day(declaration).name == "Ngày nghỉ thử"


def test_the_database_refuses_an_unknown_kind_of_day():
    with pytest.raises(DatabaseError), transaction.atomic():
        Holiday.objects.create(
            id=new_id(), date=WEDNESDAY, name="x", kind="siesta", source="x", declared_at=NOW
        )
