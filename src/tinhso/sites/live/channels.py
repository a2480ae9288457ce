"""Channels and the tokens that open one: short-lived, signed, and naming nobody.

A channel is a keyed hash of the agency's or the person's id, so that neither an address nor the database's
notifications hold an id of a person. Needs no Django: the live process reads tokens with it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
from typing import Literal
from uuid import UUID

Audience = Literal["agency", "person"]

TOKEN_LASTS_S = 60
"""Long enough to follow the redirect that carries it; a page that reconnects gets a new one."""

_CHANNEL_BYTES = 16
_MAC_BYTES = 16
_EXPIRY = struct.Struct(">Q")
_TOKEN_BYTES = _CHANNEL_BYTES + _EXPIRY.size + _MAC_BYTES


class UnableToReadToken(ValueError):
    """The token is not ours, was changed, or its time is over."""


def live_key(secret: str) -> bytes:
    """The key of channels and tokens, derived from the installation's secret."""
    return _keyed(secret.encode(), b"tinhso.sites.live")


def channel_of(audience: Audience, member: UUID, *, key: bytes) -> bytes:
    """The channel of one agency or one person."""
    return _keyed(key, f"channel {audience} {member}".encode())[:_CHANNEL_BYTES]


def make_token(channel: bytes, *, expires_at: float, key: bytes) -> str:
    """A token that opens ``channel`` until ``expires_at`` (seconds since 1970, real time)."""
    said = channel + _EXPIRY.pack(int(expires_at))
    return base64.urlsafe_b64encode(said + _mac(said, key)).decode()


def read_token(token: str, *, now: float, key: bytes) -> bytes:
    """The channel that a token opens; refuses with UnableToReadToken."""
    try:
        raw = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
    except ValueError as error:
        raise UnableToReadToken("form") from error
    said, mac = raw[:-_MAC_BYTES], raw[-_MAC_BYTES:]
    if len(raw) != _TOKEN_BYTES or not hmac.compare_digest(mac, _mac(said, key)):
        raise UnableToReadToken("signature")
    (expires_at,) = _EXPIRY.unpack(said[_CHANNEL_BYTES:])
    if now >= expires_at:
        raise UnableToReadToken("expired")
    return said[:_CHANNEL_BYTES]


def _mac(said: bytes, key: bytes) -> bytes:
    return _keyed(key, b"token " + said)[:_MAC_BYTES]


def _keyed(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, hashlib.sha256)
