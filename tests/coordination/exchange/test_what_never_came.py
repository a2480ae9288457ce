"""Messages about what never came: they are seen after a while, the portal is asked, and nobody else waits."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.coordination.exchange.conftest import Connected
from tests.coordination.exchange.test_bad_messages import hear, pushed, sign, states
from tests.coordination.exchange.test_filed_at_a_portal import stands_at_the_desk, step
from tests.coordination.exchange.test_old_one_stop import at_counter, edit, kept, reasons
from tests.coordination.exchange.test_operators_pages import browser, text  # noqa: F401
from tests.coordination.exchange.test_reconciliation import row_of
from tests.coordination.exchange.test_three_days_cut import give
from tinhso.coordination.exchange import service as exchange
from tinhso.coordination.exchange.adapters import national
from tinhso.coordination.exchange.keeping import inbound
from tinhso.coordination.exchange.keeping.differences import PATIENCE
from tinhso.coordination.exchange.types import NATIONAL, InboundMessage
from tinhso.foundation.authority.service import Role, system_actor
from tinhso.foundation.unit_of_work.service import unit_of_work

pytestmark = pytest.mark.django_db


def later(connected: Connected, span: timedelta = PATIENCE) -> None:
    """Time goes by, also since messages arrived and differences were found; the worker does what is due."""
    give(span)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        for table, column in (
            ("exchange_inbound", "arrived_at"),
            ("exchange_difference", "first_seen_at"),
            ("exchange_difference", "asked_at"),
        ):
            cursor.execute(f"update {table} set {column} = {column} - %s", [span])
        cursor.execute("select set_config('tinhso.scope', '', true)")
    connected.settle()
    give(timedelta(minutes=1))
    connected.settle()


def withdrawn_unheard(connected: Connected) -> str:
    """A citizen files and withdraws at the essential portal; of the filing nobody here hears."""
    code = connected.file("essential_portal", owner_kind="0")
    pushed(connected, 1)
    connected.act("essential_portal", f"dossiers/{code}/withdrawals", {"reason": "Đổi ý"})
    hear(*pushed(connected, 2))
    connected.settle()
    assert states() == [("waiting", "waits_for_earlier")]
    return code


def test_the_portal_is_asked_for_a_dossier_that_only_a_later_message_names(connected: Connected) -> None:
    code = withdrawn_unheard(connected)
    later(connected)
    assert sorted(states(code)) == [("taken", ""), ("taken", "")]
    assert kept(code)[:2] == ("tinhso", 7)
    hear(*pushed(connected, 1))
    connected.settle()
    assert sorted(states(code)) == [("taken", ""), ("taken", ""), ("taken", "known_already")]
    assert exchange.apart_messages(actor=connected.administrator()) == []


def test_while_the_portal_cannot_be_asked_the_message_waits(connected: Connected) -> None:
    code = withdrawn_unheard(connected)
    connected.outside.turn_dial("essential_portal", "down")
    later(connected)
    assert [state for state, _ in states(code)] == ["waiting"]
    connected.outside.normalise()
    later(connected)
    assert sorted(states(code)) == [("taken", ""), ("taken", "")]


def wish(connected: Connected, code: str) -> None:
    """A wish of the national portal about a dossier."""
    made = connected.now.strftime("%Y%m%d%H%M%S")
    with unit_of_work(actor=system_actor("exchange"), now=connected.now):
        inbound.keep(
            InboundMessage(
                system=NATIONAL,
                message_id=f"YC-{code}",
                dossier_code=code,
                sequence=int(connected.now.timestamp()),
                body={
                    "MaYeuCau": f"YC-{code}",
                    "LoaiYeuCau": "RUT",
                    "MaDonViTiepNhan": connected.police_code,
                    "ThoiDiemYeuCau": made,
                    "HoSo": {"MaHoSo": code, "GhiChu": "Đổi ý"},
                },
            )
        )


@pytest.mark.parametrize("code", ["G22.99-230717-999999", "H09.21.11-230717-000009"])
def test_what_nobody_knows_stands_before_a_person_with_its_reason_and_holds_up_nobody(
    connected: Connected,
    browser: Client,  # noqa: F811
    code: str,
) -> None:
    wish(connected, code)
    connected.settle()
    assert states(code) == [("waiting", "waits_for_earlier")]
    later(connected)
    assert states(code) == [("apart", "dossier_unknown")]
    assert "tỉnh không biết hồ sơ này" in text(browser, "exchange:apart")
    connected.file("national_portal")
    exchange.poll_wishes()
    connected.settle()
    assert stands_at_the_desk(connected)


def test_at_the_national_portal_a_person_adds_the_unit_that_it_does_not_tell(
    connected: Connected,
    browser: Client,  # noqa: F811
) -> None:
    code = connected.file("national_portal")
    wish(connected, code)
    connected.settle()
    later(connected)
    assert sorted(states(code)) == [("apart", "value MaDonViTiepNhan"), ("waiting", "waits_for_earlier")]
    (row,) = exchange.apart_messages(actor=connected.administrator())
    assert "Công an phường" in text(browser, "exchange:message", row.id)
    act: dict[str, Any] = {"actor": connected.administrator(), "now": connected.now}
    exchange.mend(row.id, procedure="", unit=connected.police_code, reason="Đã hỏi người dân", **act)
    later(connected)
    assert sorted(states(code)) == [("taken", ""), ("taken", "")]


def test_what_the_national_portal_tells_late_is_taken_and_its_answer_stands_before_nobody(
    alone: Connected,
) -> None:
    """The answer, set apart for the unit that it does not name, is of an earlier second than the wish."""
    code = alone.file("national_portal")
    exchange.reconcile()
    later(alone)
    exchange.reconcile()
    alone.settle()
    assert states(code) == [("apart", "value MaDonViTiepNhan")]
    with connection.cursor() as cursor:
        cursor.execute("update exchange_inbound set sequence = sequence - 1 where dossier_code = %s", [code])
    exchange.poll_wishes()
    alone.settle()
    assert sorted(states(code)) == [("taken", ""), ("taken", "known_already")]
    assert stands_at_the_desk(alone)


def test_what_was_apart_is_judged_again_when_its_dossier_comes(connected: Connected) -> None:
    connected.outside.turn_dial("essential_portal", "refusing")
    code = connected.file("essential_portal", owner_kind="0")
    first = pushed(connected, 1)
    connected.act("essential_portal", f"dossiers/{code}/withdrawals", {"reason": "Đổi ý"})
    hear(*pushed(connected, 2))
    connected.outside.normalise()
    with connection.cursor() as cursor:
        cursor.execute(
            "update exchange_inbound set state = 'apart', reason = 'dossier_unknown', due_at = null"
        )
    hear(*first)
    connected.settle()
    assert states(code) == [("taken", ""), ("taken", "")]


def test_a_message_whose_predecessor_never_came_is_taken_when_a_person_says_so(
    connected: Connected,
) -> None:
    code = connected.file("essential_portal", owner_kind="0")
    hear(*pushed(connected, 1))
    connected.settle()
    message = {
        "message_id": "TD-THU-BA",
        "kind": "withdrawn",
        "sequence": 3,
        "made_at": connected.now.isoformat(),
        "dossier": {"MaHoSo": code, "GhiChu": "Đổi ý"},
    }
    body = json.dumps(message).encode()
    exchange.hear_push(body, **sign(connected, body))
    connected.settle()
    assert states(code)[1] == ("waiting", "waits_for_earlier")
    later(connected)
    assert states(code)[1] == ("apart", "earlier_missing")
    (row,) = exchange.apart_messages(actor=connected.administrator())
    act: dict[str, Any] = {"actor": connected.administrator(), "now": connected.now}
    exchange.judge_again(row.id, reason="Cổng xác nhận không có bản trước", **act)
    connected.settle()
    assert states(code)[1] == ("taken", "")


def test_a_filing_that_was_never_pushed_is_found_in_the_list_and_taken_in(alone: Connected) -> None:
    step(alone, received_first(alone), "receive", Role.RECEPTION_OFFICER)
    alone.settle()
    code = alone.file("essential_portal", owner_kind="0", personal_id="074195003333")
    exchange.reconcile()
    assert states(code) == []
    later(alone)
    exchange.reconcile()
    alone.settle()
    assert states(code) == [("taken", "")]
    exchange.reconcile()
    alone.settle()
    exchange.reconcile()
    assert row_of(alone, "essential_portal").is_equal


def received_first(connected: Connected) -> Any:
    connected.file("essential_portal", owner_kind="0")
    hear(*pushed(connected, 1))
    connected.settle()
    return stands_at_the_desk(connected)


def test_a_change_that_the_old_feed_lost_is_asked_for(alone: Connected) -> None:
    code = at_counter(alone)
    while exchange.read_feed():
        pass
    alone.settle()
    edit(alone, code, maTinhTrang="CPB")
    pass_over_the_feed()
    exchange.reconcile()
    (difference,) = exchange.differences(actor=alone.administrator())
    assert (difference.code, difference.status_here, difference.status_there) == (code, 2, 4)
    later(alone)
    exchange.reconcile()
    alone.settle()
    assert kept(code)[1] == 4
    exchange.reconcile()
    assert exchange.differences(actor=alone.administrator()) == []
    assert reasons(code)[0][0] == "taken"


def pass_over_the_feed() -> None:
    """As if the house had read to the end of the feed, and its database had been put back afterwards."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        cursor.execute("update exchange_cursor set position = position + 1 where system = 'old_one_stop'")
        cursor.execute("select set_config('tinhso.scope', '', true)")


def test_a_page_of_wishes_that_all_wait_does_not_keep_later_ones_back(
    connected: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(national, "PAGE", 2)
    said: list[str] = []
    monkeypatch.setattr(national, "say_taken", lambda taken: said.extend(wish for wish, _ in taken))
    made = connected.now.strftime("%Y%m%d%H%M%S")
    page = [
        {
            "MaYeuCau": f"YC-{number}",
            "LoaiYeuCau": "RUT",
            "ThoiDiemYeuCau": made,
            "HoSo": {"MaHoSo": f"G22.99-230717-99999{number}"},
        }
        for number in range(2)
    ]
    monkeypatch.setattr(national, "wishes", lambda: page)
    assert exchange.poll_wishes() == 2
    exchange.take_due()
    assert said == []
    assert exchange.poll_wishes() == 0
    assert said == ["YC-0", "YC-1"]
