"""Messages that may not be: each is refused or set apart with its reason, and holds up no other dossier."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.coordination.exchange.conftest import Connected
from tests.sandbox.province import eventually
from tests.support.sandbox_server import HTTP
from tinhso.coordination.exchange import service as exchange
from tinhso.coordination.exchange.service import UnableToHear

pytestmark = pytest.mark.django_db


def states(code: str = "") -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """select state, reason from exchange_inbound where %s in ('', dossier_code)
               order by arrived_at, sequence""",
            [code],
        )
        return list(cursor.fetchall())


def pushed(connected: Connected, count: int) -> tuple[bytes, dict[str, str]]:
    eventually(lambda: len(connected.pushes) >= count)
    _, body, headers = connected.pushes[count - 1]
    return body, headers


def hear(body: bytes, headers: dict[str, str], **changes: str) -> exchange.Heard:
    told = {"timestamp": headers["X-Timestamp"], "signature": headers["X-Signature"]} | changes
    return exchange.hear_push(body, **told)


def test_the_same_push_twice_is_one_message_and_one_dossier(connected: Connected) -> None:
    connected.file("essential_portal", owner_kind="0")
    body, headers = pushed(connected, 1)
    assert hear(body, headers) is exchange.Heard.NEW
    assert hear(body, headers) is exchange.Heard.KNOWN
    connected.settle()
    assert hear(body, headers) is exchange.Heard.KNOWN
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from dossiers_dossier")
        assert cursor.fetchone() == (1,)


@pytest.mark.parametrize("variant", ["signature", "replayed"])
def test_what_the_portal_did_not_sign_now_is_not_kept(connected: Connected, variant: str) -> None:
    connected.outside.turn_dial("essential_portal", "wrong", variant=variant, requests=1)
    connected.file("essential_portal", owner_kind="0")
    body, headers = pushed(connected, 1)
    with pytest.raises(UnableToHear, match="not_signed"):
        hear(body, headers)
    assert states() == []


def test_malformed_oversized_and_reused_messages_are_refused(connected: Connected) -> None:
    connected.file("essential_portal", owner_kind="0")
    body, headers = pushed(connected, 1)
    hear(body, headers)
    signed = sign(connected, b"{" * 40)
    with pytest.raises(UnableToHear, match="unreadable"):
        exchange.hear_push(b"{" * 40, **signed)
    other = json.dumps({**json.loads(body), "kind": "withdrawn"}).encode()
    with pytest.raises(UnableToHear, match="id_reused"):
        exchange.hear_push(other, **sign(connected, other))
    large = b" " * (2 * 1024 * 1024 + 1)
    with pytest.raises(UnableToHear, match="too_large"):
        exchange.hear_push(large, **sign(connected, large))


def sign(connected: Connected, body: bytes) -> dict[str, str]:
    import hmac
    import time

    moment = str(int(time.time()))
    key = connected.outside.secrets["essential_push_secret"].encode()
    return {
        "timestamp": moment,
        "signature": hmac.new(key, f"{moment}.".encode() + body, "sha256").hexdigest(),
    }


@pytest.mark.parametrize(
    ("variant", "reason"),
    [
        ("procedure", "outside.procedure"),
        ("unit", "outside.agency"),
        ("enum", "unknown_value LoaiDoiTuong"),
        ("future", "future_date"),
    ],
)
def test_what_is_not_understood_is_set_apart_and_others_go_on(
    connected: Connected, variant: str, reason: str
) -> None:
    connected.outside.turn_dial("essential_portal", "wrong", variant=variant, requests=1)
    connected.file("essential_portal", owner_kind="0")
    body, headers = pushed(connected, 1)
    hear(body, headers)
    connected.settle()
    assert states() == [("apart", reason)]
    (row,) = exchange.apart_messages(actor=connected.administrator())
    assert row.system == "essential_portal"
    connected.file("essential_portal", owner_kind="0", personal_id="074195003333")
    eventually(lambda: any(b"074195003333" in each[1] for each in connected.pushes))
    good = next(each for each in connected.pushes if b"074195003333" in each[1])
    hear(good[1], good[2])
    connected.settle()
    assert states()[-1] == ("taken", "")


def test_a_mended_code_is_taken_with_a_reason_that_is_kept(connected: Connected) -> None:
    connected.outside.turn_dial("essential_portal", "wrong", variant="unit", requests=1)
    connected.file("essential_portal", owner_kind="0")
    hear(*pushed(connected, 1))
    connected.settle()
    admin, now = connected.administrator(), connected.now
    (row,) = exchange.apart_messages(actor=admin)
    with pytest.raises(exchange.UnableToOperateLine):
        exchange.mend(row.id, procedure="", unit=connected.police_code, reason=" ", actor=admin, now=now)
    exchange.mend(row.id, procedure="", unit=connected.police_code, reason="Mã cũ", actor=admin, now=now)
    connected.settle()
    assert states() == [("taken", "")]
    assert [each.reason for each in exchange.latest_operations(actor=admin)] == ["Mã cũ"]


@pytest.mark.parametrize(
    ("mode", "reason"),
    [("file_redirect", "file_redirect"), ("file_kind", "")],
)
def test_files_that_lie_are_not_taken(connected: Connected, mode: str, reason: str) -> None:
    from base64 import b64encode

    from tests.trust.stage import housing_proof

    paper = {"name": "a.pdf", "code": "", "content": b64encode(housing_proof().content).decode()}
    code = connected.file("national_portal", papers=[paper])
    connected.outside.turn_dial("national_portal", "wrong", variant=mode)
    assert exchange.poll_wishes()
    connected.settle()
    ((state, said),) = states(code)
    assert state == "apart"
    assert said.startswith(reason)


def test_a_later_message_waits_for_the_earlier_one_of_its_dossier(connected: Connected) -> None:
    code = connected.file("essential_portal", owner_kind="0")
    first = pushed(connected, 1)
    connected.act("essential_portal", f"dossiers/{code}/withdrawals", {"reason": "Đổi ý"})
    second = pushed(connected, 2)
    hear(*second)
    connected.settle()
    assert states() == [("waiting", "waits_for_earlier")]
    hear(*first)
    connected.settle()
    assert states() == [("taken", ""), ("taken", "")]


def test_the_way_in_answers_by_what_became_of_the_message(connected: Connected) -> None:
    connected.file("essential_portal", owner_kind="0")
    body, headers = pushed(connected, 1)

    def send(content: bytes, **more: Any) -> int:
        named = {"X-Timestamp": headers["X-Timestamp"], "X-Signature": headers["X-Signature"]} | more
        answer = Client().post(
            "/exchange/essential-portal", content, content_type="application/json", headers=named
        )
        return answer.status_code

    assert [send(body), send(body), send(body + b" ")] == [202, 409, 401]
    assert HTTP.get(f"{connected.outside.base_url}/").is_success
    assert Client().get("/exchange/files/nothing").status_code == 404
