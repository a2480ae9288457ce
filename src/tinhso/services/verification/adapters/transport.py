"""HTTP to a register: no redirects, no proxies from the surroundings, bounded in size and in time."""

from __future__ import annotations

import time
from typing import Any

import requests
from zeep.transports import Transport

from tinhso.foundation.unit_of_work.service import UnableToReachLine

_LARGEST_ANSWER = 1024 * 1024
_CHUNK = 64 * 1024
_CONNECTIONS = 32
"""More than are ever in use at once: one that finds no room is opened anew for every question."""


class BoundedTransport(Transport):
    """Posts one envelope; every way a line can fail becomes UnableToReachLine with a closed reason.

    Replaces zeep's own posting, which writes whole envelopes (personal data) to its debug log.
    """

    def __init__(self, *, seconds: float) -> None:
        session = requests.Session()
        session.trust_env = False
        session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=_CONNECTIONS))
        session.mount("https://", requests.adapters.HTTPAdapter(pool_maxsize=_CONNECTIONS))
        super().__init__(session=session, timeout=seconds, operation_timeout=seconds)  # type: ignore[no-untyped-call]
        self._seconds = seconds

    def post(self, address: str, message: Any, headers: dict[str, str]) -> requests.Response:
        """Send one envelope and read the whole answer before the deadline."""
        deadline = time.monotonic() + self._seconds
        try:
            response = self.session.post(
                address,
                data=message,
                headers=headers,
                timeout=self._seconds,
                allow_redirects=False,
                stream=True,
            )
            with response:
                # The documented way to hand on a body that was read by other means.
                response._content = _read_all(response, deadline)
        except requests.Timeout:
            raise UnableToReachLine("timeout") from None
        except (requests.RequestException, OSError):
            raise UnableToReachLine("no_connection") from None
        if not _is_soap(response):
            raise UnableToReachLine(f"http_{response.status_code}")
        return response


def _read_all(response: requests.Response, deadline: float) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while chunk := response.raw.read1(_CHUNK, decode_content=True):
        size += len(chunk)
        if size > _LARGEST_ANSWER:
            raise UnableToReachLine("answer_too_large")
        if time.monotonic() > deadline:
            raise UnableToReachLine("timeout")
        chunks.append(chunk)
    return b"".join(chunks)


def _is_soap(response: requests.Response) -> bool:
    """SOAP 1.1 over HTTP answers 200, or 500 with a fault, as text/xml."""
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip()
    return response.status_code in (200, 500) and kind == "text/xml"
