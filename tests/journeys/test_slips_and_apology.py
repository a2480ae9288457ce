"""Papers that go with a dossier, printed at the desk, opened at home; and an apology before it is late."""

from __future__ import annotations

import pytest

from tests.journeys.citizens import THANG, TUAN, Citizen
from tests.journeys.officers import Officer
from tests.journeys.residence import WARD, files_residence
from tests.support.browser import Visitors
from tests.support.pdf import text_of_pdf
from tests.support.running import House

pytestmark = pytest.mark.journey

REASON = "Chủ nhà đi vắng nên chưa xác minh được chỗ ở"


def test_what_will_be_late_tomorrow_is_apologised_for_today(visitors: Visitors, house: House) -> None:
    citizen = Citizen(visitors.phone("citizen"), house, TUAN)
    code = files_residence(citizen)
    reception = Officer(visitors, house, house.officer("reception", "police", WARD))
    reception.open_from_queue("Chờ tiếp nhận", code)
    assert reception.page.locator("#slips").count() == 0, "what was only sent has no slip"
    reception.does("Tiếp nhận")
    receipt = reception.opens_pdf("In phiếu tiếp nhận hồ sơ")
    for words in ("CT04", code, "Trần Quốc Tuấn", "17:00 ngày 20/07/2023"):
        assert words in text_of_pdf(receipt), words
    reception.visitor.does_not_see("Xin lỗi, hẹn lại ngày trả")

    house.set_clock("2023-07-19T09:00")
    on_phone = Officer(
        visitors, house, house.officer("reception", "police", WARD), screen="desk phone", on_phone=True
    )
    on_phone.open_from_queue("Cần xin lỗi, hẹn lại", code)
    on_phone.visitor.sees("Xin lỗi, hẹn lại ngày trả")
    reception.visitor.open("/desk/queues/to_apologise/")
    reception.turns_to(code)
    line = reception.page.locator("tr").filter(has_text=code)
    reception.visitor.follow("Xin lỗi, hẹn lại", within=line)
    reception.visitor.press("Lập phiếu xin lỗi và báo người nộp")
    reception.visitor.sees("Bạn hãy chọn ngày hẹn lại")
    reception.page.get_by_text("17:00 ngày 24/07/2023").click()
    reception.page.get_by_label("Lý do chậm").fill(REASON)
    reception.visitor.press("Lập phiếu xin lỗi và báo người nộp")
    reception.visitor.sees("Đã lập phiếu xin lỗi và báo người nộp")
    reception.visitor.sees("Đã xin lỗi, hẹn lại 17:00 ngày 24/07/2023")
    apology = reception.opens_pdf("In phiếu xin lỗi")
    assert REASON in text_of_pdf(apology)

    citizen.awaits_message(code, "24/07/2023", "xin lỗi")
    citizen.opens(code)
    citizen.visitor.sees("Ngày hẹn lại")
    citizen.visitor.sees(REASON)
    seen = [link.get_attribute("href") for link in citizen.page.get_by_role("link", name="(PDF)").all()]
    assert [citizen.visitor.download(str(each)) for each in seen] == [receipt, apology], "the same bytes"

    house.set_clock("2023-07-21T09:00")
    reception.visitor.open("/desk/queues/late/")
    reception.turns_to(code)
    line = reception.page.locator("tr").filter(has_text=code)
    assert "đã hẹn lại 24/07/2023" in line.inner_text(), "late by the old date, with the new one beside it"
    assert line.get_by_role("link", name="Xin lỗi, hẹn lại").count() == 0


def test_a_refusal_and_the_register_are_printed(visitors: Visitors, house: House) -> None:
    citizen = Citizen(visitors.phone("citizen"), house, THANG)
    code = files_residence(citizen)
    citizen.opens(code)
    sent = citizen.page.get_by_role("link", name="Xác nhận đã gửi hồ sơ").get_attribute("href")
    assert "XÁC NHẬN ĐÃ GỬI HỒ SƠ" in text_of_pdf(citizen.visitor.download(str(sent)))
    reception = Officer(visitors, house, house.officer("reception", "police", WARD))
    reception.open_from_queue("Chờ tiếp nhận", code)
    reception.does("Từ chối tiếp nhận", note="Chỗ ở không thuộc địa bàn phường.")
    assert "CT06" in text_of_pdf(reception.opens_pdf("In phiếu từ chối"))
    citizen.opens(code)
    refusal = citizen.page.get_by_role("link", name="Phiếu từ chối").get_attribute("href")
    assert "Chỗ ở không thuộc địa bàn phường." in text_of_pdf(citizen.visitor.download(str(refusal)))

    on_phone = Officer(
        visitors, house, house.officer("reception", "police", WARD), screen="desk phone", on_phone=True
    )
    on_phone.visitor.open("/desk/")
    on_phone.visitor.follow("Sổ theo dõi hồ sơ")
    on_phone.page.locator('[name="last-day"]').fill("42")
    on_phone.visitor.press("In sổ theo dõi (PDF)")
    on_phone.visitor.sees("Bạn hãy ghi đủ ngày, tháng, năm.")
