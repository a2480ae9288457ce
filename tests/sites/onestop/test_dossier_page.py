"""The dossier on one screen: what each officer sees and may do, and what happens when it goes wrong."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from tests.foundation.files.zoo import picture, with_scan
from tests.sites.onestop.conftest import Screens, text_of
from tests.sites.onestop.desk_data import Commune
from tests.sites.onestop.test_work_lists import entries, refusals
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.handlers import on_verified
from tinhso.casework.dossiers.service import FeeState, Filed, Status
from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.files.service import paint_waiting
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.verification.events import Answer, PersonVerified

pytestmark = pytest.mark.django_db


def seen(commune: Commune, filed: Filed) -> dossiers.DossierView:
    return dossiers.get_dossier(dossier_id=filed.id, actor=commune.desk, now=commune.now)


def page(client: Client, filed: Filed, query: str = "") -> str:
    return text_of(client.get(f"/desk/dossiers/{filed.id}/{query}"))


def step(client: Client, filed: Filed, action: str, *, version: int, **typed: str):
    return client.post(
        f"/desk/dossiers/{filed.id}/steps/{action}/",
        {"expected_version": version, "queue": "to_receive", **typed},
    )


def test_everything_stands_on_one_screen(commune: Commune, reception: Client) -> None:
    filed = commune.file()
    text = page(reception, filed, "?queue=to_receive")
    for words in (
        filed.code, "Trần Quốc Tuấn", "Mới đăng ký", "074085001201", "Số 12/3", "hợp đồng thuê nhà.pdf",
        "Chưa xác thực dân cư", "7.000 đồng", "Kiểm tra thành phần hồ sơ", "Công an phường Phú Cường",
        "Hồ sơ đã được nộp", "Hồ sơ tiếp theo",
    ):  # fmt: skip
        assert words in text
    assert "Tiếp nhận</button>" in text
    assert "Ký duyệt" not in text


def test_what_a_register_spared_is_told_with_its_reason(commune: Commune, reception: Client) -> None:
    filed = commune.file()
    assert "Không phải nộp" not in page(reception, filed)
    with unit_of_work(actor=system_actor(), now=commune.now), connection.cursor() as cursor:
        cursor.execute(
            "insert into dossiers_spared_paper (dossier_id, key, by, fact)"
            " values (%s, 'housing_proof', 'register', 'land.housing')",
            [filed.id],
        )
    text = page(reception, filed)
    assert "Không phải nộp" in text
    assert "chỗ ở đã có trong cơ sở dữ liệu đất đai." in text


def test_a_damaged_photo_is_told_before_anybody_opens_it(
    commune: Commune, reception: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.TINHSO_FILES_DIR = tmp_path
    damaged, sound = (commune.file(content=with_scan(picture("JPEG"), share)) for share in (0.5, 1))
    assert "Ảnh hỏng" not in page(reception, damaged)

    assert paint_waiting() == 2

    text = page(reception, damaged)
    assert "Ảnh hỏng, không ai mở được" in text
    assert "Hãy đề nghị người nộp chụp lại và gửi ảnh khác." in text
    assert "ts-paper__image" not in text
    assert "Ảnh hỏng" not in page(reception, sound)


def test_reading_is_recorded_for_the_applicant(commune: Commune, reception: Client) -> None:
    filed = commune.file()
    page(reception, filed)
    assert entries("dossier.read") == 1


def test_receiving_leads_back_with_a_word_and_the_next_dossier(commune: Commune, reception: Client) -> None:
    filed = commune.file()
    answer = step(reception, filed, "receive", version=1)
    assert answer.status_code == 302
    assert seen(commune, filed).status is Status.ACCEPTED
    text = text_of(reception.get(answer.headers["Location"]))
    assert "Đã tiếp nhận hồ sơ." in text
    assert "Hồ sơ tiếp theo trong “Chờ tiếp nhận”" in text


def test_another_agency_finds_nothing_and_is_audited(commune: Commune, screen: Screens) -> None:
    filed = commune.file()
    elsewhere = screen("reception", kind="commune_committee")
    assert elsewhere.get(f"/desk/dossiers/{filed.id}/").status_code == 404
    assert step(elsewhere, filed, "receive", version=1).status_code == 404
    assert elsewhere.get(f"/desk/dossiers/{filed.id}/receipt.pdf", follow=True).status_code == 404
    assert elsewhere.get(f"/desk/dossiers/{filed.id}/supplement/").status_code == 404
    assert refusals() == 4
    assert seen(commune, filed).version == 1


def test_an_unknown_dossier_is_not_found(reception: Client) -> None:
    assert reception.get(f"/desk/dossiers/{new_id()}/", follow=True).status_code == 404


def test_another_role_is_told_and_nothing_changes(commune: Commune, specialist: Client) -> None:
    filed = commune.file()
    answer = step(specialist, filed, "receive", version=1)
    assert answer.status_code == 403
    assert "không có quyền" in text_of(answer)
    assert seen(commune, filed).version == 1
    assert refusals() == 1


def test_the_second_of_two_officers_is_told_and_keeps_the_words(commune: Commune, reception: Client) -> None:
    filed = commune.file()
    commune.take(filed, "receive", commune.desk)
    answer = step(reception, filed, "refuse", version=1, **{"note-refuse": "Thiếu hợp đồng thuê nhà."})
    assert answer.status_code == 409
    text = text_of(answer)
    assert "vừa được người khác xử lý trước bạn" in text
    assert "Thiếu hợp đồng thuê nhà." in text
    assert "Được tiếp nhận" in text
    assert seen(commune, filed).status is Status.ACCEPTED


@pytest.mark.parametrize(
    ("answers", "status"),
    [([Answer.MATCH], 302), ([Answer.NO_MATCH], 409), ([Answer.NO_MATCH, Answer.MATCH], 409)],
)
def test_only_a_register_that_confirms_is_no_reason_to_look_again(
    commune: Commune, reception: Client, answers: list[Answer], status: int
) -> None:
    filed = commune.file()
    for answer in answers:
        event = PersonVerified(
            subject_id=filed.id,
            verification_id=new_id(),
            person_id=new_id(),
            answer=answer,
        )
        with unit_of_work(actor=system_actor("register"), now=commune.now) as work:
            on_verified(event, work=work)
    assert seen(commune, filed).version == 1 + len(answers)
    assert step(reception, filed, "receive", version=1).status_code == status


@pytest.mark.parametrize(("days", "is_old"), [(89, False), (91, True)])
def test_what_the_population_database_said_long_ago_is_marked_as_old(
    commune: Commune, reception: Client, days: int, is_old: bool
) -> None:
    filed = commune.file()
    event = PersonVerified(
        subject_id=filed.id, verification_id=new_id(), person_id=new_id(), answer=Answer.MATCH
    )
    with unit_of_work(actor=system_actor("register"), now=commune.now - timedelta(days=days)) as work:
        on_verified(event, work=work)
    text = page(reception, filed)
    assert ("đã quá thời hạn số liệu" in text) is is_old
    assert (">Cũ</" in text) is is_old


def test_a_version_that_is_no_number_is_an_old_page(commune: Commune, reception: Client) -> None:
    filed = commune.file()
    answer = reception.post(f"/desk/dossiers/{filed.id}/steps/receive/", {"expected_version": "١"})
    assert answer.status_code == 409
    assert seen(commune, filed).version == 1


def test_refusing_wants_a_reason(commune: Commune, reception: Client) -> None:
    filed = commune.file()
    answer = step(reception, filed, "refuse", version=1)
    assert answer.status_code == 400
    text = text_of(answer)
    assert "Chưa ghi lý do." in text
    assert '<details class="ts-act ts-act--warning" open>' in text
    assert seen(commune, filed).version == 1
    step(reception, filed, "refuse", version=1, **{"note-refuse": "Không thuộc phường này."})
    assert seen(commune, filed).status is Status.REJECTED
    assert "Không thuộc phường này." in page(reception, filed)


def test_from_draft_to_delivery_each_at_the_own_desk(
    commune: Commune, reception: Client, specialist: Client, leader: Client
) -> None:
    filed = commune.processing()
    text = page(specialist, filed)
    assert "Căn cứ hồ sơ" in text
    version = seen(commune, filed).version
    assert step(specialist, filed, "draft", version=version, text="  ").status_code == 400
    step(specialist, filed, "draft", version=version, text="Đồng ý cho đăng ký tạm trú.")
    assert "Đồng ý cho đăng ký tạm trú." in page(leader, filed)
    step(leader, filed, "return_draft", version=version + 1, **{"note-return_draft": "Ghi rõ thời hạn."})
    assert "Ghi rõ thời hạn." in page(specialist, filed)
    step(specialist, filed, "draft", version=version + 2, text="Đồng ý tạm trú đến 19/07/2024.")
    step(leader, filed, "approve", version=version + 3)
    assert seen(commune, filed).status is Status.DONE
    assert leader.get(f"/desk/dossiers/{filed.id}/result.pdf", follow=True).content.startswith(b"%PDF")
    refused = step(reception, filed, "deliver", version=version + 4)
    assert "chưa nộp phí" in text_of(refused)
    assert reception.post(f"/desk/dossiers/{filed.id}/fee/").status_code == 302


def test_only_reception_takes_cash(commune: Commune, specialist: Client, reception: Client) -> None:
    filed = commune.file()
    assert "Đã thu đủ tiền mặt" not in page(specialist, filed)
    assert specialist.post(f"/desk/dossiers/{filed.id}/fee/").status_code == 403
    assert "Đã thu đủ tiền mặt" in page(reception, filed)
    assert reception.post(f"/desk/dossiers/{filed.id}/fee/").status_code == 302
    assert seen(commune, filed).fee_state in (FeeState.DUE, FeeState.PAID)  # the event brings it


def test_papers_are_shown_inside_our_own_pages_only(commune: Commune, reception: Client) -> None:
    filed = commune.file()
    paper = seen(commune, filed).papers[0]
    answer = reception.get(f"/desk/dossiers/{filed.id}/papers/{paper.file_id}/", follow=True)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("inline; filename*=UTF-8''h%E1%BB%A3p")
    assert entries("paper.read") == 1
    assert reception.get(f"/desk/dossiers/{filed.id}/papers/{new_id()}/", follow=True).status_code == 404


def test_the_receipt_leads_to_the_tracking_page(commune: Commune, reception: Client) -> None:
    filed = commune.file()
    commune.take(filed, "receive", commune.desk)
    answer = reception.get(f"/desk/dossiers/{filed.id}/receipt.pdf", follow=True)
    assert answer.content.startswith(b"%PDF")
    assert "In phiếu tiếp nhận hồ sơ và hẹn trả kết quả" in page(reception, filed)


def test_a_step_that_the_process_does_not_know_is_refused_in_words(
    commune: Commune, reception: Client
) -> None:
    filed = commune.file()
    answer = step(reception, filed, "sell", version=1)
    assert answer.status_code == 409
    assert "không có thao tác đó" in text_of(answer)
