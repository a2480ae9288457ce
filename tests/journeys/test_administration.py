"""The administrator's day: a new officer comes in by a code; a locked one is out at once."""

from __future__ import annotations

import pytest

from tests.journeys.forms import answer
from tests.journeys.officers import Officer
from tests.support.browser import Visitors
from tests.support.running import House

pytestmark = pytest.mark.journey

WARD = "25750"
ACCOUNTS = "/desk/administration/accounts/"


def administrator(visitors: Visitors, house: House) -> Officer:
    return Officer(visitors, house, house.officer("administrator", "one-stop", "74"))


def test_a_new_officer_comes_in_by_a_code_and_a_locked_one_is_out(visitors: Visitors, house: House) -> None:
    chief = administrator(visitors, house)
    chief.visitor.open(f"{ACCOUNTS}new/")
    chief.visitor.press("Tạo tài khoản và nhận mã")
    chief.visitor.sees("Hãy chọn cơ quan.")
    name = f"moi-{house.ports['TINHSO_WEB_PORT']}"
    chief.visitor.fill("Họ, chữ đệm và tên", "Lương Thị Thơm")
    answer(chief.visitor, {"agency": "cong an phuong phu hoa"})
    chief.visitor.fill("Chức danh", "Cán bộ tiếp nhận hồ sơ")
    chief.visitor.tick("Cán bộ một cửa")
    chief.visitor.fill("Tên đăng nhập", name)
    chief.visitor.press("Tạo tài khoản và nhận mã")
    code = chief.page.locator("#one-time-code").inner_text()

    newcomer = visitors.desk("newcomer")
    newcomer.open("/desk/")
    newcomer.fill("Tên đăng nhập", name)
    newcomer.fill("Mật khẩu", code)
    newcomer.press("Đăng nhập")
    assert newcomer.heading() == "Đặt mật khẩu mới"
    newcomer.fill("Mật khẩu mới", "con mèo trèo cây cau")
    newcomer.fill("Gõ lại mật khẩu mới", "con mèo trèo cây cau")
    newcomer.press("Đặt mật khẩu")
    newcomer.sees("Lương Thị Thơm")
    newcomer.follow("Mật khẩu của tôi")

    chief.page.locator('[name="sought"]').fill("luong thom")
    chief.visitor.press("Tìm")
    chief.visitor.follow("Lương Thị Thơm")
    chief.visitor.follow("Đổi chức danh, vai trò")
    chief.visitor.tick("Chuyên viên")
    chief.visitor.press("Lưu thay đổi")
    chief.visitor.sees("Cán bộ một cửa, Chuyên viên")
    fold = chief.page.locator("details", has=chief.page.locator("summary", has_text="Khóa tài khoản"))
    fold.locator("summary").click()
    chief.visitor.press("Xác nhận: khóa tài khoản", within=fold)
    chief.visitor.sees("Hãy chọn lý do khóa tài khoản.")
    chief.visitor.tick("Nghi bị lộ mật khẩu hoặc bị lợi dụng")
    chief.visitor.press("Xác nhận: khóa tài khoản")
    chief.visitor.sees("Đã khóa tài khoản. Mọi phiên đã kết thúc.")

    newcomer.open("/desk/")
    assert newcomer.heading() == "Đăng nhập bàn làm việc"
