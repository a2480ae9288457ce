"""An officer looks up a business while the line is cut; the answer comes by itself; the citizen sees it."""

from __future__ import annotations

import pytest

from tests.journeys.citizens import SA_RY, Citizen
from tests.journeys.officers import Officer
from tests.journeys.residence import CONFIRM, PLACE, PROCEDURE, REQUEST, WARD, contract
from tests.support.browser import Visitors
from tests.support.running import House

pytestmark = pytest.mark.journey

POTTERY = "3702345674"


def test_the_answer_comes_by_itself_and_the_citizen_sees_who_looked_up(
    visitors: Visitors, house: House
) -> None:
    citizen = Citizen(visitors.phone("citizen"), house, SA_RY)
    citizen.signs_in()
    citizen.begins(PROCEDURE)
    citizen.fills_in({}, REQUEST, PLACE, CONFIRM)
    citizen.hands_in({"housing_proof": contract()})
    code = citizen.submits()

    house.dial("gateway", "down")
    officer = Officer(visitors, house, house.officer("reception", "police", WARD))
    officer.open_from_queue("Chờ tiếp nhận", code)
    officer.visitor.follow("Doanh nghiệp")
    officer.visitor.fill("Mã số doanh nghiệp, mã số thuế", "3702345675")
    officer.visitor.press("Tra cứu")
    officer.visitor.sees("sai chữ số kiểm tra")
    officer.visitor.fill("Mã số doanh nghiệp, mã số thuế", POTTERY)
    officer.visitor.press("Tra cứu")
    officer.visitor.sees("Đang chờ đường truyền")
    officer.visitor.sees("Hồ sơ vẫn xử lý bình thường")
    here = officer.page.url
    officer.open_dossier(code)
    officer.visitor.sees(f"Doanh nghiệp {POTTERY}")
    officer.does("Tiếp nhận")

    house.normalise()
    house.until(
        lambda: house.sql(
            "select 1 from verification_look_up where id = %s and state = 'found'",
            here.rstrip("/").rpartition("/")[2],
        ),
        what="the answer came",
        patience_s=90,
    )
    officer.visitor.open(here)
    officer.visitor.sees("GỐM SỨ LÁI THIÊU")
    officer.visitor.sees("Số liệu tính đến")
    officer.visitor.open("/desk/look-ups/")
    officer.visitor.sees(f"Doanh nghiệp {POTTERY}")

    citizen.visitor.open("/my-data")
    citizen.visitor.sees("Tra cứu Cơ sở dữ liệu quốc gia về đăng ký doanh nghiệp")
    citizen.visitor.sees("Tra cứu để giải quyết hồ sơ")
    citizen.visitor.sees(code)
