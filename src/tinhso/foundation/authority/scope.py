"""The second lock: what the database itself is told about the actor.

PostgreSQL's policies compare rows with six settings that live until the end of the transaction:
``tinhso.scope`` (system, officer, citizen, public), ``tinhso.agency``, ``tinhso.person``,
``tinhso.tracking_code``, and for whoever acts for somebody else ``tinhso.mandate`` and, where they legally
represent it, ``tinhso.organisation``. Nothing set means nothing visible.
"""

from __future__ import annotations

from django.db import connection

from tinhso.foundation.authority.types import Actor, ActorKind

_SCOPES = {
    ActorKind.SYSTEM: "system",
    ActorKind.OFFICER: "officer",
    ActorKind.CITIZEN: "citizen",
    ActorKind.ANONYMOUS: "public",
}

SET_SCOPE = (
    "select set_config('tinhso.scope', %s, true), set_config('tinhso.agency', %s, true),"
    " set_config('tinhso.person', %s, true), set_config('tinhso.tracking_code', %s, true),"
    " set_config('tinhso.mandate', %s, true), set_config('tinhso.organisation', %s, true)"
)


def scope_parameters(actor: Actor) -> list[str]:
    """Values of the six settings for ``actor``, in the order of SET_SCOPE."""
    return [
        _SCOPES[actor.kind],
        str(actor.agency_id) if actor.agency_id else "",
        str(actor.person_id) if actor.person_id else "",
        actor.tracking_code,
        str(actor.mandate_id) if actor.mandate_id else "",
        str(actor.organisation_id) if actor.organisation_id and actor.is_legal_representative else "",
    ]


def set_scope(actor: Actor) -> None:
    """Tell the current transaction on whose behalf it runs. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(SET_SCOPE, scope_parameters(actor))
