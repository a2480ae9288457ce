"""For whom the visitor acts: chosen once, kept in the session, asked again on every request.

A choice that no longer holds is not dropped in silence: until the visitor has seen why, no page of theirs
does anything, so that nothing meant for somebody else is done in their own name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tinhso.foundation.authority.service import Actor, ActorKind, NotPermitted, NotVisible
from tinhso.foundation.clock.service import legal_now

if TYPE_CHECKING:
    from tinhso.services.representation.service import Mandate

_CHOICE = "acts_under"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """What pages say of the one for whom the visitor acts; ``ended`` says why they cannot any more."""

    mandate_id: UUID
    name: str = ""
    right: str = ""
    change_url: str = ""
    last_day: date | None = None
    ended: str = ""


def choose_party(request: HttpRequest, mandate_id: UUID | None) -> None:
    """From the next request on act under this mandate; for oneself without one."""
    request.session.pop(_CHOICE, None)
    if mandate_id is not None:
        request.session[_CHOICE] = str(mandate_id)


def acting_of(request: HttpRequest) -> Acting | None:
    """For whom the visitor of this request acts; None for themself."""
    found = getattr(request, "acting", None)
    return found if isinstance(found, Acting) else None


def ended_acting_page(request: HttpRequest) -> HttpResponse | None:
    """The page that says why the visitor acts for nobody any more; None while their choice holds.

    Until they have chosen again, nothing is done: a form that was sent was not acted upon.
    """
    acting = acting_of(request)
    if acting is None or not acting.ended:
        return None
    context = {
        "ended": acting.ended,
        "was_sent": request.method == "POST",
        "choose_url": reverse(settings.CITIZENS_CHOOSE_PARTY),
    }
    response = render(request, "frame/acting_ended.html", context, status=403)
    response.headers["Cache-Control"] = "no-store"
    return response


def as_chosen(request: HttpRequest, actor: Actor) -> Actor:
    """The actor under the mandate that was chosen; who lost it stays themself, and ``acting`` says why."""
    from tinhso.services.representation.service import UnableToAct, act_for

    chosen = request.session.get(_CHOICE)
    if not chosen or actor.kind is not ActorKind.CITIZEN:
        return actor
    mandate_id = UUID(chosen)
    try:
        acting, mandate = act_for(mandate_id=mandate_id, actor=actor, now=legal_now())
    except UnableToAct as over:
        _say(request, Acting(mandate_id=mandate_id, ended=over.message))
        return actor
    except (NotVisible, NotPermitted):
        request.session.pop(_CHOICE, None)
        return actor
    _say(request, _in_words(mandate))
    return acting


def _in_words(mandate: Mandate) -> Acting:
    right = "bạn là người đại diện theo pháp luật" if mandate.is_legal else "theo ủy quyền"
    return Acting(
        mandate_id=mandate.id,
        name=mandate.party_name,
        right=right,
        change_url=reverse(settings.CITIZENS_CHOOSE_PARTY),
        last_day=mandate.last_day,
    )


def _say(request: HttpRequest, acting: Acting) -> None:
    request.acting = acting  # type: ignore[attr-defined]
