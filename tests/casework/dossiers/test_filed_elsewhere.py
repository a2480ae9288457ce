"""Dossiers that citizens file at the national or the essential-services portal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from tests.trust.stage import housing_proof
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import OutsideFiling, Queue, Status, SupplementItem, UploadedPaper
from tinhso.foundation.authority.service import NotPermitted, Role, system_actor
from tinhso.foundation.unit_of_work.service import UnableToRepeat
from tinhso.registers.agencies.service import get_agency

pytestmark = pytest.mark.django_db

EXCHANGE = system_actor("exchange")


def filing(province: Any, **changes: Any) -> OutsideFiling:
    plain = OutsideFiling(
        system="national_portal",
        code="G22.99-230717-000001",
        procedure_code="1.004194",
        agency_code=get_agency(province.police).code,
        full_name="Lê Thị Mai",
        personal_id="074195002222",
        applicant_kind="1",
        email="mai@example.vn",
        phone="0912345670",
        summary="Đăng ký tạm trú tại nhà trọ",
        papers=(),
        by_post=False,
        filed_at=province.now,
    )
    return replace(plain, **changes)


def taken_in(province: Any, **changes: Any) -> dossiers.Filed:
    return dossiers.take_in(filing=filing(province, **changes), actor=EXCHANGE, now=province.now)


def test_it_stands_at_the_desk_of_the_agency_with_what_is_missing(province):
    filed = taken_in(province)
    desk = province.officer(province.police, Role.RECEPTION_OFFICER)
    rows = dossiers.work_list(queue=Queue.TO_RECEIVE.value, actor=desk, now=province.now).rows
    assert [(row.dossier_id, row.applicant_name) for row in rows] == [(filed.id, "Lê Thị Mai")]
    view = dossiers.get_dossier(dossier_id=filed.id, actor=desk, now=province.now)
    assert view.status is Status.NEW
    assert view.raw_answers == {
        "personal_id": "074195002222",
        "full_name": "Lê Thị Mai",
        "phone": "0912345670",
        "email": "mai@example.vn",
        "new_commune": "25747",
    }
    assert view.outside is not None
    assert (view.outside.filed_at.code, view.outside.filed_at.name) == (
        "G22.99-230717-000001",
        "Cổng Dịch vụ công quốc gia",
    )
    lacking = {item.key for item in view.outside.lacking}
    assert {"birth", "sex", "reason", "new_address", "declaration"} <= lacking


def test_the_same_filing_again_gives_the_same_dossier_and_another_content_is_refused(province):
    first = taken_in(province)
    assert taken_in(province) == first
    with pytest.raises(UnableToRepeat):
        taken_in(province, summary="Khác")
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from dossiers_outside_code")
        assert cursor.fetchone() == (1,)


def test_only_the_house_itself_takes_in(province):
    desk = province.officer(province.police, *Role)
    with pytest.raises(NotPermitted):
        dossiers.take_in(filing=filing(province), actor=desk, now=province.now)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"procedure_code": "9.999999"}, "outside.procedure"),
        ({"agency_code": "H09.99.99"}, "outside.agency"),
        ({"personal_id": "000000001"}, "outside.personal_id"),
        ({"applicant_kind": "0"}, "outside.applicant_kind"),
        ({"full_name": " "}, "outside.full_name"),
        ({"papers": (UploadedPaper(key="", name="a.exe", content=b"MZ"),)}, "outside.file"),
    ],
)
def test_what_makes_no_dossier_is_refused_with_its_reason(province, changes, code):
    with pytest.raises(dossiers.UnableToFileDossier) as refused:
        taken_in(province, **changes)
    assert refused.value.code.startswith(code)
    assert (
        dossiers.find_by_outside_code(system="national_portal", code="G22.99-230717-000001", actor=EXCHANGE)
        is None
    )


def test_its_outline_says_everything_that_another_system_is_told(province):
    filed = taken_in(province, papers=(replace(housing_proof(), key=""),))
    outline = dossiers.outline_of(filed.id, actor=EXCHANGE, now=province.now)
    assert outline is not None
    assert (outline.code, outline.version, outline.applicant_kind) == (filed.code, 1, "1")
    assert [each.code for each in outline.outside] == ["G22.99-230717-000001"]
    assert [(each.status, each.version) for each in outline.statuses] == [(1, 1)]
    (paper,) = outline.papers
    opened = dossiers.open_paper_for(dossier_id=filed.id, paper_id=paper.id, actor=EXCHANGE, now=province.now)
    assert opened.content


def ask(province: Any, filed: dossiers.Filed, *items: SupplementItem) -> int:
    desk = province.officer(province.police, Role.RECEPTION_OFFICER)
    return dossiers.ask_supplement(
        dossier_id=filed.id, items=items, expected_version=None, actor=desk, now=province.now
    )


BIRTH = SupplementItem(target="field", key="birth", label="", rule="", message="Bổ sung ngày sinh.")
PROOF = SupplementItem(target="paper", key="housing_proof", label="", rule="", message="Chưa có.")


def test_what_is_missing_is_asked_for_and_answered_elsewhere(province):
    filed = taken_in(province)
    ask(province, filed, BIRTH, PROOF)
    answer: dict[str, Any] = {
        "dossier_id": filed.id,
        "key": "YC1",
        "note": "Sinh ngày 02/03/1995",
        "papers": (housing_proof(),),
        "at": province.now,
        "actor": EXCHANGE,
        "now": province.now,
    }
    version = dossiers.answer_from_outside(**answer)
    assert dossiers.answer_from_outside(**answer) == version
    outline = dossiers.outline_of(filed.id, actor=EXCHANGE, now=province.now)
    assert [each.status for each in outline.statuses] == [1, 5, 1]
    assert outline.supplements[0].answered_at == province.now
    assert [paper.key for paper in outline.papers] == ["housing_proof"]
    assert "Sinh ngày 02/03/1995" in outline.statuses[-1].content


def test_it_is_withdrawn_elsewhere(province):
    filed = taken_in(province)
    asked = dossiers.ask_withdrawal_from_outside(
        dossier_id=filed.id,
        key="R1",
        reason="Đã chuyển đi",
        at=province.now,
        actor=EXCHANGE,
        now=province.now,
    )
    outline = dossiers.outline_of(filed.id, actor=EXCHANGE, now=province.now)
    assert (outline.statuses[-1].status, outline.version) == (7, asked)
