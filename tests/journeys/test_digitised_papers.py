"""A paper is scanned once at a counter; its owner uses it on the phone, and sees where it went."""

from __future__ import annotations

import pytest

from tests.journeys.citizens import THANG, Citizen
from tests.journeys.forms import answer, attach
from tests.journeys.officers import Officer
from tests.journeys.papers import scan
from tests.journeys.residence import PROCEDURE, STEPS, WARD
from tests.support.browser import Visitors
from tests.support.running import House

pytestmark = pytest.mark.journey

CARD = f"{THANG}||Phạm Đức Thắng|20081979|Nam|Phường Mỹ Phước|20052021"
LABEL = "Giấy tờ về chỗ ở hợp pháp số CS 00417, ngày 12/05/2015"


def scans_and_certifies(desk: Officer) -> None:
    """Scan, look a second time (first forgetting half of it), certify."""
    desk.visitor.open("/desk/digitise/")
    desk.visitor.press("Quét và xem lại")
    desk.visitor.sees("Chưa có bản quét")
    answer(desk.visitor, {"person": CARD, "kind": "cho o hop phap"})
    attach(desk.visitor, "paper", scan("so-do", words="Giay chung nhan CS 00417"))
    desk.visitor.press("Quét và xem lại")
    desk.visitor.sees("Phạm Đức Thắng")
    desk.visitor.look()
    desk.visitor.press("Chứng nhận để dùng lại")
    desk.visitor.sees("Hãy đối chiếu với bản chính trước khi chứng nhận.")
    answer(
        desk.visitor,
        {
            "number": "CS 00417",
            "issued_on": "12/05/2015",
            "issuer": "UBND thành phố Thủ Dầu Một",
            "is_readable": True,
            "is_complete": True,
            "is_same": True,
        },
    )
    desk.visitor.press("Chứng nhận để dùng lại")
    desk.visitor.sees("Từ nay người có giấy tờ dùng lại được")
    desk.visitor.look()


def test_a_paper_certified_at_the_counter_is_used_again_on_the_phone(
    visitors: Visitors, house: House
) -> None:
    desk = Officer(visitors, house, house.officer("reception", "committee", WARD))
    scans_and_certifies(desk)

    citizen = Citizen(visitors.phone("Thắng"), house, THANG)
    citizen.signs_in()
    citizen.begins(PROCEDURE)
    citizen.fills_in(*STEPS)
    citizen.visitor.sees("đã có bản số hóa, bạn không cần tải lên")
    citizen.visitor.look()
    citizen.visitor.press("Dùng giấy đã số hóa", exact=False)
    citizen.visitor.sees("giấy đã số hóa, không cần bản chính")
    citizen.visitor.press("Lưu và tiếp tục")
    citizen.visitor.sees(LABEL)
    code = citizen.submits()

    police = Officer(visitors, house, house.officer("reception", "police", WARD))
    police.open_from_queue("Chờ tiếp nhận", code)
    police.visitor.sees("Đã số hóa, chứng nhận, không cần bản chính")
    police.page.locator(".ts-paper summary").first.click()
    police.visitor.sees("Ủy ban nhân dân phường Phú Cường, chứng nhận")
    police.visitor.look()
    police.does("Tiếp nhận")

    citizen.visitor.open("/my-papers")
    citizen.visitor.sees(LABEL)
    citizen.visitor.sees(code)
    citizen.visitor.look()
    citizen.visitor.press("Không dùng lại giấy này nữa", exact=False)
    citizen.visitor.sees("Bạn đã yêu cầu không dùng lại")
    citizen.begins(PROCEDURE)
    citizen.fills_in(*STEPS)
    citizen.visitor.does_not_see("CS 00417")
    citizen.page.go_back()
    citizen.visitor.follow("Bỏ hồ sơ này")
    citizen.visitor.press("Bỏ hồ sơ này")

    leader = Officer(visitors, house, house.officer("leader", "committee", WARD))
    leader.visitor.open(desk.page.url.split("?")[0].removeprefix(house.web))
    answer(leader.visitor, {"reason": "Giấy chứng nhận đã được cấp đổi."})
    leader.visitor.press("Thu hồi giấy này")
    leader.visitor.sees("Hồ sơ đang dùng giấy này sẽ hiện cảnh báo")
    police.open_dossier(code)
    police.visitor.sees("Đã bị thu hồi")
    police.page.locator(".ts-paper summary").first.click()
    police.visitor.sees("Giấy chứng nhận đã được cấp đổi.")
