"""What a page begins with: who asks, and at which legal moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from tinhso.foundation.authority.service import Actor, ActorKind
from tinhso.foundation.clock.service import legal_day, legal_now
from tinhso.sites.frame.actor import actor_from
from tinhso.sites.frame.ended import lead_to_sign_in

_Rest = ParamSpec("_Rest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Whoever asks, and when."""

    actor: Actor
    now: datetime

    @property
    def is_citizen(self) -> bool:
        """Whether a citizen has signed in."""
        return self.actor.kind is ActorKind.CITIZEN

    @property
    def is_officer(self) -> bool:
        """Whether an officer has signed in."""
        return self.actor.kind is ActorKind.OFFICER

    @property
    def today(self) -> date:
        """The legal day, as people in Việt Nam count it."""
        return legal_day(self.now)


def visit_of(request: HttpRequest) -> Visit:
    """The visit of this request."""
    return Visit(actor=actor_from(request), now=legal_now())


def officers_only(
    view: Callable[Concatenate[HttpRequest, Visit, _Rest], HttpResponse],
) -> Callable[Concatenate[HttpRequest, _Rest], HttpResponse]:
    """Hand the view its Visit; whoever is not signed in as an officer is led to the sign-in page and back."""

    @wraps(view)
    def seen(request: HttpRequest, /, *args: _Rest.args, **kwargs: _Rest.kwargs) -> HttpResponse:
        visit = visit_of(request)
        if not visit.is_officer:
            return to_officers_sign_in(request)
        return view(request, visit, *args, **kwargs)

    return seen


def to_officers_sign_in(request: HttpRequest) -> HttpResponse:
    """On to the page where officers sign in (setting ``OFFICERS_SIGN_IN``), and back to here if possible."""
    return lead_to_sign_in(request, reverse(settings.OFFICERS_SIGN_IN))


def id_in(text: object) -> UUID | None:
    """The id that stands in an address, a form or a session; None for anything else."""
    try:
        return UUID(str(text))
    except ValueError:
        return None
