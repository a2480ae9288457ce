"""Mandates as they stand: opened rows, one's own, those of a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q

from tinhso.foundation.authority.service import Actor, NotVisible, Permission, require
from tinhso.foundation.clock.service import VIETNAM
from tinhso.foundation.crypto.service import blind_index, open_json, open_text
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work
from tinhso.registers.people.service import Person, get_people
from tinhso.services.representation import models
from tinhso.services.representation.rules import names_match, state_of
from tinhso.services.representation.types import (
    MANDATE_KIND,
    Mandate,
    MandateEnd,
    MandateKind,
    MandatePaper,
    MandateProof,
    MandateState,
    OrganisationFacts,
    OwnMandates,
)

NUMBER_INDEX = "mandate_representative"
_PURPOSE = "Đối chiếu người được ủy quyền với tài khoản định danh"
_BASIS = "NĐ 59/2022/NĐ-CP"
_MOST = 100


def own_mandates(*, actor: Actor, now: dt.datetime) -> OwnMandates:
    """What the citizen has granted (or the organisation they legally represent), was granted, and is offered.

    An offer is shown only to the person of level 2 whose number and name it gives.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.MANDATE_LIST)
        given = _rows(_given_by(actor))
        received = _rows(Q(representative_id=actor.person_id))
        with acting_as_system(work):  # organisations are named to whoever acts for them
            return OwnMandates(
                given=tuple(opened(row, now) for row in given),
                received=tuple(opened(row, now) for row in received),
                offered=_offers(work) if actor.assurance_level >= 2 else (),
            )


def given_mandate(*, mandate_id: UUID, actor: Actor, now: dt.datetime) -> Mandate:
    """One that the citizen, or the organisation they legally represent, has granted; else NotVisible."""
    return _one(mandate_id, _given_by(actor), actor=actor, now=now)


def held_mandate(*, mandate_id: UUID, actor: Actor, now: dt.datetime) -> Mandate:
    """One that the citizen agreed to act under, not by law; NotVisible for every other."""
    held = Q(representative_id=actor.person_id) & ~Q(kind=MandateKind.LEGAL)
    return _one(mandate_id, held, actor=actor, now=now)


def _one(mandate_id: UUID, condition: Q, *, actor: Actor, now: dt.datetime) -> Mandate:
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.MANDATE_LIST)
        row = models.Mandate.objects.filter(condition, pk=mandate_id).first()
        if row is None:
            raise NotVisible(
                object_kind=MANDATE_KIND, object_id=mandate_id, permission=Permission.MANDATE_LIST
            )
        with acting_as_system(work):
            return opened(row, now)


def _given_by(actor: Actor) -> Q:
    """What the actor granted; under a mandate of somebody else, nothing, save as a legal representative."""
    mine = Q(principal_id=actor.person_id)
    if actor.organisation_id and actor.is_legal_representative:
        mine = Q(organisation_id=actor.organisation_id)
    elif actor.mandate_id:
        mine = Q(pk__in=())
    return mine & ~Q(kind=MandateKind.LEGAL)


def _rows(condition: Q) -> list[models.Mandate]:
    return list(models.Mandate.objects.filter(condition).order_by("-offered_at", "-id")[:_MOST])


def _offers(work: UnitOfWork) -> tuple[Mandate, ...]:
    own = own_person(work)
    waiting = models.Mandate.objects.filter(
        representative_index=number_index(own.personal_id), accepted_at=None, ended_at=None
    )
    found = (opened(row, work.now) for row in waiting.order_by("offered_at", "id")[:_MOST])
    return tuple(
        each
        for each in found
        if each.state is MandateState.OFFERED and names_match(each.representative_name, own.full_name or "")
    )


def own_person(work: UnitOfWork) -> Person:
    """The acting citizen as the register of people knows them; the reading is recorded."""
    assert work.actor.person_id is not None  # noqa: S101 - a citizen always has a person
    people = get_people(work, [work.actor.person_id], purpose=_PURPOSE, legal_basis=_BASIS)
    return people[work.actor.person_id]


def number_index(personal_id: str) -> bytes:
    """By what the mandates of a personal id are found."""
    return blind_index(personal_id, kind=NUMBER_INDEX)


def mandates_of(ids: Collection[UUID], *, now: dt.datetime) -> dict[UUID, Mandate]:
    """These mandates, as far as row-level security shows them; the caller has asked authority."""
    rows = models.Mandate.objects.filter(pk__in=list(ids)) if ids else ()
    return {row.id: opened(row, now) for row in rows}


def lock_mandate(mandate_id: UUID, *, permission: Permission, shared: bool = False) -> models.Mandate:
    """The row, held until the transaction ends; a shared hold lets others act, and keeps it from ending."""
    if shared:
        query = "select * from representation_mandate where id = %s for share"
        found = next(iter(models.Mandate.objects.raw(query, [mandate_id])), None)
    else:
        found = models.Mandate.objects.select_for_update().filter(pk=mandate_id).first()
    if found is None:
        raise NotVisible(object_kind=MANDATE_KIND, object_id=mandate_id, permission=permission)
    return found


def contact_of(organisation_id: UUID) -> UUID | None:
    """The person to be told what concerns an organisation: whom VNeID last named as its representative."""
    rows = models.Mandate.objects.filter(
        organisation_id=organisation_id, kind=MandateKind.LEGAL, ended_at=None, accepted_at__isnull=False
    )
    return rows.order_by("-accepted_at", "-id").values_list("representative_id", flat=True).first()


def representative_names(person_ids: Iterable[UUID], *, principal_id: UUID) -> dict[UUID, str]:
    """Names of those who act or acted for this person, by their ids, in the person's own scope."""
    rows = models.Mandate.objects.filter(principal_id=principal_id, representative_id__in=list(person_ids))
    return {row.representative_id: _representative(row)[1] for row in rows if row.representative_id}


def opened(row: models.Mandate, now: dt.datetime) -> Mandate:
    """The mandate of a row, as it stands at ``now``; times as people in Việt Nam read them."""
    number, name = _representative(row)
    end = MandateEnd(row.end) if row.end else None
    return Mandate(
        id=row.id,
        kind=MandateKind(row.kind),
        proof=MandateProof(row.proof),
        state=state_of(
            accepted=row.accepted_at is not None,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            ended_at=row.ended_at,
            end=end,
            now=now,
        ),
        principal_id=row.principal_id,
        organisation_id=row.organisation_id,
        organisation=_facts(row),
        party_name=_party_name(row),
        representative_id=row.representative_id,
        representative_name=name,
        number_end=number[-4:],
        procedures=tuple(row.procedures),
        valid_from=row.valid_from.astimezone(VIETNAM),
        valid_to=row.valid_to.astimezone(VIETNAM) if row.valid_to else None,
        offered_at=row.offered_at,
        accepted_at=row.accepted_at,
        ended_at=row.ended_at,
        end=end,
        paper=_paper(row),
    )


def _representative(row: models.Mandate) -> tuple[str, str]:
    number, name = open_json(row.sealed_representative, owner=row.id, field=models.REPRESENTATIVE)
    return str(number), str(name)


def _party_name(row: models.Mandate) -> str:
    if row.organisation is not None:
        return str(row.organisation.name)
    return open_text(row.sealed_principal_name, owner=row.id, field=models.PRINCIPAL)


def _facts(row: models.Mandate) -> OrganisationFacts | None:
    kept = row.organisation
    if kept is None:
        return None
    return OrganisationFacts(
        code=kept.code, name=kept.name, address=kept.address, commune_code=kept.commune_code
    )


def _paper(row: models.Mandate) -> MandatePaper | None:
    if row.sealed_paper is None:
        return None
    number, issued_on, issuer = open_json(row.sealed_paper, owner=row.id, field=models.PAPER)
    return MandatePaper(number=number, issued_on=dt.date.fromisoformat(issued_on), issuer=issuer)
