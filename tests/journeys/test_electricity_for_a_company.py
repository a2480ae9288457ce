"""Cấp điện mới (3.000001) for a company, filed by the person who represents it."""

from __future__ import annotations

import pytest

from tests.journeys.citizens import THANG, Citizen
from tests.journeys.officers import Officer
from tests.journeys.papers import scan
from tests.support.browser import Visitors
from tests.support.running import House

pytestmark = pytest.mark.journey

COMPANY = {
    "applicant_kind": "organisation",
    "organisation_name": "Công ty TNHH Cơ khí Bến Cát",
    "organisation_code": "0100233488",
    "organisation_address": "Số 5, đường Hùng Vương, phường Mỹ Phước",
    "representative_role": "legal",
}
PLACE = {
    "supply_commune": "my phuoc",
    "supply_address": "Lô C2, Khu công nghiệp Mỹ Phước",
    "place_right": "tenant",
    "place_owner": "Công ty Hạ tầng khu công nghiệp",
}
USE = {"purpose": "production", "phases": "three", "capacity": "45"}
CONFIRM = {"contract_form": "electronic", "declaration": True}


def test_a_company_gets_electricity_through_its_representative(visitors: Visitors, house: House) -> None:
    citizen = Citizen(visitors.desk("citizen"), house, THANG)
    citizen.signs_in()
    citizen.begins("3.000001")
    citizen.fills_in(COMPANY, PLACE, USE, CONFIRM)
    citizen.hands_in({"subject_papers": scan("dang-ky-doanh-nghiep")})
    code = citizen.submits()

    reception = Officer(visitors, house, house.officer("reception", "power", "74"))
    reception.open_from_queue("Chờ tiếp nhận", code)
    reception.visitor.sees("Công ty TNHH Cơ khí Bến Cát")
    reception.does("Tiếp nhận")
    reception.visitor.sees("Đã tiếp nhận")
