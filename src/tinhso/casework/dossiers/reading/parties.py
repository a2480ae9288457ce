"""Who takes part in a dossier, by ids alone: for telling their open pages that something changed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Who holds one dossier, its agencies, and its version at this moment.

    ``holders`` are the applicant or the organisation, and the mandate under which somebody acts for them.
    """

    holders: frozenset[UUID]
    agencies: frozenset[UUID]
    version: int


def who_takes_part(dossier_id: UUID) -> Parties | None:
    """The parties, inside the caller's transaction; None when row-level security shows no such dossier."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select array_remove(array[coalesce(d.organisation_id, d.applicant_id), d.mandate_id], null),
                 d.version,
                 array(select a.agency_id from authority_access a where a.case_id = d.id)
               from dossiers_dossier d where d.id = %s""",
            [dossier_id],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    holders, version, agencies = row
    return Parties(holders=frozenset(holders), agencies=frozenset(agencies), version=version)
