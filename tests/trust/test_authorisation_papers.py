"""At the counter: who came with which paper, for whom, until when; written down, printed, and dated."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.trust.acting import GRANDSON, OFFICE, SEAL, SEAL_ANSWERS, head_of_office
from tests.trust.stage import ANSWERS, TEMPORARY_RESIDENCE, Stage, housing_proof
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import Filed, UnableToFileDossier
from tinhso.foundation.authority.service import NotVisible, Role
from tinhso.services.representation import service as representation
from tinhso.services.representation.service import (
    CheckedPaper,
    MandateProof,
    UnableToAct,
    UnableToRecordMandate,
)

pytestmark = pytest.mark.django_db

DESK = Role.RECEPTION_OFFICER


def paper(stage: Stage, **changes: Any) -> CheckedPaper:
    read: dict[str, Any] = {
        "personal_id": GRANDSON[0],
        "full_name": GRANDSON[1],
        "number": "12/2023/UQ",
        "issuer": "UBND phường Phú Cường",
        "issued_on": date(2023, 7, 1),
        "last_day": stage.now.date() + timedelta(days=10),
    }
    return CheckedPaper(**{**read, **changes})


def register(stage: Stage, brought_by: CheckedPaper | None, key: str = "counter") -> Filed:
    return dossiers.register_at_counter(
        procedure_code=TEMPORARY_RESIDENCE,
        answers=ANSWERS,
        papers=[housing_proof()],
        key=key,
        brought_by=brought_by,
        actor=stage.officer(DESK),
        now=stage.now,
    )


def test_the_paper_is_written_down_and_the_dossier_is_the_principals(stage, grandson):
    filed = register(stage, paper(stage))
    view = stage.view(filed, stage.officer(DESK))
    assert view.applicant_name == "Nguyễn Thị Hoa"
    assert view.filed_by.name == GRANDSON[1]
    assert "12/2023/UQ" in view.filed_by.right
    assert "01/07/2023" in view.filed_by.right
    assert stage.view(filed, stage.citizen).filed_by.last_day == stage.now.date() + timedelta(days=10)


def test_the_bearer_follows_it_in_the_portal_until_the_paper_ends(stage, grandson):
    filed = register(stage, paper(stage))
    (mandate,) = representation.own_mandates(actor=grandson, now=stage.now).received
    assert mandate.proof is MandateProof.PAPER
    assert mandate.procedures == (TEMPORARY_RESIDENCE,)
    acting, _ = representation.act_for(mandate_id=mandate.id, actor=grandson, now=stage.now)
    assert stage.view(filed, acting).code == filed.code
    assert mandate.valid_to is not None
    with pytest.raises(UnableToAct):
        representation.act_for(mandate_id=mandate.id, actor=grandson, now=mandate.valid_to)
    representation.withdraw_mandate(mandate_id=mandate.id, actor=stage.citizen, now=stage.now)
    with pytest.raises(NotVisible):
        stage.view(filed, acting)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"personal_id": "12"}, "bearer_personal_id"),
        ({"full_name": ""}, "bearer_full_name"),
        ({"number": " "}, "bearer_number"),
        ({"issuer": ""}, "bearer_issuer"),
        ({"issued_on": None}, "bearer_issued_on"),
        ({"issued_on": date(2030, 1, 1)}, "bearer_issued_on"),
        ({"last_day": date(2023, 7, 16)}, "bearer_last_day"),
        ({"personal_id": ANSWERS["personal_id"]}, "bearer_personal_id"),
    ],
)
def test_a_paper_that_does_not_hold_stops_the_registration(stage, grandson, changes, field):
    with pytest.raises(UnableToRecordMandate) as refusal:
        register(stage, paper(stage, **changes))
    assert field in refusal.value.fields
    assert dossiers.own_dossiers(actor=stage.citizen, now=stage.now) == ()
    assert representation.own_mandates(actor=grandson, now=stage.now).received == ()


def test_a_paper_for_an_organisation_makes_the_dossier_the_organisations(stage, grandson):
    number, name, birth = GRANDSON
    answers = {
        **SEAL_ANSWERS, "personal_id": number, "full_name": name, "birth": birth,
        "representative_role": "sent", "organisation_kind": "economic",
        "organisation_name": OFFICE.name, "organisation_code": OFFICE.code,
    }  # fmt: skip
    wanted = {
        "procedure_code": SEAL,
        "answers": answers,
        "papers": [
            replace(housing_proof(), key="operating_licence"),
            replace(housing_proof(), key="introduction"),
        ],
        "actor": stage.officer(DESK),
        "now": stage.now,
    }
    with pytest.raises(UnableToFileDossier):
        dossiers.register_at_counter(key="1", brought_by=paper(stage, personal_id="074201009999"), **wanted)
    filed = dossiers.register_at_counter(key="2", brought_by=paper(stage), **wanted)
    head = head_of_office(stage)
    assert stage.view(filed, head).applicant_name == OFFICE.name
