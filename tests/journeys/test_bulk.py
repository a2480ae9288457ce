"""A reception officer's morning: tick the pile, receive it, hand it over with one sheet."""

from __future__ import annotations

import pytest

from tests.journeys.citizens import NGOC, UYEN, Citizen
from tests.journeys.officers import Officer
from tests.journeys.residence import WARD, files_residence
from tests.support.browser import Visitors
from tests.support.running import House

pytestmark = pytest.mark.journey


def test_a_pile_is_received_and_handed_over_with_one_sheet(visitors: Visitors, house: House) -> None:
    codes = [files_residence(Citizen(visitors.phone(who), house, who)) for who in (NGOC, UYEN)]
    desk = Officer(visitors, house, house.officer("reception", "police", WARD))

    def tick(queue: str) -> None:
        desk.visitor.open(f"/desk/queues/{queue}/")
        for code in codes:
            desk.page.get_by_label(f"Chọn {code}").check()

    tick("to_receive")
    desk.visitor.press("Tiếp nhận các hồ sơ đã chọn")
    desk.visitor.sees("Đã xong 2 hồ sơ")
    tick("to_process")
    desk.visitor.press("Chuyển xử lý các hồ sơ đã chọn")
    desk.visitor.sees("Đã xong 2 hồ sơ")
    with desk.page.context.expect_page() as opened:
        desk.page.get_by_role("button", name="In danh sách bàn giao").click()
    opened.value.close()
    printed = "select count(*) from audit_entry where action = 'dossier.hand_over_printed'"
    house.until(lambda: house.sql(printed) == [(1,)], what="the sheet was printed")
    state = "select distinct status from dossiers_dossier where code = any(%s)"
    assert house.sql(state, codes) == [(4,)]


def test_the_desk_fits_a_telephone(visitors: Visitors, house: House) -> None:
    """Every page that is opened is looked at: nothing has to be scrolled sideways."""
    code = files_residence(Citizen(visitors.phone("citizen"), house, NGOC))
    name = house.officer("reception", "police", WARD)
    desk = Officer(visitors, house, name, screen="telephone", on_phone=True)
    colleague = Officer(visitors, house, name, screen="desk")
    for queue in ("to_receive", "to_process", "late", "closed"):
        desk.visitor.open(f"/desk/queues/{queue}/")
    desk.visitor.open("/desk/counter/")
    desk.visitor.open("/desk/lines/")
    desk.visitor.open("/desk/queues/to_receive/?all=yes")
    colleague.open_dossier(code)
    colleague.does("Tiếp nhận")
    desk.visitor.press("Tiếp nhận các hồ sơ đã chọn")
    desk.visitor.sees("Chưa thực hiện được: 1 hồ sơ")
    desk.visitor.follow(code)
    desk.visitor.sees("Được tiếp nhận")
