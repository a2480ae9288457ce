"""Tạm trú online, from a telephone, with one supplement: the journey the house was built for."""

from __future__ import annotations

import pytest

from tests.journeys.citizens import TUAN, Citizen
from tests.journeys.forms import attach
from tests.journeys.officers import Officer
from tests.journeys.papers import photo
from tests.journeys.residence import CONFIRM, PLACE, PROCEDURE, REQUEST, WARD, contract
from tests.support.browser import Visitors
from tests.support.running import House

pytestmark = pytest.mark.journey

NEW_DUE = "ngày 25/07/2023"
"""Counted by hand: the first due date is 17:00 on Thursday the 20th. Asleep from Monday 8:00 to Wednesday
9:00 the clock lost 7 + 7.5 + 1.5 = 16 working hours: all of Friday and of Monday, and an hour of Tuesday."""


def test_a_citizen_registers_a_stay_and_corrects_exactly_what_was_asked(
    visitors: Visitors, house: House
) -> None:
    citizen = Citizen(visitors.phone("citizen"), house, TUAN)
    citizen.visitor.open("/")
    citizen.signs_in()
    citizen.begins(PROCEDURE)
    citizen.visitor.sees("Trần Quốc Tuấn")
    citizen.visitor.sees("Số 18/4, đường Yersin, khu phố 5")
    assert citizen.page.locator('input:not([type="hidden"])[name="full_name"]').count() == 0
    citizen.fills_in({}, REQUEST, PLACE, CONFIRM)
    citizen.hands_in({"housing_proof": photo("hop-dong-mo", grey=90)})
    code = citizen.submits()
    citizen.awaits_message(code)

    reception = Officer(visitors, house, house.officer("reception", "police", WARD))
    reception.open_from_queue("Chờ tiếp nhận", code)
    reception.does("Tiếp nhận")
    reception.visitor.sees("17:00 ngày 20/07/2023")
    reception.does("Chuyển xử lý")
    specialist = Officer(visitors, house, house.officer("specialist", "police", WARD))
    specialist.open_from_queue("Cần xử lý", code)
    specialist.asks_supplement({"paper:housing_proof": "Ảnh hợp đồng bị mờ, anh chụp lại cho rõ."})
    specialist.visitor.sees("Đã gửi yêu cầu bổ sung")

    citizen.awaits_message(code, "bổ sung")
    house.set_clock("2023-07-19T09:00")
    citizen.opens(code)
    citizen.visitor.follow("Bổ sung ngay")
    citizen.visitor.sees("Ảnh hợp đồng bị mờ, anh chụp lại cho rõ.")
    controls = citizen.page.locator('form[enctype] input[type="file"]')
    asked = {one.get_attribute("name") for one in controls.all()}
    assert asked == {"paper_housing_proof"}, "nothing but the paper in question can be changed"
    attach(citizen.visitor, "paper_housing_proof", contract("Hop dong chup lai"))
    citizen.visitor.press("Gửi phần bổ sung")
    citizen.visitor.sees("Hồ sơ được xử lý tiếp")
    citizen.visitor.sees(NEW_DUE)
    citizen.visitor.sees("Ngày hẹn đầu tiên là 17:00 ngày 20/07/2023")

    specialist.open_dossier(code)
    specialist.visitor.sees("Hẹn trả trước đó: 17:00 ngày 20/07/2023")
    specialist.visitor.sees("Hẹn trả mới: 08:")
    specialist.visitor.sees(NEW_DUE)
    assert len(specialist.papers()) == 2, "the paper that was replaced can still be looked at"
    specialist.does("Trình dự thảo kết quả", text="Đồng ý đăng ký tạm trú đến ngày 16/07/2024.")
    leader = Officer(visitors, house, house.officer("leader", "police", WARD))
    leader.open_from_queue("Chờ phê duyệt", code)
    leader.does("Ký duyệt")

    citizen.awaits_message(code, "kết quả")
    citizen.opens(code)
    result = citizen.page.get_by_role("link", name="Tải kết quả").get_attribute("href")
    assert citizen.visitor.download(str(result)).startswith(b"%PDF")
    citizen.visitor.open("/my-data")
    citizen.visitor.sees("Công an phường Phú Cường")
    house.ask("audit", "seal")
    assert "Nhật ký nguyên vẹn" in house.ask("audit", "verify")
