"""The second step in the browser: an administrator's code, an officer's own app, a phone that is lost."""

from __future__ import annotations

import time

import pyotp
import pytest

from tests.journeys.officers import Officer
from tests.support.browser import Visitor, Visitors
from tests.support.running import House

pytestmark = pytest.mark.journey

WARD = "25750"


def gives_password(visitor: Visitor, house: House, username: str) -> None:
    visitor.open("/desk/")
    visitor.fill("Tên đăng nhập", username)
    visitor.fill("Mật khẩu", house.password())
    visitor.press("Đăng nhập")


def code_of(secret: str, *, after: int = 0) -> tuple[str, int]:
    """A code good for 15 seconds more, of a later step than ``after``; waits for one as a person does."""
    while (step := max(int(time.time() + 15) // 30 - 1, after + 1)) > int(time.time()) // 30 + 1:
        time.sleep(1)
    return pyotp.TOTP(secret).generate_otp(step), step


def typed_secret(visitor: Visitor) -> str:
    return visitor.page.locator("#typed-secret").inner_text().replace(" ", "")


def test_an_administrator_comes_in_with_the_code_that_the_console_shows(
    visitors: Visitors, house: House
) -> None:
    chief = visitors.desk("administrator at the second step")
    username = house.officer("administrator", "one-stop", "74")
    gives_password(chief, house, username)
    assert chief.heading() == "Bước xác nhận thứ hai"
    chief.fill("Mã 6 số", "000000")
    chief.press("Xác nhận")
    chief.sees("Mã không đúng")
    chief.open("/desk/administration/accounts/")
    assert chief.heading() == "Đăng nhập bàn làm việc"
    gives_password(chief, house, username)
    said = house.ask("demo", "code")
    assert said[:6].isdigit()
    chief.fill("Mã 6 số", house.one_time_code(username))
    chief.press("Xác nhận")
    chief.sees("1 lần nhập sai mã")
    chief.follow("Tài khoản cán bộ")


@pytest.mark.parametrize("on_phone", [True, False])
def test_an_officer_sets_up_an_app_and_after_losing_the_phone_is_helped(
    visitors: Visitors, house: House, on_phone: bool
) -> None:
    username = house.officer("specialist" if on_phone else "reception", "police", WARD)
    officer = Officer(visitors, house, username, screen=f"second step {on_phone}", on_phone=on_phone)
    visitor = officer.visitor
    visitor.open("/desk/account/security/")
    visitor.follow("Bật bước xác nhận thứ hai")
    assert visitor.page.get_by_role("img", name="Mã QR của khóa bí mật").count() == 1
    secret = typed_secret(visitor)
    code, step = code_of(secret)
    visitor.fill("Mật khẩu của bạn", "không phải mật khẩu")
    visitor.fill("Mã 6 số ứng dụng đang hiện", code)
    visitor.press("Bật bước xác nhận thứ hai")
    visitor.sees("Mật khẩu không đúng")
    visitor.fill("Mật khẩu của bạn", house.password())
    code, step = code_of(secret)
    visitor.fill("Mã 6 số ứng dụng đang hiện", code)
    visitor.press("Bật bước xác nhận thứ hai")
    recovery = visitor.page.locator("#recovery-codes li").all_inner_texts()
    assert len(recovery) == 10
    visitor.follow("Tôi đã lưu, tiếp tục")
    visitor.sees("Còn 10 mã")
    visitor.open("/desk/")
    visitor.press("Đăng xuất")

    gives_password(visitor, house, username)
    code, step = code_of(secret, after=step)
    visitor.fill("Mã 6 số", code)
    visitor.press("Xác nhận")
    visitor.open("/desk/")
    visitor.press("Đăng xuất")

    gives_password(visitor, house, username)
    visitor.follow("Không có điện thoại bên mình? Dùng mã dự phòng")
    visitor.fill("Mã dự phòng", recovery[0].upper())
    visitor.press("Xác nhận")
    visitor.sees("còn 9 mã")

    chief = Officer(visitors, house, house.officer("administrator", "one-stop", "74"))
    chief.visitor.open("/desk/administration/accounts/")
    chief.page.locator('[name="sought"]').fill(username)
    chief.visitor.press("Tìm")
    chief.visitor.leave_by(chief.page.locator("table a").first)
    chief.page.locator("summary", has_text="Mất điện thoại").click()
    chief.visitor.press("Xác nhận: gỡ bước xác nhận")
    chief.visitor.sees("Đã gỡ bước xác nhận thứ hai.")

    visitor.open("/desk/")
    assert visitor.heading() == "Đăng nhập bàn làm việc"
    gives_password(visitor, house, username)
    visitor.sees("đã được quản trị viên gỡ")
    visitor.open("/desk/account/security/")
    visitor.press("Tôi đã đọc")
    visitor.sees("Bật bước xác nhận thứ hai")
