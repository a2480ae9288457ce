"""An electronic result is the paper of the next filing: a birth certificate, then the child's home."""

from __future__ import annotations

import pytest

from tests.journeys.citizens import ANH, Citizen
from tests.journeys.forms import answer, attach
from tests.journeys.officers import Officer
from tests.journeys.papers import scan
from tests.journeys.test_birth_at_the_counter import CARD, ONLY_THE_MOTHER_KNOWS, WARD
from tests.support.browser import Visitors
from tests.support.running import House

pytestmark = pytest.mark.journey

RESIDENCE, NEW_WARD = "1.004222", "25747"
REQUEST = {
    "registration_kind": "child",
    "children-1-full_name": "Trần Gia Hân",
    "children-1-birth": "05/07/2023",
}
PLACE = {
    "new_commune": "phu cuong",
    "new_address": "Số 18/4, đường Yersin, khu phố 5",
    "moved_in_date": "05/07/2023",
    "ground": "family",
    "household_place": "joining",
    "head": {"full_name": "Trần Quốc Tuấn", "personal_id": "074085001201", "birth": "12/03/1985"},
    "relation_to_head": "child",
    "consents_here": True,
}
CONFIRM = {"fee_group": "age", "result_form": "electronic", "declaration": True}


def registers_the_birth(visitors: Visitors, house: House) -> str:
    """From the counter to the leader's approval; the code of the dossier whose result it is."""
    reception = Officer(visitors, house, house.officer("reception", "committee", WARD))
    reception.reads_card(CARD, procedure="1.001193")
    answer(reception.visitor, ONLY_THE_MOTHER_KNOWS)
    attach(reception.visitor, "paper_birth_certificate", scan("giay-chung-sinh"))
    attach(reception.visitor, "paper_marriage_certificate", scan("giay-ket-hon", words="Giay ket hon"))
    code = reception.registers()
    reception.open_dossier(code)
    reception.does("Chuyển xử lý")
    specialist = Officer(visitors, house, house.officer("specialist", "committee", WARD))
    specialist.open_dossier(code)
    specialist.does("Trình dự thảo kết quả", text="Cấp giấy khai sinh cho Trần Gia Hân, sinh 05/07/2023.")
    leader = Officer(visitors, house, house.officer("leader", "committee", WARD))
    leader.open_dossier(code)
    leader.does("Ký duyệt")
    return code


def test_the_result_of_a_finished_dossier_is_used_in_the_next_filing(
    visitors: Visitors, house: House
) -> None:
    birth = registers_the_birth(visitors, house)
    citizen = Citizen(visitors.phone("Ánh"), house, ANH)
    citizen.signs_in()
    citizen.visitor.open("/my-papers")
    citizen.visitor.sees(birth)
    citizen.begins(RESIDENCE)
    citizen.fills_in({}, REQUEST, PLACE, CONFIRM)
    citizen.visitor.sees("Giấy khai sinh")
    citizen.visitor.sees(birth)
    offer = citizen.page.locator(".ts-offers li").filter(has_text=birth)
    citizen.visitor.press("Dùng giấy đã số hóa", within=offer, exact=False)
    citizen.visitor.press("Lưu và tiếp tục")
    citizen.visitor.sees(birth)
    code = citizen.submits()

    police = Officer(visitors, house, house.officer("reception", "police", NEW_WARD))
    police.visitor.open("/desk/")
    police.open_dossier(code)
    police.page.locator(".ts-paper summary").first.click()
    police.visitor.sees(birth)
    police.visitor.look()
    same = """select p.file_id = r.file_id, k.origin from dossiers_paper p
      join personal_store_paper k on k.id = p.kept_paper_id
      join dossiers_dossier used on used.id = p.dossier_id and used.code = %s
      join dossiers_dossier made on made.code = %s
      join dossiers_result r on r.dossier_id = made.id"""
    assert house.sql(same, code, birth) == [(True, "result")], "the result itself, not a copy"
    citizen.visitor.open("/my-papers")
    citizen.visitor.sees(code)
