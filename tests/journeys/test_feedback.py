"""A complaint about a late dossier, answered in time and rated; and one sent with nothing but a telephone."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.citizens import TUAN, Citizen
from tests.journeys.forms import answer, attach
from tests.journeys.officers import Officer
from tests.journeys.papers import photo
from tests.journeys.residence import WARD, files_residence
from tests.support.browser import Visitor, Visitors
from tests.support.running import House

pytestmark = pytest.mark.journey

CODE = re.compile(r"PA-\d{6}-[0-9A-Z]{8}")
TEXT = "Hồ sơ tạm trú của tôi quá hẹn Sáosậuka ba ngày, không ai báo lại cho tôi biết."
ANSWER = "Hồ sơ bị chậm do cán bộ phụ trách nghỉ ốm. Kết quả đã có, cơ quan xin lỗi ông."
NUMBER, NAME = "0973518299", "Khuất Thị Oanhka"
CANARIES = (NUMBER, NAME, "Sáosậuka", "Oanhka", "cán bộ phụ trách nghỉ ốm")


def picture(page: Page, name: str) -> None:
    """A picture for whoever wants to look: TINHSO_PICTURES names the folder."""
    folder = os.environ.get("TINHSO_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def opens(officer: Officer, code: str) -> None:
    """Open a case from the inbox."""
    officer.visitor.open("/desk/feedback/")
    picture(officer.page, f"inbox-{officer.username}")
    officer.visitor.follow(code)


def takes(officer: Officer, action: str, **typed: str) -> None:
    """Fill in what the step asks for, unfolding it first where it is folded, and press its button."""
    form = officer.page.locator(f'form[action$="/steps/{action}/"]')
    fold = officer.page.locator("details.ts-act").filter(has=form)
    if fold.count() and not form.is_visible():
        fold.locator("summary").click()
    answer(officer.visitor, {f"{name}-{action}": text for name, text in typed.items()})
    officer.visitor.leave_by(form.get_by_role("button"))


def code_on(visitor: Visitor) -> str:
    found = CODE.search(visitor.page.locator("main").inner_text())
    assert found, "the page names no code"
    return found.group()


def test_complaint_about_a_late_dossier_is_answered_in_time_and_rated(
    visitors: Visitors, house: House
) -> None:
    citizen = Citizen(visitors.phone("citizen"), house, TUAN)
    dossier = files_residence(citizen)
    reception = Officer(visitors, house, house.officer("reception", "police", WARD))
    reception.open_from_queue("Chờ tiếp nhận", dossier)
    reception.does("Tiếp nhận")
    house.set_clock("2023-07-25T08:30")
    citizen.opens(dossier)
    citizen.visitor.follow("Phản ánh về hồ sơ này")
    citizen.visitor.sees(dossier)
    answer(citizen.visitor, {"text": TEXT})
    attach(citizen.visitor, "files", photo("giay-hen"))
    picture(citizen.page, "send")
    citizen.visitor.press("Gửi")
    citizen.visitor.sees("Đã nhận phản ánh, kiến nghị của bạn")
    citizen.visitor.sees("17:00 ngày 15/08/2023")
    picture(citizen.page, "sent")
    code = code_on(citizen.visitor)
    citizen.awaits_message(code, "Hạn trả lời")

    intake = Officer(visitors, house, house.officer("reception", "one-stop", "74"))
    opens(intake, code)
    takes(intake, "receive")
    picture(intake.page, "classify")
    takes(intake, "classify", topic="delay")
    takes(intake, "assign", agency="cong an phuong phu cuong")
    intake.visitor.sees("Đã chuyển cơ quan trả lời")

    specialist = Officer(visitors, house, house.officer("specialist", "police", WARD))
    opens(specialist, code)
    specialist.visitor.sees(TEXT)
    specialist.visitor.sees(f"Mở hồ sơ {dossier}")
    picture(specialist.page, "answering")
    takes(specialist, "draft", text=ANSWER)
    leader = Officer(visitors, house, house.officer("leader", "police", WARD))
    opens(leader, code)
    picture(leader.page, "approving")
    takes(leader, "approve")
    leader.visitor.sees("Đã gửi trả lời cho người gửi")

    told = citizen.awaits_message(code, "trả lời", "/feedback/track/")
    citizen.visitor.open(re.search(r"http\S+", told).group())  # type: ignore[union-attr]
    citizen.visitor.sees(ANSWER)
    citizen.visitor.sees("Hạn trả lời là 17:00 ngày 15/08/2023")
    picture(citizen.page, "answered")
    answer(citizen.visitor, {"score": "4"})
    citizen.visitor.press("Gửi đánh giá")
    citizen.visitor.sees("Cảm ơn bạn đã đánh giá câu trả lời.")
    citizen.visitor.open("/feedback")
    picture(citizen.page, "home")
    citizen.visitor.open("/answers")
    citizen.visitor.open(f"/rate/{dossier}")
    citizen.visitor.sees("Hồ sơ đang được giải quyết")
    leader.visitor.open("/desk/ratings/")

    log = house.log("web", "worker", "live", "server")
    assert [canary for canary in CANARIES if canary in log] == []


def test_telephone_is_enough_to_complain_and_read_the_answer_without_scripts(
    visitors: Visitors, house: House
) -> None:
    visitor = visitors.phone("nobody known", scripts=False)
    visitor.open("/feedback")
    picture(visitor.page, "home-signed-out")
    visitor.follow("Gửi bằng số điện thoại")
    visitor.fill("Số điện thoại di động", NUMBER)
    visitor.press("Gửi mã cho tôi")

    def sms() -> str:
        texts = [re.search(r"\b\d{6}\b", one["text"]) for one in house.inbox(NUMBER)]
        return next((found.group() for found in texts if found), "")

    visitor.fill("Mã trong tin nhắn", house.until(sms, what="the code by SMS"))
    visitor.press("Xác nhận")
    picture(visitor.page, "send-by-phone")
    answer(visitor, {"kind": "proposal", "topic": "agency", "text": TEXT, "name": NAME})
    visitor.press("Gửi")
    code = code_on(visitor)
    intake = Officer(visitors, house, house.officer("reception", "one-stop", "74"))
    opens(intake, code)
    intake.visitor.sees(NAME)
    takes(intake, "refuse", reason="unclear", note="Chưa nêu cơ quan nào, ông bà gửi lại giúp.")
    visitor.open(f"/feedback/track/{code}")
    visitor.does_not_see("Chưa nêu cơ quan nào")
    visitor.fill("Số điện thoại bạn đã dùng khi gửi", NUMBER)
    visitor.press("Xem trả lời")
    visitor.sees("Chưa nêu cơ quan nào, ông bà gửi lại giúp.")
    picture(visitor.page, "refused")
    assert NUMBER not in visitor.page.url

    log = house.log("web", "worker", "live", "server")
    assert [canary for canary in CANARIES if canary in log] == []
