"""A company's seal, and a grandson who files for his grandmother until she takes it back."""

from __future__ import annotations

import re

import pytest

from tests.journeys.citizens import ANH, UT, Citizen
from tests.journeys.forms import answer
from tests.journeys.officers import Officer
from tests.journeys.residence import CONFIRM, PLACE, REQUEST, WARD, contract
from tests.support.browser import Visitors
from tests.support.running import House

pytestmark = pytest.mark.journey

LIEM = "074075002201"
"""Bùi Thanh Liêm: legally represents a notary's office, and a company."""
OFFICE = "Văn phòng Công chứng Hiệp Thành"
SEAL = "2.001428"


def chooses(citizen: Citizen, party: str) -> None:
    """Say for whom, on the page that asks."""
    citizen.visitor.open("/acting")
    citizen.visitor.tick(party)
    citizen.visitor.press("Tiếp tục")


def test_a_seal_for_an_organisation_through_its_representative(visitors: Visitors, house: House) -> None:
    citizen = Citizen(visitors.desk("representative"), house, LIEM)
    citizen.signs_in()
    assert citizen.visitor.heading() == "Bạn đang làm thủ tục cho ai?"
    citizen.visitor.tick("Chính tôi")
    citizen.visitor.press("Tiếp tục")
    citizen.visitor.open(f"/procedures/{SEAL}/apply")
    citizen.visitor.sees("Thủ tục này dành cho cơ quan, tổ chức")
    citizen.visitor.follow("Chọn cơ quan, tổ chức")
    citizen.visitor.tick(OFFICE)
    citizen.visitor.press("Tiếp tục")
    citizen.visitor.sees(f"Từ bây giờ bạn làm thủ tục cho {OFFICE}.")
    citizen.visitor.press("Bắt đầu khai")

    bar = citizen.page.locator(".ts-acting")
    assert OFFICE in bar.inner_text()
    assert citizen.page.locator('[name="representative_role"]').count() == 0, "the account knows"
    citizen.fills_in({})
    citizen.visitor.sees(OFFICE)
    assert citizen.page.locator('[name="organisation_name"]').count() == 0, "nobody types it again"
    citizen.fills_in(
        {"organisation_kind": "economic"},
        {"reason": "first", "seal_emblem": "plain", "seal_text": "VĂN PHÒNG CÔNG CHỨNG HIỆP THÀNH"},
        {"delivery": "desk", "declaration": True},
    )
    assert OFFICE in bar.inner_text()
    citizen.visitor.sees("Không cần nộp: tổ chức đã có trong Cơ sở dữ liệu quốc gia về đăng ký doanh nghiệp")
    citizen.hands_in({})
    assert OFFICE in bar.inner_text()
    code = citizen.submits()

    reception = Officer(visitors, house, house.officer("reception", "residence", "74"))
    reception.open_from_queue("Chờ tiếp nhận", code)
    reception.visitor.sees(f"Làm con dấu mới và cấp giấy chứng nhận đã đăng ký mẫu dấu: {OFFICE}")
    reception.visitor.sees("Bùi Thanh Liêm")
    reception.visitor.sees("người đại diện theo pháp luật, VNeID xác nhận")
    reception.does("Tiếp nhận")

    chooses(citizen, "Chính tôi")
    citizen.visitor.open("/dossiers")
    citizen.visitor.does_not_see(code)


def authorises(grandmother: Citizen, name: str, personal_id: str) -> None:
    """One page, first left half empty."""
    grandmother.visitor.open("/authorisations")
    grandmother.visitor.follow("Ủy quyền cho người khác")
    grandmother.visitor.press("Ủy quyền")
    grandmother.visitor.sees("Hãy ghi đủ ngày, tháng, năm")
    answer(
        grandmother.visitor,
        {"personal_id": personal_id, "full_name": name, "scope": "some", "valid_to": "31/12/2023"},
    )
    grandmother.page.locator('label[for^="f-procedures"]', has_text="Đăng ký tạm trú").click()
    grandmother.visitor.press("Ủy quyền")
    grandmother.visitor.sees("Chờ người được ủy quyền nhận")


def test_a_grandmother_lets_him_file_and_takes_it_back(visitors: Visitors, house: House) -> None:
    grandmother = Citizen(visitors.phone("grandmother"), house, UT)
    grandmother.signs_in()
    authorises(grandmother, "Nguyễn Thị Hồng Ánh", ANH)

    helper = Citizen(visitors.phone("helper"), house, ANH)
    helper.signs_in()
    helper.visitor.open("/authorisations")
    helper.visitor.sees("Chờ bạn trả lời")
    helper.visitor.press("Nhận ủy quyền của Võ Thị Út")
    helper.visitor.press("Làm thủ tục thay Võ Thị Út")
    helper.begins("1.004194")
    bar = helper.page.locator(".ts-acting")
    assert "Võ Thị Út" in bar.inner_text()
    helper.visitor.sees(UT)
    helper.fills_in({}, REQUEST, PLACE, CONFIRM)
    helper.hands_in({"housing_proof": contract()})
    code = helper.submits()
    helper.begins("1.004194")
    draft_page = helper.page.url

    reception = Officer(visitors, house, house.officer("reception", "police", WARD))
    reception.open_from_queue("Chờ tiếp nhận", code)
    reception.visitor.sees("theo ủy quyền trên Cổng dịch vụ công")
    reception.visitor.sees("Nguyễn Thị Hồng Ánh")

    grandmother.opens(code)
    grandmother.visitor.sees("Người nộp thay")
    grandmother.visitor.open("/my-data")
    grandmother.visitor.sees("Nguyễn Thị Hồng Ánh")
    grandmother.visitor.sees("người bạn ủy quyền")
    grandmother.visitor.open("/authorisations")
    grandmother.visitor.leave_by(grandmother.page.get_by_role("link", name=re.compile("^Thu hồi")))
    grandmother.visitor.press("Thu hồi ủy quyền")
    grandmother.visitor.sees("Đã thu hồi")

    helper.visitor.press("Lưu và tiếp tục")  # the page that was open before
    assert helper.page.url == draft_page
    helper.visitor.sees("Bạn không làm thay được nữa")
    helper.visitor.sees("Việc bạn vừa gửi chưa được thực hiện.")
    helper.visitor.press("Làm thủ tục cho chính tôi")
    helper.visitor.does_not_see(code)
    grandmother.awaits_message(code, "Ủy quyền làm thay")

    reception.visitor.open(reception.page.url)
    reception.visitor.sees("Người nộp thay không còn quyền")
    reception.does("Tiếp nhận")
    grandmother.opens(code)
    grandmother.visitor.sees("Đã tiếp nhận")
