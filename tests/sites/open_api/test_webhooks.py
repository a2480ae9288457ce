"""Events are kept, read again from a cursor, and told to who asked; a bad receiver holds up nobody."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.sites.open_api.conftest import Outside, problem_of
from tests.sites.open_api.receivers import dripping, hanging, listening, with_status
from tests.trust.stage import ANSWERS
from tinhso.foundation.authority.service import ClientPurpose, Role
from tinhso.services.integration.service import (
    SubscriptionState,
    Told,
    get_webhook,
    pause_webhook,
    tell_again,
    tell_subscribers,
)

P = ClientPurpose
ALL = ["dossier.submitted", "dossier.advanced"]


def asked(outside: Outside, token: str, url: str, *, key: str = "first-one", events: Any = ALL) -> Any:
    return outside.post("webhooks", {"url": url, "events": events}, token, **{"Idempotency-Key": key})


def webhook(outside: Outside, webhook_id: str) -> Any:
    administrator = outside.stage.officer(Role.ADMINISTRATOR)
    return get_webhook(webhook_id=UUID(webhook_id), actor=administrator, now=outside.stage.now)


def happens(outside: Outside, *, key: str = "once", state: str = "received") -> Any:
    filed = outside.stage.file(key=key)
    assert outside.stage.deliver_all() == 0
    outside.stage.bring_to(state, filed)
    assert outside.stage.deliver_all() == 0
    return filed


def test_events_are_read_from_a_cursor_each_once_and_those_of_the_agreement(outside: Outside) -> None:
    filed = happens(outside)
    here = outside.token(P.WEBHOOKS)
    first = outside.get("events", here, limit=1).json()
    assert [each["type"] for each in first["items"]] == ["dossier.submitted"]
    rest = outside.get("events", here, after=first["next"]).json()
    assert [each["type"] for each in rest["items"]] == ["dossier.advanced"]
    assert rest["items"][0]["dossier"]["code"] == filed.code
    assert (rest["items"][0]["dossier"]["action"], rest["items"][0]["dossier"]["status"]) == ("receive", 2)
    end = outside.get("events", here, after=rest["next"]).json()
    assert end == {"items": [], "next": rest["next"]}
    assert outside.get("events", outside.token(P.WEBHOOKS, agencies=("other",))).json()["items"] == []
    assert problem_of(outside.get("events", outside.token(P.STATUSES_READ)))[0] == 403
    assert ANSWERS["full_name"] not in json.dumps(first) + json.dumps(rest)


def test_an_event_that_is_announced_again_is_kept_once(outside: Outside) -> None:
    from tinhso.foundation.authority.service import system_actor
    from tinhso.foundation.unit_of_work.service import unit_of_work
    from tinhso.services.integration.service import EventKind
    from tinhso.sites.open_api.handlers import keep

    filed = happens(outside)
    with unit_of_work(actor=system_actor("twice"), now=outside.stage.now) as work:
        keep(EventKind.DOSSIER_ADVANCED, filed.id, 2, work=work)
    assert len(outside.get("events", outside.token(P.WEBHOOKS)).json()["items"]) == 2


def test_what_happens_is_told_signed_in_order_and_without_personal_data(outside: Outside) -> None:
    token = outside.token(P.WEBHOOKS)
    with listening() as receiver:
        made = asked(outside, token, receiver.url).json()
        filed = happens(outside)
        assert tell_subscribers() == Told(delivered=2)
        assert tell_subscribers() == Told()
    bodies = [json.loads(body) for _, body in receiver.received]
    assert [each["type"] for each in bodies] == ALL
    assert bodies[1]["dossier"]["code"] == filed.code
    assert outside.get("events", token).json()["items"] == bodies
    for headers, body in receiver.received:
        stamp, signature = (part.partition("=")[2] for part in headers["Tinhso-Signature"].split(","))
        expected = hmac.new(made["key"].encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
        assert hmac.compare_digest(expected, signature)
        assert int(stamp) == int(outside.stage.now.timestamp())
        assert ANSWERS["full_name"].encode() not in body and ANSWERS["personal_id"].encode() not in body


def test_asking_twice_makes_one_and_the_key_is_shown_once(outside: Outside) -> None:
    token = outside.token(P.WEBHOOKS)
    first = asked(outside, token, "http://127.0.0.1:9/hook")
    again = asked(outside, token, "http://127.0.0.1:9/hook")
    other = asked(outside, token, "http://127.0.0.1:9/other")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["key"] and again.json()["key"] is None
    assert first.json()["webhook"] == again.json()["webhook"]
    assert problem_of(other) == (409, "key_reused")
    assert len(outside.get("webhooks", token).json()["items"]) == 1
    assert first.json()["key"] not in outside.get("webhooks", token).content.decode()
    for number in range(9):
        assert asked(outside, token, "http://127.0.0.1:9/", key=f"number-{number}").status_code == 201
    assert problem_of(asked(outside, token, "http://127.0.0.1:9/", key="one-more"))[0] == 409


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/hook", "ftp://example.org/", "https://user:pass@example.org/", "https:///x",
        "https://10.0.0.1/", "https://169.254.169.254/latest/meta-data", "https://[::ffff:10.0.0.1]/",
        "https://[fd00::1]/", "https://[64:ff9b::a00:1]/", "https://[2002:a00:1::]/", "https://0.0.0.0/",
        "https://example.org/#x", "https://example.org:99999/", "https://exa mple.org/", "không phải", "//x",
        "https://192.168.1.1:8443/", "http://localhost.example.org/", "https://example.org:0/",
    ],
)  # fmt: skip
def test_an_address_inside_or_without_https_is_refused(outside: Outside, url: str) -> None:
    answer = asked(outside, outside.token(P.WEBHOOKS), url)
    assert problem_of(answer) == (400, "integration.wrong_address") and "url" in answer.json()["fields"]


@pytest.mark.parametrize(
    "found", ["10.1.2.3", "127.0.0.1", "169.254.169.254", "fd00::1", "::ffff:192.168.0.1"]
)
def test_a_name_that_leads_inside_is_not_connected_to(
    outside: Outside, monkeypatch: pytest.MonkeyPatch, settings: Any, found: str
) -> None:
    import socket

    settings.TINHSO_DEMONSTRATION = False
    family = socket.AF_INET6 if ":" in found else socket.AF_INET
    public = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443))
    inside = (family, socket.SOCK_STREAM, 6, "", (found, 443))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [public, inside])
    made = asked(outside, outside.token(P.WEBHOOKS), "https://moves.example.org/").json()
    happens(outside)
    assert tell_subscribers() == Told(failed=1)
    assert webhook(outside, made["webhook"]["id"])[0].last_error == "private_address"


def test_a_receiver_that_hangs_or_drips_holds_up_nobody_and_rests(outside: Outside) -> None:
    ended = threading.Event()
    with listening(hanging(ended)) as bad, listening(dripping(ended)) as slow, listening() as good:
        made = {
            each.url: asked(outside, outside.token(P.WEBHOOKS), each.url).json()["webhook"]["id"]
            for each in (bad, slow, good)
        }
        happens(outside)
        happens(outside, key="another")
        assert tell_subscribers() == Told(delivered=4, failed=2)
        ended.set()
    assert len(good.received) == 4 and len(bad.received) == 1 and len(slow.received) == 1
    for each in (bad, slow):
        row, deliveries = webhook(outside, made[each.url])
        assert (row.state, row.waiting, row.last_error) == (SubscriptionState.FAILING, 4, "too_slow")
        assert row.next_at is not None and row.next_at > outside.stage.now
        assert [delivery.attempts for delivery in deliveries] == [1, 0, 0, 0]
    assert tell_subscribers() == Told(), "whoever failed rests"


@pytest.mark.parametrize(
    ("status", "error"), [(500, "status_500"), (302, "redirect"), (429, "status_429"), (404, "status_404")]
)
def test_a_receiver_that_fails_is_tried_again_later_and_later_and_nothing_is_dropped(
    outside: Outside, status: int, error: str
) -> None:
    with listening() as inside, listening(with_status(status, Location=inside.url)) as receiver:
        made = asked(outside, outside.token(P.WEBHOOKS), receiver.url).json()["webhook"]["id"]
        happens(outside)
        waits = []
        for _ in range(3):
            assert tell_subscribers() == Told(failed=1)
            row, _ = webhook(outside, made)
            assert row.last_error == error and row.next_at is not None
            waits.append(row.next_at - outside.stage.now)
            outside.stage.clock.advance(waits[-1])
        assert waits == [timedelta(seconds=10), timedelta(seconds=20), timedelta(seconds=40)]
        receiver.answer = None
        assert tell_subscribers() == Told(delivered=2)
        assert inside.received == [], "redirects are not followed"
    assert webhook(outside, made)[0].state is SubscriptionState.RUNNING


def test_an_event_that_is_not_taken_waits_alone(outside: Outside) -> None:
    refused = []

    def refuse_first(handler: Any) -> None:
        refused.append(handler)
        with_status(422 if len(refused) == 1 else 200)(handler)

    with listening(refuse_first) as receiver:
        made = asked(outside, outside.token(P.WEBHOOKS), receiver.url).json()["webhook"]["id"]
        happens(outside)
        assert tell_subscribers() == Told(delivered=1, failed=1)
        row, deliveries = webhook(outside, made)
        assert (row.waiting, deliveries[0].last_error) == (1, "status_422")
        outside.stage.clock.advance(timedelta(seconds=11))
        assert tell_subscribers() == Told(delivered=1)


def test_after_days_without_success_it_is_paused_visibly_and_goes_on_where_it_stopped(
    outside: Outside, settings: Any
) -> None:
    settings.TINHSO_WEBHOOK_PAUSED_AFTER_DAYS = 2
    administrator = outside.stage.officer(Role.ADMINISTRATOR)
    token = outside.token(P.WEBHOOKS)
    with listening(with_status(503)) as receiver:
        made = asked(outside, token, receiver.url).json()["webhook"]["id"]
        happens(outside)
        tell_subscribers()
        outside.stage.clock.advance(timedelta(days=2))
        tell_subscribers()
        assert webhook(outside, made)[0].state is SubscriptionState.PAUSED_AS_FAILING
        outside.stage.clock.advance(timedelta(days=9))
        assert tell_subscribers() == Told()
        token = outside.token(P.WEBHOOKS)
        receiver.answer = None
        by: dict[str, Any] = {
            "webhook_id": UUID(made), "actor": administrator, "now": outside.stage.now,
        }  # fmt: skip
        pause_webhook(paused=False, **by)
        assert tell_subscribers() == Told(delivered=2)
        pause_webhook(paused=True, **by)
        assert tell_again(after=0, **by) == 2
        assert tell_subscribers() == Told()
        pause_webhook(paused=False, **by)
        assert tell_subscribers() == Told(delivered=2)


def test_whoever_ended_or_was_ended_is_told_nothing(outside: Outside) -> None:
    issued = outside.client(P.WEBHOOKS)
    token = outside.ask_token(issued).json()["access_token"]
    with listening() as receiver:
        ended = asked(outside, token, receiver.url).json()["webhook"]["id"]
        assert outside.delete(f"webhooks/{ended}", token).status_code == 204
        assert outside.delete(f"webhooks/{ended}", token).status_code == 204
        other = outside.token(P.WEBHOOKS)
        assert problem_of(outside.delete(f"webhooks/{ended}", other))[0] == 404
        asked(outside, token, receiver.url, key="another-one")
        happens(outside)
        from tinhso.services.integration.service import disable_client

        administrator = outside.stage.officer(Role.ADMINISTRATOR)
        disable_client(client_id=issued.client_id, actor=administrator, now=outside.stage.now)
        assert tell_subscribers() == Told()
    assert receiver.received == []


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b'"x"', b"null", b"\xff\xfe", b'{"url": 1, "events": ["dossier.submitted"]}',
        b'{"url": "https://example.org/", "events": []}',
        b'{"url": "https://example.org/", "events": ["everything"]}',
        b'{"url": "https://example.org/", "events": ["dossier.submitted"], "more": 1}',
        b'{"url": "' + b"x" * 501 + b'", "events": ["dossier.submitted"]}', b"[" * 2000,
    ],
)  # fmt: skip
def test_what_is_no_subscription_is_refused_as_a_problem(outside: Outside, body: bytes) -> None:
    token = outside.token(P.WEBHOOKS)
    answer = outside.post("webhooks", body, token, **{"Idempotency-Key": "malformed"})
    assert problem_of(answer)[0] in (400, 422)
    assert outside.get("webhooks", token).json()["items"] == []


def test_without_its_key_or_with_too_much_nothing_is_subscribed(outside: Outside) -> None:
    token = outside.token(P.WEBHOOKS)
    body = {"url": "https://example.org/", "events": ALL}
    assert problem_of(outside.post("webhooks", body, token))[0] == 422
    for key in ("short", "x" * 65, "with blank here"):
        assert problem_of(outside.post("webhooks", body, token, **{"Idempotency-Key": key}))[0] == 422
    answer = outside.post("webhooks", b"x" * 70_000, token, **{"Idempotency-Key": "oversized"})
    assert problem_of(answer) == (413, "too_large")
