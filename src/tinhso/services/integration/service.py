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
from tinhso.services.integration.actions.events import MOST_EVENTS, events_after, keep_event
from tinhso.services.integration.actions.subscriptions import (
    get_webhook,
    own_webhooks,
    pause_webhook,
    subscribe,
    tell_again,
    unsubscribe,
    webhooks_of,
)
from tinhso.services.integration.actions.telling import tell_subscribers
from tinhso.services.integration.actions.tokens import ClientCaller, issue_token, let_in
from tinhso.services.integration.errors import (
    UnableToGrantPurposes,
    UnableToKeepClient,
    UnableToLetClientIn,
    UnableToSubscribe,
)
from tinhso.services.integration.queries import names_of
from tinhso.services.integration.types import (
    EVENT_NAMES,
    PURPOSE_NAMES,
    ClientRow,
    ClientState,
    ClientTerms,
    DeliveryRow,
    DossierTurn,
    EventKind,
    Happening,
    IssuedSecret,
    IssuedToken,
    LookUpTurn,
    NewWebhook,
    SubscriptionState,
    Told,
    WebhookRow,
)

__all__ = [
    "EVENT_NAMES",
    "MOST_EVENTS",
    "PURPOSE_NAMES",
    "ClientCaller",
    "ClientRow",
    "ClientState",
    "ClientTerms",
    "DeliveryRow",
    "DossierTurn",
    "EventKind",
    "Happening",
    "IssuedSecret",
    "IssuedToken",
    "LookUpTurn",
    "NewWebhook",
    "SubscriptionState",
    "Told",
    "UnableToGrantPurposes",
    "UnableToKeepClient",
    "UnableToLetClientIn",
    "UnableToSubscribe",
    "WebhookRow",
    "change_client",
    "client_names",
    "disable_client",
    "events_after",
    "get_client",
    "get_webhook",
    "issue_token",
    "keep_event",
    "let_in",
    "list_clients",
    "own_webhooks",
    "pause_webhook",
    "register_client",
    "renew_secret",
    "subscribe",
    "tell_again",
    "tell_subscribers",
    "unsubscribe",
    "webhooks_of",
]


def client_names(client_ids: Collection[UUID], *, now: datetime) -> dict[UUID, str]:
    """Systems and who runs them, for those who read that their data was handed over."""
    if not client_ids:
        return {}
    with unit_of_work(actor=system_actor("client_names"), now=now):
        return names_of(client_ids)
