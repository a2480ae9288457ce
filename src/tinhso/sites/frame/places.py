"""From where a request comes, for counting what one place tries. Kept nowhere as it is."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from tinhso.foundation.guessing.service import place_of


def place_from(request: HttpRequest) -> str:
    """The network address of whoever asks.

    Behind ``TINHSO_PROXIES`` proxies of the installation's own, the address is what the outermost of them
    wrote down; whatever a browser claims before that is not believed.
    """
    proxies: int = settings.TINHSO_PROXIES
    if proxies:
        written = request.headers.get("X-Forwarded-For", "").split(",")
        if len(written) >= proxies:
            return place_of(written[-proxies])
    return place_of(request.META.get("REMOTE_ADDR", ""))


def tried_by(request: HttpRequest) -> str:
    """Who is counted: somebody signed in for themselves, everybody else by their place."""
    from tinhso.sites.frame.actor import actor_from

    account_id = actor_from(request).account_id
    return f"account {account_id}" if account_id else place_from(request)
