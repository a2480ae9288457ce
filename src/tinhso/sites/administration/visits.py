"""What every page begins with: an officer, or an administrator, and a legal moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tinhso.foundation.authority.service import Actor, ActorKind, Permission, require
from tinhso.foundation.clock.service import VIETNAM, legal_now
from tinhso.foundation.identifiers.service import DomainError
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.sites.frame.service import actor_from, lead_to_sign_in, refusal_of

_Rest = ParamSpec("_Rest")
_View = Callable[Concatenate[HttpRequest, "Visit", _Rest], HttpResponse]
_Seen = Callable[Concatenate[HttpRequest, _Rest], HttpResponse]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The officer who asks, and when."""

    actor: Actor
    now: datetime

    @property
    def today(self) -> date:
        """The legal day, as people in Việt Nam count it."""
        return self.now.astimezone(VIETNAM).date()


def officers_only(view: _View[_Rest]) -> _Seen[_Rest]:
    """Hand the view its Visit; whoever is not signed in as an officer is led to the sign-in page first."""

    @wraps(view)
    def seen(request: HttpRequest, /, *args: _Rest.args, **kwargs: _Rest.kwargs) -> HttpResponse:
        actor = actor_from(request)
        if actor.kind is not ActorKind.OFFICER:
            return to_sign_in(request)
        return view(request, Visit(actor=actor, now=legal_now()), *args, **kwargs)

    return seen


def holders_of(permission: Permission) -> Callable[[_View[_Rest]], _Seen[_Rest]]:
    """Hand the view its Visit when the officer holds the permission; a refusal is audited.

    Doors ask again what is done to which object; this also keeps the empty forms to those who may send them.
    """

    def guarded(view: _View[_Rest]) -> _Seen[_Rest]:
        @officers_only
        @wraps(view)
        def seen(
            request: HttpRequest, visit: Visit, /, *args: _Rest.args, **kwargs: _Rest.kwargs
        ) -> HttpResponse:
            with unit_of_work(actor=visit.actor, now=visit.now):
                require(actor=visit.actor, permission=permission)
            return view(request, visit, *args, **kwargs)

        return seen

    return guarded


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page of this site."""
    return render(request, f"administration/{template}", dict(context or {}), status=status)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """On to the desk's sign-in page, and back to here where that is possible."""
    return lead_to_sign_in(request, reverse("onestop:sign-in"))


def status_of(refusal: DomainError) -> int:
    """The HTTP status of a page that shows this refusal."""
    shown = refusal_of(refusal)
    return shown.status if shown else 409


def uuid_or_none(text: str) -> UUID | None:
    """The id that stands in an address or a form, or None for anything else."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
