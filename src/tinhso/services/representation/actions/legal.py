"""Legal representatives, as VNeID names them at each sign-in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.crypto.service import seal_json
from tinhso.foundation.unit_of_work.service import UnitOfWork, unit_of_work
from tinhso.registers.people.service import get_people
from tinhso.services.representation import models
from tinhso.services.representation.actions.ending import end_row
from tinhso.services.representation.actions.granting import record
from tinhso.services.representation.queries import number_index
from tinhso.services.representation.types import (
    MandateEnd,
    MandateKind,
    MandateProof,
    OrganisationFacts,
    OrganisationSource,
)

_PURPOSE = "Ghi nhận người đại diện theo pháp luật do VNeID xác nhận"
_BASIS = "NĐ 59/2022/NĐ-CP"


def note_organisations(
    *, person_id: UUID, organisations: Sequence[OrganisationFacts], now: dt.datetime, trace_id: str = ""
) -> None:
    """Keep exactly these as the organisations that the person legally represents.

    ``organisations`` come from a token that identity has verified at this sign-in, and from nowhere else.
    One that is no longer named ends at once; saying the same again changes nothing.
    """
    with unit_of_work(actor=system_actor(trace_id), now=now) as work:
        standing = {
            row.organisation_id: row
            for row in models.Mandate.objects.select_for_update().filter(
                representative_id=person_id, kind=MandateKind.LEGAL, ended_at=None
            )
        }
        named = [keep_organisation(work, each, source=OrganisationSource.VNEID).id for each in organisations]
        for organisation_id, row in standing.items():
            if organisation_id not in named:
                end_row(work, row, MandateEnd.NOT_CONFIRMED)
        new = [each for each in dict.fromkeys(named) if each not in standing]
        if new:
            _insert(work, person_id, new)


def keep_organisation(
    work: UnitOfWork, facts: OrganisationFacts, *, source: OrganisationSource
) -> models.Organisation:
    """The row of an organisation, with what is said now; a counter does not go over VNeID."""
    row, is_new = models.Organisation.objects.select_for_update().get_or_create(
        code=facts.code,
        defaults={
            "id": new_id(),
            "name": facts.name,
            "address": facts.address,
            "commune_code": facts.commune_code,
            "source": source.value,
            "as_of": work.now,
        },
    )
    if is_new or (row.source == OrganisationSource.VNEID and source is not OrganisationSource.VNEID):
        return row
    row.name, row.source, row.as_of = facts.name, source.value, work.now
    row.address = facts.address or row.address
    row.commune_code = facts.commune_code or row.commune_code
    row.save()
    return row


def _insert(work: UnitOfWork, person_id: UUID, organisation_ids: Sequence[UUID]) -> None:
    person = get_people(work, [person_id], purpose=_PURPOSE, legal_basis=_BASIS)[person_id]
    for organisation_id in organisation_ids:
        mandate_id = new_id()
        row = models.Mandate.objects.create(
            id=mandate_id,
            kind=MandateKind.LEGAL,
            proof=MandateProof.VNEID,
            organisation_id=organisation_id,
            representative_id=person_id,
            representative_index=number_index(person.personal_id),
            sealed_representative=seal_json(
                [person.personal_id, person.full_name or ""], owner=mandate_id, field=models.REPRESENTATIVE
            ),
            procedures=[],
            valid_from=work.now,
            offered_at=work.now,
            accepted_at=work.now,
        )
        record(work, "mandate.confirmed", row)
