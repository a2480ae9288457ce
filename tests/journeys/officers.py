"""An officer before the desk."""

from __future__ import annotations

import re

from tests.journeys.forms import CODE, answer
from tests.support.browser import Visitor, Visitors
from tests.support.running import House


class Officer:
    """An officer of one agency, signed in at the desk."""

    def __init__(
        self, visitors: Visitors, house: House, username: str, *, screen: str = "", on_phone: bool = False
    ) -> None:
        self.house, self.username = house, username
        opened = visitors.phone if on_phone else visitors.desk
        self.visitor: Visitor = opened(screen or username)
        self.page = self.visitor.page
        if not self.visitor.is_known_again(username):
            self._signs_in()

    def _signs_in(self) -> None:
        self.visitor.open("/desk/")
        self.visitor.fill("Tên đăng nhập", self.username)
        self.visitor.fill("Mật khẩu", self.house.password())
        self.visitor.press("Đăng nhập")
        if self.visitor.heading() == "Bước xác nhận thứ hai":
            self.visitor.fill("Mã 6 số", self.house.one_time_code(self.username))
            self.visitor.press("Xác nhận")
        self.visitor.keep_session(self.username)

    def reads_card(self, card: str, *, procedure: str) -> None:
        """A walk-in at the counter: scan the card, choose the procedure by its code."""
        self.visitor.open("/desk/counter/")
        answer(self.visitor, {"person": card})
        self.visitor.press(procedure, exact=False)

    def registers(self) -> str:
        """Send the counter's form and return the code of the dossier."""
        self.visitor.press("Lập và tiếp nhận hồ sơ")
        self.visitor.sees("Đã tiếp nhận hồ sơ")
        found = CODE.search(self.page.locator("main").inner_text())
        assert found, "the page names no code"
        return found.group()

    def opens_pdf(self, link: str) -> bytes:
        """What the link leads to, as the browser would load it."""
        address = self.page.get_by_role("link", name=link).first.get_attribute("href")
        return self.visitor.download(str(address))

    def papers(self) -> list[str]:
        """The papers of the dossier that count."""
        return self.page.locator(".ts-paper summary strong").all_inner_texts()

    def open_dossier(self, code: str) -> None:
        """Find a dossier by its code, from wherever the officer is."""
        if not self.page.locator('[name="sought"]').count():
            self.visitor.open("/desk/")
        self.page.locator('[name="sought"]').fill(code)
        self.visitor.press("Tìm")
        assert code in self.page.locator(".ts-dossier-head__code").inner_text()

    def can_find(self, code: str) -> bool:
        """Whether the desk's search opens this dossier for this officer."""
        self.visitor.open("/desk/")
        self.page.locator('[name="sought"]').fill(code)
        self.visitor.press("Tìm")
        return "Không tìm thấy hồ sơ" not in self.visitor.heading()

    def open_from_queue(self, queue: str, code: str) -> None:
        """Open a work list and the dossier in it."""
        self.visitor.open("/desk/")
        self.visitor.leave_by(self.page.get_by_role("link", name=re.compile(f"^{queue} ")).first)
        self.turns_to(code)
        self.visitor.follow(code)

    def turns_to(self, code: str) -> None:
        """Turn the pages of a list until the dossier stands there: other journeys leave some behind."""
        while not self.page.get_by_role("link", name=code).count():
            self.visitor.follow("Trang sau")

    def does(self, action: str, *, note: str = "", text: str = "") -> None:
        """Take a step: its button, after the note or text that it asks for."""
        if note:
            summary = self.page.locator("summary", has_text=action)
            fold = self.page.locator("details.ts-act").filter(has=summary)
            fold.locator("summary").click()
            fold.locator("textarea").fill(note)
            self.visitor.press(f"Xác nhận: {action}", within=fold)
            return
        if text:
            self.page.locator('textarea[name="text"]').fill(text)
        self.visitor.press(action)

    def asks_supplement(self, items: dict[str, str]) -> None:
        """Ask for exactly these: ``{"paper:housing_proof": "Trang 2 bị mờ"}``."""
        self.visitor.follow("Yêu cầu bổ sung")
        for item, message in items.items():
            tick = self.page.locator(f'[name="item"][value="{item}"]')
            self.page.locator(f'label[for="{tick.get_attribute("id")}"]').click()
            self.page.locator(f'[name="message_{item.replace(":", "_")}"]').fill(message)
        self.visitor.press("Gửi yêu cầu bổ sung")
