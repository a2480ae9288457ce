"""A morning at the counter in a real browser: how many times an officer has to type, choose or press.

One interaction each: a link or button pressed, a field typed into or scanned into, a choice, a tick, a file.
"""

from __future__ import annotations

import pytest

from tests.journeys.papers import scan
from tests.support.browser import Visitor, Visitors
from tests.support.running import House

pytestmark = pytest.mark.journey

MOST_INTERACTIONS = 12
CARD = (
    "074085001201||Trần Quốc Tuấn|12031985|Nam|Số 18/4, đường Yersin, khu phố 5, phường Hiệp Thành|20052021"
)


def signed_in(visitors: Visitors, house: House, *, phone: bool = False, scripts: bool = True) -> Visitor:
    """The reception officer of phường Phú Cường, before the first page of the day."""
    name = "officer on a phone" if phone else "officer"
    officer = visitors.phone(name, scripts=scripts) if phone else visitors.desk(name, scripts=scripts)
    if not scripts:  # axe cannot look where no script may run
        officer.look = lambda: officer.page.wait_for_load_state("load")  # type: ignore[method-assign]
    officer.open("/desk/")
    officer.fill("Tên đăng nhập", house.officer("reception", "police", "25747"))
    officer.fill("Mật khẩu", house.password())
    officer.press("Đăng nhập")
    officer.interactions = 0
    return officer


def scans_the_card(officer: Visitor) -> None:
    """The scanner types into the search box and ends with Enter by itself."""
    officer.interactions += 1
    box = officer.page.locator('[name="sought"]')
    box.fill(CARD)
    with officer.page.expect_navigation():
        box.press("Enter")
    officer.look()
    officer.sees("sinh 12/03/1985")


def chooses(officer: Visitor, label: str) -> None:
    officer.interactions += 1
    officer.page.get_by_text(label, exact=True).first.click()


def types(officer: Visitor, name: str, text: str) -> None:
    officer.interactions += 1
    officer.page.locator(f'[name="{name}"]').fill(text)


def hands_in(officer: Visitor, name: str) -> None:
    officer.interactions += 1
    officer.page.locator(f'input[type="file"][name="{name}"]').first.set_input_files(
        scan("hop-dong", words="Hop dong cua nguoi o quay")
    )


def test_a_rented_room_is_registered_in_at_most_twelve_interactions(visitors: Visitors, house: House) -> None:
    officer = signed_in(visitors, house)
    scans_the_card(officer)
    officer.press("Đăng ký tạm trú", exact=False)
    assert officer.page.locator(".ts-known__value", has_text="Trần Quốc Tuấn").is_visible()
    types(officer, "phone", "0901000101")
    officer.interactions += 1
    officer.page.locator('[name="reason"]').select_option("work")
    types(officer, "new_address", "Số 12/3, đường Cách Mạng Tháng Tám, khu phố 2")
    chooses(officer, "Nhà thuê, mượn hoặc ở nhờ")
    types(officer, "owner-full_name", "Phạm Văn Chủ")
    chooses(officer, "Chủ hộ hoặc chủ sở hữu chỗ ở đồng ý cho đăng ký tạm trú")
    hands_in(officer, "paper_housing_proof")
    chooses(
        officer,
        "Tôi cam đoan những điều khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp luật",
    )
    officer.press("Lập và tiếp nhận hồ sơ")
    officer.sees("Đã tiếp nhận hồ sơ")
    assert officer.interactions <= MOST_INTERACTIONS, officer.interactions
    code = officer.page.locator(".ts-done__code").inner_text()
    [(status, channel)] = house.sql("select status, channel from dossiers_dossier where code = %s", code)
    assert (status, channel) == (2, "counter")


def test_the_same_goes_by_hand_on_a_phone_without_scripts_while_the_line_is_down(
    visitors: Visitors, house: House
) -> None:
    house.dial("population", "down")
    try:
        officer = signed_in(visitors, house, phone=True, scripts=False)
        officer.open("/desk/counter/")
        types(officer, "person", CARD)
        officer.press("Đăng ký tạm trú", exact=False)
        officer.sees("Bạn nhập theo giấy tờ")
        types(officer, "phone", "0901000101")
        officer.page.locator('[name="reason"]').select_option("study")
        types(officer, "new_address", "Số 77, đường Cách Mạng Tháng Tám")
        chooses(officer, "Nhà của tôi hoặc của người trong hộ")
        hands_in(officer, "paper_housing_proof")
        officer.press("Lập và tiếp nhận hồ sơ")
        officer.sees("Cần đánh dấu ô này để nộp hồ sơ.")
        officer.sees("Đã nhận hop-dong.pdf")
        chooses(
            officer,
            "Tôi cam đoan những điều khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp luật",
        )
        officer.press("Lập và tiếp nhận hồ sơ")
        officer.sees("Đã tiếp nhận hồ sơ")
    finally:
        house.normalise()
