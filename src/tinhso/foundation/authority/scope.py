"""The second lock: what the database itself is told about the actor.

PostgreSQL's policies compare rows with settings that live until the end of the transaction: ``tinhso.scope``
(system, officer, citizen, client, public), ``tinhso.agency``, ``tinhso.person``, ``tinhso.tracking_code``,
for whoever acts for somebody else ``tinhso.mandate`` and, where they legally represent it,
``tinhso.organisation``, and for a client ``tinhso.client`` and ``tinhso.client_agencies`` (ids by commas, or
``all``). Nothing set means nothing visible.
"""

from __future__ import annotations

from django.db import connection

from tinhso.foundation.authority.types import Actor, ActorKind

_SCOPES = {
    ActorKind.SYSTEM: "system",
    ActorKind.OFFICER: "officer",
    ActorKind.CITIZEN: "citizen",
    ActorKind.CLIENT: "client",
    ActorKind.ANONYMOUS: "public",
}

SET_SCOPE = (
    "select set_config('tinhso.scope', %s, true), set_config('tinhso.agency', %s, true),"
    " set_config('tinhso.person', %s, true), set_config('tinhso.tracking_code', %s, true),"
    " set_config('tinhso.mandate', %s, true), set_config('tinhso.organisation', %s, true),"
    " set_config('tinhso.client', %s, true), set_config('tinhso.client_agencies', %s, true)"
)


def scope_parameters(actor: Actor) -> list[str]:
    """Values of the settings for ``actor``, in the order of SET_SCOPE."""
    return [
        _SCOPES[actor.kind],
        str(actor.agency_id) if actor.agency_id else "",
        str(actor.person_id) if actor.person_id else "",
        actor.tracking_code,
        str(actor.mandate_id) if actor.mandate_id else "",
        str(actor.organisation_id) if actor.organisation_id and actor.is_legal_representative else "",
        str(actor.client_id) if actor.client_id else "",
        _client_agencies(actor),
    ]


def _client_agencies(actor: Actor) -> str:
    if actor.kind is not ActorKind.CLIENT:
        return ""
    return "all" if actor.is_province_wide else ",".join(sorted(map(str, actor.client_agencies)))


def set_scope(actor: Actor) -> None:
    """Tell the current transaction on whose behalf it runs. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(SET_SCOPE, scope_parameters(actor))
