"""What is asked, charged, paid and decided here shows at both portals, wherever the dossier was filed."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from tests.coordination.exchange.conftest import Connected
from tests.coordination.exchange.test_filed_at_a_portal import stands_at_the_desk
from tests.coordination.exchange.test_three_days_cut import NAMES, file_at_home
from tests.support.sandbox_server import HTTP
from tests.trust.stage import housing_proof, make_citizen
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import SupplementItem
from tinhso.coordination.exchange import service as exchange
from tinhso.foundation.authority.service import Role
from tinhso.foundation.clock.service import VIETNAM, new_id
from tinhso.services.payments.service import receipts_of

pytestmark = pytest.mark.django_db

HERE, ESSENTIAL, NATIONAL = "here", "essential_portal", "national_portal"
ASKED = "Chưa rõ địa chỉ thuê nhà."
PROOF = SupplementItem(target="paper", key="housing_proof", label="", rule="", message=ASKED)


@dataclass(frozen=True, kw_only=True)
class Filed:
    """A dossier of the house, the number by which each portal knows it, and how its citizen answers."""

    house_id: UUID
    codes: Mapping[str, str]
    answer: Callable[[], object]


def filed_here(connected: Connected) -> Filed:
    citizen = make_citizen("074190005000", NAMES[0], "1990-02-03", connected.now)
    house_id = file_at_home(connected, citizen, 0)
    connected.settle()
    code = stands_at_the_desk(connected).code

    def answer() -> object:
        act: dict[str, Any] = {"dossier_id": house_id, "actor": citizen, "now": connected.now}
        papers = [housing_proof()]
        return dossiers.answer_supplement(answers={}, papers=papers, expected_version=None, **act)

    return Filed(house_id=house_id, codes={ESSENTIAL: code, NATIONAL: code}, answer=answer)


def filed_at(connected: Connected, portal: str) -> Filed:
    paper = {"name": "hop-dong.pdf", "code": "", "content": b64encode(housing_proof().content).decode()}

    def comes(count: int) -> None:
        if portal == ESSENTIAL:
            connected.deliver_pushes(count)
        else:
            assert exchange.poll_wishes() == 1
        connected.settle()

    def answer() -> object:
        connected.act(portal, f"dossiers/{code}/supplements", {"note": "Đã rõ", "papers": [paper]})
        return comes(2)

    code = connected.file(portal, **({"owner_kind": "0"} if portal == ESSENTIAL else {}))
    comes(1)
    view = stands_at_the_desk(connected)
    codes = {ESSENTIAL: view.code, NATIONAL: view.code, portal: code}
    return Filed(house_id=view.id, codes=codes, answer=answer)


@pytest.mark.parametrize("place", [HERE, ESSENTIAL, NATIONAL])
def test_supplement_fee_and_result_show_at_both_portals(connected: Connected, place: str) -> None:
    filed = filed_here(connected) if place == HERE else filed_at(connected, place)

    def by(role: Role) -> dict[str, Any]:
        # Nobody approves a draft of their own.
        actor = replace(connected.officer(connected.police, role), officer_id=new_id())
        return {"dossier_id": filed.house_id, "expected_version": None, "actor": actor, "now": connected.now}

    def shown() -> list[Any]:
        connected.settle()
        return [connected.at(portal, filed.codes[portal]) for portal in (ESSENTIAL, NATIONAL)]

    desk, specialist, leader = Role.RECEPTION_OFFICER, Role.SPECIALIST, Role.LEADER
    dossiers.take_step(action="receive", **by(desk))
    dossiers.take_step(action="hand_over", **by(desk))
    dossiers.ask_supplement(items=[PROOF], **by(specialist))
    essential, national = shown()
    assert essential["status"] == national["status"] == "5"
    assert ASKED in essential["dossier"]["supplements"][0]["content"]
    assert ASKED in national["payload"]["DanhSachHoSoBoSung"][0]["NoiDungBoSung"]

    filed.answer()
    dossiers.draft_result(text="Đồng ý đăng ký.", **by(specialist))
    dossiers.approve_result(**by(leader))
    essential, national = shown()
    assert essential["status"] == national["status"] == "9"
    (result,), paper = essential["dossier"]["results"], national["payload"]["DanhSachGiayToKetQua"]
    assert result["title"] == paper[0]["TenGiayTo"]
    assert "/exchange/files/" in paper[0]["DuongDanTepTinKetQua"]
    (fee,), (charged,) = essential["dossier"]["fees"], national["payload"]["DanhSachLePhi"]
    assert (fee["amount"], fee["collected"], fee["is_paid"]) == (7000, "4", False)
    assert (charged["Gia"], charged["HinhThucThu"]) == (7000, "4")
    assert day_of(essential["dossier"]["due_at"]) == national["payload"]["NgayHenTra"]
    (asked,) = national["payload"]["DanhSachHoSoBoSung"]
    assert asked["NgayHenTraMoi"] == national["payload"]["NgayHenTra"] != asked["NgayHenTraTruoc"]

    cashier = by(desk)["actor"]
    dossiers.take_fee_in_cash(dossier_id=filed.house_id, actor=cashier, now=connected.now)
    connected.settle()
    dossiers.take_step(action="deliver", **by(desk))
    essential, national = shown()
    assert essential["status"] == national["status"] == "10"
    (fee,) = essential["dossier"]["fees"]
    assert fee["is_paid"]
    assert national["payload"]["DuocThanhToanTrucTuyen"] == "0", "cash is not paid online"


@pytest.mark.parametrize("place", [HERE, ESSENTIAL])
def test_a_fee_that_nobody_owes_any_more_is_told_as_such(connected: Connected, place: str) -> None:
    filed = filed_here(connected) if place == HERE else filed_at(connected, place)
    desk = connected.officer(connected.police, Role.RECEPTION_OFFICER)
    act: dict[str, Any] = {"dossier_id": filed.house_id, "actor": desk, "now": connected.now}
    dossiers.take_step(action="receive", expected_version=None, **act)
    connected.settle()
    assert connected.at(NATIONAL, filed.codes[NATIONAL])["payload"]["DanhSachLePhi"]
    (fee,) = connected.at(ESSENTIAL, filed.codes[ESSENTIAL])["dossier"]["fees"]
    assert "is_cancelled" not in fee
    dossiers.take_step(action="hand_over", expected_version=None, **act)
    leader = connected.officer(connected.police, Role.LEADER)
    dossiers.take_step(
        action="stop", note="Chủ trọ đã rút.", expected_version=None, **(act | {"actor": leader})
    )
    connected.settle()
    essential = connected.at(ESSENTIAL, filed.codes[ESSENTIAL])
    national = connected.at(NATIONAL, filed.codes[NATIONAL])
    assert essential["status"] == national["status"] == "8"
    (fee,) = essential["dossier"]["fees"]
    assert (fee["is_paid"], fee["is_cancelled"]) == (False, True)
    assert "DanhSachLePhi" not in national["payload"]
    page = HTTP.get(f"{connected.outside.base_url}/essential_portal/dossiers/{filed.codes[ESSENTIAL]}").text
    assert "không phải nộp nữa" in page


@pytest.mark.parametrize("place", [HERE, ESSENTIAL])
def test_a_receipt_that_was_wrong_is_taken_back_there_and_the_next_one_counts(
    connected: Connected, place: str
) -> None:
    filed = filed_here(connected) if place == HERE else filed_at(connected, place)
    desk = connected.officer(connected.police, Role.RECEPTION_OFFICER)
    act: dict[str, Any] = {"dossier_id": filed.house_id, "actor": desk, "now": connected.now}

    def is_paid_there() -> bool:
        connected.settle()
        (fee,) = connected.at(ESSENTIAL, filed.codes[ESSENTIAL])["dossier"]["fees"]
        return bool(fee["is_paid"])

    dossiers.take_step(action="receive", expected_version=None, **act)
    assert not is_paid_there()
    dossiers.take_fee_in_cash(**act)
    assert is_paid_there()
    (receipt,) = receipts_of(filed.house_id)
    dossiers.cancel_cash_receipt(receipt_id=receipt.id, reason="Ghi nhầm số tiền.", **act)
    assert not is_paid_there()
    dossiers.take_fee_in_cash(**act)
    assert is_paid_there()
    (wrong,) = [each for each in receipts_of(filed.house_id) if each.cancelled_at is None]
    dossiers.cancel_cash_receipt(receipt_id=wrong.id, reason="Ghi nhầm người nộp.", **act)
    dossiers.take_fee_in_cash(**act)
    assert is_paid_there(), "one that was taken back and one that came, told together"


def day_of(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(VIETNAM).strftime("%Y%m%d%H%M%S")
