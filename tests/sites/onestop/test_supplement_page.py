"""Asking for a supplement from the desk: exactly what, why, and a warning the second time."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.sites.onestop.conftest import text_of
from tests.sites.onestop.desk_data import PDF, Commune
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import Filed, Status, UploadedPaper

pytestmark = pytest.mark.django_db

MESSAGE = "Trang 2 của hợp đồng bị mờ."


def ask(client: Client, filed: Filed, version: int, **typed: object):
    return client.post(
        f"/desk/dossiers/{filed.id}/supplement/", {"expected_version": version, "queue": "", **typed}
    )


def seen(commune: Commune, filed: Filed) -> dossiers.DossierView:
    return dossiers.get_dossier(dossier_id=filed.id, actor=commune.desk, now=commune.now)


def test_the_form_offers_what_the_applicant_may_correct(commune: Commune, specialist: Client) -> None:
    filed = commune.processing()
    text = text_of(specialist.get(f"/desk/dossiers/{filed.id}/supplement/"))
    assert 'value="paper:housing_proof"' in text
    assert 'value="field:new_address"' in text
    assert 'value="field:full_name"' not in text, "what a register answered is not the applicant's to correct"
    assert "Thành phần hồ sơ (Cổng Dịch vụ công quốc gia)" in text
    assert "lần yêu cầu bổ sung thứ hai" not in text


def test_ticked_items_are_asked_for_with_rule_and_words(commune: Commune, specialist: Client) -> None:
    filed = commune.processing()
    answer = ask(
        specialist,
        filed,
        seen(commune, filed).version,
        item=["paper:housing_proof", "field:stay_until"],
        message_paper_housing_proof=MESSAGE,
        rule_paper_housing_proof="Luật Cư trú 2020",
        message_field_stay_until="Không quá 24 tháng.",
        message_field_reason="không được đánh dấu",
    )
    assert answer.status_code == 302
    view = seen(commune, filed)
    assert view.status is Status.SUPPLEMENT
    items = {item.key: item for item in view.supplements[0].items}
    assert set(items) == {"housing_proof", "stay_until"}
    assert items["housing_proof"].rule == "Luật Cư trú 2020"
    assert "đúng mục cần sửa" in text_of(specialist.get(answer.headers["Location"]))


def test_nothing_ticked_and_nothing_said_are_refused_with_the_form_kept(
    commune: Commune, specialist: Client
) -> None:
    filed = commune.processing()
    version = seen(commune, filed).version
    assert "ít nhất một mục" in text_of(ask(specialist, filed, version))
    answer = ask(specialist, filed, version, item=["paper:housing_proof"], rule_paper_housing_proof="Điều 28")
    assert answer.status_code == 400
    text = text_of(answer)
    assert "Chưa ghi nội dung cần bổ sung." in text
    assert 'value="Điều 28"' in text
    assert 'value="paper:housing_proof" checked' in text
    assert seen(commune, filed).version == version


def test_the_second_round_warns_of_the_indicators(commune: Commune, specialist: Client) -> None:
    filed = commune.asked()
    dossiers.answer_supplement(
        dossier_id=filed.id,
        answers={},
        papers=[UploadedPaper(key="housing_proof", name="rõ.pdf", content=PDF)],
        expected_version=None,
        actor=commune.citizens[0],
        now=commune.now,
    )
    text = text_of(specialist.get(f"/desk/dossiers/{filed.id}/supplement/"))
    assert "lần yêu cầu bổ sung thứ hai" in text
    assert "Bộ chỉ số 766" in text


def test_an_old_page_is_told_and_keeps_its_words(commune: Commune, specialist: Client) -> None:
    filed = commune.processing()
    answer = ask(specialist, filed, 1, item=["paper:housing_proof"], message_paper_housing_proof=MESSAGE)
    assert answer.status_code == 409
    assert MESSAGE in text_of(answer)


def test_the_page_says_when_the_step_asks_for_nothing(commune: Commune, leader: Client) -> None:
    filed = commune.drafted()
    text = text_of(leader.get(f"/desk/dossiers/{filed.id}/supplement/"))
    assert "bước không yêu cầu bổ sung được" in text
    assert "Gửi yêu cầu bổ sung" not in text


def test_both_due_dates_stand_on_the_dossier(commune: Commune, reception: Client) -> None:
    filed = commune.asked()
    dossiers.answer_supplement(
        dossier_id=filed.id,
        answers={},
        papers=[UploadedPaper(key="housing_proof", name="rõ.pdf", content=PDF)],
        expected_version=None,
        actor=commune.citizens[0],
        now=commune.now,
    )
    text = text_of(reception.get(f"/desk/dossiers/{filed.id}/"))
    assert "Hẹn trả trước đó" in text
    assert "Hẹn trả mới" in text
    assert "Bản đã được thay (1)" in text
