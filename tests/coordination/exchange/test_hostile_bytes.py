"""Bytes that are meant to hurt: nested without end, that no table keeps, answers that never end."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.test import Client

from tests.coordination.exchange.conftest import Connected
from tests.coordination.exchange.test_bad_messages import hear, pushed, sign, states
from tests.coordination.exchange.test_filed_at_a_portal import stands_at_the_desk
from tinhso.coordination.exchange import service as exchange
from tinhso.coordination.exchange.actions import reconciling
from tinhso.coordination.exchange.adapters import lines, national
from tinhso.coordination.exchange.adapters.lines import Wire, statuses_of
from tinhso.coordination.exchange.service import UnableToHear
from tinhso.coordination.exchange.types import Record, UnableToReach

DEEP = b'{"dossier": ' + b"[" * 200_000


@pytest.mark.django_db
def test_a_push_that_nests_without_end_is_refused_in_words(connected: Connected) -> None:
    signed = sign(connected, DEEP)
    with pytest.raises(UnableToHear, match="unreadable"):
        exchange.hear_push(DEEP, **signed)
    headers = {"X-Timestamp": signed["timestamp"], "X-Signature": signed["signature"]}
    answer = Client().post(
        "/exchange/essential-portal", DEEP, content_type="application/json", headers=headers
    )
    assert (answer.status_code, answer.json()["message"]) == (400, "Không đọc được thông điệp.")


@pytest.mark.django_db
def test_a_push_with_a_character_that_no_table_keeps_is_refused_or_set_apart(connected: Connected) -> None:
    connected.file("essential_portal", owner_kind="0")
    message = json.loads(pushed(connected, 1)[0])

    def say(name: str, value: str, message_id: str) -> None:
        body = json.dumps(
            {**message, "message_id": message_id, "dossier": {**message["dossier"], name: value}}
        )
        exchange.hear_push(body.encode(), **sign(connected, body.encode()))

    with pytest.raises(UnableToHear, match="unreadable"):
        say("MaHoSo", "G01.99-230717-\x00", "TD-1")
    with pytest.raises(UnableToHear, match="unreadable"):
        say("MaHoSo", message["dossier"]["MaHoSo"], "TD-\x00")
    say("ChuHoSo", "Lê\x00Mai", "TD-2")
    connected.settle()
    assert states() == [("apart", "value ChuHoSo")]


@pytest.mark.django_db
def test_a_wish_with_such_a_character_keeps_no_other_back(
    connected: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected.file("national_portal")
    good = national.wishes()
    bad = [{**good[0], "MaYeuCau": "YC-\x00"}, {**good[0], "MaYeuCau": "YC-2", "HoSo": {"MaHoSo": "\x00"}}]
    monkeypatch.setattr(national, "wishes", lambda: [*bad, *good])
    assert exchange.poll_wishes() == 3
    connected.settle()
    assert exchange.poll_wishes() == 0
    assert sorted(state for state, _ in states()) == ["apart", "apart", "taken"]
    assert stands_at_the_desk(connected)


@pytest.mark.django_db
def test_a_system_that_cannot_be_compared_keeps_no_other_from_it(
    connected: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []

    def compare(system: str, _: int) -> int:
        if system == "essential_portal":
            raise ZeroDivisionError
        compared.append(system)
        return 0

    monkeypatch.setattr(reconciling, "_reconcile_one", compare)
    with pytest.raises(RuntimeError, match="essential_portal"):
        exchange.reconcile()
    assert compared == ["old_one_stop", "national_portal"]


@pytest.mark.parametrize(
    "row",
    [{"ma": "a\x00", "tt": "1"}, {"ma": 7, "tt": "1"}, {"tt": "1"}, {"ma": "a", "tt": 1}, "a"],
    ids=repr,
)
def test_a_list_with_such_a_row_is_none(row: Any) -> None:
    with pytest.raises(UnableToReach, match="unreadable_answer"):
        statuses_of([{"ma": "b", "tt": "2"}, row], code="ma", status="tt")


Write = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def system_that(write: Write) -> Iterator[Wire]:
    """A line to a system that answers as it is told."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                write(self)
            except OSError:
                """Whoever asked has gone."""

        def log_message(self, format: str, *arguments: Any) -> None:
            """Tests stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with Wire(f"http://127.0.0.1:{server.server_port}") as wire:
            yield wire
    finally:
        server.shutdown()
        server.server_close()


def answering(content: bytes, status: int = 200, **headers: str) -> Write:
    def write(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)

    return write


def without_end(piece: bytes, pause: float) -> Write:
    def write(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        until = time.monotonic() + 10
        while time.monotonic() < until:
            request.wfile.write(piece)
            request.wfile.flush()
            time.sleep(pause)

    return write


def reason_of(write: Write) -> str:
    with system_that(write) as wire, pytest.raises(UnableToReach) as failure:
        wire.call("GET", "/")
    return failure.value.reason


def test_an_answer_that_is_as_agreed_comes_through() -> None:
    with system_that(answering(b'{"a": 1}')) as wire:
        assert wire.call("GET", "/") == (200, Record(a=1))


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"null", b'{"a"', DEEP, b"\xff\xfe{}", b'{"a": 1e999}', b"<html>Bad Gateway</html>"],
)
def test_an_answer_that_is_no_object_is_none(content: bytes) -> None:
    assert reason_of(answering(content)) == "unreadable_answer"


def test_an_answer_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reason_of(without_end(b"x" * 1024 * 1024, 0)) == "too_large"
    monkeypatch.setattr(lines, "_LONGEST_ANSWER", 0.3)
    began = time.monotonic()
    assert reason_of(without_end(b" ", 0.05)) == "timeout"
    assert time.monotonic() - began < 5


def test_an_answer_that_leads_elsewhere_is_not_followed() -> None:
    assert reason_of(answering(b"", 302, Location="http://127.0.0.1:1/noi-bo")) == "http_302"


@pytest.mark.django_db
def test_hear_is_for_what_is_good(connected: Connected) -> None:
    """What the tests above break is taken when it is not broken."""
    connected.file("essential_portal", owner_kind="0")
    assert hear(*pushed(connected, 1)) is exchange.Heard.NEW
