"""One call to a system outside: bounded in time and size, its failures in closed words."""

from __future__ import annotations

import time
from typing import Any

import httpx
import msgspec

from tinhso.coordination.exchange.rules.reading import NUL
from tinhso.coordination.exchange.types import Record, UnableToReach
from tinhso.foundation.crypto.service import trusted_authorities

_SECONDS = 10.0
_LONGEST_ANSWER = 30.0
"""Who sends a byte now and then keeps within the first limit, never within this one."""
_LARGEST_ANSWER = 4 * 1024 * 1024
_LONGEST = 2
_BUSY = 429
_REFUSED = (400, 404, 409, 422)


class Wire:
    """A connection to one system, kept for the calls of one pass."""

    def __init__(self, base_url: str) -> None:
        self._base = base_url
        self._client = httpx.Client(
            timeout=_SECONDS, trust_env=False, follow_redirects=False, verify=trusted_authorities()
        )

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def call(
        self,
        method: str,
        path: str,
        *,
        body: Record | None = None,
        headers: dict[str, str] | None = None,
        query: dict[str, str | int] | None = None,
        accept: tuple[int, ...] = (),
    ) -> tuple[int, Record]:
        """Status and JSON object of the answer; statuses besides 2xx only where ``accept`` names them.

        Raises UnableToReach where there is no answer, or one without end, too large, no JSON object, or 5xx.
        """
        content = msgspec.json.encode(body) if body is not None else None
        sent = {"Content-Type": "application/json", **(headers or {})}
        try:
            with self._client.stream(
                method, self._base + path, content=content, headers=sent, params=query
            ) as response:
                raw = self._read(response)
        except httpx.TimeoutException:
            raise UnableToReach("timeout") from None
        except (httpx.HTTPError, httpx.InvalidURL):
            raise UnableToReach("no_connection") from None
        if response.status_code == _BUSY:
            raise UnableToReach("busy", is_busy=True)
        if not response.is_success and response.status_code not in accept:
            raise UnableToReach(f"http_{response.status_code}")
        return response.status_code, _object(raw)

    def _read(self, response: httpx.Response) -> bytes:
        content, deadline = bytearray(), time.monotonic() + _LONGEST_ANSWER
        for part in response.iter_bytes():
            content += part
            if time.monotonic() > deadline:
                raise UnableToReach("timeout")
            if len(content) > _LARGEST_ANSWER:
                raise UnableToReach("too_large")
        return bytes(content)


def statuses_of(rows: object, *, code: str, status: str) -> dict[str, int]:
    """Numbers and statuses of a list; raises UnableToReach where it is none."""
    if not isinstance(rows, list):
        raise UnableToReach("unreadable_answer")
    found: dict[str, int] = {}
    for row in rows:
        told = row.get(status) if isinstance(row, dict) else None
        number = row.get(code) if isinstance(row, dict) else None
        if not isinstance(number, str) or NUL in number:
            raise UnableToReach("unreadable_answer")
        if not isinstance(told, str) or not told.isascii() or not told.isdecimal() or len(told) > _LONGEST:
            raise UnableToReach("unreadable_answer")
        found[number] = int(told)
    return found


def _object(raw: bytes) -> Record:
    try:
        answer: Any = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, RecursionError):
        raise UnableToReach("unreadable_answer") from None
    if not isinstance(answer, dict):
        raise UnableToReach("unreadable_answer")
    return answer
