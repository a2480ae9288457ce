"""The line to the population database is cut while a citizen files, and comes back later by itself."""

from __future__ import annotations

import pytest

from tests.journeys.citizens import SA_RY, UYEN, Citizen
from tests.journeys.officers import Officer
from tests.journeys.residence import CONFIRM, PLACE, PROCEDURE, REQUEST, WARD, contract
from tests.support.browser import Visitors
from tests.support.running import House

pytestmark = pytest.mark.journey

TYPED = {"permanent_residence": "Ấp 3, xã Tham Đôn, huyện Mỹ Xuyên, tỉnh Sóc Trăng"}


def check_of(house: House, code: str) -> str:
    """What the dossier knows from the population database."""
    return str(house.sql("select check_state from dossiers_dossier where code = %s", code)[0][0])


def test_the_dossier_goes_on_unverified_and_is_verified_by_itself(visitors: Visitors, house: House) -> None:
    house.dial("population", "down")
    citizen = Citizen(visitors.phone("citizen"), house, SA_RY)
    citizen.signs_in()
    citizen.begins(PROCEDURE)
    citizen.visitor.sees("Chưa lấy được dữ liệu dân cư")
    citizen.visitor.sees("Thạch Sa Ry")
    citizen.fills_in(TYPED, REQUEST, PLACE, CONFIRM)
    citizen.hands_in({"housing_proof": contract()})
    code = citizen.submits()

    reception = Officer(visitors, house, house.officer("reception", "police", WARD))
    reception.open_from_queue("Chờ tiếp nhận", code)
    reception.visitor.sees("Chưa xác thực dân cư")
    house.until(
        lambda: house.sql("select 1 from ledger_line where name = 'population' and breaker = 'open'"),
        what="the line was tried until it rests",
        patience_s=90,
    )
    reception.visitor.open("/desk/lines/")
    reception.visitor.sees("Đang gián đoạn")
    reception.open_dossier(code)
    reception.visitor.sees("Đường kết nối tới CSDL quốc gia về dân cư đang gián đoạn")
    reception.does("Tiếp nhận")
    reception.does("Chuyển xử lý")

    house.normalise()
    house.until(lambda: check_of(house, code) == "match", what="the answer came", patience_s=90)
    reception.open_dossier(code)
    reception.visitor.sees("Khớp CSDL dân cư")
    reception.visitor.sees("Cơ sở dữ liệu quốc gia về dân cư xác nhận thông tin người nộp")


def test_a_no_match_makes_a_task_and_a_message_and_refuses_nothing(visitors: Visitors, house: House) -> None:
    citizen = Citizen(visitors.phone("citizen"), house, UYEN)
    citizen.signs_in()
    citizen.begins(PROCEDURE)
    citizen.fills_in({}, REQUEST, PLACE, CONFIRM)
    house.dial("population", "wrong", variant="flipped")
    citizen.hands_in({"housing_proof": contract()})
    code = citizen.submits()
    house.until(lambda: check_of(house, code) == "no_match", what="the register said no", patience_s=60)
    house.normalise()

    citizen.awaits_message(code, "dân cư")
    reception = Officer(visitors, house, house.officer("reception", "police", WARD))
    reception.open_from_queue("Chờ tiếp nhận", code)
    reception.visitor.sees("Chưa khớp CSDL dân cư")
    reception.does("Ghi kết quả đối chiếu", note="Đã xem thẻ căn cước bản gốc, thông tin đúng.")
    reception.does("Tiếp nhận")
    reception.visitor.sees("Được tiếp nhận")
