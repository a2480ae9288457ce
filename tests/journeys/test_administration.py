"""The administrator's day: officers come in by a code, are locked, and move to another agency."""

from __future__ import annotations

import pytest

from tests.journeys.citizens import HOA, Citizen
from tests.journeys.forms import answer
from tests.journeys.officers import Officer
from tests.journeys.residence import WARD as HOME_WARD
from tests.journeys.residence import files_residence
from tests.support.browser import Visitors
from tests.support.running import House

pytestmark = pytest.mark.journey

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
    answer(chief.visitor, {"agency": "cong an phuong phu loi"})
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
    newcomer.follow("Bảo mật tài khoản")
    newcomer.follow("Đổi mật khẩu")

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


def test_an_officer_transferred_in_the_middle_of_a_dossier_loses_access_at_once_and_nothing_is_lost(
    visitors: Visitors, house: House
) -> None:
    citizen = Citizen(visitors.phone("citizen"), house, HOA)
    code = files_residence(citizen)
    reception = Officer(visitors, house, house.officer("reception", "police", HOME_WARD))
    reception.open_dossier(code)
    reception.does("Tiếp nhận")
    reception.open_dossier(code)
    reception.does("Chuyển xử lý")
    leaving = house.officer("specialist-2", "police", HOME_WARD)
    specialist = Officer(visitors, house, leaving)
    specialist.open_dossier(code)
    specialist.page.locator('textarea[name="text"]').fill("Đồng ý cho đăng ký tạm trú, viết dở")

    house.sql(
        "update process_task set officer_id = (select officer_id from identity_account where username = %s)"
        " where completed_at is null and role = 'specialist' and case_id ="
        " (select id from dossiers_dossier where code = %s) returning 1",
        leaving,
        code,
    )
    chief = administrator(visitors, house)
    chief.visitor.open(ACCOUNTS)
    chief.page.locator('[name="sought"]').fill(leaving)
    chief.visitor.press("Tìm")
    chief.visitor.leave_by(chief.page.locator("table a").first)
    chief.visitor.follow("Điều chuyển sang cơ quan khác")
    answer(chief.visitor, {"agency": "cong an phuong phu loi"})
    chief.visitor.fill("Chức danh ở cơ quan mới", "Cán bộ quản lý cư trú")
    chief.visitor.press("Xem trước")
    chief.visitor.sees("Việc đang mở: 1")
    goes_to = chief.page.locator("dd", has_text="Công an").nth(1).inner_text()
    chief.visitor.press("Xác nhận điều chuyển")
    chief.visitor.sees("Đã điều chuyển. Mọi phiên đã kết thúc, việc đang mở đã ở lại cơ quan cũ.")

    specialist.does("Trình dự thảo kết quả")
    specialist.visitor.sees("Bạn đã được điều chuyển sang cơ quan khác")
    specialist.visitor.sees("Thao tác vừa gửi chưa được thực hiện")
    assert specialist.page.locator("textarea").input_value() == "Đồng ý cho đăng ký tạm trú, viết dở"
    specialist.visitor.follow("Đăng nhập lại")
    specialist.visitor.fill("Tên đăng nhập", leaving)
    specialist.visitor.fill("Mật khẩu", house.password())
    specialist.visitor.press("Đăng nhập")
    specialist.visitor.sees(goes_to)
    assert not specialist.can_find(code), "the old agency's dossier is out of reach"

    colleague = Officer(visitors, house, house.officer("specialist", "police", HOME_WARD))
    colleague.open_dossier(code)
    colleague.does("Trình dự thảo kết quả", text="Đồng ý cho đăng ký tạm trú theo đề nghị.")
