"""Paying at the gateway: one effect, however often, however late, or without any callback."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from tests.services.payments.fee_desk import (
    RETURN_URL,
    announced,
    callback,
    checkout,
    end_order,
    officer_of,
    rows,
    sign,
    state_of,
)
from tinhso.foundation.authority.service import (
    Actor,
    ActorKind,
    NotPermitted,
    NotVisible,
    system_actor,
)
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.payments.service import (
    CallbackEffect,
    FeeState,
    PaymentMethod,
    SurplusReason,
    UnableToPayFee,
    UnableToReachGateway,
    UnableToTakeCallback,
    begin_checkout,
    cancel_fee,
    list_surplus,
    receive_callback,
    reconcile_payments,
    settle_surplus,
    take_cash,
)

pytestmark = pytest.mark.django_db


def test_paid_fee_is_announced_once_although_the_callback_comes_twice(gateway, fee, payer, clock):
    page = checkout(fee, payer, clock.moment)
    end_order(page, "double")

    assert callback(page, clock.moment) is CallbackEffect.APPLIED
    assert callback(page, clock.moment) is CallbackEffect.REPEATED

    paid = state_of(fee)
    assert paid.state is FeeState.PAID
    assert paid.method is PaymentMethod.ONLINE
    assert announced(fee) == ["payments.fee_paid"]


def test_checkout_again_leads_to_the_same_page(gateway, fee, payer, clock):
    assert checkout(fee, payer, clock.moment) == checkout(fee, payer, clock.moment)
    assert rows("select count(*) from payments_attempt") == [(1,)]


def test_checkout_interrupted_before_its_commit_finds_the_same_order(gateway, fee, payer, clock):
    page = checkout(fee, payer, clock.moment)
    rows("update payments_attempt set state = 'started', order_id = null, pay_url = '' returning 1")
    assert checkout(fee, payer, clock.moment) == page


def test_failed_payment_may_be_tried_again(gateway, fee, payer, clock):
    page = checkout(fee, payer, clock.moment)
    end_order(page, "failure")
    callback(page, clock.moment, status="failed")
    assert state_of(fee).state is FeeState.FAILED

    clock.advance(timedelta(minutes=5))
    second = checkout(fee, payer, clock.moment)
    assert second != page
    assert state_of(fee).state is FeeState.DUE
    end_order(second, "success")
    callback(second, clock.moment)

    assert state_of(fee).state is FeeState.PAID
    assert announced(fee) == ["payments.fee_failed", "payments.fee_paid"]


def test_checkout_after_an_untold_failure_opens_a_new_page(gateway, fee, payer, clock):
    page = checkout(fee, payer, clock.moment)
    end_order(page, "failure")
    assert checkout(fee, payer, clock.moment) != page


def test_checkout_after_an_untold_payment_says_that_it_is_paid(gateway, fee, payer, clock):
    page = checkout(fee, payer, clock.moment)
    end_order(page, "silent")
    with pytest.raises(UnableToPayFee):
        checkout(fee, payer, clock.moment)
    assert state_of(fee).state is FeeState.PAID
    assert announced(fee) == ["payments.fee_paid"]


def test_lost_callback_is_found_by_reconciliation(gateway, fee, payer, clock):
    page = checkout(fee, payer, clock.moment)
    end_order(page, "silent")
    assert reconcile_payments() == 0, "too early"

    clock.advance(timedelta(minutes=1))

    assert reconcile_payments() == 1
    assert reconcile_payments() == 0
    assert state_of(fee).state is FeeState.PAID
    assert announced(fee) == ["payments.fee_paid"]
    assert callback(page, clock.moment) is CallbackEffect.REPEATED, "the late callback"


def test_reconciliation_leaves_an_open_order_open_and_asks_less_often(gateway, fee, payer, clock):
    checkout(fee, payer, clock.moment)
    clock.advance(timedelta(minutes=1))
    assert reconcile_payments() == 0
    assert rows("select state, checks from payments_attempt") == [("open", 1)]


def test_reconciliation_while_the_gateway_is_down_keeps_everything(gateway, fee, payer, clock):
    page = checkout(fee, payer, clock.moment)
    end_order(page, "silent")
    clock.advance(timedelta(minutes=1))
    gateway.turn_dial("payment", "down")
    assert reconcile_payments() == 0
    gateway.normalise()
    assert reconcile_payments() == 1


def test_payment_after_cancellation_stands_in_a_visible_list(gateway, fee, payer, clock):
    page = checkout(fee, payer, clock.moment)
    with unit_of_work(actor=system_actor("test"), now=clock.moment) as work:
        cancel_fee(work, fee_id=fee.id)
    end_order(page, "late")

    assert callback(page, clock.moment) is CallbackEffect.SURPLUS
    assert callback(page, clock.moment) is CallbackEffect.REPEATED

    assert [(s.fee_id, s.reason, s.amount_vnd) for s in list_surplus()] == [
        (fee.id, SurplusReason.FEE_CANCELLED, 135_000)
    ]
    assert state_of(fee).state is FeeState.CANCELLED
    assert announced(fee) == []


def test_online_payment_after_cash_is_surplus_and_the_fee_stays_paid_in_cash(gateway, fee, payer, clock):
    page = checkout(fee, payer, clock.moment)
    officer = officer_of(fee.case_id, clock.moment)
    with unit_of_work(actor=officer, now=clock.moment) as work:
        take_cash(work, fee_id=fee.id)

    assert callback(page, clock.moment) is CallbackEffect.SURPLUS

    (surplus,) = list_surplus()
    assert surplus.reason is SurplusReason.PAID_BEFORE
    assert state_of(fee).method is PaymentMethod.CASH
    assert announced(fee) == ["payments.fee_paid"]

    with unit_of_work(actor=officer, now=clock.moment) as work:
        settle_surplus(work, surplus_id=surplus.id)
    state_of(fee)
    assert list_surplus() == ()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"amount": 134_000}, "wrong_amount"),
        ({"reference": "KHOAN-KHAC"}, "another_reference"),
        ({"order_id": "GD0000000000000000"}, "unknown_order"),
        ({"status": "refunded"}, "unreadable"),
        ({"status": "pending"}, "no_result"),
        ({"amount": "135000"}, "unreadable"),
    ],
)
def test_callback_that_contradicts_the_order_is_refused_and_audited(
    gateway, fee, payer, clock, changes, reason
):
    page = checkout(fee, payer, clock.moment)
    with pytest.raises(UnableToTakeCallback) as refusal:
        callback(page, clock.moment, **changes)
    assert refusal.value.reason == reason
    assert state_of(fee).state is FeeState.DUE
    assert announced(fee) == []
    refused = rows("select outcome, details ->> 'reason' from audit_entry where action = 'fee.callback'")
    assert refused == [("refused", reason)]


@pytest.mark.parametrize("signature", ["", "0" * 64, "chữ ký"])
def test_callback_not_signed_by_the_gateway_is_refused(gateway, fee, payer, clock, signature):
    checkout(fee, payer, clock.moment)
    with pytest.raises(UnableToTakeCallback):
        receive_callback(body=b"{}", signature=signature, now=clock.moment)
    assert state_of(fee).state is FeeState.DUE


@pytest.mark.parametrize(
    "body", [b"[]", b'{"more": ' + b"[" * 200_000], ids=["no result", "nested without end"]
)
def test_signed_nonsense_is_refused(gateway, fee, clock, body):
    with pytest.raises(UnableToTakeCallback):
        receive_callback(body=body, signature=sign(body), now=clock.moment)


def test_without_a_configured_secret_no_callback_is_believed(gateway, fee, clock, settings):
    settings.TINHSO_PAYMENT_SECRET = ""
    with pytest.raises(UnableToReachGateway):
        receive_callback(body=b"{}", signature=sign(b"{}"), now=clock.moment)


@pytest.mark.parametrize("mode", ["down", "refusing"])
def test_gateway_down_leaves_the_fee_due_and_the_next_try_works(gateway, fee, payer, clock, mode):
    gateway.turn_dial("payment", mode)
    with pytest.raises(UnableToReachGateway):
        checkout(fee, payer, clock.moment)
    assert state_of(fee).state is FeeState.DUE
    gateway.normalise()
    assert checkout(fee, payer, clock.moment).startswith(gateway.base_url)


def test_attempt_the_gateway_never_heard_of_is_placed_by_reconciliation(gateway, fee, payer, clock):
    gateway.turn_dial("payment", "down")
    with pytest.raises(UnableToReachGateway):
        checkout(fee, payer, clock.moment)
    gateway.normalise()
    clock.advance(timedelta(minutes=1))
    assert reconcile_payments() == 0
    assert rows("select state, order_id is not null from payments_attempt") == [("open", True)]


def test_nobody_else_pays_or_sees_a_fee(gateway, fee, clock):
    stranger = Actor(kind=ActorKind.CITIZEN, person_id=new_id(), assurance_level=2)
    with pytest.raises(NotVisible):
        begin_checkout(fee_id=fee.id, return_url=RETURN_URL, actor=stranger, now=clock.moment)
    elsewhere = officer_of(new_id(), clock.moment)
    with (
        pytest.raises(NotVisible),
        unit_of_work(actor=elsewhere, now=clock.moment) as work,
    ):
        take_cash(work, fee_id=fee.id)
    assert state_of(fee).state is FeeState.DUE


def test_citizen_of_level_one_may_not_pay(gateway, fee, payer, clock):
    low = Actor(kind=ActorKind.CITIZEN, person_id=payer.person_id, assurance_level=1)
    with pytest.raises(NotPermitted):
        begin_checkout(fee_id=fee.id, return_url=RETURN_URL, actor=low, now=clock.moment)


def test_logs_of_payments_hold_no_personal_data(gateway, fee, payer, clock, caplog):
    with caplog.at_level(logging.DEBUG):
        page = checkout(fee, payer, clock.moment)
        gateway.turn_dial("payment", "down")
        clock.advance(timedelta(minutes=1))
        reconcile_payments()
        callback(page, clock.moment)
    for canary in ("074085001201", gateway.secrets["payment_secret"]):
        assert canary not in caplog.text
