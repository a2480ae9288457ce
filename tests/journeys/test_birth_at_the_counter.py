"""Khai sinh at the counter: a mother walks in, and walks out with the certificate the same day."""

from __future__ import annotations

import pytest

from tests.journeys.forms import answer, attach
from tests.journeys.officers import Officer
from tests.journeys.papers import scan
from tests.support.browser import Visitors
from tests.support.running import House

pytestmark = pytest.mark.journey

WARD = "25741"
CARD = (
    "074188001202||Nguyễn Thị Hồng Ánh|02111988|Nữ|"
    "Số 18/4, đường Yersin, khu phố 5, phường Hiệp Thành|20052021"
)
ONLY_THE_MOTHER_KNOWS = {
    "phone": "0901000102",
    "relation": "mother",
    "child_name": "Trần Gia Hân",
    "child_birth": "05/07/2023",
    "child_sex": "female",
    "child_ethnicity": "Kinh",
    "birth_place": "Bệnh viện Đa khoa tỉnh Bình Dương",
    "hometown": "Phường Hiệp Thành, thành phố Thủ Dầu Một",
    "parents_married": "yes",
    "records_father": "yes",
    "father": {"full_name": "Trần Quốc Tuấn", "personal_id": "074085001201", "birth": "12/03/1985"},
    "father_residence": "Số 18/4, đường Yersin, khu phố 5, phường Hiệp Thành",
    "declaration": True,
}


def test_a_birth_is_registered_and_handed_over_on_the_same_day(visitors: Visitors, house: House) -> None:
    reception = Officer(visitors, house, house.officer("reception", "committee", WARD))
    reception.reads_card(CARD, procedure="1.001193")
    reception.visitor.sees("Nguyễn Thị Hồng Ánh")
    reception.visitor.sees("Số 18/4, đường Yersin, khu phố 5")
    answer(reception.visitor, {**ONLY_THE_MOTHER_KNOWS, "child_birth": "30/02/2023"})
    attach(reception.visitor, "paper_birth_certificate", scan("giay-chung-sinh"))
    attach(reception.visitor, "paper_marriage_certificate", scan("giay-ket-hon", words="Giay ket hon"))

    reception.visitor.page.get_by_role("button", name="Lập và tiếp nhận hồ sơ").click()
    reception.visitor.sees("Chưa lập được hồ sơ")
    reception.visitor.look()
    answer(reception.visitor, {"child_birth": "05/07/2023"})
    code = reception.registers()
    reception.visitor.sees("17:00 ngày 17/07/2023")
    assert reception.opens_pdf("In giấy tiếp nhận").startswith(b"%PDF-1.7")

    reception.open_dossier(code)
    assert len(reception.papers()) == 2, "what was chosen before the mistake was not lost"
    reception.does("Chuyển xử lý")
    specialist = Officer(visitors, house, house.officer("specialist", "committee", WARD))
    specialist.open_from_queue("Cần xử lý", code)
    specialist.does("Trình dự thảo kết quả", text="Cấp giấy khai sinh cho Trần Gia Hân, sinh 05/07/2023.")
    leader = Officer(visitors, house, house.officer("leader", "committee", WARD))
    leader.open_from_queue("Chờ phê duyệt", code)
    leader.visitor.sees("Trần Gia Hân, sinh 05/07/2023")
    leader.does("Ký duyệt")
    assert leader.opens_pdf("Mở kết quả").startswith(b"%PDF")
    reception.open_from_queue("Chờ trả kết quả", code)
    reception.does("Trả kết quả")
    reception.visitor.sees("Đã trả kết quả")


def test_after_three_in_the_afternoon_the_appointment_is_for_the_next_working_day(
    visitors: Visitors, house: House
) -> None:
    house.set_clock("2023-07-21T15:10")  # a Friday
    reception = Officer(visitors, house, house.officer("reception", "committee", WARD))
    reception.reads_card(CARD, procedure="1.001193")
    answer(reception.visitor, ONLY_THE_MOTHER_KNOWS)
    attach(reception.visitor, "paper_birth_certificate", scan("giay-chung-sinh"))
    attach(reception.visitor, "paper_marriage_certificate", scan("giay-ket-hon", words="Giay ket hon"))
    reception.registers()
    reception.visitor.sees("ngày 24/07/2023")
