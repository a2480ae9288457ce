"""A leader and the province's control office look at figures; each number opens its dossiers."""

from __future__ import annotations

import re

import pytest

from tests.journeys.citizens import HOA, NGOC, Citizen
from tests.journeys.officers import Officer
from tests.journeys.residence import WARD, files_residence
from tests.support.browser import Visitors
from tests.support.running import House

pytestmark = pytest.mark.journey

QUIET = "2023-07-17T10:30"
"""Every journey begins at eight again: at that hour the clock would pass through what the others did then,
and a figure would change between the page that counts and the page that lists. Nobody acts at this one."""


def test_a_leader_reads_the_month_the_day_and_the_load(visitors: Visitors, house: House) -> None:
    house.set_clock(QUIET)
    codes = [files_residence(Citizen(visitors.phone(who), house, who)) for who in (HOA, NGOC)]
    desk = Officer(visitors, house, house.officer("reception", "police", WARD))
    desk.open_dossier(codes[0])
    desk.does("Tiếp nhận")
    leader = Officer(visitors, house, house.officer("leader", "police", WARD))

    leader.visitor.open("/desk/")
    leader.visitor.follow("Thống kê, báo cáo")
    assert leader.visitor.heading() == "Thống kê hồ sơ"
    leader.visitor.follow("Ngày", within=leader.page.get_by_label("Độ dài kỳ"))
    opens_as_many(leader, "Tiếp nhận trong kỳ")
    leader.visitor.follow("Về thống kê")
    opens_as_many(leader, "Chờ tiếp nhận")
    leader.visitor.follow("Về thống kê")
    leader.page.get_by_label("Từ ngày").fill("2023-07-03")
    leader.page.get_by_label("đến ngày").fill("2023-07-17")
    leader.visitor.press("Xem")
    leader.visitor.sees("Từ 03/07/2023 đến 17/07/2023")
    address = leader.page.get_by_role("link", name="Tải tệp Excel").get_attribute("href")
    assert leader.visitor.download(str(address)).startswith(b"PK")

    leader.visitor.follow("Báo cáo ngày")
    opens_as_many(leader, "Tiếp nhận")
    leader.visitor.sees(codes[0])
    leader.visitor.follow("Về báo cáo ngày")
    leader.visitor.follow("Khối lượng việc")
    opens_as_many(leader, "Việc đang mở")
    leader.page.get_by_label(f"Chọn {codes[0]}").check()
    leader.page.locator('[name="officer"]').select_option(
        label="Không giao riêng: ai giữ vai trò đều làm được"
    )
    leader.visitor.press("Giao các việc đã chọn")
    leader.visitor.sees("Đã bỏ giao riêng 1 việc.")
    opens_as_many(leader, "Việc đang mở")
    leader.visitor.follow(codes[0])
    leader.visitor.sees("Được tiếp nhận")


def test_the_control_office_sees_the_province_and_nobodys_name(visitors: Visitors, house: House) -> None:
    house.set_clock(QUIET)
    code = files_residence(Citizen(visitors.phone("citizen"), house, HOA))
    office = Officer(
        visitors, house, house.officer("controller", "province", "74"), screen="telephone", on_phone=True
    )
    office.visitor.open("/desk/")
    assert office.visitor.heading() == "Thống kê hồ sơ"
    for lines in ("Cơ quan", "Đơn vị hành chính", "Hình thức nộp"):
        office.visitor.follow(lines)
    office.visitor.follow("Ngày", within=office.page.get_by_label("Độ dài kỳ"))
    opens_as_many(office, "Chờ tiếp nhận")
    office.visitor.follow(code)
    office.visitor.sees("Hồ sơ đã được nộp")
    office.visitor.does_not_see("Hoa")
    office.visitor.open("/desk/reports/load/")
    office.visitor.open("/desk/reports/day/")


def opens_as_many(officer: Officer, figure: str) -> None:
    """The number of this name leads to a list of exactly as many lines."""
    tile = officer.page.locator(".ts-tally__one", has=officer.page.get_by_text(figure, exact=True)).first
    number = tile.get_by_role("link")
    count = re.match(r"\d+", number.inner_text())
    assert count, "the number is a link"
    officer.visitor.leave_by(number)
    listed = officer.page.locator(".ts-worklist__code").count()
    assert listed == int(count.group()), f"{figure}: {count.group()} counted, {listed} listed"
