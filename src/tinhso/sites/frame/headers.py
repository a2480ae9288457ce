"""What the browser is told about safety: own origin only, no framing, no guessing, no keeping."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


def content_security_policy(*, connect: Iterable[str] = (), form_action: Iterable[str] = ()) -> str:
    """No inline script or style, nothing from elsewhere; ``blob:`` only for the preview of a chosen photo."""
    rules = {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'", *connect],
        "form-action": ["'self'", *form_action],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in rules.items())


def origin(url: str) -> str:
    """``http://127.0.0.1:8001`` of any address there; empty when there is none."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""


def house_policy() -> str:
    """The policy of this installation: its live process, and the lines that a form may lead out to."""
    live = origin(getattr(settings, "TINHSO_LIVE_URL", ""))
    ways_out = {origin(getattr(settings, name, "")) for name in ("TINHSO_VNEID_ISSUER", "TINHSO_PAYMENT_URL")}
    return content_security_policy(
        connect=[live] if live else [], form_action=sorted(way for way in ways_out if way)
    )


def set_security_headers(request: HttpRequest, response: HttpResponseBase, *, policy: str) -> None:
    """Set every header; a view may have set a stricter one of its own."""
    for name, value in {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
    }.items():
        response.headers.setdefault(name, value)
    # A shared computer must not show the pages of the person before. Whoever has a session may be signed in;
    # who it is needs no asking here, so that this also holds while the database is away.
    session = settings.SESSION_COOKIE_NAME
    if session in request.COOKIES or session in response.cookies:
        response.headers["Cache-Control"] = "no-store"
    else:
        response.headers.setdefault("Cache-Control", "no-cache")
