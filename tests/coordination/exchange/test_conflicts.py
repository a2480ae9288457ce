"""What two systems wrote at once is kept and seen, on every dossier, wherever it was filed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from tests.coordination.exchange.conftest import Connected
from tests.coordination.exchange.test_filed_at_a_portal import step
from tests.coordination.exchange.test_old_one_stop import edit, read_whole_feed, reasons
from tests.coordination.exchange.test_three_days_cut import NAMES, file_at_home, give
from tests.support.sandbox_server import HTTP
from tests.trust.stage import make_citizen
from tinhso.casework.dossiers import service as dossiers
from tinhso.coordination.exchange import service as exchange
from tinhso.coordination.exchange.keeping import inbound, rows
from tinhso.coordination.exchange.types import InboundMessage
from tinhso.engines.sync.service import Change, Deliver, Parts, Received
from tinhso.foundation.authority.service import Role, system_actor
from tinhso.foundation.unit_of_work.service import unit_of_work

pytestmark = pytest.mark.django_db

DISTRICT = "718"
"""The district of the dossiers here: in these tests the old system serves it too."""


@pytest.fixture
def in_district(connected: Connected, settings: Any) -> Connected:
    settings.TINHSO_OLD_ONE_STOP_DISTRICT = DISTRICT
    return connected


def seen(connected: Connected, house_id: UUID) -> dossiers.DossierView:
    desk = connected.officer(connected.police, Role.RECEPTION_OFFICER)
    return dossiers.get_dossier(dossier_id=house_id, actor=desk, now=connected.now)


def filed_here(connected: Connected) -> dossiers.DossierView:
    citizen = make_citizen("074190005000", NAMES[0], "1990-02-03", connected.now)
    house_id = file_at_home(connected, citizen, 0)
    connected.settle()
    return seen(connected, house_id)


def received_here(connected: Connected) -> dossiers.DossierView:
    view = filed_here(connected)
    step(connected, view, "receive", Role.RECEPTION_OFFICER)
    connected.settle()
    return seen(connected, view.id)


def at_old(connected: Connected, code: str) -> dict[str, Any]:
    answer = HTTP.get(
        f"{connected.outside.base_url}/old_one_stop/api/ho-so",
        params={"maNgoai": code},
        headers={"X-Api-Key": connected.outside.secrets["old_one_stop_key"]},
    )
    (row,) = answer.json()["hoSo"]
    return dict(row)


def met(connected: Connected, house_id: UUID) -> tuple[exchange.DossierConflict, ...]:
    desk = connected.officer(connected.police, Role.RECEPTION_OFFICER)
    return exchange.dossier_conflicts(house_id, actor=desk, now=connected.now)


def fields(connected: Connected, house_id: UUID) -> dict[str, tuple[object, object, bool]]:
    return {each.field: (each.said, each.held, each.is_lasting) for each in met(connected, house_id)}


def test_what_an_old_officer_writes_into_a_dossier_filed_here_is_kept_and_written_over(
    in_district: Connected,
) -> None:
    view = received_here(in_district)
    read_whole_feed()
    there = at_old(in_district, view.code)
    edit(in_district, there["soHoSo"], maTinhTrang="CTR", dienThoai="0900000001", ghiChu="Đã ký")
    read_whole_feed()
    exchange.take_due()
    assert fields(in_district, view.id) == {
        "status": (9, 2, True),
        "telephone": ("0900000001", there["dienThoai"] or None, True),
        "note": ("Đã ký", None, True),
    }
    (status, *_) = (each for each in met(in_district, view.id) if each.field == "status")
    assert (status.kept, status.overruled, status.why) == ("tinhso", "old_one_stop", exchange.Why.OWNER)
    assert status.held_at is not None
    assert status.held_at <= status.said_at + timedelta(minutes=1)
    in_district.settle()
    give(timedelta(minutes=2))
    in_district.settle()
    again = at_old(in_district, view.code)
    assert (again["maTinhTrang"], again["dienThoai"]) == (there["maTinhTrang"], there["dienThoai"])
    assert not any(lasting for _, _, lasting in fields(in_district, view.id).values())
    shown = exchange.conflicts(actor=in_district.administrator())
    assert {(row.code, row.field, row.is_lasting) for row in shown} == {
        (view.code, field, False) for field in ("status", "telephone", "note")
    }


def test_a_dossier_that_was_filed_at_a_portal_is_guarded_in_the_old_system_too(
    in_district: Connected,
) -> None:
    in_district.file("national_portal")
    exchange.poll_wishes()
    in_district.settle()
    with connection.cursor() as cursor:
        cursor.execute("select id from dossiers_dossier")
        ((house_id,),) = cursor.fetchall()
    view = seen(in_district, house_id)
    read_whole_feed()
    edit(in_district, at_old(in_district, view.code)["soHoSo"], maTinhTrang="KTN")
    read_whole_feed()
    in_district.settle()
    assert fields(in_district, house_id)["status"][:2] == (3, 1)
    assert at_old(in_district, view.code)["maTinhTrang"] == "CTN"


def test_nobody_is_said_to_have_written_what_they_were_not_told_of_yet(in_district: Connected) -> None:
    view = received_here(in_district)
    read_whole_feed()
    there = at_old(in_district, view.code)
    in_district.outside.turn_dial("old_one_stop", "down")
    step(in_district, view, "hand_over", Role.RECEPTION_OFFICER)
    in_district.settle()
    edit(in_district, there["soHoSo"], dienThoai="0900000001")
    in_district.outside.normalise()
    give(timedelta(hours=2))
    in_district.settle()
    read_whole_feed()
    in_district.settle()
    assert list(fields(in_district, view.id)) == ["telephone"], "the status there was only late"


def test_the_same_written_on_both_sides_is_no_conflict(in_district: Connected) -> None:
    view = received_here(in_district)
    read_whole_feed()
    there = at_old(in_district, view.code)
    edit(in_district, there["soHoSo"], maTinhTrang="DTN", dienThoai=there["dienThoai"])
    read_whole_feed()
    in_district.settle()
    assert met(in_district, view.id) == ()


def say(kind: str, view: dossiers.DossierView, connected: Connected, **told: object) -> None:
    """The essential-services portal pushes what a citizen does there with a dossier filed here."""
    number = len(reasons(view.code)) + 1
    body = {
        "message_id": f"TD-{view.code}-{number}",
        "kind": kind,
        "sequence": number,
        "made_at": connected.now.isoformat(),
        "dossier": {"MaHoSo": view.code, **told},
    }
    with unit_of_work(actor=system_actor("exchange"), now=connected.now):
        inbound.keep(
            InboundMessage(
                system="essential_portal",
                message_id=str(body["message_id"]),
                dossier_code=view.code,
                sequence=number,
                body=body,
            )
        )


def ask_again(connected: Connected, view: dossiers.DossierView) -> None:
    desk = connected.officer(connected.police, Role.RECEPTION_OFFICER)
    paper = dossiers.SupplementItem(
        target="field", key="dwelling_kind", label="", rule="", message="Ghi giúp loại chỗ ở"
    )
    dossiers.ask_supplement(
        dossier_id=view.id,
        items=[paper],
        expected_version=seen(connected, view.id).version,
        actor=desk,
        now=connected.now,
    )


def test_what_a_citizen_gives_at_a_portal_for_a_dossier_filed_here_is_taken(connected: Connected) -> None:
    view = filed_here(connected)
    ask_again(connected, view)
    connected.settle()
    say("supplemented", view, connected, GhiChu="Nhà thuê")
    connected.settle()
    assert reasons(view.code) == [("taken", "")]
    now = seen(connected, view.id)
    assert now.status is dossiers.Status.NEW
    assert "Cổng dịch vụ công thiết yếu" in now.timeline[-1].note
    assert met(connected, view.id) == ()


def test_what_meets_a_dossier_that_has_gone_on_waits_where_its_officer_sees_it(connected: Connected) -> None:
    view = filed_here(connected)
    say("supplemented", view, connected, GhiChu="Tôi gửi thêm")
    connected.settle()
    ((state, _),) = reasons(view.code)
    assert state == "apart"
    (found,) = met(connected, view.id)
    assert (found.field, found.said, found.held) == ("supplement_answer", "Tôi gửi thêm", 1)
    assert (found.why, found.with_whom) == (exchange.Why.PROCESS, "essential_portal")
    assert found.is_lasting
    ask_again(connected, view)
    (row,) = exchange.apart_messages(actor=connected.administrator())
    exchange.judge_again(row.id, reason="Đã yêu cầu lại", actor=connected.administrator(), now=connected.now)
    connected.settle()
    assert reasons(view.code) == [("taken", "")]
    (after,) = met(connected, view.id)
    assert (after.is_lasting, after.message) == (False, exchange.InboundState.TAKEN)


def test_two_writes_in_the_log_keep_both_values(connected: Connected) -> None:
    view = received_here(connected)
    with unit_of_work(actor=system_actor("exchange"), now=connected.now) as work:
        found = rows.find_id_of_house(view.id)
        assert found is not None
        kept = rows.load([found], peers_of=lambda **_: ("essential_portal",))[found]
        held = kept.dossier.replica.fields["return_method"].value
        change = Change(
            dossier=kept.key,
            origin="essential_portal",
            seq=1,
            after={},
            at=connected.now,
            parts=Parts(fields={"return_method": "post"}),
        )
        kept.step(Received("essential_portal", Deliver(change)), now=work.now)
        rows.save([kept])
    (each,) = met(connected, view.id)
    assert (each.field, each.kept, each.held, each.said) == ("return_method", "tinhso", held, "post")
    assert each.why is exchange.Why.ORDER, "both speak for the citizen: the house is named first"
    assert each.held_at is not None


def test_a_status_that_a_portal_shows_otherwise_is_seen_on_the_dossier(connected: Connected) -> None:
    view = received_here(connected)
    connected.outside.turn_dial("national_portal", "lying", requests=2)
    step(connected, view, "hand_over", Role.RECEPTION_OFFICER)
    connected.settle()
    connected.outside.normalise()
    exchange.reconcile()
    exchange.reconcile()
    (shown,) = met(connected, view.id)
    assert (shown.field, shown.with_whom, shown.said, shown.held) == ("status", "national_portal", 2, 4)
    assert shown.is_lasting
    connected.settle()
    give(timedelta(minutes=2))
    connected.settle()
    (after,) = met(connected, view.id)
    assert not after.is_lasting
