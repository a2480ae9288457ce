"""Somebody acts for somebody else: the cast of the tests of representation."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.trust.stage import ANSWERS, TEMPORARY_RESIDENCE, Stage, housing_proof
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import Filed
from tinhso.foundation.authority.service import Actor
from tinhso.foundation.clock.service import new_id
from tinhso.services.representation import service as representation
from tinhso.services.representation.service import Mandate, OrganisationFacts

GRANDSON = ("074201005678", "Lê Minh Khôi", "2001-06-09")
SEAL, RESIDENCE_FOR_GOOD = "2.001428", "1.004222"
OFFICE = OrganisationFacts(
    code="3701234562", name="Văn phòng Công chứng Hiệp Thành", address="Số 120", commune_code="25741"
)
SEAL_ANSWERS: dict[str, Any] = {
    "personal_id": ANSWERS["personal_id"], "full_name": ANSWERS["full_name"], "birth": ANSWERS["birth"],
    "phone": "0912345678", "representative_role": "legal", "organisation_kind": "state",
    "organisation_name": "Một cơ quan khác hẳn", "office_commune": "25747", "office_address": "Số 9 phố khác",
    "reason": "established", "seal_emblem": "plain", "seal_text": "VĂN PHÒNG", "delivery": "desk",
    "declaration": "on",
}  # fmt: skip


def granted(stage: Stage, **changes: Any) -> Mandate:
    terms: dict[str, Any] = {
        "personal_id": GRANDSON[0],
        "full_name": GRANDSON[1],
        "procedures": [TEMPORARY_RESIDENCE],
        "first_day": stage.now.date(),
        "last_day": stage.now.date() + timedelta(days=30),
        "key": "grant",
        "actor": stage.citizen,
        "now": stage.now,
    }
    return representation.grant_mandate(**{**terms, **changes})


def acting(stage: Stage, grandson: Actor, **changes: Any) -> Actor:
    mandate = granted(stage, **changes)
    representation.accept_mandate(mandate_id=mandate.id, actor=grandson, now=stage.now)
    return representation.act_for(mandate_id=mandate.id, actor=grandson, now=stage.now)[0]


def head_of_office(stage: Stage, *facts: OrganisationFacts) -> Actor:
    """The citizen, as VNeID names them legal representative of these organisations; acting for the first."""
    organisations = list(facts or (OFFICE,))
    representation.note_organisations(
        person_id=stage.citizen.person_id, organisations=organisations, now=stage.now
    )
    own = representation.own_mandates(actor=stage.citizen, now=stage.now)
    mandate = next(each for each in own.received if each.party_name == organisations[0].name)
    return representation.act_for(mandate_id=mandate.id, actor=stage.citizen, now=stage.now)[0]


def filed_by(stage: Stage, actor: Actor, key: str = "for her") -> Filed:
    return stage.file(key=key, actor=actor)


def withdrawn(stage: Stage, actor: Actor, by: Actor | None = None) -> None:
    assert actor.mandate_id
    representation.withdraw_mandate(mandate_id=actor.mandate_id, actor=by or stage.citizen, now=stage.now)


def file_seal(stage: Stage, actor: Actor, key: str = "seal", **changes: Any) -> Filed:
    return dossiers.file_online(
        procedure_code=SEAL,
        answers={**SEAL_ANSWERS, **changes},
        papers=[replace(housing_proof(), key="founding_decision")],
        key=key,
        actor=actor,
        now=stage.now,
    )


def acting_for_others(actor: Actor) -> dict[str, Actor | None]:
    """The same citizen with a right that is about somebody else entirely."""
    return {
        "acts for somebody else": replace(actor, mandate_id=new_id(), principal_id=new_id()),
        "represents another organisation": replace(
            actor, mandate_id=new_id(), organisation_id=new_id(), is_legal_representative=True
        ),
    }
