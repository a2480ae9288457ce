"""The legal slips: which a dossier gives, on which form, and that a printed one stays the same bytes."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection

from tests.casework.dossiers.test_life_of_a_dossier import file, in_processing, view
from tests.support.pdf import text_of_pdf
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import SlipKind, SupplementItem, UnableToPrintSlip
from tinhso.casework.dossiers.slips import forms
from tinhso.foundation.authority.service import NotPermitted, NotVisible, Role
from tinhso.registers.catalogue.service import get_procedure, search_procedures

pytestmark = pytest.mark.django_db

URL = "http://127.0.0.1/tracking/{code}"
ITEM = SupplementItem(
    target="paper", key="housing_proof", label="", rule="Luật Cư trú 2020", message="Trang 2 bị mờ."
)


def opened(province, filed, slip, actor=None):
    return dossiers.open_slip(
        dossier_id=filed.id,
        kind=slip.kind,
        about=slip.about,
        tracking_url=URL,
        actor=actor or province.citizen,
        now=province.now,
    )


def slips(province, filed, actor=None):
    return {slip.kind: slip for slip in view(province, filed, actor).slips}


def desk_of(province):
    return province.officer(province.police, Role.RECEPTION_OFFICER)


def test_a_dossier_that_was_only_sent_has_no_slip_and_its_sender_a_confirmation(province):
    filed = file(province)
    assert view(province, filed, desk_of(province)).slips == ()
    shown = dossiers.open_receipt(
        dossier_id=filed.id, tracking_url=URL, actor=province.citizen, now=province.now
    )
    text = text_of_pdf(shown.content)
    assert "XÁC NHẬN ĐÃ GỬI HỒ SƠ" in text and "CT04" not in text


def test_each_act_gives_its_own_slip_and_the_citizen_sees_those_meant_for_people(province):
    filed = in_processing(province)
    dossiers.ask_supplement(
        dossier_id=filed.id,
        items=[ITEM],
        expected_version=None,
        actor=province.officer(province.police, Role.SPECIALIST),
        now=province.now,
    )
    desk = desk_of(province)
    assert list(slips(province, filed, desk)) == [SlipKind.RECEIPT, SlipKind.SUPPLEMENT, SlipKind.CONTROL]
    assert list(slips(province, filed)) == [SlipKind.RECEIPT, SlipKind.SUPPLEMENT]
    receipt = text_of_pdf(opened(province, filed, slips(province, filed)[SlipKind.RECEIPT]).content)
    for words in (
        "CT04", filed.code, "Nguyễn Thị Hoa", "17:00 ngày 20/07/2023", "7.000 đồng (chưa nộp)",
        "ngày 17 tháng 07 năm 2023", "Thông tư 66/2023/TT-BCA", "Chưa đối chiếu", f"/tracking/{filed.code}",
    ):  # fmt: skip
        assert words in receipt, words
    asked = text_of_pdf(opened(province, filed, slips(province, filed)[SlipKind.SUPPLEMENT]).content)
    for words in ("CT05", "Trang 2 bị mờ.", "Luật Cư trú 2020", "Yêu cầu lần: 1"):
        assert words in asked, words
    control = slips(province, filed, desk)[SlipKind.CONTROL]
    steps = text_of_pdf(opened(province, filed, control, desk).content)
    assert "Mẫu số 05" in steps and "Hồ sơ đã chuyển đến bộ phận chuyên môn" in steps
    with pytest.raises(NotVisible):
        opened(province, filed, control)


def test_a_refusal_is_printed_on_the_form_of_residence_with_its_reason(province):
    filed = file(province)
    dossiers.take_step(
        dossier_id=filed.id,
        action="refuse",
        note="Chỗ ở không thuộc địa bàn phường.",
        expected_version=None,
        actor=desk_of(province),
        now=province.now,
    )
    assert list(slips(province, filed)) == [SlipKind.REFUSAL]
    text = text_of_pdf(opened(province, filed, slips(province, filed)[SlipKind.REFUSAL]).content)
    assert "CT06" in text and "Chỗ ở không thuộc địa bàn phường." in text


def test_a_printed_slip_stays_the_same_bytes_whatever_happens_to_the_dossier(province, monkeypatch):
    filed = in_processing(province)
    slip = slips(province, filed)[SlipKind.RECEIPT]
    first = opened(province, filed, slip).content
    monkeypatch.setattr("tinhso.casework.dossiers.slips.keeping.print_slip", _never)
    dossiers.take_fee_in_cash(dossier_id=filed.id, actor=desk_of(province), now=province.now)
    again = opened(province, filed, slip, desk_of(province)).content
    assert again == first
    assert dossiers.open_receipt(
        dossier_id=filed.id, tracking_url=URL, actor=province.citizen, now=province.now
    ).content == first  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        cursor.execute("select count(*), min(form), min(form_version) from dossiers_slip")
        assert cursor.fetchone() == (1, "CT04", "2023-06-01 · receipt.1")


def _never(*_args, **_named):
    raise AssertionError("a slip was printed a second time")


def test_a_slip_says_what_held_at_its_act_even_when_it_is_printed_later(province):
    filed = in_processing(province)
    slip = slips(province, filed)[SlipKind.RECEIPT]
    dossiers.take_fee_in_cash(dossier_id=filed.id, actor=desk_of(province), now=province.now)
    assert "7.000 đồng (chưa nộp)" in text_of_pdf(opened(province, filed, slip).content)


def test_a_slip_is_laid_out_by_the_form_in_force_on_the_day_of_the_act(province):
    before = forms.form_in_force(SlipKind.RECEIPT, "Mẫu số 01", on=date(2025, 6, 30))
    after = forms.form_in_force(SlipKind.RECEIPT, "Mẫu số 01", on=date(2025, 7, 1))
    assert (before.legal_basis, after.legal_basis) == ("Thông tư 01/2018/TT-VPCP", "Nghị định 118/2025/NĐ-CP")
    with pytest.raises(UnableToPrintSlip):
        forms.form_in_force(SlipKind.RECEIPT, "CT04", on=date(2023, 5, 31))
    filed = in_processing(province)
    province.clock.advance(timedelta(days=800))  # printed long after the forms changed
    later = replace(province, now=province.now + timedelta(days=800))
    text = text_of_pdf(opened(later, filed, slips(later, filed)[SlipKind.RECEIPT]).content)
    assert "Thông tư 66/2023/TT-BCA" in text


def test_printing_is_written_down_with_who_and_whose(province):
    filed = in_processing(province)
    opened(province, filed, slips(province, filed)[SlipKind.RECEIPT], desk_of(province))
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        cursor.execute(
            "select count(*) from audit_entry where action = 'dossier.slip_printed' and object_id = %s",
            [filed.id],
        )
        assert cursor.fetchone() == (1,)


@pytest.mark.parametrize("statement", ["update dossiers_slip set form = 'x'", "delete from dossiers_slip"])
def test_the_house_itself_cannot_change_what_was_printed(province, statement):
    filed = in_processing(province)
    opened(province, filed, slips(province, filed)[SlipKind.RECEIPT])
    with connection.cursor() as cursor, pytest.raises(DatabaseError):
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("kind", "about"), [("receipt", 1), ("nonsense", 2), ("register", 2), ("apology", 2)]
)
def test_a_slip_that_the_history_does_not_give_is_not_there(province, kind, about):
    filed = in_processing(province)
    with pytest.raises(NotVisible):
        dossiers.open_slip(
            dossier_id=filed.id, kind=kind, about=about, tracking_url=URL, actor=province.citizen,
            now=province.now,
        )  # fmt: skip


def test_every_slip_of_every_procedure_has_a_form_from_its_first_day(province):
    missing = []
    for row in search_procedures(text="", on=province.now.date()):
        if row.kind != "procedure":
            continue
        version = get_procedure(row.code, on=province.now.date())
        for slip in version.slips:
            try:
                forms.form_in_force(SlipKind(slip.kind), slip.form, on=version.valid_from)
            except UnableToPrintSlip:
                missing.append((row.code, slip.form))
    assert missing == []


def test_a_published_layout_cannot_change_unseen():
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in forms.LAYOUTS.glob("*.typ")}
    assert found == dict(forms.published_digests()), "a changed layout is a new file and a new entry"
    assert {each.layout for each in forms.every_form()} <= found.keys()


def test_the_register_lists_what_the_agency_received_in_these_days(province):
    filed = in_processing(province)
    day, desk = province.now.date(), desk_of(province)
    text = text_of_pdf(dossiers.open_register(first=day, last=day, actor=desk, now=province.now))
    assert "Mẫu số 06" in text and filed.code in text and "1 hồ sơ" in text
    before = day - timedelta(days=1)
    none = text_of_pdf(dossiers.open_register(first=before, last=before, actor=desk, now=province.now))
    assert filed.code not in none
    elsewhere = province.officer(province.committee, Role.RECEPTION_OFFICER)
    other = text_of_pdf(dossiers.open_register(first=day, last=day, actor=elsewhere, now=province.now))
    assert filed.code not in other
    with pytest.raises(UnableToPrintSlip):
        dossiers.open_register(first=day, last=day + timedelta(days=31), actor=desk, now=province.now)
    with pytest.raises(NotPermitted):
        dossiers.open_register(first=day, last=day, actor=province.citizen, now=province.now)
