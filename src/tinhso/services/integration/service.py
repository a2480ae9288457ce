"""The door of integration: systems of others that ask through the interface.

A client is one agreement: who runs the system, for which purposes, about which agencies, until when. It comes
in with id and secret, acts by a short token, and is an actor like any other: authority is asked, rows locked.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.integration.actions.clients import (
    change_client,
    disable_client,
    get_client,
    list_clients,
    register_client,
    renew_secret,
)
from tinhso.services.integration.actions.tokens import ClientCaller, issue_token, let_in
from tinhso.services.integration.errors import (
    UnableToGrantPurposes,
    UnableToKeepClient,
    UnableToLetClientIn,
)
from tinhso.services.integration.queries import names_of
from tinhso.services.integration.types import (
    PURPOSE_NAMES,
    ClientRow,
    ClientState,
    ClientTerms,
    IssuedSecret,
    IssuedToken,
)

__all__ = [
    "PURPOSE_NAMES",
    "ClientCaller",
    "ClientRow",
    "ClientState",
    "ClientTerms",
    "IssuedSecret",
    "IssuedToken",
    "UnableToGrantPurposes",
    "UnableToKeepClient",
    "UnableToLetClientIn",
    "change_client",
    "client_names",
    "disable_client",
    "get_client",
    "issue_token",
    "let_in",
    "list_clients",
    "register_client",
    "renew_secret",
]


def client_names(client_ids: Collection[UUID], *, now: datetime) -> dict[UUID, str]:
    """Systems and who runs them, for those who read that their data was handed over."""
    if not client_ids:
        return {}
    with unit_of_work(actor=system_actor("client_names"), now=now):
        return names_of(client_ids)
