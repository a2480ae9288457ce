"""One rating a dossier, by its citizen, for seven days; figures lead to nobody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests.trust.stage import Stage, make_citizen, seen_by_system, stage_of
from tinhso.foundation.authority.service import NotPermitted, NotVisible, Role, anonymous_actor
from tinhso.foundation.clock.service import new_id
from tinhso.services.ratings.rules import clean_reasons, is_editable, is_month_closed, month_of, released
from tinhso.services.ratings.service import (
    FinishedDossier,
    RatingDimension,
    UnableToRate,
    own_rating,
    rate_service,
    rating_words,
    service_ratings,
)

COUNTS = st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 12), max_size=8)


@given(counts=COUNTS, least=st.integers(1, 6))
def test_no_small_group_is_shown_and_none_follows_from_the_rest(counts: dict[str, int], least: int) -> None:
    shown = released(counts, least=least)
    hidden = {key: count for key, count in counts.items() if count and key not in shown}
    assert all(counts[key] >= least for key in shown)
    assert not hidden or not shown or (len(hidden) >= 2 and sum(hidden.values()) >= least)


@given(counts=COUNTS, least=st.integers(1, 6))
def test_nothing_is_hidden_without_a_small_group(counts: dict[str, int], least: int) -> None:
    if all(count == 0 or count >= least for count in counts.values()):
        assert released(counts, least=least) == {key for key, count in counts.items() if count}


@given(month=st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)).map(month_of), after=st.integers(0, 90))
def test_a_closed_month_holds_no_rating_that_can_still_change(month: dt.date, after: int) -> None:
    today = month + timedelta(days=after)
    last = datetime.combine(month_of(month + timedelta(days=31)) - timedelta(days=1), dt.time.max)
    if is_month_closed(month, today=today, days=7):
        assert not is_editable(last, now=datetime.combine(today, dt.time.min), days=7)


def test_reasons_that_are_not_on_the_list_are_refused() -> None:
    known = rating_words().reasons
    assert clean_reasons({"filing": ["hard", "easy", "hard"]}, known=known) == {"filing": ("easy", "hard")}
    assert clean_reasons({"filing": ["<b>"]}, known=known) is None
    assert clean_reasons({"nowhere": []}, known=known) is None


@pytest.fixture
def stage(db: None, legal_moment: datetime) -> Iterator[Stage]:
    with stage_of(legal_moment, seed=5) as stage:
        yield stage


def dossier_at(stage: Stage, agency: str = "commune_police", procedure: str = "1.004194") -> FinishedDossier:
    return FinishedDossier(
        id=new_id(), agency_id=stage.agencies[agency], procedure_code=procedure, finished_at=stage.now
    )


def rate(stage: Stage, dossier: FinishedDossier, score: int = 4, **changes):
    return rate_service(
        **{
            "dossier": dossier,
            "score": score,
            "reasons": {"processing": ["on_time"]},
            "actor": stage.citizen,
            "now": stage.now,
            **changes,
        }
    )


def figures(stage: Stage, by: RatingDimension = RatingDimension.AGENCY):
    return service_ratings(
        by=by,
        since=dt.date(2023, 1, 1),
        until=dt.date(2024, 1, 1),
        actor=stage.officer(Role.LEADER),
        now=stage.now,
    )


def kept() -> tuple[object, ...]:
    with seen_by_system() as cursor:
        cursor.execute(
            """select (select jsonb_agg(to_jsonb(r) order by dossier_id) from ratings_rating r)::text,
                 (select count(*) from audit_entry where outcome = 'done'),
                 (select count(*) from outbox_event)"""
        )
        return tuple(cursor.fetchone())


def test_rating_is_kept_once_and_changed_for_seven_days(stage: Stage) -> None:
    dossier = dossier_at(stage)
    first = rate(stage, dossier, 2)
    stage.clock.advance(timedelta(days=7))
    assert rate(stage, dossier, 5).rated_at == first.rated_at
    mine = own_rating(dossier_id=dossier.id, actor=stage.citizen, now=stage.now)
    assert mine is not None
    assert mine.score == 5
    assert mine.reasons == {"processing": ("on_time",)}
    stage.clock.advance(timedelta(seconds=1))
    before = kept()
    with pytest.raises(UnableToRate):
        rate(stage, dossier, 1)
    assert kept() == before
    with seen_by_system() as cursor:
        cursor.execute("select count(*), max(score) from ratings_rating")
        assert cursor.fetchone() == (1, 5)


@pytest.mark.parametrize("changes", [{"score": 0}, {"score": 6}, {"reasons": {"filing": ["rude words"]}}])
def test_what_is_no_rating_is_refused(stage: Stage, changes: dict[str, object]) -> None:
    before = kept()
    with pytest.raises(UnableToRate):
        rate(stage, dossier_at(stage), **changes)
    assert kept() == before


def test_nobody_changes_or_reads_another_citizens_rating(stage: Stage) -> None:
    dossier = dossier_at(stage)
    rate(stage, dossier)
    before = kept()
    with pytest.raises(NotVisible):
        rate(stage, dossier, 1, actor=stage.other_citizen)
    assert kept() == before
    assert own_rating(dossier_id=dossier.id, actor=stage.other_citizen, now=stage.now) is None


def test_officers_and_strangers_rate_nothing(stage: Stage) -> None:
    before = kept()
    for actor in (stage.officer(Role.LEADER), anonymous_actor()):
        with pytest.raises(NotVisible):
            rate(stage, dossier_at(stage), actor=actor)
        with pytest.raises(NotPermitted):
            own_rating(dossier_id=new_id(), actor=actor, now=stage.now)
    assert kept() == before


def _seen(scope: str, *, agency: UUID | None = None, person: UUID | None = None) -> int:
    with connection.cursor() as cursor:
        for name, value in (("scope", scope), ("agency", agency or ""), ("person", person or "")):
            cursor.execute("select set_config(%s, %s, true)", [f"tinhso.{name}", str(value)])
        cursor.execute("select count(*) from ratings_rating")
        return int(cursor.fetchone()[0])


def test_database_shows_a_rating_to_its_citizen_and_to_no_officer(stage: Stage) -> None:
    dossier = dossier_at(stage)
    rate(stage, dossier)
    assert _seen("citizen", person=stage.citizen.person_id) == 1
    assert _seen("citizen", person=stage.other_citizen.person_id) == 0
    assert _seen("officer", agency=dossier.agency_id) == 0
    assert _seen("public") == 0


def test_figures_wait_for_the_month_and_hide_small_groups(stage: Stage) -> None:
    people = [
        make_citizen(f"0741900{number:05d}", f"Người Thứ {number}", "1990", stage.now) for number in range(13)
    ]
    for number, person in enumerate(people):
        agency = "commune_police" if number < 6 else "commune_committee" if number < 11 else "other"
        rate(stage, dossier_at(stage, agency), 1 + number % 5, actor=person)
    assert figures(stage) == (), "the month is not over"
    stage.clock.advance(timedelta(days=30))
    shown = {cell.key: cell.count for cell in figures(stage)}
    police, committee = (str(stage.agencies[name]) for name in ("commune_police", "commune_committee"))
    assert shown == {police: 6, committee: None, str(stage.agencies["other"]): None}
    (cell,) = (cell for cell in figures(stage) if cell.count)
    assert cell.average == 2.7
    assert sum(cell.scores.values()) == 6
    assert cell.reasons == {"processing.on_time": 6}
    (whole,) = figures(stage, RatingDimension.PROCEDURE)
    assert whole.count == 13
    names = {str(person.person_id) for person in people}
    assert not names & set(str(figures(stage)).split("'"))


def test_a_citizen_sees_no_figures_of_the_house(stage: Stage) -> None:
    with pytest.raises(NotPermitted):
        service_ratings(
            by=RatingDimension.AGENCY,
            since=dt.date(2023, 1, 1),
            until=dt.date(2023, 12, 1),
            actor=replace(stage.citizen, assurance_level=2),
            now=stage.now,
        )
