"""Two officers at the post's table at once: one list, one number, one sending; nobody waits in a circle."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from tests.support.results_by_post import ADDRESS, NUMBERS, bring_to_result, file_confirmation
from tests.trust.stage import Stage
from tests.trust.test_at_once import DESK, LEADER, SPECIALIST, at_once
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import Status, UnableToPost
from tinhso.foundation.authority.service import Actor

OFFICERS = 4


def ready(stage: Stage, key: str) -> UUID:
    """A result that waits to be sent to a checked address."""
    officers = {
        "desk": stage.officer(DESK), "specialist": stage.officer(SPECIALIST), "leader": stage.officer(LEADER),
    }  # fmt: skip
    filed = bring_to_result(file_confirmation(stage.citizen, stage.now, key=key), officers, stage.now)
    dossiers.choose_post(dossier_id=filed.id, address=ADDRESS, actor=stage.citizen, now=stage.now)
    return filed.id


def colleagues(stage: Stage) -> list[Actor]:
    desk = stage.officer(DESK)
    return [replace(desk, officer_id=UUID(int=number)) for number in range(1, OFFICERS + 1)]


def listed(stage: Stage, *dossier_ids: UUID) -> tuple[dossiers.ParcelRow, ...]:
    by: dict[str, Any] = {"actor": stage.officer(DESK), "now": stage.now}
    made = dossiers.make_postal_list(dossier_ids=dossier_ids, key="one", **by)
    assert made.list_id is not None
    return dossiers.postal_list(list_id=made.list_id, **by).parcels


def test_of_officers_who_list_the_same_results_at_once_each_result_is_on_one_list(
    committed_stage, committed_database
):
    stage = committed_stage
    ids = [ready(stage, key) for key in ("a", "b", "c")]
    acts = [
        partial(
            dossiers.make_postal_list,
            dossier_ids=ids if number % 2 else ids[::-1],
            key=str(number),
            actor=officer,
            now=stage.now,
        )
        for number, officer in enumerate(colleagues(stage))
    ]
    made = at_once(acts)
    assert sum(each.list_id is not None for each in made) == 1
    assert committed_database.sql("select count(*), count(distinct dossier_id) from dossiers_parcel") == [
        (3, 3)
    ]
    assert committed_database.sql("select count(*) from dossiers_postal_list") == [(1,)]


def test_of_officers_who_scan_one_number_at_once_one_gives_it(committed_stage, committed_database):
    stage = committed_stage
    parcels = listed(stage, *(ready(stage, str(number)) for number in range(OFFICERS)))
    acts = [
        partial(
            dossiers.enter_parcel_number,
            parcel_id=parcel.id,
            number=NUMBERS[0],
            actor=officer,
            now=stage.now,
        )
        for parcel, officer in zip(parcels, colleagues(stage), strict=True)
    ]
    outcomes = at_once(acts)
    assert outcomes.count(NUMBERS[0]) == 1
    assert sum(isinstance(each, UnableToPost) for each in outcomes) == OFFICERS - 1
    assert committed_database.sql("select count(*) from dossiers_parcel where number is not null") == [(1,)]


def test_of_officers_who_send_and_a_citizen_who_changes_at_once_one_thing_happens(
    committed_stage, committed_database
):
    stage = committed_stage
    dossier_id = ready(stage, "one")
    (parcel,) = listed(stage, dossier_id)
    dossiers.enter_parcel_number(
        parcel_id=parcel.id, number=NUMBERS[0], actor=stage.officer(DESK), now=stage.now
    )
    acts: list[Any] = [
        partial(dossiers.send_parcels, parcel_ids=[parcel.id], actor=officer, now=stage.now)
        for officer in colleagues(stage)
    ]
    acts.append(partial(dossiers.choose_desk, dossier_id=dossier_id, actor=stage.citizen, now=stage.now))
    *sent, changed = at_once(acts)
    done = sum(each.is_done for (each,) in sent)
    assert done + (changed is None) == 1, "either it left once, or its owner will fetch it"
    ((status, left),) = committed_database.sql(
        """select status, (select count(*) from dossiers_event e
             where e.dossier_id = d.id and action in ('deliver', 'posted')) from dossiers_dossier d"""
    )
    assert (status, left) == ((Status.RETURNED, 2) if done else (Status.DONE, 0))
