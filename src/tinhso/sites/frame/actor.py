"""From the session to the frozen Actor that every call below a site needs.

Sites read the frame's door in their ``apps.py``, before any model is loaded; so the doors of rooms with
models are opened inside the functions here.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

from tinhso.foundation.authority.service import Actor, ActorKind, anonymous_actor
from tinhso.foundation.crypto.service import open_text, seal_text
from tinhso.sites.frame.acting import acting_of, as_chosen
from tinhso.sites.frame.viewer import ANONYMOUS, Viewer

Answer = Callable[[HttpRequest], HttpResponseBase]

_NAME = "viewer_name"
_TITLE = "viewer_title"
_FIELD = "session.viewer_name"


class ActorMiddleware:
    """Puts ``request.actor`` and ``request.viewer`` on each request; both are read when first used.

    An account that was disabled, locked or moved since the last request counts at once.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request on behalf of whoever is signed in."""
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        request.viewer = SimpleLazyObject(lambda: _viewer(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def actor_from(request: HttpRequest) -> Actor:
    """The actor of this request, as a plain frozen value."""
    actor = getattr(request, "actor", None)
    if isinstance(actor, Actor):
        return _plain(actor)
    return anonymous_actor(_trace_id(request))


def start_session(
    request: HttpRequest, *, account_id: UUID, name: str, title: str = "", second_step: bool = False
) -> None:
    """Sign the browser in under a new session key; the name shown in the header is kept sealed.

    Officers come in through ``begin_officer_session``, which asks for what their duty requires.
    """
    from tinhso.services.identity.service import sign_in_session

    sign_in_session(request.session, account_id, second_step=second_step)
    sealed = seal_text(name, owner=account_id, field=_FIELD)
    request.session[_NAME] = base64.b64encode(sealed).decode()
    request.session[_TITLE] = title


def lacks_second_step(request: HttpRequest) -> bool:
    """Whether this browser is signed in for an officer whose duty now requires a step that it never took."""
    from tinhso.services.identity.service import actor_of_session

    return _is_short_of_a_step(request, actor_of_session(request.session, trace_id=_trace_id(request)))


def _plain(actor: Any) -> Actor:
    """Unwrap the lazy object, so that the actor compares and hashes as itself."""
    wrapped = getattr(actor, "_wrapped", actor)
    return wrapped if isinstance(wrapped, Actor) else actor


def _actor(request: HttpRequest) -> Actor:
    from tinhso.services.identity.service import actor_of_session

    actor = actor_of_session(request.session, trace_id=_trace_id(request))
    if _is_short_of_a_step(request, actor):
        # The one gate: pages, streams, uploads and links all act as this actor, and nobody reaches nothing.
        return anonymous_actor(_trace_id(request))
    return as_chosen(request, actor)


def _is_short_of_a_step(request: HttpRequest, actor: Actor) -> bool:
    from tinhso.services.identity.service import has_second_step
    from tinhso.services.second_factor.service import is_required_of

    return is_required_of(actor.acting_roles) and not has_second_step(request.session)


def _viewer(request: HttpRequest) -> Viewer:
    from tinhso.registers.agencies.service import get_agency

    actor = actor_from(request)
    if actor.kind not in (ActorKind.CITIZEN, ActorKind.OFFICER) or actor.account_id is None:
        return ANONYMOUS
    sealed = request.session.get(_NAME, "")
    name = ""
    if sealed:
        name = open_text(base64.b64decode(sealed), owner=str(actor.account_id), field=_FIELD)
    return Viewer(
        kind=actor.kind,
        name=name,
        agency_name=get_agency(actor.agency_id).name if actor.agency_id else "",
        title=request.session.get(_TITLE, ""),
        assurance_level=actor.assurance_level,
        acting=acting_of(request),
    )


def _trace_id(request: HttpRequest) -> str:
    return str(getattr(request, "trace_id", ""))
