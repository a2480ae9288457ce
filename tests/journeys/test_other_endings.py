"""The ways that are not the straight one: left and taken up again, refused, withdrawn, asked twice.

At every stop citizen and desk look at the dossier and read the same of the ten national statuses.
"""

from __future__ import annotations

import pytest

from tests.journeys.citizens import ANH, HOA, NGOC, THANG, UYEN, Citizen
from tests.journeys.forms import answer, attach
from tests.journeys.officers import Officer
from tests.journeys.residence import (
    CONFIRM,
    PLACE,
    PROCEDURE,
    REQUEST,
    WARD,
    contract,
    files_residence,
)
from tests.journeys.test_licence_with_a_fee import files_and_goes_to_pay
from tests.support.browser import Visitors
from tests.support.running import House

pytestmark = pytest.mark.journey

BOTH_READ = {
    1: ("Đã nộp", "Mới đăng ký"),
    2: ("Đã tiếp nhận", "Được tiếp nhận"),
    3: ("Không được tiếp nhận", "Không được tiếp nhận"),
    4: ("Đang xử lý", "Đang xử lý"),
    5: ("Cần bạn bổ sung", "Yêu cầu bổ sung giấy tờ"),
    6: ("Cần bạn nộp phí", "Yêu cầu thực hiện nghĩa vụ tài chính"),
    7: ("Đang xin rút", "Công dân yêu cầu rút hồ sơ"),
    8: ("Dừng xử lý", "Dừng xử lý"),
    9: ("Đã có kết quả", "Đã xử lý xong"),
    10: ("Đã trả kết quả", "Đã trả kết quả"),
}
"""What the portal and the desk call each national status (data: dossier_status.csv)."""


class Watch:
    """One dossier before the eyes of its owner and of the reception officer."""

    def __init__(self, house: House, citizen: Citizen, desk: Officer, code: str) -> None:
        self.house, self.citizen, self.desk, self.code = house, citizen, desk, code
        self.seen: list[int] = []

    def stands_at(self, status: int) -> None:
        """Database, portal, public tracking and desk agree on the status."""
        row = self.house.sql("select status from dossiers_dossier where code = %s", self.code)
        assert row == [(status,)]
        to_citizen, to_officer = BOTH_READ[status]
        self.citizen.opens(self.code)
        assert self.citizen.page.locator(".ts-dossier-head .ts-chip").first.inner_text() == to_citizen
        self.citizen.visitor.open(f"/tracking/{self.code}")
        assert to_citizen in self.citizen.page.locator("main").inner_text()
        self.desk.open_dossier(self.code)
        assert self.desk.page.locator(".ts-dossier-head .ts-chip").first.inner_text() == to_officer
        self.seen.append(status)


def reception(visitors: Visitors, house: House, kind: str = "police", unit: str = WARD) -> Officer:
    return Officer(visitors, house, house.officer("reception", kind, unit))


def pays_online(citizen: Citizen, code: str) -> None:
    citizen.opens(code)
    citizen.visitor.follow("Nộp lệ phí")
    citizen.visitor.press("Sang trang thanh toán")
    citizen.visitor.press("Thanh toán thành công")
    citizen.visitor.sees("Đã nộp lệ phí")


def test_a_draft_left_half_way_is_taken_up_where_it_was_left(visitors: Visitors, house: House) -> None:
    citizen = Citizen(visitors.phone("on the bus"), house, UYEN)
    citizen.signs_in()
    citizen.begins(PROCEDURE)
    citizen.fills_in({}, REQUEST, PLACE)
    left_at = citizen.page.url

    later = Citizen(visitors.phone("at home"), house, UYEN)
    later.signs_in()
    later.visitor.open("/dossiers")
    later.visitor.leave_by(later.page.get_by_role("link", name="Làm tiếp").first)
    assert later.page.url == left_at, "the first step that is not done"
    later.fills_in(CONFIRM)
    later.hands_in({"housing_proof": contract()})
    later.visitor.sees("Số 12/3, đường Yersin, khu phố 2")
    code = later.submits()

    answer(citizen.visitor, CONFIRM)
    citizen.visitor.press("Lưu và tiếp tục")
    citizen.visitor.sees(code)
    citizen.visitor.open("/dossiers")
    assert citizen.page.get_by_role("link", name="Làm tiếp").count() == 0
    assert code in citizen.page.locator("main").inner_text()


def test_a_dossier_refused_at_reception_goes_back_with_its_reason(visitors: Visitors, house: House) -> None:
    citizen = Citizen(visitors.phone("citizen"), house, NGOC)
    code = files_residence(citizen)
    watch = Watch(house, citizen, reception(visitors, house), code)
    watch.stands_at(1)
    watch.desk.does("Từ chối tiếp nhận", note="Chỗ ở thuộc phường Hiệp Thành, anh chị nộp tại nơi đó.")
    watch.stands_at(3)
    citizen.awaits_message(code, "tiếp nhận")
    citizen.opens(code)
    citizen.visitor.sees("Chỗ ở thuộc phường Hiệp Thành, anh chị nộp tại nơi đó.")
    citizen.visitor.does_not_see("Rút hồ sơ")
    watch.desk.does("Trả lại hồ sơ")
    watch.stands_at(10)


def test_a_citizen_withdraws_and_the_leader_agrees(visitors: Visitors, house: House) -> None:
    citizen = Citizen(visitors.phone("citizen"), house, HOA)
    code = files_residence(citizen)
    watch = Watch(house, citizen, reception(visitors, house), code)
    watch.desk.open_dossier(code)
    watch.desk.does("Tiếp nhận")
    watch.stands_at(2)
    watch.desk.does("Chuyển xử lý")
    watch.stands_at(4)

    citizen.opens(code)
    citizen.visitor.follow("Rút hồ sơ")
    citizen.page.locator('textarea[name="note"]').fill("Tôi chuyển chỗ làm, không ở đây nữa.")
    citizen.visitor.press("Gửi đề nghị rút hồ sơ")
    watch.stands_at(7)

    leader = Officer(visitors, house, house.officer("leader", "police", WARD))
    leader.open_dossier(code)
    leader.visitor.sees("Tôi chuyển chỗ làm, không ở đây nữa.")
    leader.does("Đồng ý cho rút hồ sơ")
    citizen.awaits_message(code, "rút")
    watch.stands_at(8)
    watch.desk.does("Trả lại hồ sơ")
    watch.stands_at(10)
    assert watch.seen == [2, 4, 7, 8, 10]


def test_a_second_supplement_warns_the_officer_and_a_stale_tab_changes_nothing(
    visitors: Visitors, house: House
) -> None:
    citizen = Citizen(visitors.phone("citizen"), house, ANH)
    code = files_residence(citizen)
    watch = Watch(house, citizen, reception(visitors, house), code)
    watch.desk.open_dossier(code)
    watch.desk.does("Tiếp nhận")
    watch.desk.does("Chuyển xử lý")
    watch.stands_at(4)
    specialist = Officer(visitors, house, house.officer("specialist", "police", WARD))
    specialist.open_dossier(code)
    specialist.visitor.does_not_see("lần yêu cầu bổ sung thứ hai")
    specialist.asks_supplement({"paper:housing_proof": "Trang 2 bị mờ, anh chị chụp lại."})
    watch.stands_at(5)

    forgotten = Citizen(visitors.phone("forgotten tab"), house, ANH)
    forgotten.signs_in()
    for each in (forgotten, citizen):
        each.opens(code)
        each.visitor.follow("Bổ sung ngay")
        attach(each.visitor, "paper_housing_proof", contract(f"Trang hai {each.visitor.name}"))
    citizen.visitor.press("Gửi phần bổ sung")
    citizen.visitor.sees("Hồ sơ được xử lý tiếp")
    forgotten.visitor.press("Gửi phần bổ sung")
    forgotten.visitor.sees("Hồ sơ hiện không có yêu cầu bổ sung nào đang chờ bạn")
    watch.stands_at(4)

    specialist.open_dossier(code)
    assert len(specialist.papers()) == 2, "what the forgotten tab sent replaced nothing"
    specialist.visitor.follow("Yêu cầu bổ sung")
    specialist.visitor.sees("Đây là lần yêu cầu bổ sung thứ hai")
    specialist.open_dossier(code)
    specialist.asks_supplement({"field:new_address": "Ghi rõ số nhà theo biển số mới."})
    watch.stands_at(5)
    citizen.opens(code)
    citizen.visitor.follow("Bổ sung ngay")
    citizen.page.locator('[name="new_address"]').fill("Số 12/3A, đường Yersin, khu phố 2")
    citizen.visitor.press("Gửi phần bổ sung")
    specialist.open_dossier(code)
    specialist.visitor.sees("Số 12/3A, đường Yersin, khu phố 2")
    specialist.visitor.sees("Lần 2:")
    specialist.does("Trình dự thảo kết quả", text="Đồng ý đăng ký tạm trú đến ngày 16/07/2024.")
    leader = Officer(visitors, house, house.officer("leader", "police", WARD))
    leader.open_dossier(code)
    leader.does("Ký duyệt")
    watch.stands_at(9)
    pays_online(citizen, code)
    watch.desk.open_dossier(code)
    watch.desk.does("Trả kết quả")
    watch.stands_at(10)


def test_a_fee_that_was_not_paid_is_asked_for(visitors: Visitors, house: House) -> None:
    citizen = Citizen(visitors.phone("citizen"), house, THANG)
    code = files_and_goes_to_pay(citizen)
    watch = Watch(house, citizen, reception(visitors, house, "transport", "74"), code)
    watch.stands_at(1)
    watch.desk.does("Yêu cầu nộp lệ phí")
    watch.stands_at(6)
    pays_online(citizen, code)
    house.until(
        lambda: house.sql("select status from dossiers_dossier where code = %s", code) == [(2,)],
        what="the dossier goes on by itself",
    )
    watch.stands_at(2)
