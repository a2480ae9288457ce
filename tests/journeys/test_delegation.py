"""A leader on the phone lets a colleague approve for a while; the dossier says so, and then it is over."""

from __future__ import annotations

import pytest

from tests.journeys.citizens import HOA, Citizen
from tests.journeys.officers import Officer
from tests.journeys.residence import WARD, files_residence
from tests.support.browser import Visitors
from tests.support.running import House

pytestmark = pytest.mark.journey


def test_a_colleague_approves_in_the_leaders_place_until_the_moment_it_ends(
    visitors: Visitors, house: House
) -> None:
    citizen = Citizen(visitors.phone("citizen"), house, HOA)
    code = files_residence(citizen)
    reception = Officer(visitors, house, house.officer("reception", "police", WARD))
    reception.open_dossier(code)
    reception.does("Tiếp nhận")
    reception.open_dossier(code)
    reception.does("Chuyển xử lý")
    specialist = Officer(visitors, house, house.officer("specialist", "police", WARD))
    specialist.open_dossier(code)
    specialist.does("Trình dự thảo kết quả", text="Đồng ý cho đăng ký tạm trú theo đề nghị.")

    leader = Officer(
        visitors, house, house.officer("leader", "police", WARD), screen="leader on the phone", on_phone=True
    )
    leader.visitor.open("/desk/delegations/")
    leader.visitor.press("Ủy quyền")
    leader.visitor.sees("Hãy chọn người được ủy quyền.")
    deputy = leader.page.locator(".ts-choice").filter(has_text="tiếp nhận").first
    name = deputy.locator("label").inner_text().splitlines()[0]
    deputy.locator("label").click()
    leader.visitor.fill("Số văn bản ủy quyền (không bắt buộc)", "Giấy ủy quyền số 5")
    leader.visitor.press("Ủy quyền")
    leader.visitor.sees("Đã ủy quyền.")
    leader.visitor.sees("Đang hiệu lực")

    reception.visitor.open("/desk/queues/to_approve/")
    reception.visitor.sees("Bạn đang phê duyệt thay mặt")
    reception.open_dossier(code)
    reception.does("Ký duyệt")
    reception.visitor.sees(f"{name} thay mặt")
    citizen.opens(code)
    citizen.visitor.sees("thay mặt lãnh đạo cơ quan, theo ủy quyền")

    chief = Officer(visitors, house, house.officer("administrator", "one-stop", "74"))
    chief.visitor.open("/desk/delegations/")
    chief.visitor.sees("Đang hiệu lực")

    house.set_clock("2023-07-18T17:00")
    reception.visitor.open("/desk/")
    assert "Bạn đang phê duyệt thay mặt" not in reception.page.locator("main").inner_text()
    leader.visitor.open("/desk/delegations/")
    leader.visitor.sees("Đã kết thúc")
