"""A dossier that was filed at another portal before the desk: where, what is missing, how it is completed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client

from tests.sites.onestop.conftest import text_of
from tests.sites.onestop.desk_data import PDF, Commune
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import Filed, OutsideFiling, UploadedPaper
from tinhso.coordination.exchange.service import dossier_conflicts
from tinhso.foundation.authority.service import GRANTS, NotVisible, Permission, Role, system_actor
from tinhso.foundation.clock.service import new_id
from tinhso.registers.agencies.service import get_agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere(commune: Commune) -> Filed:
    """Filed at the national portal with a file that has no component code there."""
    filing = OutsideFiling(
        system="national_portal",
        code="G22.99-230717-000001",
        procedure_code="1.004194",
        agency_code=get_agency(commune.police).code,
        full_name="Lê Thị Mai",
        personal_id="074195002222",
        applicant_kind="1",
        email="mai@example.vn",
        phone="0912345670",
        summary="Xin đăng ký tạm trú tại nhà trọ",
        papers=(UploadedPaper(key="", name="to-khai.pdf", content=PDF),),
        by_post=True,
        filed_at=commune.now,
    )
    return dossiers.take_in(filing=filing, actor=system_actor("exchange"), now=commune.now)


def seen(commune: Commune, filed: Filed) -> dossiers.DossierView:
    return dossiers.get_dossier(dossier_id=filed.id, actor=commune.desk, now=commune.now)


def test_the_page_says_where_it_was_filed_and_what_is_missing(elsewhere: Filed, reception: Client) -> None:
    page = text_of(reception.get(f"/desk/dossiers/{elsewhere.id}/"))
    for words in (
        "Cổng Dịch vụ công quốc gia", "G22.99-230717-000001", "còn thiếu", "Ngày, tháng, năm sinh",
        "Chưa đủ để xác định trường hợp và lệ phí", "Xin đăng ký tạm trú tại nhà trọ", "Qua bưu chính",
        "Giấy tờ khác gửi kèm", "Nơi nộp không nêu đúng tên giấy tờ",
    ):  # fmt: skip
        assert words in page
    assert f"/desk/dossiers/{elsewhere.id}/answers/" in page
    assert f"/desk/dossiers/{elsewhere.id}/supplement/?lacking=yes" in page


def test_what_is_missing_stands_ticked_with_words_to_send(elsewhere: Filed, reception: Client) -> None:
    page = text_of(reception.get(f"/desk/dossiers/{elsewhere.id}/supplement/?lacking=yes"))
    assert 'value="field:birth" checked' in page
    assert 'value="field:full_name" checked' not in page
    assert "chưa có mục này" in page
    plain = text_of(reception.get(f"/desk/dossiers/{elsewhere.id}/supplement/"))
    assert 'value="field:birth"' in plain
    assert "checked" not in plain


def test_the_desk_writes_down_what_the_papers_say(
    commune: Commune, elsewhere: Filed, reception: Client
) -> None:
    address = f"/desk/dossiers/{elsewhere.id}/answers/"
    page = text_of(reception.get(address))
    assert 'name="reason"' in page
    assert 'name="full_name"' not in page, "it was said there"
    typed = {
        "expected_version": seen(commune, elsewhere).version,
        "birth-day": "2", "birth-month": "3", "birth-year": "1995",
        "registration_kind": "individual", "dwelling_kind": "own",
    }  # fmt: skip
    sent = reception.post(address, typed)
    assert sent.status_code == 302
    view = seen(commune, elsewhere)
    assert (view.raw_answers["birth"], view.raw_answers["registration_kind"]) == ("1995-03-02", "individual")
    assert "has_minor" not in view.raw_answers, "a box that nobody marked says nothing"
    assert (view.outside.is_settled, view.fee_amount) == (True, 7000)
    after = text_of(reception.get(sent.headers["Location"]))
    assert "Đã ghi vào tờ khai" in after
    assert "Cán bộ ghi vào tờ khai theo giấy tờ nộp tại hệ thống khác" in after
    assert "Chưa đủ để xác định" not in after


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Bạn chưa ghi nội dung nào"),
        ({"birth-year": "3025"}, "Ngày, tháng, năm sinh"),
    ],
)
def test_what_cannot_be_written_comes_back_with_its_reason(
    commune: Commune, elsewhere: Filed, reception: Client, typed: dict[str, str], words: str
) -> None:
    version = seen(commune, elsewhere).version
    again = reception.post(f"/desk/dossiers/{elsewhere.id}/answers/", {"expected_version": version, **typed})
    assert again.status_code in (400, 409)
    assert words in text_of(again)
    assert seen(commune, elsewhere).version == version


def test_nothing_is_written_into_a_dossier_that_was_filed_here(commune: Commune, reception: Client) -> None:
    filed = commune.file()
    page = reception.get(f"/desk/dossiers/{filed.id}/answers/")
    assert "do người nộp khai ở đây" in text_of(page)
    sent = reception.post(
        f"/desk/dossiers/{filed.id}/answers/", {"expected_version": 1, "birth-year": "1990"}
    )
    assert sent.status_code in (400, 409)
    assert seen(commune, filed).version == 1


def test_a_specialist_sees_what_is_missing_and_cannot_write_it(elsewhere: Filed, specialist: Client) -> None:
    page = text_of(specialist.get(f"/desk/dossiers/{elsewhere.id}/"))
    assert "còn thiếu" in page
    assert f"/desk/dossiers/{elsewhere.id}/answers/" not in page
    refused = specialist.post(
        f"/desk/dossiers/{elsewhere.id}/answers/", {"expected_version": 1, "birth-year": "1990"}
    )
    assert refused.status_code == 403


def plant_conflict(filed: Filed, *, is_agreed: bool) -> None:
    """The house and the national portal wrote the telephone at once; the portal shows it, or does not yet."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        cursor.execute(
            """with opened as (
                 insert into exchange_dossier (id, creator, code, house_dossier_id, owner, agency_code,
                   procedure_code, status, changes, told_version, opened_on, digest, problem, changed_at)
                 values (gen_random_uuid(), 'national_portal', 'G22.99-230717-000001', %s, 'tinhso', 'H09',
                   '1.004194', 1, 2, 1, '2023-07-17', '', '', now()) returning id
               ), met as (
                 insert into exchange_conflict (id, dossier_id, field, kept_system, kept_seq,
                   overruled_system, overruled_seq, at)
                 select gen_random_uuid(), id, 'telephone', 'tinhso', 1, 'national_portal', 2, now()
                 from opened
               )
               insert into exchange_line (dossier_id, peer, peer_code, is_expected, acknowledged, is_agreed,
                 tries, reason)
               select id, peer, '', true, '{}', %s or peer <> 'national_portal', 0, ''
               from opened, unnest(array['national_portal', 'essential_portal']) as peer""",
            [filed.id, is_agreed],
        )
        cursor.execute("select set_config('tinhso.scope', '', true)")


def test_a_field_that_another_portal_still_shows_otherwise_is_one_quiet_line(
    commune: Commune, elsewhere: Filed, reception: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/desk/dossiers/{elsewhere.id}/"
    assert "Đang khác với" not in text_of(reception.get(address))
    plant_conflict(elsewhere, is_agreed=False)
    page = text_of(reception.get(address))
    assert page.count("Đang khác với") == 1
    assert "Đang khác với Cổng Dịch vụ công quốc gia: số điện thoại." in page
    assert "/desk/exchange/reconciliation/" not in page, "an officer reads the sentence only"
    monkeypatch.setitem(
        GRANTS, Permission.LEDGER_OPERATE, replace(GRANTS[Permission.LEDGER_OPERATE], roles=frozenset(Role))
    )
    assert 'href="/desk/exchange/reconciliation/#conflicts"' in text_of(reception.get(address))


def test_a_conflict_that_is_settled_is_not_shown_and_another_agency_is_told_nothing(
    commune: Commune, elsewhere: Filed, reception: Client
) -> None:
    plant_conflict(elsewhere, is_agreed=True)
    assert "Đang khác với" not in text_of(reception.get(f"/desk/dossiers/{elsewhere.id}/"))
    stranger = replace(commune.desk, agency_id=new_id())
    with pytest.raises(NotVisible):
        dossier_conflicts(elsewhere.id, actor=stranger, now=commune.now)
