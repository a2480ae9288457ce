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
from tinhso.foundation.postgres.service import begin_with

_SCOPES = {
    ActorKind.SYSTEM: "system",
    ActorKind.OFFICER: "officer",
    ActorKind.CITIZEN: "citizen",
    ActorKind.CLIENT: "client",
    ActorKind.ANONYMOUS: "public",
}

_NAMES = tuple(
    f"tinhso.{name}"
    for name in (
        "scope", "agency", "person", "tracking_code", "mandate", "organisation", "client", "client_agencies",
    )
)  # fmt: skip
SET_SCOPE = "select " + ", ".join(f"set_config('{name}', %s, true)" for name in _NAMES)


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


def begin_in_scope(actor: Actor) -> None:
    """Begin the transaction that Django opened on behalf of ``actor``: with its first message, where it can.

    Whatever is typed by people (a tracking code) goes the usual way, as a parameter.
    """
    told = {name: value for name, value in zip(_NAMES, scope_parameters(actor), strict=True) if value}
    if actor.tracking_code or not begin_with(told):
        set_scope(actor)


def set_scope(actor: Actor) -> None:
    """Tell the current transaction on whose behalf it runs. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(SET_SCOPE, scope_parameters(actor))
