"""Acting for somebody else: no more than the mandate says, no longer than it holds, and always in sight."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from tests.trust.acting import (
    GRANDSON,
    RESIDENCE_FOR_GOOD,
    acting,
    acting_for_others,
    filed_by,
    granted,
    withdrawn,
)
from tests.trust.door import Door, Verb
from tests.trust.stage import ANSWERS, TEMPORARY_RESIDENCE, housing_proof, seen_by_system
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import UnableToFileDossier
from tinhso.foundation.audit.service import entries_about
from tinhso.foundation.authority.service import Actor, NotPermitted, NotVisible, Role
from tinhso.foundation.clock.service import VIETNAM
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.notices.service import notices_of
from tinhso.services.representation import service as representation
from tinhso.services.representation.service import (
    MandateEnd,
    MandateState,
    UnableToAct,
    UnableToEndMandate,
    UnableToGrantMandate,
)

pytestmark = pytest.mark.django_db


# --- granting -------------------------------------------------------------------------------------------


def test_an_offer_is_seen_only_by_the_person_of_that_number_and_that_name(stage, grandson):
    granted(stage, full_name="le minh khoi")
    granted(stage, full_name="Lê Minh Khải", key="another name")
    granted(stage, personal_id="074201009999", key="another number")
    seen = representation.own_mandates(actor=grandson, now=stage.now).offered
    assert [each.representative_name for each in seen] == ["le minh khoi"]
    low = replace(grandson, assurance_level=1)
    assert representation.own_mandates(actor=low, now=stage.now).offered == ()
    assert representation.own_mandates(actor=stage.other_citizen, now=stage.now).offered == ()


def test_nobody_else_accepts_declines_withdraws_or_acts(stage, grandson):
    mandate = granted(stage)
    here = {"mandate_id": mandate.id, "now": stage.now}
    for actor in (stage.other_citizen, stage.citizen):
        for verb in (representation.accept_mandate, representation.leave_mandate, representation.act_for):
            with pytest.raises(NotVisible):
                verb(actor=actor, **here)
    for actor in (stage.other_citizen, grandson):
        with pytest.raises(NotVisible):
            representation.withdraw_mandate(actor=actor, **here)
    with pytest.raises(NotVisible):  # not before it was accepted
        representation.act_for(actor=grandson, **here)
    assert representation.own_mandates(actor=stage.citizen, now=stage.now).given[0].state is (
        MandateState.OFFERED
    )


def test_granting_twice_by_a_double_click_is_one_mandate(stage, grandson):
    assert granted(stage).id == granted(stage).id
    assert len(representation.own_mandates(actor=grandson, now=stage.now).offered) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"personal_id": "12"}, "personal_id"),
        ({"full_name": " "}, "full_name"),
        ({"personal_id": ANSWERS["personal_id"]}, "personal_id"),
        ({"first_day": date(2020, 1, 1)}, "valid_from"),
        ({"last_day": date(2020, 1, 1)}, "valid_to"),
        ({"last_day": date(2030, 1, 1)}, "valid_to"),
    ],
)
def test_a_wrong_grant_names_the_field_and_writes_nothing(stage, grandson, changes, field):
    with pytest.raises(UnableToGrantMandate) as refusal:
        granted(stage, **changes)
    assert field in refusal.value.fields
    assert not representation.own_mandates(actor=stage.citizen, now=stage.now).given


def test_an_authorised_person_cannot_authorise_others(stage, grandson):
    for_her = acting(stage, grandson)
    with pytest.raises(UnableToGrantMandate):
        granted(stage, actor=for_her, personal_id="074201009999", key="further")
    with pytest.raises(NotPermitted):
        granted(stage, actor=replace(stage.citizen, assurance_level=1), key="level 1")


# --- acting ---------------------------------------------------------------------------------------------


def test_the_dossier_is_hers_and_says_who_filed_it(stage, grandson):
    for_her = acting(stage, grandson)
    filed = filed_by(stage, for_her)
    seen_by_her = stage.view(filed, stage.citizen)
    assert seen_by_her.applicant_id == stage.citizen.person_id
    assert seen_by_her.applicant_name == "Nguyễn Thị Hoa"
    assert seen_by_her.filed_by and seen_by_her.filed_by.name == "Lê Minh Khôi"
    assert seen_by_her.filed_by.is_active
    assert seen_by_her.timeline[0].by == "Người được ủy quyền"
    assert stage.view(filed, for_her).code == filed.code
    assert stage.view(filed, stage.officer(Role.RECEPTION_OFFICER)).filed_by.name == "Lê Minh Khôi"
    assert [row.id for row in dossiers.own_dossiers(actor=for_her, now=stage.now)] == [filed.id]
    assert [row.id for row in dossiers.own_dossiers(actor=stage.citizen, now=stage.now)] == [filed.id]


def test_he_sees_nothing_of_hers_that_was_not_begun_under_the_mandate(stage, grandson):
    before = stage.file(key="her own")
    for_her = acting(stage, grandson)
    filed = filed_by(stage, for_her)
    for actor, other in ((for_her, before), (grandson, before), (grandson, filed)):
        with pytest.raises(NotVisible):
            stage.view(other, actor)
    assert dossiers.own_dossiers(actor=grandson, now=stage.now) == ()


def test_a_draft_is_prefilled_for_her_and_is_not_his(stage, grandson):
    for_her = acting(stage, grandson)
    draft = dossiers.start_draft(procedure_code=TEMPORARY_RESIDENCE, actor=for_her, now=stage.now)
    assert draft.answers["personal_id"] == ANSWERS["personal_id"]
    assert draft.answers["full_name"] == "Nguyễn Thị Hoa"
    assert dossiers.own_drafts(actor=grandson, now=stage.now) == ()
    with pytest.raises(NotVisible):
        dossiers.get_draft(draft_id=draft.id, actor=grandson, now=stage.now)
    with pytest.raises(NotVisible):
        dossiers.get_draft(draft_id=draft.id, actor=stage.citizen, now=stage.now)


def test_in_her_name_he_cannot_file_for_himself_or_a_third(stage, grandson):
    for_her = acting(stage, grandson)
    for number, name in (GRANDSON[:2], ("074085004321", "Trần Văn Bình")):
        with pytest.raises(UnableToFileDossier):
            stage.file(key=number, actor=for_her, personal_id=number, full_name=name)


def test_another_procedure_than_the_mandate_names_is_refused(stage, grandson):
    for_her = acting(stage, grandson)
    with pytest.raises(UnableToAct) as refusal:
        dossiers.start_draft(procedure_code=RESIDENCE_FOR_GOOD, actor=for_her, now=stage.now)
    assert refusal.value.code == "mandate.other_procedure"
    everything = acting(stage, grandson, procedures=[], key="all")
    assert dossiers.start_draft(procedure_code=RESIDENCE_FOR_GOOD, actor=everything, now=stage.now)


def test_she_sees_what_he_saw_and_did(stage, grandson):
    filed = filed_by(stage, acting_now := acting(stage, grandson))
    stage.view(filed, acting_now)
    with unit_of_work(actor=stage.citizen, now=stage.now):
        entries = entries_about(stage.citizen.person_id, now=stage.now)
        named = representation.representative_names(
            [grandson.person_id], principal_id=stage.citizen.person_id
        )
    by_him = {entry.action for entry in entries if entry.actor_id == grandson.person_id}
    assert {"dossier.submit", "dossier.read", "mandate.accepted"} <= by_him
    assert named == {grandson.person_id: "Lê Minh Khôi"}
    submit = next(entry for entry in entries if entry.action == "dossier.submit")
    assert submit.details["mandate"] == str(acting_now.mandate_id)


# --- ending ---------------------------------------------------------------------------------------------


def test_withdrawn_while_the_dossier_runs_he_loses_it_and_it_goes_on(stage, grandson):
    for_her = acting(stage, grandson)
    filed = filed_by(stage, for_her)
    draft = dossiers.start_draft(procedure_code=TEMPORARY_RESIDENCE, actor=for_her, now=stage.now)
    stage.deliver_all()
    withdrawn(stage, for_her)

    with pytest.raises(UnableToAct) as refusal:
        representation.act_for(mandate_id=for_her.mandate_id, actor=grandson, now=stage.now)
    assert refusal.value.code == "mandate.withdrawn"
    with pytest.raises(UnableToAct):  # a page that was open before the withdrawal
        dossiers.submit_draft(draft_id=draft.id, actor=for_her, now=stage.now)
    with pytest.raises(UnableToAct):
        filed_by(stage, for_her, key="one more")
    with pytest.raises(NotVisible):
        stage.view(filed, grandson)

    stage.deliver_all()
    view = stage.view(filed, stage.officer(Role.RECEPTION_OFFICER))
    assert not view.filed_by.is_active
    assert "thu hồi" in view.filed_by.end
    assert view.timeline[-1].action == "mandate_withdrawn"
    with unit_of_work(actor=stage.citizen, now=stage.now):
        told = [notice.template for notice in notices_of(stage.citizen.person_id)]
    assert "mandate_ended" in told
    stage.step(filed, "receive", stage.officer(Role.RECEPTION_OFFICER))
    assert stage.view(filed, stage.citizen).received_at is not None
    stage.deliver_all()
    with unit_of_work(actor=grandson, now=stage.now):
        assert "received" not in [notice.template for notice in notices_of(grandson.person_id)]


def test_a_change_already_under_way_sees_the_withdrawal(stage, grandson):
    """Each verb of a draft asks again, inside its own transaction."""
    for_her = acting(stage, grandson)
    draft = dossiers.start_draft(procedure_code=TEMPORARY_RESIDENCE, actor=for_her, now=stage.now)
    withdrawn(stage, for_her)
    here: dict[str, Any] = {"draft_id": draft.id, "actor": for_her, "now": stage.now}
    attempts = (
        lambda: dossiers.keep_typed(section="applicant", answers={}, **here),
        lambda: dossiers.save_section(section="applicant", answers={}, **here),
        lambda: dossiers.attach_paper(
            paper_key="housing_proof", name="a.pdf", content=housing_proof().content, **here
        ),
        lambda: dossiers.review_draft(**here),
        lambda: dossiers.discard_draft(**here),
        lambda: dossiers.submit_draft(**here),
        lambda: dossiers.start_draft(procedure_code=TEMPORARY_RESIDENCE, actor=for_her, now=stage.now),
    )
    for attempt in attempts:
        with pytest.raises(UnableToAct):
            attempt()
    with seen_by_system() as cursor:
        cursor.execute("select count(*) from dossiers_dossier")
        assert cursor.fetchone()[0] == 0


def test_no_verb_of_the_door_works_on_it_any_more(stage, grandson):
    """Every verb, by the actor of a request begun before the withdrawal, and by those who never could."""
    for_her = acting(stage, grandson)
    filed = filed_by(stage, for_her)
    other = acting(stage, grandson, key="another mandate of hers")
    stage.ask_supplement(filed, stage.officer(Role.RECEPTION_OFFICER))
    door = Door(stage, filed, "waiting_supplement_before_receipt")
    readings = list(door.readings())
    assert _works(readings[0], for_her), "the sweep must be able to tell"
    never = (grandson, other, *acting_for_others(stage.other_citizen).values())
    withdrawn(stage, for_her)
    leaks = [
        (verb.name, actor)
        for verb in door.verbs()
        for actor in (for_her, *never)
        if actor is not None and _works(verb, actor)
    ]
    assert leaks == []
    assert _works(readings[0], stage.citizen)


def _works(verb: Verb, actor: Actor) -> bool:
    try:
        with transaction.atomic():
            verb.act(actor)
    except (NotVisible, NotPermitted, UnableToAct):
        return False
    return True


def test_it_expires_at_the_very_moment(stage, grandson):
    for_her = acting(stage, grandson, last_day=stage.now.date() + timedelta(days=1))
    filed = filed_by(stage, for_her)
    end = datetime.combine(stage.now.date() + timedelta(days=2), datetime.min.time(), VIETNAM)
    last = end - timedelta(microseconds=1)
    assert representation.act_for(mandate_id=for_her.mandate_id, actor=grandson, now=last)
    assert dossiers.get_dossier(dossier_id=filed.id, actor=for_her, now=last)
    with pytest.raises(UnableToAct) as refusal:
        representation.act_for(mandate_id=for_her.mandate_id, actor=grandson, now=end)
    assert refusal.value.code == "mandate.expired"
    with pytest.raises(UnableToAct):
        dossiers.start_draft(procedure_code=TEMPORARY_RESIDENCE, actor=for_her, now=end)
    assert representation.end_expired_mandates(now=last) == 0
    assert representation.end_expired_mandates(now=end) == 1
    assert representation.end_expired_mandates(now=end) == 0
    stage.clock.moment = end
    stage.deliver_all()
    view = stage.view(filed, stage.citizen)
    assert view.filed_by.end == "đã hết hạn"
    assert view.timeline[-1].action == "mandate_expired"


def test_it_does_not_hold_before_its_first_day(stage, grandson):
    tomorrow = stage.now.date() + timedelta(days=1)
    mandate = granted(stage, first_day=tomorrow)
    representation.accept_mandate(mandate_id=mandate.id, actor=grandson, now=stage.now)
    with pytest.raises(UnableToAct) as refusal:
        representation.act_for(mandate_id=mandate.id, actor=grandson, now=stage.now)
    assert refusal.value.code == "mandate.ahead"


def test_he_declines_or_gives_up_and_it_is_over_once(stage, grandson):
    declined = granted(stage)
    assert representation.leave_mandate(mandate_id=declined.id, actor=grandson, now=stage.now).end is (
        MandateEnd.DECLINED
    )
    for_her = acting(stage, grandson, key="again")
    left = representation.leave_mandate(mandate_id=for_her.mandate_id, actor=grandson, now=stage.now)
    assert left.end is MandateEnd.GIVEN_UP
    for verb, actor in (
        (representation.leave_mandate, grandson),
        (representation.withdraw_mandate, stage.citizen),
    ):
        with pytest.raises(UnableToEndMandate):
            verb(mandate_id=for_her.mandate_id, actor=actor, now=stage.now)
