"""What terms may say, which purposes a token gets; whom the house may tell, and how it signs. Pure."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlsplit

MOST_PER_MINUTE = 6_000
LONGEST_TEXT = 300


_NEEDED = {
    "name": "Hãy ghi tên hệ thống.",
    "operator": "Hãy ghi đơn vị vận hành.",
    "reason": "Hãy ghi mục đích sử dụng; người dân sẽ đọc câu này.",
    "legal_basis": "Hãy ghi căn cứ pháp lý.",
}


def wrong_terms(
    *, texts: Mapping[str, str], purposes: int, agencies: int | None, per_minute: int, is_over: bool
) -> Mapping[str, str]:
    """What is wrong with the terms, by field; empty when they may be kept.

    ``texts`` by the names of _NEEDED; ``purposes`` and ``agencies`` are how many (None: the province);
    ``is_over``: the last day has passed.
    """
    wrong: dict[str, str] = {}
    for key, message in _NEEDED.items():
        if not texts[key].strip():
            wrong[key] = message
        elif len(texts[key]) > LONGEST_TEXT:
            wrong[key] = f"Nhiều nhất {LONGEST_TEXT} ký tự."
    if not purposes:
        wrong["purposes"] = "Hãy chọn ít nhất một mục đích."
    if agencies == 0:
        wrong["agencies"] = "Hãy chọn cơ quan, hoặc toàn tỉnh."
    if is_over:
        wrong["valid_until"] = "Hãy ghi một ngày sau hôm nay."
    if not 1 <= per_minute <= MOST_PER_MINUTE:
        wrong["per_minute"] = f"Ghi một số từ 1 đến {MOST_PER_MINUTE}."
    return wrong


def granted_purposes(*, asked: str, agreed: frozenset[str]) -> frozenset[str] | None:
    """The purposes of a token: those asked for by blanks (RFC 6749, 3.3), or all agreed when none is named.

    None where something was asked for that is not agreed.
    """
    words = frozenset(asked.split())
    return (words or agreed) if words <= agreed else None


LONGEST_URL = 500
_FIRST_WAIT = timedelta(seconds=10)
_LONGEST_WAIT = timedelta(hours=1)
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))


def wrong_address(url: str, *, may_be_local: bool) -> str:
    """Why an address may not be told, in words; empty where it may.

    https alone, without a user name, to a public place; in the demonstration also this machine, by http.
    """
    if len(url) > LONGEST_URL or not url.isascii() or any(mark <= " " for mark in url):
        return f"Địa chỉ dài nhất {LONGEST_URL} ký tự, không dấu, không khoảng trắng."
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "Địa chỉ chưa đúng."
    is_local = may_be_local and host in _LOCAL
    if parts.scheme != "https" and not (is_local and parts.scheme == "http"):
        return "Chỉ nhận địa chỉ https."
    has_more = parts.username is not None or parts.password is not None or bool(parts.fragment)
    if not host or has_more or port == 0:
        return "Địa chỉ chưa đúng."
    if is_address(host) and not is_local and not is_public(host):
        return "Không nhận địa chỉ trong mạng riêng."
    return ""


def is_address(host: str) -> bool:
    """Whether the host is written as a number."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_public(address: str) -> bool:
    """Whether a number belongs to the public internet, also by what it wraps (RFC 4291, 6052, 3056)."""
    read = ipaddress.ip_address(address)
    if isinstance(read, ipaddress.IPv6Address):
        if read.ipv4_mapped is not None:
            return is_public(str(read.ipv4_mapped))
        is_wrapped = read.sixtofour is not None or read.teredo is not None
        if is_wrapped or any(read in each for each in _TRANSLATED):
            return False
    return read.is_global and not read.is_multicast and not read.is_reserved


def may_connect(address: str, *, may_be_local: bool) -> bool:
    """Whether the house may open a connection to this number."""
    return is_public(address) or (may_be_local and ipaddress.ip_address(address).is_loopback)


def signature(*, key: str, timestamp: int, body: bytes) -> str:
    """What the receiver compares: HMAC-SHA256 over ``timestamp.body``, as ``t=…,v1=…``; in Unix seconds."""
    signed = hmac.new(key.encode(), f"{timestamp}.".encode() + body, hashlib.sha256)
    return f"t={timestamp},v1={signed.hexdigest()}"


def wait_after(failures: int) -> timedelta:
    """How long to wait after the ``failures``-th failure in a row: doubles from 10 s to an hour, for ever."""
    return min(_FIRST_WAIT * int(2 ** min(max(failures - 1, 0), 12)), _LONGEST_WAIT)
