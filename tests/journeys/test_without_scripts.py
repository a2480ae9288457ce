"""The citizen's filing without JavaScript and with the keyboard alone, up to the receipt."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from playwright.sync_api import Locator

from tests.journeys.citizens import HOA
from tests.journeys.forms import CODE, Answer
from tests.journeys.residence import CONFIRM, PLACE, PROCEDURE, REQUEST, contract
from tests.support.browser import Visitor, Visitors
from tests.support.running import House

pytestmark = pytest.mark.journey

MOST_STOPS = 150


class Keyboard:
    """Somebody who has only the Tab key, the space bar, Enter and letters."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page = visitor, visitor.page

    def goes_to(self, target: Locator) -> None:
        """Press Tab until the target has the focus."""
        for _ in range(MOST_STOPS):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard never reaches {target} on {self.page.url}")

    def presses(self, name: str, role: str = "button") -> None:
        """Go to a button or link and press Enter."""
        self.goes_to(self.page.get_by_role(role, name=name).first)  # type: ignore[arg-type]
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.visitor.look()

    def types(self, name: str, text: str) -> None:
        """Go to a box and type."""
        self.goes_to(self.page.locator(f'[name="{name}"]').first)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def answers(self, answers: Mapping[str, Answer]) -> None:
        """Answer each question with what its control wants."""
        for key, value in answers.items():
            self._answers_one(key, value)

    def _answers_one(self, key: str, value: Answer) -> None:
        if value is True:
            self.goes_to(self.page.locator(f'[name="{key}"]').first)
            self.page.keyboard.press("Space")
        elif self.page.locator(f'[name="{key}-year"]').count():
            for part, text in zip(("day", "month", "year"), str(value).split("/"), strict=True):
                self.types(f"{key}-{part}", text)
        elif self.page.locator(f'[name="{key}"][type="radio"]').count():
            self._chooses(key, str(value))
        elif self.page.locator(f'select[name="{key}"]').count():
            self.goes_to(self.page.locator(f'select[name="{key}"]'))
            self.page.keyboard.type(str(value))
        else:
            self.types(key, str(value))

    def _chooses(self, key: str, value: str) -> None:
        """Into the group by Tab, to the answer by the arrow, as browsers do it."""
        group = self.page.locator(f'[name="{key}"][type="radio"]')
        self.goes_to(group.first)
        self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if self.page.locator(f'[name="{key}"][value="{value}"]').is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{value} cannot be chosen for {key}")


def test_a_citizen_files_without_scripts_and_without_a_pointer(visitors: Visitors, house: House) -> None:
    visitor = visitors.desk("citizen", scripts=False)
    keyboard = Keyboard(visitor)
    visitor.open("/sign-in")
    keyboard.presses("Tiếp tục với VNeID")
    keyboard.types("personal_id", HOA)
    keyboard.presses("Đăng nhập")
    keyboard.presses("Đồng ý chia sẻ")
    visitor.open(f"/procedures/{PROCEDURE}")
    keyboard.presses("Nộp trực tuyến", role="link")
    keyboard.presses("Bắt đầu khai")
    place = {**PLACE, "new_commune": "Phường Phú Cường"}
    for answers in ({}, {**REQUEST, "reason": "Lao"}, place, CONFIRM):
        keyboard.answers(answers)
        keyboard.presses("Lưu và tiếp tục")
    keyboard.goes_to(visitor.page.locator('input[name="paper_housing_proof"]').first)
    visitor.page.locator('input[name="paper_housing_proof"]').first.set_input_files([contract()])
    keyboard.presses("Lưu và tiếp tục")
    keyboard.presses("Nộp hồ sơ")
    visitor.sees("Đã nhận hồ sơ của bạn")
    assert CODE.search(visitor.page.locator("main").inner_text())
    receipt = visitor.page.get_by_role("link", name="Tải giấy xác nhận").get_attribute("href")
    assert visitor.download(str(receipt)).startswith(b"%PDF")
