"""What every page of the operator begins with."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse

from tinhso.foundation.authority.service import Permission, require
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.sites.frame.service import Field, Visit, officers_only

_Rest = ParamSpec("_Rest")
_View = Callable[Concatenate[HttpRequest, Visit, _Rest], HttpResponse]

REASON = Field(key="reason", label="Lý do", hint="Ghi vào nhật ký vận hành. Không ghi tên người dân.")


def operators_only(view: _View[_Rest]) -> Callable[Concatenate[HttpRequest, _Rest], HttpResponse]:
    """Hand the view its Visit when the officer may operate lines; a refusal is audited."""

    @officers_only
    @wraps(view)
    def seen(
        request: HttpRequest, visit: Visit, /, *args: _Rest.args, **kwargs: _Rest.kwargs
    ) -> HttpResponse:
        with unit_of_work(actor=visit.actor, now=visit.now):
            require(actor=visit.actor, permission=Permission.LEDGER_OPERATE)
        return view(request, visit, *args, **kwargs)

    return seen
