"""Whoever is refused or withdraws is asked for no fee any more; what was paid stays paid."""

from __future__ import annotations

import pytest

from tests.casework.dossiers.test_life_of_a_dossier import file, view
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import FeeState, UnableToActOnDossier
from tinhso.foundation.authority.service import Role
from tinhso.services.payments.service import FeeState as PaymentState
from tinhso.services.payments.service import fees_of

pytestmark = pytest.mark.django_db


def step(province, filed, action, actor, note="Không thuộc địa bàn."):
    dossiers.take_step(
        dossier_id=filed.id, action=action, note=note, expected_version=None, actor=actor, now=province.now
    )


def test_a_refused_dossier_asks_for_no_fee(province):
    filed = file(province)
    desk = province.officer(province.police, Role.RECEPTION_OFFICER)
    assert view(province, filed).fee_state is FeeState.DUE
    step(province, filed, "refuse", desk)
    assert view(province, filed, desk).fee_state is FeeState.NONE
    assert [fee.state for fee in fees_of(filed.id)] == [PaymentState.CANCELLED]
    with pytest.raises(UnableToActOnDossier):
        dossiers.take_fee_in_cash(dossier_id=filed.id, actor=desk, now=province.now)


def test_a_withdrawn_dossier_asks_for_no_fee_once_the_withdrawal_is_granted(province):
    filed = file(province)
    desk = province.officer(province.police, Role.RECEPTION_OFFICER)
    step(province, filed, "ask_withdraw", province.citizen)
    assert view(province, filed).fee_state is FeeState.DUE
    step(province, filed, "grant_withdraw", desk)
    assert view(province, filed).fee_state is FeeState.NONE


def test_what_was_paid_stays_paid_when_the_dossier_is_refused(province):
    filed = file(province)
    desk = province.officer(province.police, Role.RECEPTION_OFFICER)
    dossiers.take_fee_in_cash(dossier_id=filed.id, actor=desk, now=province.now)
    assert view(province, filed).fee_state is FeeState.PAID, "at once: the officer goes on in the next moment"
    step(province, filed, "refuse", desk)
    assert [fee.state for fee in fees_of(filed.id)] == [PaymentState.PAID]
