"""What every page of the desk begins with: an officer, a legal moment, the state of the population line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tinhso.foundation.authority.service import Actor, ActorKind
from tinhso.foundation.clock.service import legal_now
from tinhso.services.verification.service import line_overview
from tinhso.sites.frame.service import actor_from, lead_to_sign_in

_Rest = ParamSpec("_Rest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The officer who asks, and when."""

    actor: Actor
    now: datetime


def officers_only(
    view: Callable[Concatenate[HttpRequest, Desk, _Rest], HttpResponse],
) -> Callable[Concatenate[HttpRequest, _Rest], HttpResponse]:
    """Hand the view its Desk; whoever is not signed in as an officer is led to the sign-in page first."""

    @wraps(view)
    def seen(request: HttpRequest, /, *args: _Rest.args, **kwargs: _Rest.kwargs) -> HttpResponse:
        actor = actor_from(request)
        if actor.kind is not ActorKind.OFFICER:
            return lead_to_sign_in(request, reverse("onestop:sign-in"))
        return view(request, Desk(actor=actor, now=legal_now()), *args, **kwargs)

    return seen


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of the desk; each says when the population line is down."""
    return render(request, f"onestop/{template}", {"line": line_overview(), **context}, status=status)
