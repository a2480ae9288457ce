"""The linked service for a newborn (2.000986): one filing, three agencies, three results."""

from __future__ import annotations

import pytest

from tests.journeys.citizens import ANH, Citizen
from tests.journeys.officers import Officer
from tests.journeys.papers import scan
from tests.support.browser import Visitors
from tests.support.running import House

pytestmark = pytest.mark.journey

WARD, TOWN = "25741", "718"
CHILD = {
    "child_name": "Trần Gia Hân",
    "child_birth": "05/07/2023",
    "child_sex": "female",
    "child_ethnicity": "Kinh",
    "birth_place": "Bệnh viện Đa khoa tỉnh Bình Dương",
    "hometown": "Phường Hiệp Thành, thành phố Thủ Dầu Một",
    "has_birth_certificate": "yes",
}
PARENTS = {
    "records_father": "yes",
    "father": {"full_name": "Trần Quốc Tuấn", "personal_id": "074085001201", "birth": "12/03/1985"},
}
RESIDENCE = {"head_is_parent": "yes"}
CARD = {"first_clinic": "Trạm y tế phường Hiệp Thành", "card_form": "electronic", "declaration": True}


def test_one_filing_goes_through_three_agencies_and_comes_back_whole(
    visitors: Visitors, house: House
) -> None:
    citizen = Citizen(visitors.phone("citizen"), house, ANH)
    citizen.signs_in()
    citizen.begins("2.000986")
    citizen.fills_in({"relation": "mother"}, CHILD, PARENTS, RESIDENCE, CARD)
    citizen.hands_in({"birth_certificate": scan("giay-chung-sinh")})
    code = citizen.submits()

    reception = Officer(visitors, house, house.officer("reception", "committee", WARD))
    reception.open_from_queue("Chờ tiếp nhận", code)
    reception.does("Tiếp nhận")
    reception.does("Chuyển xử lý")
    specialist = Officer(visitors, house, house.officer("specialist", "committee", WARD))
    specialist.open_from_queue("Cần xử lý", code)
    specialist.does("Trình dự thảo kết quả", text="Cấp giấy khai sinh cho Trần Gia Hân.")
    police = Officer(visitors, house, house.officer("specialist", "police", WARD))
    insurance = Officer(visitors, house, house.officer("specialist", "insurance", TOWN))
    assert not police.can_find(code), "before its turn the dossier is none of the police's business"

    leader = Officer(visitors, house, house.officer("leader", "committee", WARD))
    leader.open_from_queue("Chờ phê duyệt", code)
    leader.does("Ký duyệt, chuyển liên thông")

    insurance.open_from_queue("Cần xử lý", code)
    police.open_from_queue("Cần xử lý", code)
    police.does("Hoàn thành đăng ký thường trú")
    citizen.opens(code)
    citizen.visitor.sees("công an xã và bảo hiểm xã hội đang giải quyết song song")
    insurance.open_dossier(code)
    insurance.does("Hoàn thành cấp thẻ bảo hiểm y tế")

    citizen.opens(code)
    citizen.visitor.sees("Cả ba kết quả đã xong")
    reception.open_from_queue("Chờ trả kết quả", code)
    for agency in ("Ủy ban nhân dân phường Hiệp Thành", "Công an phường Hiệp Thành"):
        reception.visitor.sees(agency)
    reception.visitor.sees("Bảo hiểm xã hội thành phố Thủ Dầu Một")
    reception.does("Trả kết quả")
    reception.visitor.sees("Đã trả kết quả")
