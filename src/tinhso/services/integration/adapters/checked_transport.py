"""Connections that are checked where they lead to: the number connected to, not the name that was typed.

A name is resolved once, every number it has is judged, and one of those is connected to: a name that leads
inside, or leads elsewhere a moment later, opens nothing. All steps of an exchange share one limit of time.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from tinhso.services.integration.errors import UnableToReachReceiver


class CheckedBackend(httpcore.NetworkBackend):
    """Resolves, judges by ``may_connect``, connects; ``seconds`` for everything together."""

    def __init__(self, *, may_connect: Callable[[str], bool], seconds: float) -> None:
        self._may_connect = may_connect
        self._deadline = time.monotonic() + seconds
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to a number of ``host``; refused where any of its numbers may not be connected to."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise UnableToReachReceiver("unknown_host") from error
        numbers = [str(each[4][0]).partition("%")[0] for each in found]
        if not numbers or not all(self._may_connect(number) for number in numbers):
            raise UnableToReachReceiver("private_address")
        left = _left(self._deadline, timeout)
        return _Hurried(self._plain.connect_tcp(numbers[0], port, timeout=left), self._deadline)

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        """Nobody outside listens on one."""
        raise UnableToReachReceiver("private_address")

    def sleep(self, seconds: float) -> None:
        """Nothing here waits."""


class _Hurried(httpcore.NetworkStream):
    """A stream whose every step ends at the same moment, however slowly the other side drips."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, timeout=_left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout=_left(self._deadline, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(self._deadline, timeout)
        return _Hurried(
            self._stream.start_tls(ssl_context, server_hostname=server_hostname, timeout=left), self._deadline
        )

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: float, timeout: float | None) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise UnableToReachReceiver("too_slow")
    return left if timeout is None else min(left, timeout)
