"""What every page begins with: an officer, or an administrator, and a legal moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tinhso.foundation.authority.service import Permission, require
from tinhso.foundation.identifiers.service import DomainError
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.sites.frame.service import Visit, officers_only, refusal_of

_Rest = ParamSpec("_Rest")
_View = Callable[Concatenate[HttpRequest, "Visit", _Rest], HttpResponse]
_Seen = Callable[Concatenate[HttpRequest, _Rest], HttpResponse]


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


def status_of(refusal: DomainError) -> int:
    """The HTTP status of a page that shows this refusal."""
    shown = refusal_of(refusal)
    return shown.status if shown else 409
