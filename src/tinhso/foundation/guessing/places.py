"""From where a request comes, for counting what one place tries. Kept nowhere as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings

from tinhso.foundation.guessing.rules import place_of


def place_from(meta: Mapping[str, Any]) -> str:
    """The network address of whoever asks, from the request's WSGI environment.

    Behind ``TINHSO_PROXIES`` proxies of the installation's own, the address is what the outermost of them
    wrote down; whatever a browser claims before that is not believed.
    """
    proxies: int = settings.TINHSO_PROXIES
    if proxies:
        written = str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",")
        if len(written) >= proxies:
            return place_of(written[-proxies])
    return place_of(str(meta.get("REMOTE_ADDR", "")))


def tried_by(meta: Mapping[str, Any], account_id: UUID | None) -> str:
    """Who is counted: somebody signed in for themselves, everybody else by their place."""
    return f"account {account_id}" if account_id else place_from(meta)
