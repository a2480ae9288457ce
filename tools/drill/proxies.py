"""A line that can be cut or slowed: a small TCP proxy between two processes of the drill."""

from __future__ import annotations

import socket
import struct
import threading
import time
from contextlib import suppress
from enum import StrEnum

_CHUNK = 65536
_PATIENCE_S = 5.0
_SLOW_S = 0.4
_RESET = struct.pack("ii", 1, 0)


class Line(StrEnum):
    """How a line behaves at this moment."""

    PASSES = "passes"
    CUT = "cut"
    SLOW = "slow"
    LOSES_ANSWERS = "loses answers"
    """What is asked arrives and is done; its answer never comes back."""


class Proxy:
    """Listens on a port of its own and passes everything on to ``target_port``, as its line lets it."""

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self._line = Line.PASSES
        self._live: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def turn(self, line: Line) -> None:
        """Let the line behave otherwise from now on; a cut one loses what is under way."""
        self._line = line
        if line is Line.CUT:
            with self._lock:
                live = list(self._live)
            for each in live:
                _reset(each)

    def close(self) -> None:
        """Listen no more."""
        self.turn(Line.CUT)
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._connect, args=(caller,), daemon=True).start()

    def _connect(self, caller: socket.socket) -> None:
        if self._line is Line.CUT:
            _reset(caller)
            return
        try:
            called = socket.create_connection(("127.0.0.1", self._target_port), timeout=_PATIENCE_S)
        except OSError:
            _reset(caller)
            return
        called.settimeout(None)
        with self._lock:
            self._live |= {caller, called}
        threading.Thread(target=self._pump, args=(called, caller, True), daemon=True).start()
        self._pump(caller, called, False)

    def _pump(self, source: socket.socket, sink: socket.socket, are_answers: bool) -> None:
        with suppress(OSError):
            while data := source.recv(_CHUNK):
                if self._line is Line.SLOW:
                    time.sleep(_SLOW_S)
                if self._line is Line.CUT or (are_answers and self._line is Line.LOSES_ANSWERS):
                    break
                sink.sendall(data)
        with self._lock:
            self._live -= {source, sink}
        for each in (source, sink):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()


def _reset(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
