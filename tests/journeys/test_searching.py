"""Somebody stands at the desk and knows a name, a number, or the end of a code; and later sees who looked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.journeys.citizens import NGOC, UYEN, Citizen
from tests.journeys.officers import Officer
from tests.journeys.residence import WARD, files_residence
from tests.support.browser import Visitor, Visitors
from tests.support.running import House
from tinhso.engines.text.service import fold

pytestmark = pytest.mark.journey

NAME = "Nguyễn Bảo Ngọc"


def test_found_by_what_people_can_say(visitors: Visitors, house: House) -> None:
    citizen = Citizen(visitors.phone("citizen"), house, NGOC)
    code = files_residence(citizen)
    files_residence(Citizen(visitors.phone("another"), house, UYEN))
    desk = Officer(visitors, house, house.officer("reception", "police", WARD))
    telephone = Officer(
        visitors, house, house.officer("reception", "police", WARD), screen="telephone", on_phone=True
    )
    for officer in (desk.visitor, telephone.visitor):
        for sought, marked in ((fold(NAME), "Ngọc"), (code[-8:], code[-8:])):
            asks(officer, sought)
            officer.sees(code)
            assert marked in officer.page.locator("mark").all_inner_texts()
        picture(officer)
        asks(officer, f"{fold(NAME)} khong co")
        officer.sees("Mỗi chữ phải gõ trọn")
        asks(officer, NGOC)
        officer.sees("Lập hồ sơ mới cho người này")
        assert "sought" not in officer.page.url
    desk.visitor.follow(code)
    desk.visitor.sees(NAME)
    citizen.visitor.open("/my-data")
    citizen.visitor.sees("Tìm hồ sơ")


def asks(officer: Visitor, sought: str) -> None:
    officer.open("/desk/queues/closed/")
    officer.page.locator('[name="sought"]').fill(sought)
    officer.press("Tìm")


def picture(officer: Visitor) -> None:
    if folder := os.environ.get("TINHSO_PICTURES"):
        officer.page.screenshot(path=Path(folder) / f"search-{officer.name}.png", full_page=True)
