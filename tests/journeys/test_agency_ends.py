"""An administrator ends an agency: looked at, taken back, decided; the day comes; the successor goes on."""

from __future__ import annotations

import pytest

from tests.journeys.citizens import HOA, Citizen
from tests.journeys.forms import answer
from tests.journeys.officers import Officer
from tests.journeys.residence import files_residence
from tests.support.browser import Visitors
from tests.support.running import House

pytestmark = pytest.mark.journey

AGENCIES = "/desk/administration/agencies/"
NAME = "Trạm tiếp nhận thử nghiệm"
HEIR = "25756"
"""Phường Chánh Nghĩa, whose police take over."""


def agency_of(house: House, code: str) -> str:
    of_it = "(select agency_id from dossiers_dossier where code = %s)"
    ((name,),) = house.sql(f"select name from agencies_agency where id = {of_it}", code)
    return str(name)


def is_given_to_the_test_agency(house: House, code: str) -> None:
    """As if the agency of this journey had been competent when the dossier was filed."""
    of_it = "(select id from agencies_agency where name = %s)"
    dossier = "(select id from dossiers_dossier where code = %s)"
    for statement in (
        f"update dossiers_worklist set agency_id = {of_it} where dossier_id = {dossier} returning 1",
        f"update process_task set agency_id = {of_it} where case_id = {dossier} returning 1",
        f"update authority_access set agency_id = {of_it} where case_id = {dossier} returning 1",
        f"update dossiers_dossier set agency_id = {of_it} where id = {dossier} returning 1",
    ):
        assert house.sql(statement, NAME, code)


def test_an_agency_ends_and_an_officer_of_the_successor_opens_the_dossier(
    visitors: Visitors, house: House
) -> None:
    citizen = Citizen(visitors.phone("citizen"), house, HOA)
    code = files_residence(citizen)

    chief = Officer(visitors, house, house.officer("administrator", "one-stop", "74"))
    chief.visitor.open(AGENCIES)
    chief.visitor.follow("Thêm cơ quan")
    chief.visitor.fill("Tên cơ quan", NAME)
    chief.visitor.fill("Mã định danh", "H09.98")
    answer(chief.visitor, {"kind": "Bảo hiểm xã hội tỉnh", "unit_code": HEIR, "valid_from": "01/07/2023"})
    chief.visitor.press("Thêm cơ quan")
    chief.visitor.sees("Đã thêm cơ quan")
    is_given_to_the_test_agency(house, code)

    chief.visitor.follow("Kết thúc hoạt động của cơ quan")
    chief.visitor.press("Xem trước")
    chief.visitor.sees("Hãy chọn cơ quan kế thừa.")
    answer(chief.visitor, {"successor": "cong an phuong chanh nghia", "ends_on": "18/07/2023"})
    chief.visitor.tick("Thôi vị trí, chờ phân công sau")
    chief.visitor.fill("Lý do, căn cứ", "Nghị quyết thử nghiệm số 1")
    chief.visitor.press("Xem trước")
    chief.visitor.sees("Sẽ chuyển sang cơ quan kế thừa")
    chief.visitor.sees("Mới đăng ký: 1")
    chief.visitor.press("Xác nhận kết thúc cơ quan")
    chief.visitor.sees("Sẽ kết thúc hoạt động từ 18/07/2023")
    chief.visitor.press("Rút quyết định kết thúc")
    chief.visitor.sees("Cơ quan hoạt động như cũ")

    chief.visitor.follow("Kết thúc hoạt động của cơ quan")
    answer(chief.visitor, {"successor": "cong an phuong chanh nghia", "ends_on": "18/07/2023"})
    chief.visitor.fill("Lý do, căn cứ", "Nghị quyết thử nghiệm số 2")
    chief.visitor.press("Xem trước")
    chief.visitor.press("Xác nhận kết thúc cơ quan")
    page = chief.page.url

    heir = Officer(visitors, house, house.officer("reception", "police", HEIR))
    assert not heir.can_find(code), "the day has not come"
    assert agency_of(house, code) == NAME
    house.set_clock("2023-07-18T08:00")
    house.until(lambda: agency_of(house, code) != NAME, what="the dossier to be taken over", patience_s=120)

    heir.open_dossier(code)
    heir.visitor.sees("bàn giao cho Công an phường Chánh Nghĩa")
    heir.does("Tiếp nhận")
    citizen.awaits_message(code, "Cơ quan khác giải quyết tiếp")
    citizen.opens(code)
    citizen.visitor.sees("cơ quan kế thừa giải quyết tiếp")

    chief.visitor.open(page)
    chief.visitor.sees("Đã kết thúc hoạt động từ 18/07/2023")
    chief.visitor.sees("Mọi hồ sơ, việc và cán bộ đã chuyển xong.")
    for address in ("units/", "units/conversion/", "competences/", "competences/new/", "agencies/by-kind/"):
        chief.visitor.open(f"/desk/administration/{address}")
    chief.visitor.open("/desk/administration/units/?sought=phu+cuong")
    chief.visitor.sees("Phường Phú Cường")
