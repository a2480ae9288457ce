"""Receivers of webhooks: real servers on this machine that take, refuse, hang, drip or lead elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Receiver:
    """What came in, and where it listens."""

    url: str = ""
    received: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answer: Answer | None = None


def with_status(status: int, **headers: str) -> Answer:
    """Answer with this status."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def hanging(ended: threading.Event) -> Answer:
    """Say nothing until the test is over."""

    def answer(_: BaseHTTPRequestHandler) -> None:
        ended.wait(60)

    return answer


def dripping(ended: threading.Event) -> Answer:
    """A letter of a header now and then: each step is quick, and it never ends."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not ended.wait(0.3):
            try:
                handler.wfile.write(b"x")
            except OSError:
                return

    return answer


@contextmanager
def listening(answer: Answer | None = None) -> Iterator[Receiver]:
    """A receiver on a free port; without an answer of its own it takes everything (204)."""
    receiver = Receiver(answer=answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            receiver.received.append((dict(self.headers.items()), body))
            (receiver.answer or with_status(204))(self)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
