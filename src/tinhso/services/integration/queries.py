"""Reading clients and tokens; everything here needs the system's scope."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection

from tinhso.foundation.authority.service import ClientPurpose
from tinhso.services.integration.models import Client
from tinhso.services.integration.types import Caller, ClientRow, ClientTerms


def client_rows() -> tuple[ClientRow, ...]:
    """Every client by name, those that were disabled last."""
    found = Client.objects.order_by("name", "id")
    return tuple(sorted(map(row_of, found), key=lambda row: row.disabled_at is not None))


def row_of(client: Client) -> ClientRow:
    """The row as it crosses the door."""
    return ClientRow(
        id=client.id,
        terms=ClientTerms(
            name=client.name,
            operator=client.operator,
            reason=client.reason,
            legal_basis=client.legal_basis,
            purposes=read_purposes(client.purposes),
            agency_ids=None if client.agency_ids is None else frozenset(client.agency_ids),
            valid_until=client.valid_until,
            per_minute=client.per_minute,
        ),
        created_at=client.created_at,
        secret_made_at=client.secret_made_at,
        disabled_at=client.disabled_at,
        last_token_at=client.last_token_at,
    )


def names_of(client_ids: Collection[UUID]) -> dict[UUID, str]:
    """The systems and who runs them, as people read them."""
    found = Client.objects.filter(id__in=client_ids).values_list("id", "name", "operator")
    return {id_: f"{name} ({operator})" for id_, name, operator in found}


def caller_of(token_index: bytes, *, real: datetime) -> Caller | None:
    """The client of a token that has not ended, of an agreement that has not; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select c.id, t.purposes, c.purposes, c.agency_ids, c.per_minute, c.reason, c.legal_basis
               from integration_access_token t join integration_client c on c.id = t.client_id
               where t.token_index = %s and t.expires_at > %s
                 and c.disabled_at is null and c.valid_until > %s""",
            [token_index, real, real],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    client_id, of_token, agreed, agency_ids, per_minute, reason, legal_basis = row
    return Caller(
        client_id=client_id,
        purposes=read_purposes(of_token) & read_purposes(agreed),
        agency_ids=None if agency_ids is None else frozenset(agency_ids),
        per_minute=per_minute,
        reason=reason,
        legal_basis=legal_basis,
    )


def read_purposes(words: Collection[str]) -> frozenset[ClientPurpose]:
    """Purposes as kept; a word that means nothing any more gives nothing."""
    known = {purpose.value: purpose for purpose in ClientPurpose}
    return frozenset(known[word] for word in words if word in known)
