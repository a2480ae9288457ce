"""A day of cash at the desk: taken with a receipt, one cancelled, counted, closed, confirmed by another."""

from __future__ import annotations

import pytest

from tests.journeys.citizens import ANH, HOA, Citizen
from tests.journeys.officers import Officer
from tests.journeys.residence import WARD, files_residence
from tests.support.browser import Visitors
from tests.support.pdf import text_of_pdf
from tests.support.running import House

pytestmark = pytest.mark.journey


def test_cash_is_taken_counted_and_closed_before_four_eyes(visitors: Visitors, house: House) -> None:
    citizen = Citizen(visitors.phone("citizen"), house, ANH)
    code = files_residence(citizen)
    desk = Officer(visitors, house, house.officer("reception", "police", WARD))
    desk.open_from_queue("Chờ tiếp nhận", code)
    desk.does("Đã thu đủ tiền mặt")
    receipt = text_of_pdf(desk.opens_pdf("In biên lai"))
    for words in ("7.000 đồng", "bảy nghìn đồng", code):
        assert words in receipt, words
    desk.does("Hủy biên lai 2023-000001", note="Bấm nhầm hồ sơ")
    desk.visitor.sees("Đã hủy biên lai")
    desk.visitor.sees("Bấm nhầm hồ sơ")
    citizen.awaits_message(code, "đã hủy")
    desk.does("Đã thu đủ tiền mặt")
    desk.visitor.sees("In biên lai 2023-000002")

    desk.visitor.follow("Sổ tiền mặt")
    desk.visitor.sees("2023-000001")
    desk.visitor.sees("Bấm nhầm hồ sơ")
    desk.page.get_by_label("Đếm được (đồng)").fill("5.000")
    desk.visitor.press("Chốt sổ ngày này")
    desk.visitor.sees("Bạn hãy kiểm lại, hoặc giải trình chênh lệch")
    desk.page.get_by_label("Số tiền nộp (đồng)").fill("2.000")
    desk.page.get_by_label("Số giấy nộp tiền").fill("KB-0715")
    desk.visitor.press("Ghi đã nộp kho bạc")
    desk.visitor.sees("Đã ghi số tiền nộp kho bạc")
    desk.page.get_by_label("Đếm được (đồng)").fill("5.000")
    desk.visitor.press("Chốt sổ ngày này")
    desk.visitor.sees("Chờ người thứ hai xác nhận")
    desk.visitor.does_not_see("Ghi đã nộp kho bạc")
    book = desk.page.url.split("?")[0]
    printed = text_of_pdf(desk.opens_pdf("In sổ"))
    for words in ("SỔ TIỀN MẶT", "14.000 đồng", "KB-0715", "Bấm nhầm hồ sơ", "2023-000002", code):
        assert words in printed, words

    leader = Officer(visitors, house, house.officer("leader", "police", WARD), on_phone=True)
    leader.visitor.open(book)
    leader.page.get_by_label("Ghi nhận của bạn").fill("Đếm lại khớp")
    leader.visitor.press("Tôi đã kiểm và xác nhận sổ này")
    leader.visitor.sees("Đếm lại khớp")

    other = Citizen(visitors.phone("other citizen"), house, HOA)
    second = files_residence(other)
    desk.open_from_queue("Chờ tiếp nhận", second)
    desk.does("Đã thu đủ tiền mặt")
    desk.visitor.sees("Sổ tiền mặt của ngày này đã chốt")
