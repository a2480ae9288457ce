"""The power goes: the desk writes on numbered stubs, and enters them afterwards as of the receipt."""

from __future__ import annotations

import re

import pytest

from tests.journeys.forms import CODE, answer, attach
from tests.journeys.officers import Officer
from tests.journeys.residence import CONFIRM, PROCEDURE, REQUEST, WARD, contract
from tests.support.browser import Visitors
from tests.support.pdf import text_of_pdf
from tests.support.running import House

pytestmark = pytest.mark.journey

CARD = (
    "074188001202||Nguyễn Thị Hồng Ánh|02111988|Nữ|"
    "Số 18/4, đường Yersin, khu phố 5, phường Hiệp Thành|20052021"
)
STAY = {"phone": "0901000102", "new_address": "Số 12/3, đường Yersin, khu phố 2", "dwelling_kind": "own"}
STUB = {"received": "13/07/2023", "time": "9h30"}


def prints_a_booklet(desk: Officer) -> tuple[list[str], str]:
    """Six numbered stubs on paper; their numbers, and the page that accounts for them."""
    desk.visitor.open("/desk/")
    desk.visitor.follow("Số dự phòng")
    desk.visitor.fill("Bao nhiêu số", "6")
    desk.visitor.press("Lập quyển mới")
    desk.visitor.sees("Đã lập quyển mới")
    first, last = re.findall(r"DP-H09[\d.]+-\d{6}", desk.visitor.heading())
    numbers = [f"{first[:-6]}{int(first[-6:]) + place:06d}" for place in range(6)]
    assert numbers[-1] == last
    booklet, address = text_of_pdf(desk.opens_pdf("In quyển")), desk.page.url.split("?")[0]
    assert all(booklet.count(number) == 2 for number in numbers)
    return numbers, address


def test_what_was_received_on_paper_is_entered_as_of_that_moment(visitors: Visitors, house: House) -> None:
    house.set_clock("2023-07-10T08:00")
    desk = Officer(visitors, house, house.officer("reception", "police", WARD))
    numbers, address = prints_a_booklet(desk)
    house.set_clock("2023-07-17T08:00")
    citizen = visitors.phone("citizen")
    citizen.open(f"/tracking?code={numbers[2]}")
    citizen.sees("chưa nhập vào hệ thống")
    colleague = Officer(visitors, house, house.officer("reception", "police", WARD), screen="colleague")
    colleague.visitor.open(f"/desk/reserve/enter/?number={numbers[2]}")
    answer(colleague.visitor, STUB)

    desk.visitor.open("/desk/reserve/enter/")
    answer(desk.visitor, {"reserve_number": numbers[2], **STUB, "received": "13/07/2024"})
    desk.visitor.press("Tiếp tục")
    desk.visitor.sees("phải ở trước lúc này")
    answer(desk.visitor, STUB)
    desk.visitor.press("Tiếp tục")
    desk.visitor.sees(f"Nhập lại phiếu {numbers[2]}, nhận lúc 09:30 ngày 13/07/2023")
    answer(desk.visitor, {"person": CARD})
    desk.visitor.press(PROCEDURE, exact=False)
    answer(desk.visitor, {**REQUEST, **STAY, **CONFIRM})
    attach(desk.visitor, "paper_housing_proof", contract())
    desk.visitor.press("Nhập và tiếp nhận hồ sơ")
    desk.visitor.sees("Đã tiếp nhận hồ sơ")
    desk.visitor.sees("17:00 ngày 18/07/2023")
    found = CODE.search(desk.page.locator("main").inner_text())
    assert found and "-230713-" in found.group(), "received two working days ago"
    code = found.group()

    colleague.visitor.press("Tiếp tục")
    colleague.visitor.sees(f"đã được nhập thành hồ sơ {code}")
    colleague.visitor.open("/desk/")
    colleague.page.locator('[name="sought"]').fill(numbers[2])
    colleague.visitor.press("Tìm")
    assert code in colleague.page.locator(".ts-dossier-head__code").inner_text()
    colleague.visitor.sees("đã được nhập vào hệ thống")

    desk.visitor.open(address)
    desk.visitor.sees("Còn thiếu 2 số")
    for number in numbers[:2]:
        desk.page.get_by_label(number[-6:], exact=True).check()
    desk.page.get_by_label("Lý do hủy").fill("Viết hỏng hai phiếu đầu")
    desk.visitor.press("Hủy các số đã đánh dấu")
    desk.visitor.sees("Đã hủy các số")
    desk.visitor.does_not_see("Còn thiếu")
    desk.visitor.sees("Viết hỏng hai phiếu đầu")
    citizen.open(f"/tracking?code={numbers[2]}")
    citizen.sees(code)
    citizen.does_not_see("Nguyễn Thị Hồng Ánh")
    citizen.open(f"/tracking?code={numbers[0]}")
    citizen.sees("đã hủy số này")
