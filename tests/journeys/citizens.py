"""A citizen before the portal."""

from __future__ import annotations

from collections.abc import Mapping

from tests.journeys.forms import CODE, Answer, answer, attach
from tests.journeys.papers import ChosenFile
from tests.support.browser import Visitor
from tests.support.running import House

TUAN = "074085001201"
"""Trần Quốc Tuấn: head of a household in Thủ Dầu Một."""
ANH = "074188001202"
"""Nguyễn Thị Hồng Ánh: has just given birth."""
UYEN = "046192001801"
"""Công Tằng Tôn Nữ Thị Hoàng Kim Phương Uyên: a very long name."""
THANG = "038079001901"
"""Phạm Đức Thắng: owns a vehicle and a shop in Bến Cát."""
SA_RY = "094195001501"
"""Thạch Sa Ry: a worker from Sóc Trăng, living in Thuận An for now."""
HOA = "074170002101"
"""Đặng Thị Hòa: two ways to place the accent."""
UT = "074147001401"
"""Võ Thị Út: an old woman of whom only the year of birth is known."""
NGOC = "228304001601"
"""Nguyễn Bảo Ngọc: born abroad, so that her number begins with a country."""
KHOI = "074201001301"
"""Lê Minh Khôi: a student whose account is of level 1."""


class Citizen:
    """A citizen with an e-identity account."""

    def __init__(self, visitor: Visitor, house: House, personal_id: str) -> None:
        self.visitor, self.house, self.personal_id = visitor, house, personal_id
        self.page = visitor.page

    def signs_in(self) -> None:
        """From the portal to VNeID, agree to share, and back; once for each citizen."""
        if self.visitor.is_known_again(self.personal_id):
            return
        self.visitor.open("/sign-in")
        self.visitor.press("Tiếp tục với VNeID")
        self.page.locator("#personal_id").fill(self.personal_id)
        self.visitor.press("Đăng nhập")
        self.visitor.press("Đồng ý chia sẻ")
        assert self.page.url.startswith(self.house.web), self.page.url
        self.visitor.keep_session(self.personal_id)

    def begins(self, procedure: str) -> None:
        """From the procedure's page to the first question."""
        self.visitor.open(f"/procedures/{procedure}")
        self.visitor.follow("Nộp trực tuyến")
        is_first = self.page.get_by_role("button", name="Bắt đầu khai").count()
        self.visitor.press("Bắt đầu khai" if is_first else "Khai hồ sơ mới")

    def fills_in(self, *steps: Mapping[str, Answer]) -> None:
        """Answer one step after the other."""
        for answers in steps:
            answer(self.visitor, answers)
            self.visitor.press("Lưu và tiếp tục")

    def hands_in(self, papers: Mapping[str, ChosenFile]) -> None:
        """Choose a file for each paper and go on."""
        for key, file in papers.items():
            attach(self.visitor, f"paper_{key}", file)
        self.visitor.press("Lưu và tiếp tục")

    def submits(self) -> str:
        """File what was reviewed, and return the code."""
        self.visitor.press("Nộp hồ sơ")
        self.visitor.sees("Đã nhận hồ sơ của bạn")
        found = CODE.search(self.page.locator("main").inner_text())
        assert found, "the page names no code"
        return found.group()

    def opens(self, code: str) -> None:
        """Open an own dossier from the list."""
        self.visitor.open("/dossiers")
        card = self.page.locator("main li").filter(has_text=code)
        self.visitor.leave_by(card.get_by_role("link").first)

    def awaits_message(self, *words: str) -> str:
        """A message that holds all these words arrives by itself."""

        def look() -> str:
            texts = [f"{one['subject']} {one['text']}" for one in self.house.inbox(self.personal_id)]
            return next((text for text in texts if all(word in text for word in words)), "")

        return self.house.until(look, what=f"a message with {words}")
