"""Fetching a file that another system names by its address: from its own host, bounded, once."""

from __future__ import annotations

import time
from collections.abc import Collection
from urllib.parse import urlsplit

import httpx

from tinhso.coordination.exchange.types import OutsidePaper, UnableToReach, UnableToUnderstand
from tinhso.foundation.crypto.service import trusted_authorities

LARGEST_FILE = 20 * 1024 * 1024
_SECONDS = 10.0
_LONGEST_FETCH = 30.0
_GONE = frozenset({403, 404, 410})


def fetch(paper: OutsidePaper, *, hosts: Collection[str]) -> bytes:
    """The bytes behind the address.

    Raises UnableToUnderstand for an address that may not be asked (another host, a redirect), a file that is
    too large or gone, UnableToReach where a later try may do. What the bytes are the room of files judges.
    """
    _require_host(paper.url, hosts)
    try:
        with (
            httpx.Client(
                timeout=_SECONDS, trust_env=False, follow_redirects=False, verify=trusted_authorities()
            ) as client,
            client.stream("GET", paper.url) as response,
        ):
            _require_success(response)
            return _read(response)
    except httpx.TimeoutException:
        raise UnableToReach("file_timeout") from None
    except (httpx.HTTPError, httpx.InvalidURL):
        raise UnableToReach("file_no_connection") from None


def _require_host(url: str, hosts: Collection[str]) -> None:
    try:
        parts = urlsplit(url)
        is_ours = parts.scheme in {"http", "https"} and parts.netloc in hosts
    except ValueError:
        is_ours = False
    if not is_ours:
        raise UnableToUnderstand("file_host", field="DuongDanTaiTepTin")


def _require_success(response: httpx.Response) -> None:
    if response.is_redirect:
        raise UnableToUnderstand("file_redirect", field="DuongDanTaiTepTin")
    if response.status_code in _GONE:
        raise UnableToUnderstand("file_gone", field="DuongDanTaiTepTin")
    if not response.is_success:
        raise UnableToReach(f"file_http_{response.status_code}")


def _read(response: httpx.Response) -> bytes:
    content, deadline = bytearray(), time.monotonic() + _LONGEST_FETCH
    for part in response.iter_bytes():
        content += part
        if len(content) > LARGEST_FILE:
            raise UnableToUnderstand("file_too_large", field="DuongDanTaiTepTin")
        if time.monotonic() > deadline:
            raise UnableToUnderstand("file_endless", field="DuongDanTaiTepTin")
    return bytes(content)
