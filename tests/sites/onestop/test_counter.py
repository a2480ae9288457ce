"""A walk-in at the counter: scanned, filled in, one page, received."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.sites.onestop.conftest import Screens, text_of
from tests.sites.onestop.desk_data import PDF, PEOPLE, Commune
from tests.sites.onestop.test_work_lists import entries
from tests.sites.portal.test_every_procedure_on_its_pages import boxes
from tests.support.filled_forms import filled
from tests.support.sandbox_server import SandboxServer
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import Channel, Status
from tinhso.registers.catalogue.service import get_procedure

pytestmark = pytest.mark.django_db

FORM = "/desk/counter/1.004194/"
CARD = "038079001901||Phạm Đức Thắng|20081979|Nam|Khu phố 1, Mỹ Phước, Bến Cát, Bình Dương|01052021"
TYPED = {
    "personal_id": "038079001901",
    "full_name": "Phạm Đức Thắng",
    "birth-day": "20",
    "birth-month": "8",
    "birth-year": "1979",
    "sex": "male",
    "permanent_residence": "Khu phố 1, Phường Mỹ Phước, Thị xã Bến Cát",
    "phone": "0901000110",
    "registration_kind": "individual",
    "reason": "work",
    "new_commune": "25747",
    "new_address": "Số 5, đường Thống Nhất",
    "stay_from-year": "2023-07-17",
    "stay_until-year": "2024-07-16",
    "dwelling_kind": "own",
    "result_form": "electronic",
    "declaration": "yes",
    "idempotency_key": "mot-khoa",
    "do": "submit",
}


def scan(name: str = "hợp đồng.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def submit(client: Client, **changes: object):
    return client.post(FORM, {**TYPED, "paper_housing_proof": scan(), **changes})


def filed_by(commune: Commune) -> list[dossiers.WorkItem]:
    rows = dossiers.work_list(queue="to_process", actor=commune.desk, now=commune.now).rows
    return [row for row in rows if row.channel is Channel.COUNTER]


def test_own_procedures_come_first_and_search_needs_no_accents(commune: Commune, reception: Client) -> None:
    text = text_of(reception.get("/desk/counter/"))
    assert text.index("Của cơ quan này") < text.index("Đăng ký tạm trú") < text.index("Đăng ký khai sinh")
    found = text_of(reception.post("/desk/counter/", {"person": "", "procedure": "bang lai"}))
    assert "Đổi giấy phép lái xe" in found
    assert "Đăng ký tạm trú" not in found


def test_what_the_card_says_and_a_desk_mostly_writes_is_filled_in(
    commune: Commune, reception: Client
) -> None:
    text = text_of(reception.post(FORM, {"person": CARD}))
    for shown in (
        'value="038079001901"', 'value="Phạm Đức Thắng"', 'value="1979"', 'value="25747" selected',
        'value="individual" checked', 'value="electronic" checked', 'value="0912345678"',
    ):  # fmt: skip
        assert shown in text
    assert re.search(r'name="stay_from-day"[^>]*value="17"', text)
    assert re.search(r'name="stay_until-day"[^>]*value="16"', text)
    assert "Bạn nhập theo giấy tờ" in text, "no line is configured here"
    assert entries("person.read") == 1


def test_the_population_database_fills_in_and_locks(
    commune: Commune, reception: Client, line: SandboxServer
) -> None:
    text = text_of(reception.post(FORM, {"person": CARD}))
    assert "Lấy từ Cơ sở dữ liệu quốc gia về dân cư" in text
    assert '<p class="ts-known__value">Phạm Đức Thắng</p>' in text
    assert "Phường Mỹ Phước, Thị xã Bến Cát, Tỉnh Bình Dương" in text
    assert entries("verification.prefilled") == 1
    opened = text_of(reception.post(FORM, {**TYPED, "known": ["full_name"], "do": "unlock"}))
    assert re.search(r'<input class="govuk-input[^>]*name="full_name"', opened)


def test_a_typed_number_of_somebody_known_is_enough(
    commune: Commune, reception: Client, line: SandboxServer
) -> None:
    text = text_of(reception.post(FORM, {"person": PEOPLE[0][0]}))
    assert '<p class="ts-known__value">Trần Quốc Tuấn</p>' in text


def test_a_number_of_nobody_known_asks_for_name_and_birth(commune: Commune, reception: Client) -> None:
    text = text_of(reception.post(FORM, {"person": "074170009999"}))
    assert "cần cả họ tên và ngày sinh" in text


def test_a_son_who_moves_in_with_his_father_proves_nothing_that_the_register_says(
    commune: Commune, reception: Client, line: SandboxServer
) -> None:
    """Trần Văn Bảy is Tuấn's father in the population database; what it said comes back with the form."""
    version = get_procedure("1.004222", on=commune.now.date())
    personal_id, name, birth = PEOPLE[0][:3]
    wanted = {
        "personal_id": personal_id,
        "full_name": name,
        "birth": birth,
        "registration_kind": "individual",
        "ground": "family",
        "household_place": "joining",
        "head": {"full_name": "Trần Văn Bảy", "personal_id": "074048001203", "birth": "1948"},
        "consents_here": True,
    }
    answers = filled(version, on=commune.now.date(), wanted=wanted)
    typed = {**boxes(version.fields, answers), "idempotency_key": "con-ve-voi-cha"}
    address = "/desk/counter/1.004222/"
    page = text_of(reception.post(address, {**typed, "do": "look_up"}))
    assert "Không phải nộp nếu Cơ sở dữ liệu quốc gia về dân cư đã ghi chủ hộ" in page
    (told,) = re.findall(r'name="told" value="([^"]+)"', page)
    missing = text_of(reception.post(address, {**typed, "do": "submit"}))
    assert "Còn thiếu: Giấy tờ chứng minh quan hệ nhân thân" in missing
    sent = reception.post(address, {**typed, "told": told, "do": "submit"})
    assert sent.status_code == 302, text_of(sent)
    (filed,) = filed_by(commune)
    assert "đã ghi chủ hộ hoặc chủ nhà là cha, mẹ của anh/chị." in text_of(
        reception.get(f"/desk/dossiers/{filed.dossier_id}/")
    )


def test_looking_up_after_typing_keeps_what_was_typed(
    commune: Commune, reception: Client, line: SandboxServer
) -> None:
    text = text_of(reception.post(FORM, {**TYPED, "do": "look_up", "new_address": "Số 9, hẻm 3"}))
    assert '<p class="ts-known__value">Phạm Đức Thắng</p>' in text
    assert 'value="Số 9, hẻm 3"' in text


def test_when_the_line_is_down_the_form_goes_on_by_hand(
    commune: Commune, reception: Client, line: SandboxServer
) -> None:
    line.turn_dial("population", "down")
    for _ in range(3):
        text = text_of(reception.post(FORM, {"person": CARD}))
    assert "Bạn nhập theo giấy tờ" in text
    assert 'value="Phạm Đức Thắng"' in text
    assert submit(reception).status_code == 302
    assert "dân cư đang gián đoạn" in text_of(reception.get("/desk/"))
    assert "Đang gián đoạn" in text_of(reception.get("/desk/lines/"))


def test_an_unreadable_number_stays_on_the_first_page(commune: Commune, reception: Client) -> None:
    answer = reception.post(FORM, {"person": "12345"})
    assert answer.status_code == 400
    text = text_of(answer)
    assert "12 chữ số" in text
    assert 'value="12345"' in text


def test_a_complete_form_becomes_a_received_dossier(commune: Commune, reception: Client) -> None:
    answer = submit(reception)
    assert answer.status_code == 302
    text = text_of(reception.get(answer.headers["Location"]))
    assert "Đã tiếp nhận hồ sơ" in text
    assert "17:00 ngày 20/07/2023" in text
    [item] = filed_by(commune)
    assert item.status is Status.ACCEPTED
    assert item.code in text
    assert "Vừa dùng" in text_of(reception.get("/desk/counter/"))


def test_the_same_form_sent_twice_is_one_dossier(commune: Commune, reception: Client) -> None:
    assert submit(reception).headers["Location"] == submit(reception).headers["Location"]
    assert len(filed_by(commune)) == 1


def test_mistakes_are_named_and_neither_words_nor_files_are_lost(commune: Commune, reception: Client) -> None:
    answer = submit(reception, reason="", dwelling_kind="rented", declaration="")
    assert answer.status_code == 400
    text = text_of(answer)
    assert "Lý do tạm trú: Hãy điền mục này." in text
    assert "Chủ sở hữu hoặc người cho thuê, cho ở nhờ: Hãy điền mục này." in text
    assert 'href="#f-owner-full_name"' in text
    assert 'id="f-owner-full_name-error"' in text
    assert 'value="Số 5, đường Thống Nhất"' in text
    assert "Đã nhận hợp đồng.pdf" in text
    assert filed_by(commune) == []
    token = re.search(r'name="held_housing_proof" value="([^"]+)"', text)
    assert token is not None
    mended = {**TYPED, "held_housing_proof": token[1]}
    assert reception.post(FORM, mended).status_code == 302
    [item] = filed_by(commune)
    view = dossiers.get_dossier(dossier_id=item.dossier_id, actor=commune.desk, now=commune.now)
    assert [paper.name for paper in view.papers] == ["hợp đồng.pdf"]


def test_a_missing_paper_and_a_wrong_file_are_named(commune: Commune, reception: Client) -> None:
    missing = reception.post(FORM, TYPED)
    assert "Còn thiếu: Giấy tờ, tài liệu chứng minh chỗ ở hợp pháp." in text_of(missing)
    wrong = submit(reception, paper_housing_proof=scan("ảnh.pdf", b"MZ khong phai PDF"))
    assert wrong.status_code == 400
    assert "Giấy tờ, tài liệu chứng minh chỗ ở hợp pháp: " in text_of(wrong)
    assert filed_by(commune) == []


def test_anothers_token_brings_no_file(commune: Commune, reception: Client, screen: Screens) -> None:
    text = text_of(submit(reception, reason=""))
    token = re.search(r'name="held_housing_proof" value="([^"]+)"', text)
    assert token is not None
    other = screen("reception", unit="25741")
    answer = other.post(FORM, {**TYPED, "held_housing_proof": token[1]})
    assert answer.status_code == 400
    assert "tệp đã chọn trước đó không còn được lưu trên hệ thống. Hãy chọn lại tệp này." in text_of(answer)
    assert "Đã nhận" not in text_of(answer)


def test_without_scripts_the_server_leaves_out_what_is_not_asked(commune: Commune, reception: Client) -> None:
    everything = text_of(reception.get(FORM))
    assert 'name="number_of_people"' in everything
    text = text_of(reception.post(FORM, {**TYPED, "do": "", "plain": "1"}))
    assert 'name="number_of_people"' not in text
    asked = text_of(reception.post(FORM, {**TYPED, "do": "", "plain": "1", "registration_kind": "list"}))
    assert 'name="number_of_people"' in asked
    assert 'name="paper_people_list"' in asked


def test_one_more_person_is_added_without_scripts(commune: Commune, reception: Client) -> None:
    household = {**TYPED, "registration_kind": "household", "rows_members": "1", "add": "members", "do": ""}
    assert "Người cùng đăng ký thứ 2" in text_of(reception.post(FORM, household))


def test_a_mistake_in_a_row_of_people_stands_at_that_row(commune: Commune, reception: Client) -> None:
    people = {
        "registration_kind": "household",
        "rows_members": "2",
        "members-1-full_name": "Phạm Văn Con",
        "members-1-birth-year": "2015",
        "members-2-full_name": "Phạm Thị Út",
        "members-2-birth-year": "30/02/2018",
    }
    text = text_of(submit(reception, **people))
    assert 'href="#f-members-2-birth"' in text
    assert 'id="f-members-2-birth-error"' in text


def test_a_dossier_of_another_commune_is_passed_on_and_stays_in_sight(
    commune: Commune, reception: Client
) -> None:
    answer = submit(reception, new_commune="25741")
    text = text_of(reception.get(answer.headers["Location"]))
    assert "Hồ sơ thuộc Công an phường Hiệp Thành" in text
    dossier = text_of(reception.get(answer.headers["Location"].removesuffix("registered/")))
    assert "Tiếp nhận</button>" not in dossier
    assert "Việc này đang ở Công an phường Hiệp Thành" in dossier


def test_only_reception_works_at_the_counter(commune: Commune, specialist: Client) -> None:
    assert specialist.get("/desk/counter/").status_code == 403
    assert specialist.post(FORM, {"person": CARD}).status_code == 403
    assert submit(specialist).status_code == 403


def test_a_procedure_that_does_not_exist_is_refused_in_words(reception: Client) -> None:
    answer = reception.get("/desk/counter/9.999999/")
    assert answer.status_code in (404, 409)
    assert "Không có thủ tục này" in text_of(answer)


def test_a_procedure_outside_its_window_is_not_even_begun(reception: Client) -> None:
    opened = reception.get("/desk/counter/1.005142/")
    assert opened.status_code == 409
    text = text_of(opened)
    assert "Hiện không nhận hồ sơ này" in text
    assert "Đăng ký dự thi tốt nghiệp trung học phổ thông. Đã hết đợt" in text
    assert "kết thúc lúc 17:00 ngày 13/05/2023" in text
    assert 'name="personal_id"' not in text


def test_a_payment_is_not_taken_in_as_a_dossier_at_the_counter(commune: Commune, reception: Client) -> None:
    assert "phạt nguội" not in text_of(reception.get("/desk/counter/"))
    for opened in (
        reception.get("/desk/counter/0.000008/"),
        reception.post("/desk/counter/0.000008/", {"do": "submit"}),
    ):
        assert opened.status_code == 409
        assert "là dịch vụ thanh toán, không nộp thành hồ sơ" in text_of(opened)
    assert filed_by(commune) == []
