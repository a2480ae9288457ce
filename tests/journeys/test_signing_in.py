"""Who may do what after signing in, and what happens when VNeID does not vouch for them."""

from __future__ import annotations

import pytest

from tests.journeys.citizens import KHOI, TUAN, Citizen
from tests.journeys.residence import PROCEDURE
from tests.support.browser import Visitors
from tests.support.running import House

pytestmark = pytest.mark.journey


def test_an_account_of_level_one_reads_but_does_not_file(visitors: Visitors, house: House) -> None:
    student = Citizen(visitors.phone("student"), house, KHOI)
    student.signs_in()
    student.visitor.open("/dossiers")
    student.visitor.open("/my-data")
    answer = student.visitor.open(f"/procedures/{PROCEDURE}/apply")
    assert answer.status == 403
    student.visitor.sees("cần tài khoản VNeID mức 2")


@pytest.mark.parametrize("variant", ["expired", "another_person", "bad_signature"])
def test_a_token_that_proves_nothing_signs_nobody_in(visitors: Visitors, house: House, variant: str) -> None:
    citizen = Citizen(visitors.phone("citizen"), house, TUAN)
    house.dial("vneid", "wrong", variant=variant)
    citizen.visitor.open("/sign-in")
    citizen.visitor.press("Tiếp tục với VNeID")
    citizen.page.locator("#personal_id").fill(TUAN)
    citizen.visitor.press("Đăng nhập")
    citizen.visitor.press("Đồng ý chia sẻ")
    citizen.visitor.sees("Chưa đăng nhập được")
    citizen.visitor.open("/dossiers")
    assert citizen.page.url.startswith(f"{house.web}/sign-in"), "nobody is signed in"
