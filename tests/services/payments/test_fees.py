"""Asking for a fee, taking it at the counter, cancelling it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.payments.fee_desk import announced, ask_fee, officer_of, rows, state_of
from tinhso.foundation.authority.service import Actor, NotPermitted, Role, system_actor
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.payments.rules import effect_of
from tinhso.services.payments.service import (
    CallbackEffect,
    FeeState,
    UnableToCancelFee,
    UnableToPayFee,
    UnableToRequestFee,
    cancel_fee,
    fees_of,
    request_fee,
    take_cash,
)
from tinhso.services.payments.types import AttemptState


@pytest.mark.django_db
def test_asking_twice_gives_one_fee(fee, payer, clock):
    again = ask_fee(payer, clock.moment, case_id=fee.case_id)
    assert again.id == fee.id
    assert len(fees_of(fee.case_id)) == 1


@pytest.mark.django_db
def test_fee_asked_after_a_cancelled_one_is_a_new_one(fee, payer, clock):
    with unit_of_work(actor=system_actor("test"), now=clock.moment) as work:
        cancel_fee(work, fee_id=fee.id)
        cancel_fee(work, fee_id=fee.id)
    assert ask_fee(payer, clock.moment, case_id=fee.case_id).id != fee.id


@pytest.mark.django_db
@pytest.mark.parametrize(("amount", "description"), [(0, "Lệ phí"), (-1, "Lệ phí"), (1, "")])
def test_fee_without_amount_or_description_is_refused(payer, clock, amount, description):
    with (
        pytest.raises(UnableToRequestFee),
        unit_of_work(actor=system_actor("test"), now=clock.moment) as work,
    ):
        request_fee(
            work,
            case_id=payer.person_id,
            person_id=payer.person_id,
            amount_vnd=amount,
            description=description,
        )


@pytest.mark.django_db
def test_cash_at_the_counter_pays_the_fee_once(fee, clock):
    officer = officer_of(fee.case_id, clock.moment)
    with unit_of_work(actor=officer, now=clock.moment) as work:
        take_cash(work, fee_id=fee.id)
    with (
        pytest.raises(UnableToPayFee),
        unit_of_work(actor=officer, now=clock.moment) as work,
    ):
        take_cash(work, fee_id=fee.id)
    assert announced(fee) == ["payments.fee_paid"]
    assert rows("select received_by from payments_fee where id = %s", fee.id) == [(officer.officer_id,)]


@pytest.mark.django_db
def test_specialist_of_the_agency_may_not_take_cash(fee, clock):
    officer = officer_of(fee.case_id, clock.moment)
    specialist = Actor(
        kind=officer.kind,
        officer_id=officer.officer_id,
        agency_id=officer.agency_id,
        roles=frozenset({Role.SPECIALIST}),
    )
    with (
        pytest.raises(NotPermitted),
        unit_of_work(actor=specialist, now=clock.moment) as work,
    ):
        take_cash(work, fee_id=fee.id)
    assert state_of(fee).state is FeeState.DUE
    assert announced(fee) == []


@pytest.mark.django_db
def test_paid_fee_is_not_cancelled(fee, clock):
    officer = officer_of(fee.case_id, clock.moment)
    with unit_of_work(actor=officer, now=clock.moment) as work:
        take_cash(work, fee_id=fee.id)
    with (
        pytest.raises(UnableToCancelFee),
        unit_of_work(actor=system_actor("test"), now=clock.moment) as work,
    ):
        cancel_fee(work, fee_id=fee.id)
    assert state_of(fee).state is FeeState.PAID


_REPORTS = st.sampled_from([AttemptState.PAID, AttemptState.FAILED, AttemptState.CANCELLED])


@given(reports=st.lists(_REPORTS, min_size=1, max_size=8))
def test_in_any_order_of_reports_a_fee_is_paid_exactly_once_if_any_says_so(reports):
    attempt, fee, paid = AttemptState.OPEN, FeeState.DUE, 0
    for reported in reports:
        effect = effect_of(attempt=attempt, fee=fee, reported=reported)
        if effect is CallbackEffect.REPEATED:
            continue
        attempt = reported
        if reported is AttemptState.PAID:
            paid, fee = paid + 1, FeeState.PAID
        else:
            fee = FeeState.FAILED
    assert paid == (AttemptState.PAID in reports)
    assert (fee is FeeState.PAID) == (AttemptState.PAID in reports)
