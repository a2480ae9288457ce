"""Each number equals the list behind it, and says of each dossier what the working-time ledger says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.trust.stage import STATES, Stage, seen_by_system
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import (
    CountedBy,
    CountedDossiers,
    CountedLine,
    DayFigure,
    DayOfAgency,
    Figure,
)
from tinhso.foundation.authority.service import Actor, NotPermitted, NotVisible, Role
from tinhso.foundation.calendar.service import working_calendar
from tinhso.foundation.process.service import ClockPhase, clock_entries, clock_state

pytestmark = pytest.mark.django_db

ORIGINS = (Figure.RECEIVED, Figure.CARRIED_OVER)
STANDINGS = (Figure.ON_TIME, Figure.LATE, Figure.OPEN_IN_TIME, Figure.OPEN_STOPPED, Figure.OPEN_LATE)


@pytest.fixture
def weeks(stage: Stage) -> Iterator[Stage]:
    """Five weeks of dossiers in every state, begun at odd hours, some of them very late."""
    random = Random(3)
    for number in range(2 * len(STATES)):
        stage.clock.advance(timedelta(hours=random.choice([1, 5, 9, 17, 26, 40])))
        filed = stage.file(key=f"{number}")
        stage.clock.advance(timedelta(hours=random.choice([0, 2, 7, 30])))
        stage.bring_to(STATES[number % len(STATES)], filed)
    _finish_late(stage)
    for state in ("processing", "refused", "stopped", "waiting_supplement"):
        stage.bring_to(state, stage.file(key=f"fresh {state}"))
    yield stage


def _finish_late(stage: Stage) -> None:
    """Some go on after their due date, in office hours and in the night after the last day."""
    for number, wait in enumerate((timedelta(days=2), timedelta(days=3, hours=12), timedelta(days=9))):
        filed = stage.file(key=f"late {number}")
        stage.bring_to("drafted", filed)
        stage.clock.advance(wait)
        stage.approve(filed, leader(stage))


def leader(stage: Stage, agency: str = "commune_police") -> Actor:
    return stage.officer(Role.LEADER, agency=agency)


def counted(stage: Stage, since: datetime, at: datetime, **more: object) -> CountedDossiers:
    return CountedDossiers(agencies=(stage.agencies["commune_police"],), since=since, at=at, **more)  # type: ignore[arg-type]


def figures(stage: Stage, of: CountedDossiers, by: CountedBy = CountedBy.CHANNEL) -> Counter[Figure]:
    found: Counter[Figure] = Counter()
    for each in dossiers.count_dossiers(of=of, by=by, actor=leader(stage), now=stage.now):
        found[each.figure] += each.count
    return found


def lines(stage: Stage, of: CountedDossiers, figure: Figure, page_size: int = 7) -> list[CountedLine]:
    found: list[CountedLine] = []
    key = ""
    while True:
        page = dossiers.counted_dossiers(
            of=of, figure=figure, actor=leader(stage), now=stage.now, page_key=key, page_size=page_size
        )
        found += page.rows
        assert page.total >= len(found)
        if not page.next_key:
            assert page.total == len(found)
            return found
        key = page.next_key


def told_by_the_ledger(stage: Stage, since: datetime, at: datetime) -> dict[UUID, set[Figure]]:
    """Each dossier's figures, worked out one by one from the entries of its clock up to ``at``."""
    with seen_by_system() as cursor:
        cursor.execute("select id, submitted_at, received_at, finished_at from dossiers_dossier")
        rows = cursor.fetchall()
        clocks = clock_entries(case_kind="dossier", case_ids=[row[0] for row in rows])
    told: dict[UUID, set[Figure]] = {}
    calendar = working_calendar(now=stage.now)
    for dossier_id, submitted, received, finished in rows:
        ended = finished is not None and finished <= at
        if submitted > at or (ended and finished < since):
            continue
        if received is None or received > at:
            told[dossier_id] = {Figure.NEVER_RECEIVED if ended else Figure.NOT_YET_RECEIVED}
            continue
        clock = clocks[dossier_id]
        until = tuple(fact for fact in clock.facts if fact.at <= at)
        state = clock_state(
            type(clock)(
                case_kind="dossier",
                case_id=dossier_id,
                duration=clock.duration,
                cut_off=clock.cut_off,
                facts=until,
            ),
            calendar,
            at=at,
        )
        assert (state.phase is ClockPhase.ENDED) == ended
        if ended:
            standing = Figure.LATE if state.is_late else Figure.ON_TIME
        elif state.is_late:
            standing = Figure.OPEN_LATE
        else:
            is_stopped = state.phase is ClockPhase.STOPPED
            standing = Figure.OPEN_STOPPED if is_stopped else Figure.OPEN_IN_TIME
        told[dossier_id] = {Figure.RECEIVED if received >= since else Figure.CARRIED_OVER, standing}
    return told


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(hours=st.integers(0, 24 * 70), span=st.integers(0, 24 * 40))
def test_each_number_equals_its_list_and_the_ledger(weeks: Stage, hours: int, span: int) -> None:
    first = datetime(2023, 7, 16, tzinfo=weeks.now.tzinfo)
    since = first + timedelta(hours=hours)
    at = min(since + timedelta(hours=span), weeks.now)
    if at < since:
        since = at
    of = counted(weeks, since, at)
    told = told_by_the_ledger(weeks, since, at)
    numbers = figures(weeks, of)
    for figure in Figure:
        behind = lines(weeks, of, figure)
        assert len({line.dossier_id for line in behind}) == len(behind) == numbers[figure], figure
        expected = {dossier_id for dossier_id, found in told.items() if figure in found}
        assert {line.dossier_id for line in behind} == expected, figure
    assert sum(numbers[each] for each in ORIGINS) == sum(numbers[each] for each in STANDINGS)


def test_five_weeks_know_every_figure(weeks: Stage) -> None:
    """Else the test above would compare nothing."""
    early = counted(weeks, weeks.now - timedelta(days=20), weeks.now)
    assert {figure for figure, count in figures(weeks, early).items() if count} == set(Figure)


@pytest.mark.parametrize("by", list(CountedBy))
def test_groups_add_up_and_each_opens_its_own(weeks: Stage, by: CountedBy) -> None:
    of = counted(weeks, weeks.now - timedelta(days=30), weeks.now)
    assert figures(weeks, of, by) == figures(weeks, of)
    for each in dossiers.count_dossiers(of=of, by=by, actor=leader(weeks), now=weeks.now):
        narrowed = {
            CountedBy.AGENCY: {},
            CountedBy.PROCEDURE: {"procedure": each.key},
            CountedBy.CHANNEL: {"channel": dossiers.Channel(each.key) if by is CountedBy.CHANNEL else None},
        }[by]
        own = counted(weeks, of.since, of.at, **narrowed)
        assert len(lines(weeks, own, each.figure)) == each.count
    assert not figures(weeks, counted(weeks, of.since, of.at, procedure="1.000000"))


def test_whoever_sees_a_line_may_open_it_or_learns_only_what_tracking_says(weeks: Stage) -> None:
    of = counted(weeks, weeks.now - timedelta(days=30), weeks.now)
    watcher = Actor(
        kind=leader(weeks).kind,
        officer_id=UUID(int=9),
        agency_id=_above(weeks),
        roles=frozenset({Role.CONTROLLER}),
    )
    for actor, opens in ((leader(weeks), True), (watcher, False)):
        for figure in Figure:
            page = dossiers.counted_dossiers(of=of, figure=figure, actor=actor, now=weeks.now)
            for line in page.rows:
                assert line.can_open is opens
                if opens:
                    assert dossiers.get_dossier(dossier_id=line.dossier_id, actor=actor, now=weeks.now)
                    continue
                with pytest.raises((NotVisible, NotPermitted)):
                    dossiers.get_dossier(dossier_id=line.dossier_id, actor=actor, now=weeks.now)
                tracked = dossiers.track_dossier(code=line.code, trace_id="", now=weeks.now)
                assert (tracked.title, tracked.status, tracked.due_at) == (
                    line.title,
                    line.status,
                    line.due_at,
                )


def _above(stage: Stage) -> UUID:
    from tinhso.registers.agencies.service import agency_and_above

    return agency_and_above(stage.agencies["commune_police"])[-1].id


def test_only_the_agency_and_those_above_it_count(weeks: Stage) -> None:
    of = counted(weeks, weeks.now - timedelta(days=30), weeks.now)
    day = DayOfAgency(agency_id=weeks.agencies["commune_police"], day=weeks.now.date())
    strangers = [
        weeks.citizen,
        weeks.officer(Role.SPECIALIST),
        weeks.officer(Role.ADMINISTRATOR),
        leader(weeks, "other"),
        leader(weeks, "commune_committee"),
    ]
    for actor in strangers:
        for refused in (
            lambda who: dossiers.count_dossiers(of=of, by=CountedBy.AGENCY, actor=who, now=weeks.now),
            lambda who: dossiers.counted_dossiers(of=of, figure=Figure.LATE, actor=who, now=weeks.now),
            lambda who: dossiers.day_counts(of=day, actor=who, now=weeks.now),
            lambda who: dossiers.day_dossiers(of=day, figure=DayFigure.CASH, actor=who, now=weeks.now),
        ):
            with pytest.raises(NotPermitted):
                refused(actor)


def test_a_list_is_recorded_for_whoever_the_dossiers_belong_to(weeks: Stage) -> None:
    of = counted(weeks, weeks.now - timedelta(days=30), weeks.now)
    dossiers.counted_dossiers(of=of, figure=Figure.LATE, actor=leader(weeks), now=weeks.now)
    with seen_by_system() as cursor:
        cursor.execute("select subjects, details from audit_entry where action = 'dossier.counted_list'")
        ((subjects, details),) = cursor.fetchall()
    assert subjects == [weeks.citizen.person_id]
    assert '"late"' in str(details).replace("'", '"')


def test_the_day_of_an_agency_adds_up_with_its_lists_and_its_cash(weeks: Stage) -> None:
    agency = weeks.agencies["commune_police"]
    days = {weeks.now.date() - timedelta(days=back) for back in range(90)}
    seen: Counter[DayFigure] = Counter()
    cash = 0
    for day in sorted(days):
        of = DayOfAgency(agency_id=agency, day=day)
        for each in dossiers.day_counts(of=of, actor=leader(weeks), now=weeks.now):
            page = dossiers.day_dossiers(
                of=of,
                figure=each.figure,
                officer_id=each.officer_id,
                actor=leader(weeks),
                now=weeks.now,
                page_size=100,
            )
            assert len(page.rows) == page.total == each.count
            if each.officer_id is None:
                seen[each.figure] += each.count
                cash += each.amount_vnd
    with seen_by_system() as cursor:
        cursor.execute("select sum(amount_vnd), count(*) from payments_fee where method = 'cash'")
        assert cursor.fetchone() == (cash, seen[DayFigure.CASH])
        cursor.execute("select count(received_at), count(delivered_at) from dossiers_dossier")
        assert cursor.fetchone() == (seen[DayFigure.RECEIVED], seen[DayFigure.RETURNED])
    assert seen[DayFigure.REFUSED] == 3
    assert seen[DayFigure.CASH] == seen[DayFigure.RETURNED] == 2
    assert seen[DayFigure.REGISTERED] == 0


def test_lateness_in_sql_is_that_of_the_ledger_at_every_moment(weeks: Stage) -> None:
    """Due dates and moments in and out of office hours, at weekends and on a holiday."""
    from tinhso.foundation.process.service import is_late, late_in_sql, office_hours

    calendar = working_calendar(now=weeks.now)
    first = datetime(2023, 8, 31, 6, 0, tzinfo=weeks.now.tzinfo)
    moments = [first + timedelta(minutes=90 * step) for step in range(96)]
    opens, closes = office_hours(calendar, since=first.date(), until=moments[-1].date())
    asked = late_in_sql("due", "at", opens="opens", closes="closes")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""with o as (select %s::timestamptz[] as opens, %s::timestamptz[] as closes)
            select due, at, {asked} from o, unnest(%s::timestamptz[]) due, unnest(%s::timestamptz[]) at""",
            [opens, closes, moments, moments],
        )
        rows = cursor.fetchall()
    wrong = [(due, at) for due, at, late in rows if late != is_late(due, at, calendar)]
    assert not wrong, wrong[:3]
    assert {late for _, _, late in rows} == {True, False}
