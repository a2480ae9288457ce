"""Addresses of files that serve one viewer for a few minutes.

The lasting address of a file leads to itself with a link behind it; only with the link is the file handed
out. The link is a time and a signature over the address, the purpose (the route) and the viewer: it holds
nothing of the file or of a person, and neither a copied link nor the history of a shared computer opens a
paper.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tinhso.foundation.authority.service import NotVisible, Permission
from tinhso.sites.frame.visits import Visit

_Rest = ParamSpec("_Rest")
_View = Callable[Concatenate[HttpRequest, Visit, _Rest], HttpResponse]

LINK_LASTS = timedelta(minutes=10)
_KEY = "link"


class LinkHasExpired(NotVisible):
    """The link was good once: shown as 410, audited."""

    def __init__(self, *, object_id: UUID | None) -> None:
        super().__init__(object_kind="file", object_id=object_id, permission=Permission.PAPER_READ)
        self.code = "file.link_expired"
        self.message = "Đường dẫn mở tệp đã hết hạn. Bạn hãy mở lại tệp từ trang hồ sơ."


def by_short_link(view: _View[_Rest]) -> _View[_Rest]:
    """Let a view hand out its file only by a link that is whole, fresh, and this viewer's own.

    Stands below the decorator that gives the Visit. Raises NotVisible for a wrong link and LinkHasExpired
    for an old one; both are audited. Who may see the file is still for the view to ask.
    """

    @wraps(view)
    def seen(
        request: HttpRequest, visit: Visit, /, *args: _Rest.args, **kwargs: _Rest.kwargs
    ) -> HttpResponse:
        link = request.GET.get(_KEY)
        if link is None:
            return HttpResponseRedirect(f"{request.path}?{urlencode({_KEY: _link(request, visit)})}")
        try:
            signed = f"{request.path}:{link}"
            _signer(request, visit).unsign(signed, max_age=LINK_LASTS)
        except signing.SignatureExpired:
            _refuse(visit, LinkHasExpired(object_id=_last_id(kwargs)))
        except signing.BadSignature:
            _refuse(
                visit,
                NotVisible(object_kind="file", object_id=_last_id(kwargs), permission=Permission.PAPER_READ),
            )
        return view(request, visit, *args, **kwargs)

    return seen


def _link(request: HttpRequest, visit: Visit) -> str:
    return _signer(request, visit).sign(request.path).removeprefix(f"{request.path}:")


def _signer(request: HttpRequest, visit: Visit) -> signing.TimestampSigner:
    purpose = request.resolver_match.view_name if request.resolver_match else ""
    return signing.TimestampSigner(salt=f"tinhso.sites.frame.short_links:{purpose}:{visit.actor.reference}")


def _last_id(named: dict[str, object]) -> UUID | None:
    """What the address names last: the file, or the case whose receipt or result it is."""
    return next((value for value in reversed(named.values()) if isinstance(value, UUID)), None)


def _refuse(visit: Visit, refusal: NotVisible) -> None:
    # Here and not above: the frame's door is loaded before there are any models.
    from tinhso.foundation.unit_of_work.service import unit_of_work

    with unit_of_work(actor=visit.actor, now=visit.now):  # it audits the refusal
        raise refusal
