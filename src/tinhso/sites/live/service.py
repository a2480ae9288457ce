"""The door of live: what a page needs to hear of changes.

A page writes ``data-live-url="{{ url('live:follow') }}"`` beside its ``hx-get``; the browser follows that
address to the live process with a token made at that moment, and comes back for a new one by itself.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from tinhso.foundation.authority.service import Actor, ActorKind
from tinhso.sites.live.channels import TOKEN_LASTS_S, channel_of, live_key, make_token

__all__ = ["live_url"]


def live_url(*, actor: Actor, now: datetime) -> str:
    """The address of the stream for this actor, good for one minute of real time (``now``).

    Officers follow their agency, citizens their own dossiers or those of whom they act for; empty for
    everybody else.
    """
    key = live_key(settings.SECRET_KEY)
    if actor.kind is ActorKind.OFFICER and actor.agency_id is not None:
        channel = channel_of("agency", actor.agency_id, key=key)
    elif actor.kind is ActorKind.CITIZEN and actor.person_id is not None:
        party = actor.organisation_id if actor.is_legal_representative else actor.mandate_id
        channel = channel_of("person", party or actor.person_id, key=key)
    else:
        return ""
    token = make_token(channel, expires_at=now.timestamp() + TOKEN_LASTS_S, key=key)
    return f"{settings.TINHSO_LIVE_URL}/live/{token}"
