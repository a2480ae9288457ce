"""Calendar and catalogue: a day off moves a due date and is taken back; an export becomes a draft."""

from __future__ import annotations

import pytest

from tests.journeys.citizens import HOA, Citizen
from tests.journeys.officers import Officer
from tests.journeys.residence import WARD, files_residence
from tests.support.browser import Visitors
from tests.support.running import House

pytestmark = pytest.mark.journey

HOLIDAYS = "/desk/administration/holidays/"
EXPORT = (
    "code,title,decision,channel,amount,unit,fee_raw,result_codes\n"
    "1.004222,Đăng ký thường trú,1523/QĐ-BCA-C06,ONLINE,9,WORKING_DAY,Chưa quy định,\n"
    "1.004222,Đăng ký thường trú,1523/QĐ-BCA-C06,DIRECT,9,WEEK,Chưa quy định,\n"
)


def due(house: House, code: str) -> str:
    ((moment,),) = house.sql(
        "select to_char(due_at at time zone 'Asia/Ho_Chi_Minh', 'DD/MM/YYYY') from dossiers_dossier"
        " where code = %s",
        code,
    )
    return str(moment)


def test_a_day_off_moves_a_due_date_and_an_export_becomes_a_draft(visitors: Visitors, house: House) -> None:
    citizen = Citizen(visitors.phone("citizen"), house, HOA)
    code = files_residence(citizen)
    reception = Officer(visitors, house, house.officer("reception", "police", WARD))
    reception.open_from_queue("Chờ tiếp nhận", code)
    reception.does("Tiếp nhận")
    assert due(house, code) == "20/07/2023"

    # At the end of the day: the others begin in its morning, and nothing that is declared here is known then.
    house.set_clock("2023-07-17T16:50")
    chief = Officer(visitors, house, house.officer("administrator", "one-stop", "74"))
    chief.visitor.open(HOLIDAYS)
    chief.visitor.follow("Thêm hoặc đổi một ngày")
    chief.visitor.press("Xem trước")
    chief.visitor.sees("Phải ghi mục này.")
    for part, text in (("day", "19"), ("month", "7"), ("year", "2023")):
        chief.page.locator(f'[name="day-{part}"]').fill(text)
    chief.visitor.tick("Nghỉ")
    chief.visitor.fill("Tên ngày", "Nghỉ tránh bão")
    chief.visitor.fill("Số văn bản quyết định", "Công điện 01/CĐ-TEST")
    chief.visitor.fill("Lý do thay đổi lịch", "Bão số 3 vào đất liền")
    chief.visitor.press("Xem trước")
    chief.visitor.sees("hồ sơ đang chạy đổi ngày hẹn")
    assert due(house, code) == "20/07/2023", "nothing moves before it is saved"
    chief.visitor.press("Lưu và tính lại ngày hẹn")
    chief.visitor.sees("Nghỉ tránh bão")
    house.until(lambda: due(house, code) == "21/07/2023", what="the due date to move")
    citizen.awaits_message(code, "21/07/2023", "Lịch nghỉ")
    chief.visitor.press("Xem trước việc hoàn tác")
    chief.visitor.fill("Lý do thay đổi lịch", "Bão tan")
    chief.visitor.press("Xác nhận hoàn tác")
    house.until(lambda: due(house, code) == "20/07/2023", what="the due date to come back")

    chief.visitor.open("/desk/administration/portal-imports/")
    sent = {"name": "xuat.csv", "mimeType": "text/csv", "buffer": EXPORT.encode("utf-16")}
    chief.page.locator("#f-file").set_input_files(files=[sent])  # type: ignore[list-item]
    chief.visitor.press("Đọc và so sánh")
    chief.visitor.sees("Dòng 3: Đơn vị thời hạn “WEEK”")
    chief.page.locator('label:has-text("Thời hạn (trực tuyến)")').first.click()
    chief.visitor.press("Soạn bản nháp từ các chỗ đã chọn")
    chief.visitor.sees("Đã soạn 1 bản nháp")
    assert "amount: 9" in chief.page.locator("#text").input_value()
    chief.visitor.press("Bỏ bản nháp này")
    chief.visitor.open("/desk/administration/agencies/")
    chief.visitor.follow("Đơn vị hành chính")
