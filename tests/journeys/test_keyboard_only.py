"""Without a mouse: the main journeys by Tab, arrows, Space and Enter, with names for who does not see."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.journeys.citizens import HOA, NGOC, Citizen
from tests.journeys.officers import Officer
from tests.journeys.residence import PROCEDURE, WARD, contract, files_residence
from tests.support.browser import Visitor, Visitors
from tests.support.keyboard import complaints, go_to, mistakes_told
from tests.support.running import House

pytestmark = pytest.mark.journey


def looks_right(visitor: Visitor) -> None:
    """The page is whole for somebody who only has keys."""
    wrong = complaints(visitor.page)
    assert not wrong, f"{visitor.page.url}:\n" + "\n".join(wrong)


def press(visitor: Visitor, selector: str, key: str = "Enter") -> None:
    """Go to a control and press a key that leads to another page."""
    go_to(visitor.page, selector)
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press(key)
    visitor.look()


def type_in(page: Page, name: str, text: str) -> None:
    go_to(page, f'[name="{name}"]')
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def day_in(page: Page, name: str, text: str) -> None:
    for part, number in zip(("day", "month", "year"), text.split("/"), strict=True):
        type_in(page, f"{name}-{part}", number)


def choose(page: Page, name: str, value: str) -> None:
    """A radio button by the arrows, a box by Space."""
    go_to(page, f'[name="{name}"]')
    wanted = f'[name="{name}"][value="{value}"]'
    page.keyboard.press("Space")
    for _ in range(10):
        if page.locator(wanted).is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{wanted} is not chosen by arrows")


def select(page: Page, name: str, value: str) -> None:
    """An entry of a list by the arrows."""
    go_to(page, f'[name="{name}"]')
    for _ in range(20):
        if page.locator(f'[name="{name}"]').input_value() == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{value} is not reached in {name}")


ON = "main form button.govuk-button:not(.govuk-button--secondary)"
"""The button that goes on to the next step."""


def test_a_citizen_registers_a_stay_with_the_keyboard_alone(visitors: Visitors, house: House) -> None:
    visitor = visitors.desk("keyboard")
    citizen, page = Citizen(visitor, house, NGOC), visitor.page
    citizen.signs_in()
    visitor.open(f"/procedures/{PROCEDURE}")
    looks_right(visitor)
    press(visitor, 'main a[href$="/apply"]')
    press(visitor, 'main form[method="post"] button')
    looks_right(visitor)
    assert page.locator('input:not([type="hidden"])[name="full_name"]').count() == 0, (
        "not asked a second time"
    )
    press(visitor, ON)
    press(visitor, ON)
    assert mistakes_told(page) == []
    looks_right(visitor)
    choose(page, "registration_kind", "individual")
    select(page, "reason", "work")
    press(visitor, ON)
    go_to(page, "main [role=combobox]")
    page.keyboard.type("phu cuong")
    page.keyboard.press("Enter")
    type_in(page, "new_address", "Số 12/3, đường Yersin, khu phố 2")
    day_in(page, "stay_from", "17/07/2023")
    day_in(page, "stay_until", "16/07/2024")
    choose(page, "dwelling_kind", "own")
    looks_right(visitor)
    press(visitor, ON)
    choose(page, "result_form", "electronic")
    go_to(page, '[name="declaration"]')
    page.keyboard.press("Space")
    press(visitor, ON)
    # The browser is told to hand the chooser over before the way there: sent together with the key, the key
    # now and then arrives first, and the chooser opens where nobody sees it.
    with page.expect_file_chooser() as chooser:
        go_to(page, 'input[type="file"]')
        page.keyboard.press("Enter")
    chooser.value.set_files([contract()])
    looks_right(visitor)
    press(visitor, ON)
    looks_right(visitor)
    press(visitor, 'main form[action$="/submit"] button')
    visitor.sees("Đã nhận hồ sơ của bạn")
    looks_right(visitor)


def test_an_officer_works_with_the_keyboard_alone(visitors: Visitors, house: House) -> None:
    files_residence(Citizen(visitors.phone("citizen"), house, HOA))
    desk = Officer(visitors, house, house.officer("reception", "police", WARD))
    visitor, page = desk.visitor, desk.page
    visitor.open("/desk/queues/to_receive/")
    looks_right(visitor)
    go_to(page, 'main [name="chosen"]')
    page.keyboard.press("Space")
    press(visitor, 'main form[action$="/bulk/"] button:not([formaction])')
    visitor.sees("Đã xong 1 hồ sơ")
    looks_right(visitor)
    press(visitor, 'main a[href*="/desk/dossiers/"]')
    looks_right(visitor)
    press(visitor, 'main form[action$="/steps/hand_over/"] button')
    visitor.sees("Đã chuyển")

    visitor.open("/desk/counter/")
    looks_right(visitor)
    press(visitor, f'main [formaction*="{PROCEDURE}"], main a[href*="{PROCEDURE}"]')
    looks_right(visitor)
    press(visitor, 'main button[name="do"][value="submit"]')
    assert mistakes_told(page) == []
    looks_right(visitor)
