"""Pages that stay open: what others do to a dossier shows by itself, and to nobody else."""

from __future__ import annotations

import pytest

from tests.journeys.citizens import HOA, Citizen
from tests.journeys.officers import Officer
from tests.journeys.residence import WARD, files_residence
from tests.support.browser import Visitors, assert_accessible
from tests.support.running import House

pytestmark = pytest.mark.journey

OTHER_WARD = "25750"
BAR = "[data-live-bar] > p"


def test_an_open_page_shows_what_the_desk_does(visitors: Visitors, house: House) -> None:
    citizen = Citizen(visitors.phone("citizen"), house, HOA)
    code = files_residence(citizen)
    citizen.opens(code)
    citizen.visitor.sees("Đã nộp")

    name = house.officer("reception", "police", WARD)
    reception = Officer(visitors, house, name)
    watching = Officer(visitors, house, name, screen="colleague")
    stranger = Officer(visitors, house, house.officer("reception", "police", OTHER_WARD))
    for one in (watching, stranger):
        one.visitor.open("/desk/queues/to_receive/")
    reception.open_from_queue("Chờ tiếp nhận", code)
    for page in (watching.page, stranger.page):
        page.wait_for_timeout(1500)  # the news of the filing itself has arrived
        page.reload()
    reception.does("Tiếp nhận")

    citizen.visitor.sees("Đã tiếp nhận")
    assert citizen.page.locator(".ts-dossier-head__code").count() == 1
    assert_accessible(citizen.page)
    watching.page.locator(BAR).wait_for(state="visible")
    watching.visitor.sees("Danh sách vừa có thay đổi.")
    assert_accessible(watching.page)
    assert not stranger.page.locator(BAR).is_visible(), "another agency's officer learns nothing"


def test_nothing_is_taken_from_under_somebody_who_reads(visitors: Visitors, house: House) -> None:
    citizen = Citizen(visitors.phone("citizen"), house, HOA)
    code = files_residence(citizen)
    citizen.opens(code)
    citizen.page.locator("summary").first.click()
    reception = Officer(visitors, house, house.officer("reception", "police", WARD))
    reception.open_dossier(code)
    reception.does("Tiếp nhận")

    citizen.page.locator(BAR).wait_for(state="visible")
    citizen.visitor.sees("Đã nộp")
    assert citizen.page.locator("details[open]").count() == 1
    citizen.visitor.follow("Xem ngay")
    citizen.visitor.sees("Đã tiếp nhận")
