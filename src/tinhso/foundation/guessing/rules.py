"""When a counter is full, and what stands for a network address. Pure."""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta

from tinhso.foundation.guessing.types import Limit

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)


def retry_at(limit: Limit, *, empty_at: datetime) -> datetime:
    """When one more try fits into a counter that will have run empty at ``empty_at``."""
    return empty_at - (limit.at_once - 1) * limit.one_per


def place_of(address: str) -> str:
    """What is counted as one place: an IPv4 address, or the /64 network that one line gets of IPv6.

    Whatever is no address counts as one place with everything else that is none.
    """
    try:
        read = ipaddress.ip_address(address.strip())
    except ValueError:
        return ""
    if isinstance(read, ipaddress.IPv6Address):
        if read.ipv4_mapped is not None:
            return str(read.ipv4_mapped)
        return str(ipaddress.ip_network((read, 64), strict=False).network_address)
    return str(read)


def waiting_words(wait: timedelta) -> str:
    """How long to wait, rounded up, as it is said."""
    if wait <= _MINUTE:
        return "một phút"
    if wait < _HOUR:
        return f"{-(-wait // _MINUTE)} phút"
    return f"{-(-wait // _HOUR)} giờ"
