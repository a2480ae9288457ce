"""A version published with a mistake: written anew, published, running dossiers moved and moved back."""

from __future__ import annotations

import re

import pytest

from tests.journeys.citizens import HOA, Citizen
from tests.journeys.officers import Officer
from tests.journeys.residence import files_residence
from tests.support.browser import Visitors
from tests.support.running import House

pytestmark = pytest.mark.journey
BEGINS = "2023-07-18"


def versions(house: House, code: str) -> list[tuple[str]]:
    return house.sql("select procedure_version from dossiers_dossier where code = %s", code)


def test_running_dossiers_go_over_to_a_mended_version_and_back(visitors: Visitors, house: House) -> None:
    citizen = Citizen(visitors.phone("citizen"), house, HOA)
    code = files_residence(citizen)
    ((first,),) = versions(house, code)

    chief = Officer(visitors, house, house.officer("administrator", "one-stop", "74"))
    chief.visitor.open("/desk/")
    chief.visitor.follow("Thủ tục, phiên bản")
    chief.visitor.follow("Đăng ký tạm trú")
    chief.visitor.press(f"Soạn từ phiên bản {first}")
    text = chief.page.locator("#text").input_value()
    text = re.sub(r"^version: .*$", f"version: '{BEGINS}'", text, flags=re.M)
    text = re.sub(r"^valid_from: .*$", f"valid_from: {BEGINS}", text, flags=re.M)
    chief.page.locator("#text").fill(text.replace("sector:", "sektor:"))
    chief.visitor.press("Lưu và kiểm tra")
    chief.visitor.sees("Không có mục nào tên là “sektor”.")
    chief.page.locator("#text").fill(text)
    chief.visitor.press("Lưu và kiểm tra")
    chief.visitor.press("Công bố, hiệu lực từ 18/07/2023")
    chief.visitor.sees(f"Đã công bố phiên bản {BEGINS}")

    chief.page.get_by_label("Từ phiên bản", exact=True).select_option(first)
    chief.page.get_by_label("Sang phiên bản", exact=True).select_option(BEGINS)
    chief.visitor.press("Xem trước")
    assert versions(house, code) == [(first,)]
    button = chief.page.get_by_role("button", name=re.compile(r"^Chuyển \d+ hồ sơ$"))
    chief.visitor.press(button.inner_text())
    chief.visitor.sees("Chưa ghi lý do.")
    chief.visitor.fill("Lý do chuyển", "Phiên bản trước ghi sai phần hướng dẫn")
    chief.visitor.press(button.inner_text())
    chief.visitor.sees(f"hồ sơ sang phiên bản {BEGINS}")
    assert versions(house, code) == [(BEGINS,)]

    chief.visitor.press("Hoàn tác lần chuyển này")
    chief.visitor.sees("Đã hoàn tác")
    assert versions(house, code) == [(first,)]
