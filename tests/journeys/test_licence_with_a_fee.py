"""GPLX with a fee: paid at once, paid at the second try and late, and told twice but paid once."""

from __future__ import annotations

import pytest

from tests.journeys.citizens import HOA, THANG, UYEN, Citizen
from tests.journeys.officers import Officer
from tests.journeys.papers import scan
from tests.support.browser import Visitors
from tests.support.running import House

pytestmark = pytest.mark.journey

PROCEDURE = "3.000347"
LICENCE = {
    "licence_material": "card",
    "licence_number": "790123456789",
    "licence_class": "A1",
    "issued_date": "01/02/2015",
    "issued_by": "Sở Giao thông vận tải Bình Dương",
    "reason": "damaged",
}
CONFIRM = {"delivery": "desk", "declaration": True}


def files_and_goes_to_pay(citizen: Citizen) -> str:
    """File the dossier and stop before the gateway's page; the code."""
    citizen.signs_in()
    citizen.begins(PROCEDURE)
    citizen.fills_in({}, LICENCE, CONFIRM)
    citizen.hands_in({"licence_copy": scan("gplx-hai-mat")})
    code = citizen.submits()
    citizen.visitor.sees("nộp lệ phí 135.000 đồng")
    citizen.visitor.follow("Nộp lệ phí")
    citizen.visitor.press("Sang trang thanh toán")
    citizen.visitor.sees("135.000")
    return code


def payments_of(house: House, code: str) -> list[tuple[str, int, int]]:
    """State of the dossier's fee, how many attempts were paid, and how much came in too much."""
    return house.sql(
        """select f.state,
             (select count(*) from payments_attempt a where a.fee_id = f.id and a.state = 'paid'),
             (select count(*) from payments_surplus s where s.fee_id = f.id)
           from payments_fee f join dossiers_dossier d on d.id = f.case_id where d.code = %s""",
        code,
    )


def test_the_fee_is_paid_and_the_licence_exchanged(visitors: Visitors, house: House) -> None:
    citizen = Citizen(visitors.phone("citizen"), house, THANG)
    code = files_and_goes_to_pay(citizen)
    citizen.visitor.press("Thanh toán thành công")
    citizen.visitor.sees("Đã nộp lệ phí")
    citizen.awaits_message(code, "135.000")

    reception = Officer(visitors, house, house.officer("reception", "transport", "74"))
    reception.open_from_queue("Chờ tiếp nhận", code)
    reception.visitor.sees("Đã nộp")
    reception.does("Tiếp nhận")
    reception.visitor.sees("17:00 ngày 24/07/2023")
    assert payments_of(house, code) == [("paid", 1, 0)]


def test_a_failed_payment_is_tried_again_and_the_answer_comes_late(visitors: Visitors, house: House) -> None:
    citizen = Citizen(visitors.phone("citizen"), house, UYEN)
    code = files_and_goes_to_pay(citizen)
    citizen.visitor.press("Thanh toán không thành công")
    citizen.visitor.sees("Lần nộp vừa rồi chưa thành công")
    assert payments_of(house, code)[0][1] == 0

    citizen.visitor.press("Nộp lại")
    citizen.page.locator("#delay").fill("4")
    citizen.visitor.press("Thành công, báo kết quả chậm")
    citizen.visitor.sees("Đang chờ xác nhận")
    citizen.visitor.sees("Đã nộp lệ phí")
    assert payments_of(house, code) == [("paid", 1, 0)]


def test_a_payment_told_twice_is_one_payment(visitors: Visitors, house: House) -> None:
    citizen = Citizen(visitors.phone("citizen"), house, HOA)
    code = files_and_goes_to_pay(citizen)
    citizen.visitor.press("Thành công, báo kết quả hai lần")
    citizen.visitor.sees("Đã nộp lệ phí")
    told = "select count(*) from dossiers_event e join dossiers_dossier d on d.id = e.dossier_id"
    house.until(lambda: payments_of(house, code) == [("paid", 1, 0)], what="the fee is paid")
    assert house.sql(f"{told} where d.code = %s and e.action like 'fee%%'", code) == [(1,)]
