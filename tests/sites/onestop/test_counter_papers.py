"""Papers put aside for a form that is shown again: one that is not to be had when it is sent is named."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from tests.foundation.files.zoo import picture, with_scan
from tests.sites.onestop.conftest import Screens, text_of
from tests.sites.onestop.desk_data import Commune
from tests.sites.onestop.test_counter import FORM, TYPED, filed_by, scan
from tests.sites.onestop.test_work_lists import entries
from tests.sites.portal.test_every_procedure_on_its_pages import boxes
from tests.support.filled_forms import filled
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.filing import held
from tinhso.casework.dossiers.service import Channel
from tinhso.foundation.authority.service import Role
from tinhso.foundation.files import painting
from tinhso.foundation.files.service import UnableToCheckFile
from tinhso.registers.catalogue.service import get_procedure

pytestmark = pytest.mark.django_db

PROOF = "Giấy tờ, tài liệu chứng minh chỗ ở hợp pháp"
DAMAGED = "{}: ảnh nửa ảnh.jpg bị hỏng, không ai mở được. Hãy chụp lại giấy tờ này."
GONE = "{}: tệp {} không còn được lưu trên hệ thống. Hãy chọn lại tệp này."
MARRIAGE = "1.000894"


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.TINHSO_FILES_DIR = tmp_path
    return tmp_path


def half_a_photo() -> SimpleUploadedFile:
    """Whole by its marks, so that only painting it shows that it is damaged."""
    return SimpleUploadedFile("nửa ảnh.jpg", with_scan(picture("JPEG"), 0.5), "image/jpeg")


def photo(name: str = "cả ảnh.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture("JPEG"), "image/jpeg")


def hidden(page: str) -> dict[str, list[str]]:
    """What the form carries along of papers, as a browser without scripts sends it back."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(
        r'<input type="hidden" name="((?:held|name_of|join)_[^"]+)" value="([^"]*)"', page
    ):
        found.setdefault(name, []).append(value)
    return found


def put_aside(screen: Client, *files: SimpleUploadedFile) -> dict[str, Any]:
    """The form shown again for another mistake, ready to be sent: the files are put aside."""
    answer = screen.post(FORM, {**TYPED, "reason": "", "paper_housing_proof": list(files)})
    assert answer.status_code == 400
    carried = hidden(text_of(answer))
    assert len(carried["held_housing_proof"]) == len(files)
    return {**TYPED, **carried}


def beside(page: str, key: str = "housing_proof") -> str:
    """What stands at the paper's own control."""
    return page.split(f'id="f-paper_{key}-error"')[1].split("</p>")[0]


def papers_of(commune: Commune) -> list[str]:
    [item] = filed_by(commune)
    view = dossiers.get_dossier(dossier_id=item.dossier_id, actor=commune.desk, now=commune.now)
    return [paper.name for paper in view.papers]


def test_a_damaged_photo_of_a_needed_paper_is_named_and_the_rest_stays(
    commune: Commune, reception: Client
) -> None:
    form = put_aside(reception, half_a_photo())

    sent = reception.post(FORM, {**form, "new_address": "Số 9, hẻm 3"})

    page = text_of(sent)
    assert sent.status_code == 400
    assert DAMAGED.format(PROOF) in beside(page)
    assert "Còn thiếu" not in page
    assert 'value="Số 9, hẻm 3"' in page
    assert hidden(page) == {}
    assert (filed_by(commune), entries("dossier.submit")) == ([], 0)
    assert reception.post(FORM, {**TYPED, "paper_housing_proof": photo()}).status_code == 302
    assert entries("dossier.submit") == 1
    assert papers_of(commune) == ["cả ảnh.jpg"]


def test_a_damaged_photo_of_an_optional_paper_is_not_left_out_in_silence(
    commune: Commune, screen: Screens
) -> None:
    desk, address = screen("reception", kind="commune_committee"), f"/desk/counter/{MARRIAGE}/"
    version = get_procedure(MARRIAGE, on=commune.now.date())
    answers = filled(version, on=commune.now.date())
    wedding = {**boxes(version.fields, answers), "idempotency_key": "k", "do": "submit"}
    shown = desk.post(address, {**wedding, "do": "", "paper_single_status": half_a_photo()})
    form = {**wedding, **hidden(text_of(shown))}

    sent = desk.post(address, form)

    page = text_of(sent)
    assert sent.status_code == 400
    assert DAMAGED.format("Giấy xác nhận tình trạng hôn nhân") in beside(page, "single_status")
    assert dossiers_of(commune) == []
    assert desk.post(address, {**wedding, **hidden(page)}).status_code == 302, "told once, it is left out"
    assert len(dossiers_of(commune)) == 1


def dossiers_of(commune: Commune) -> list[str]:
    """Codes of what was taken in at this ward's committee."""
    desk = commune.officer(commune.committee, Role.RECEPTION_OFFICER)
    rows = dossiers.work_list(queue="to_process", actor=desk, now=commune.now).rows
    return [row.code for row in rows if row.channel is Channel.COUNTER]


@pytest.mark.parametrize("cause", ["too old", "content lost"])
def test_a_paper_that_is_gone_is_named_and_chosen_again(
    commune: Commune, reception: Client, folder: Path, monkeypatch: pytest.MonkeyPatch, cause: str
) -> None:
    with monkeypatch.context() as patched:
        if cause == "too old":
            patched.setattr(held, "_LASTS", timedelta(seconds=-1))
        form = put_aside(reception, scan())
    if cause == "content lost":
        for each in folder.rglob("*"):
            if each.is_file():
                each.unlink()

    sent = reception.post(FORM, form)

    page = text_of(sent)
    assert sent.status_code == 400
    assert GONE.format(PROOF, "hợp đồng.pdf") in beside(page)
    assert hidden(page) == {}
    assert (filed_by(commune), entries("dossier.submit")) == ([], 0)
    assert reception.post(FORM, {**TYPED, "paper_housing_proof": scan()}).status_code == 302
    assert papers_of(commune) == ["hợp đồng.pdf"]


def test_each_that_is_not_to_be_had_is_named_and_the_sound_one_waits_for_the_next(
    commune: Commune, reception: Client
) -> None:
    form = put_aside(reception, photo(), half_a_photo())
    form["held_housing_proof"] = [*form["held_housing_proof"], "khong-phai-ma"]

    page = text_of(reception.post(FORM, form))

    assert DAMAGED.format(PROOF) in beside(page)
    assert GONE.format(PROOF, "đã chọn trước đó") in beside(page)
    assert "Đã nhận cả ảnh.jpg" in page
    assert "tệp chọn thêm sẽ nộp cùng" in page
    again = text_of(reception.post(FORM, {**TYPED, **hidden(page), "do": "", "plain": "1"}))
    sent = reception.post(FORM, {**TYPED, **hidden(again), "paper_housing_proof": photo("trang 2.jpg")})
    assert sent.status_code == 302
    assert papers_of(commune) == ["cả ảnh.jpg", "trang 2.jpg"]


def test_a_new_choice_still_takes_the_place_of_what_was_put_aside_whole(
    commune: Commune, reception: Client
) -> None:
    form = put_aside(reception, photo())
    assert reception.post(FORM, {**form, "paper_housing_proof": scan()}).status_code == 302
    assert papers_of(commune) == ["hợp đồng.pdf"]


def test_a_photo_that_cannot_be_looked_at_just_now_goes_on_waiting(
    commune: Commune, reception: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = put_aside(reception, photo())

    def no_cell(content: bytes) -> bytes:
        raise UnableToCheckFile

    with monkeypatch.context() as patched:
        patched.setattr(painting, "paint", no_cell)
        sent = reception.post(FORM, form)

    page = text_of(sent)
    assert sent.status_code == 400
    assert f"{PROOF}: cả ảnh.jpg: Hiện chưa kiểm tra được tệp." in beside(page)
    assert filed_by(commune) == []
    assert reception.post(FORM, {**TYPED, **hidden(page)}).status_code == 302
    assert papers_of(commune) == ["cả ảnh.jpg"]


def test_a_damaged_photo_of_a_paper_that_nobody_asks_for_any_more_is_not_told(
    commune: Commune, reception: Client
) -> None:
    several = {**TYPED, "registration_kind": "list", "number_of_people": "2"}
    chosen = {"paper_people_list": half_a_photo(), "paper_housing_proof": photo()}
    carried = hidden(text_of(reception.post(FORM, {**several, **chosen, "reason": ""})))
    assert len(carried["held_people_list"]) == 1

    shown = text_of(reception.post(FORM, {**TYPED, **carried, "reason": ""}))
    assert "bị hỏng" not in shown
    assert "f-paper_people_list-error" not in shown
    again = text_of(reception.post(FORM, {**several, **hidden(shown)}))
    assert DAMAGED.format("Danh sách người đăng ký tạm trú") in beside(again, "people_list")

    assert reception.post(FORM, {**TYPED, **hidden(shown)}).status_code == 302
    assert papers_of(commune) == ["cả ảnh.jpg"]


def test_a_damaged_photo_is_told_as_soon_as_the_form_is_shown_again(
    commune: Commune, reception: Client
) -> None:
    form = put_aside(reception, half_a_photo())
    assert DAMAGED.format(PROOF) in beside(text_of(reception.post(FORM, {**form, "do": "unlock"})))


def test_a_stub_is_not_used_up_while_a_photo_is_damaged(commune: Commune, reception: Client) -> None:
    earlier = commune.now - timedelta(days=10)
    batch_id = dossiers.print_reserve_batch(size=5, actor=commune.desk, now=earlier)
    number = dossiers.reserve_batch(batch_id=batch_id, actor=commune.desk, now=commune.now).numbers[0].number
    stub = {"reserve_number": number, "received_at": "2023-07-13T10:05+07:00"}
    form = {**put_aside(reception, half_a_photo()), **stub}

    sent = reception.post(FORM, form)

    assert sent.status_code == 400
    assert DAMAGED.format(PROOF) in beside(text_of(sent))
    assert f'value="{number}"' in text_of(sent)
    first = dossiers.reserve_batch(batch_id=batch_id, actor=commune.desk, now=commune.now).numbers[0]
    assert first.state is dossiers.ReserveState.UNUSED
    assert reception.post(FORM, {**TYPED, **stub, "paper_housing_proof": scan()}).status_code == 302
