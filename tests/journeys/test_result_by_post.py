"""A result goes by post: chosen, listed, scanned, sent, brought back, sent again, delivered."""

from __future__ import annotations

import pytest

from tests.journeys.citizens import TUAN, Citizen
from tests.journeys.forms import answer
from tests.journeys.officers import Officer
from tests.journeys.residence import WARD
from tests.support.browser import Visitors
from tests.support.pdf import text_of_pdf
from tests.support.running import House

pytestmark = pytest.mark.journey

PROCEDURE = "1.012566"
HERE = {"residence_commune": "phu cuong"}
REQUEST = {"old_number": "280123456", "has_old_card": "no", "purpose": "bank"}
CONFIRM = {
    "copies": "1",
    "delivery": "post",
    "delivery_address": "Số 5, đường Bạch Đằng, phường Phú Cường",
    "declaration": True,
}
FIRST, SECOND, THIRD = "EB123456785VN", "EB473124829VN", "CP000000005VN"


def files_for_the_post(citizen: Citizen) -> str:
    """The form takes the address in one line; the house asks to check it part by part."""
    citizen.signs_in()
    citizen.begins(PROCEDURE)
    citizen.fills_in(HERE, REQUEST, CONFIRM)
    citizen.hands_in({})
    code = citizen.submits()
    citizen.visitor.follow("Kiểm tra địa chỉ nhận")
    citizen.page.locator('[name="street"]').fill("5")
    citizen.visitor.press("Gửi đến địa chỉ này")
    citizen.visitor.sees("Cần ít nhất 5 ký tự")
    answer(citizen.visitor, {"street": "Số 5, đường Bạch Đằng, khu phố 1"})
    citizen.visitor.press("Gửi đến địa chỉ này")
    citizen.visitor.sees("Số 5, đường Bạch Đằng, khu phố 1, Phường Phú Cường")
    return code


def brings_to_result(visitors: Visitors, house: House, code: str) -> Officer:
    desk = Officer(visitors, house, house.officer("reception", "police", WARD))
    desk.visitor.open("/desk/")
    desk.open_dossier(code)
    desk.does("Tiếp nhận")
    desk.does("Chuyển xử lý")
    specialist = Officer(visitors, house, house.officer("specialist", "police", WARD))
    specialist.open_dossier(code)
    specialist.does("Trình dự thảo kết quả", text="Xác nhận số chứng minh nhân dân cũ.")
    leader = Officer(visitors, house, house.officer("leader", "police", WARD))
    leader.open_dossier(code)
    leader.does("Ký duyệt")
    return desk


def lists_and_sends(desk: Officer, code: str, number: str) -> str:
    """From the queue to the post office; the address of the parcel."""
    desk.visitor.open("/desk/")
    desk.visitor.follow("Gửi bưu chính")
    desk.page.get_by_label(f"Chọn {code}", exact=True).check()
    desk.visitor.press("Lập danh sách gửi từ các hồ sơ đã chọn")
    desk.visitor.sees("Đã lập danh sách gửi")
    sheet = " ".join(text_of_pdf(desk.opens_pdf("In danh sách")).split())
    assert code in sheet and "đường Bạch Đằng" in sheet
    desk.page.get_by_label("Số bưu gửi", exact=True).fill("EB123456789VN")
    desk.visitor.press("Ghi số")
    desk.visitor.sees("sai chữ số kiểm tra")
    desk.page.get_by_label("Số bưu gửi", exact=True).fill(number)
    desk.page.get_by_label("Số bưu gửi", exact=True).press("Enter")
    desk.visitor.sees("Đã ghi số bưu gửi")
    desk.visitor.press("Ghi đã gửi các bưu gửi đã chọn")
    desk.visitor.sees("Đã xong 1 hồ sơ")
    desk.visitor.follow(code)
    return desk.page.url


def tells(desk: Officer, what: str, button: str, answers: dict[str, str]) -> None:
    """Open a fold of the parcel's page, fill it in, and say so."""
    fold = desk.page.locator("details.ts-act").filter(has=desk.page.locator("summary", has_text=what))
    fold.locator("summary").click()
    for key, text in answers.items():
        field = fold.locator(f'[name="{key}"]')
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)
    desk.visitor.press(button, within=fold)


def test_a_result_goes_by_post_comes_back_and_arrives(visitors: Visitors, house: House) -> None:
    citizen = Citizen(visitors.phone("citizen"), house, TUAN)
    code = files_for_the_post(citizen)
    desk = brings_to_result(visitors, house, code)
    lists_and_sends(desk, code, FIRST)

    citizen.awaits_message(code, "qua bưu chính")
    citizen.opens(code)
    citizen.visitor.sees("đang trên đường")
    citizen.visitor.sees(f"Số bưu gửi: {FIRST}")
    citizen.visitor.follow("Xem, đổi cách nhận kết quả")
    citizen.visitor.sees("Đang trên đường")

    tells(desk, "Bưu chính trả lại", "Ghi bị trả lại", {"back": "absent", "note": "Đã gọi hai lần"})
    desk.visitor.sees("Đã ghi bưu chính trả lại")
    delivered = house.sql("select status, delivered_at from dossiers_dossier where code = %s", code)
    citizen.awaits_message(code, "chưa giao được")
    citizen.opens(code)
    citizen.visitor.sees("Bưu chính chưa giao được")
    citizen.visitor.follow("Chọn cách nhận lại")
    citizen.visitor.sees("Không gặp người nhận")
    answer(citizen.visitor, {"street": "Số 5A, đường Bạch Đằng, khu phố 1"})
    citizen.visitor.press("Gửi đến địa chỉ này")
    citizen.visitor.sees("Số 5A, đường Bạch Đằng")

    lists_and_sends(desk, code, SECOND)
    tells(
        desk, "Sửa số ghi nhầm", "Sửa số bưu gửi", {"number": "CP000000005VN", "reason": "Quét nhầm bưu gửi"}
    )
    desk.visitor.sees("Đã sửa số bưu gửi")
    desk.visitor.sees(SECOND)
    tells(desk, "Bưu chính đã giao", "Ghi đã giao", {})
    desk.visitor.sees("Đã ghi bưu chính giao kết quả")
    assert house.sql("select status, delivered_at from dossiers_dossier where code = %s", code) == delivered
    citizen.opens(code)
    citizen.visitor.sees("Bưu chính đã giao kết quả")
    citizen.visitor.sees(f"Số bưu gửi đúng: {THIRD}")
