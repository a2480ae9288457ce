"""Cash taken for a dossier: its receipt on paper, and a wrong receipt cancelled."""

from __future__ import annotations

import pytest

from tests.casework.dossiers.test_life_of_a_dossier import file, in_processing, view
from tests.casework.dossiers.test_slips import URL, desk_of
from tests.support.pdf import text_of_pdf
from tests.trust.stage import seen_by_system
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import FeeState
from tinhso.foundation.authority.service import NotPermitted, NotVisible, Role, system_actor
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.identifiers.service import DomainError
from tinhso.foundation.outbox.service import waiting_deliveries
from tinhso.foundation.unit_of_work.service import deliver_event
from tinhso.services.payments.service import UnableToCancelReceipt

pytestmark = pytest.mark.django_db


def takes(province, filed):
    desk = desk_of(province)
    dossiers.take_fee_in_cash(dossier_id=filed.id, actor=desk, now=province.now)
    return next(each for each in view(province, filed, desk).cash_receipts if not each.reason)


def cancels(province, filed, receipt_id, actor, reason="Ghi nhầm hồ sơ."):
    dossiers.cancel_cash_receipt(
        dossier_id=filed.id, receipt_id=receipt_id, reason=reason, actor=actor, now=province.now
    )


def test_a_receipt_is_printed_with_number_amount_and_payer_and_stays_the_same(province):
    filed = in_processing(province)
    receipt = takes(province, filed)
    for actor in (desk_of(province), province.citizen):
        opened = dossiers.open_cash_receipt(
            dossier_id=filed.id, receipt_id=receipt.id, tracking_url=URL, actor=actor, now=province.now
        )
        text = text_of_pdf(opened.content)
        for words in ("2023-000001", "7.000 đồng", "bảy nghìn đồng", "Nguyễn Thị Hoa", filed.code):
            assert words in text, words
    again = dossiers.open_cash_receipt(
        dossier_id=filed.id, receipt_id=receipt.id, tracking_url="/other/{code}", actor=province.citizen,
        now=province.now,
    )  # fmt: skip
    assert again.content == opened.content


def test_a_cancelled_receipt_makes_the_fee_due_again_and_old_news_does_not_pay_it(province):
    filed = in_processing(province)
    receipt = takes(province, filed)
    paid_news = {each.event_id for each in waiting_deliveries(before=province.now)}
    cancels(province, filed, receipt.id, desk_of(province))
    for event in paid_news:  # arrives after the cancelling
        deliver_event(event)
    seen = view(province, filed)
    assert seen.fee_state is FeeState.DUE
    assert next(row for row in seen.timeline if row.action == "receipt_cancelled").note == "Ghi nhầm hồ sơ."
    assert [each.reason for each in seen.cash_receipts] == ["Ghi nhầm hồ sơ."]
    assert takes(province, filed).number == "2023-000002"
    assert view(province, filed).fee_state is FeeState.PAID


def test_a_receipt_is_cancelled_by_the_desk_alone_and_with_its_own_dossier(province):
    filed = in_processing(province)
    receipt = takes(province, filed)
    for actor, refusal in (
        (province.citizen, NotPermitted),
        (province.officer(province.police, Role.LEADER), NotPermitted),
        (province.officer(province.police, Role.SPECIALIST), NotPermitted),
        (province.officer(province.committee, Role.RECEPTION_OFFICER), NotVisible),
    ):
        with pytest.raises(refusal):
            cancels(province, filed, receipt.id, actor)
    with pytest.raises(NotVisible):
        cancels(province, filed, new_id(), desk_of(province))
    other = file(province, key="other")
    with pytest.raises(NotVisible):
        cancels(province, other, receipt.id, desk_of(province))
    with pytest.raises(UnableToCancelReceipt):
        cancels(province, filed, receipt.id, desk_of(province), reason="")
    assert view(province, filed).fee_state is FeeState.PAID


def test_what_was_paid_for_a_refused_dossier_is_paid_back_and_not_cancelled(province):
    filed = file(province)
    receipt = takes(province, filed)
    dossiers.take_step(
        dossier_id=filed.id, action="refuse", note="Không thuộc địa bàn.", expected_version=None,
        actor=desk_of(province), now=province.now,
    )  # fmt: skip
    with pytest.raises(DomainError, match="hoàn trả"):
        cancels(province, filed, receipt.id, desk_of(province))


@pytest.mark.parametrize(("method", "is_online"), [("cash", False), ("online", True)])
def test_other_systems_are_told_how_a_fee_was_paid(province, method, is_online):
    filed = in_processing(province)
    receipt = takes(province, filed)
    with seen_by_system() as cursor:
        cursor.execute("update payments_fee set method = %s where case_id = %s", [method, filed.id])
    outline = dossiers.outline_of(filed.id, actor=system_actor("exchange"), now=province.now)
    (fee,) = outline.fees
    assert (fee.payment_id, fee.is_paid_online) == (fee.id if is_online else receipt.id, is_online)
