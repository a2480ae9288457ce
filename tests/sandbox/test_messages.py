"""SMS, e-mail and VNeID notices: sent once per key, looked at in an inbox."""

from typing import Any

import httpx
import pytest

from tests.support.sandbox_server import HTTP, SandboxServer


def send(server: SandboxServer, key: str, token: str = "", **changes: Any) -> httpx.Response:
    message = {"channel": "sms", "to": "0901000102", "text": "Hồ sơ đã được tiếp nhận."} | changes
    return HTTP.post(
        f"{server.base_url}/messages/api/send",
        json=message,
        headers={
            "Authorization": f"Bearer {token or server.secrets['messages_token']}",
            "Idempotency-Key": key,
        },
    )


def test_a_message_arrives_once_however_often_it_is_sent(dials: SandboxServer) -> None:
    to = "0901000111"
    first, again = send(dials, "once", to=to), send(dials, "once", to=to)
    assert (first.status_code, again.status_code) == (202, 200)
    assert first.json() == again.json()
    (message,) = dials.inbox(to)
    assert message["text"] == "Hồ sơ đã được tiếp nhận."


def test_a_key_is_not_for_two_contents(dials: SandboxServer) -> None:
    send(dials, "two-contents")
    answer = send(dials, "two-contents", text="Khác")
    assert (answer.status_code, answer.json()["code"]) == (409, "key_reused")


def test_a_person_finds_messages_of_every_channel(dials: SandboxServer) -> None:
    send(dials, "by-sms", to="0901000101")
    send(dials, "by-email", channel="email", to="1201@congdan.example", subject="Kết quả")
    send(dials, "by-vneid", channel="vneid", to="074085001201")
    newest = dials.inbox("074085001201")[:3]  # other tests wrote to the same person before
    assert [message["channel"] for message in newest] == ["vneid", "email", "sms"]
    page = HTTP.get(f"{dials.base_url}/messages/", params={"to": "074085001201"})
    assert "Môi trường giả lập" in page.text
    assert "Kết quả" in page.text


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"channel": "fax"}, "invalid_channel"),
        ({"to": "12345"}, "invalid_to"),
        ({"channel": "vneid", "to": "0901000102"}, "invalid_to"),
        ({"text": "  "}, "invalid_text"),
        ({"text": 7}, "invalid_text"),
    ],
)
def test_malformed_messages_are_refused(sandbox: SandboxServer, changes: dict[str, Any], code: str) -> None:
    answer = send(sandbox, f"bad-{code}", **changes)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_token_and_key_are_required(sandbox: SandboxServer) -> None:
    assert send(sandbox, "no-token", token="wrong").status_code == 401
    assert send(sandbox, "").status_code == 400


def test_reserved_recipients_fail_on_purpose(dials: SandboxServer) -> None:
    assert send(dials, "permanent", to="0900000001").status_code == 422
    assert send(dials, "temporary", to="0900000002").status_code == 503


def test_the_dial_loses_misroutes_doubles_or_refuses(dials: SandboxServer) -> None:
    to = "0901000110"
    dials.turn_dial("messages", "wrong", variant="lost", requests=1)
    assert send(dials, "lost", to=to).status_code == 202
    assert dials.inbox(to) == []
    dials.turn_dial("messages", "wrong", variant="other_recipient", requests=1)
    send(dials, "misrouted", to=to)
    assert dials.inbox(to) == []
    dials.turn_dial("messages", "duplicate", requests=1)
    send(dials, "doubled", to=to)
    assert len(dials.inbox(to)) == 2
    dials.turn_dial("messages", "refusing", requests=1)
    assert send(dials, "refused", to=to).status_code == 403
    assert send(dials, "refused", to=to).status_code == 202
