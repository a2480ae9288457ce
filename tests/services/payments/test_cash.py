"""Cash at the counter: receipts without gaps, a day's book that balances, and days that stay closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from tests.services.payments.fee_desk import AMOUNT, ask_fee, officer_of, rows, state_of
from tinhso.foundation.authority.service import (
    Actor,
    NotPermitted,
    NotVisible,
    Role,
    grant_access,
    system_actor,
)
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.unit_of_work.service import acting_as_system, unit_of_work
from tinhso.services.payments import service as payments
from tinhso.services.payments.rules import amount_in_words
from tinhso.services.payments.service import FeeState, UnableToCancelReceipt, UnableToKeepCash

pytestmark = pytest.mark.django_db


@pytest.fixture
def cashier(fee, clock) -> Actor:
    return officer_of(fee.case_id, clock.moment)


def takes(officer: Actor, fee, now):
    with unit_of_work(actor=officer, now=now) as work:
        payments.take_cash(work, fee_id=fee.id)
    with unit_of_work(actor=officer, now=now):
        return payments.receipts_of(fee.case_id)[-1]


def another_fee(officer: Actor, payer, now):
    fee = ask_fee(payer, now)
    with unit_of_work(actor=system_actor("test"), now=now):
        grant_access(
            case_kind="dossier", case_id=fee.case_id, agency_ids=[officer.agency_id], basis="own", now=now
        )
    return fee


def cancels(officer: Actor, receipt, now, reason="Thu nhầm hồ sơ."):
    with unit_of_work(actor=officer, now=now) as work, acting_as_system(work):
        payments.cancel_receipt(work, receipt_id=receipt.id, reason=reason)


def book(officer: Actor, now, *, of: Actor | None = None):
    return payments.cash_book(officer_id=(of or officer).officer_id, day=now.date(), actor=officer, now=now)


def closes(officer: Actor, now, counted, explanation="", day=None):
    return payments.close_cash_day(
        day=day or now.date(), counted_vnd=counted, explanation=explanation, actor=officer, now=now
    )


def test_receipts_of_an_agency_follow_each_other_and_a_cancelled_one_keeps_its_number(
    cashier, fee, payer, clock
):
    first = takes(cashier, fee, clock.moment)
    cancels(cashier, first, clock.moment)
    assert state_of(fee).state is FeeState.DUE
    again = takes(cashier, fee, clock.moment)
    other = takes(cashier, another_fee(cashier, payer, clock.moment), clock.moment)
    assert [first.number, again.number, other.number] == ["2023-000001", "2023-000002", "2023-000003"]
    found = book(cashier, clock.moment)
    assert [each.number for each in found.taken] == ["2023-000001", "2023-000002", "2023-000003"]
    assert [each.reason for each in found.taken] == ["Thu nhầm hồ sơ.", "", ""]
    assert (found.taken_vnd, found.cancelled_vnd, found.expected_vnd) == (3 * AMOUNT, AMOUNT, 2 * AMOUNT)


def test_a_receipt_that_was_not_written_leaves_no_gap(cashier, fee, payer, clock):
    with pytest.raises(RuntimeError), transaction.atomic():
        takes(cashier, fee, clock.moment)
        raise RuntimeError
    assert takes(cashier, fee, clock.moment).number == "2023-000001"
    elsewhere = officer_of(new_id(), clock.moment)
    assert takes(elsewhere, another_fee(elsewhere, payer, clock.moment), clock.moment).number == "2023-000001"


def test_a_day_balances_with_what_went_to_the_treasury_and_opens_the_next(cashier, fee, payer, clock):
    takes(cashier, fee, clock.moment)
    takes(cashier, another_fee(cashier, payer, clock.moment), clock.moment)
    with pytest.raises(UnableToKeepCash):
        payments.note_deposit(amount_vnd=2 * AMOUNT + 1, reference="KB-1", actor=cashier, now=clock.moment)
    payments.note_deposit(amount_vnd=AMOUNT, reference="KB-1", actor=cashier, now=clock.moment)
    closed = closes(cashier, clock.moment, AMOUNT)
    assert closed.closed is not None and closed.closed.counted_vnd == AMOUNT
    clock.advance(timedelta(days=1))
    tomorrow = book(cashier, clock.moment)
    assert (tomorrow.opening_vnd, tomorrow.expected_vnd, tomorrow.open_before) == (AMOUNT, AMOUNT, None)


def test_a_difference_must_be_explained(cashier, fee, clock):
    takes(cashier, fee, clock.moment)
    with pytest.raises(UnableToKeepCash) as refused:
        closes(cashier, clock.moment, AMOUNT - 5000)
    assert list(refused.value.fields) == ["explanation"]
    assert book(cashier, clock.moment).closed is None
    found = closes(cashier, clock.moment, AMOUNT - 5000, "Trả thừa tiền lẻ cho một người, đã lập biên bản.")
    assert found.closed is not None and "biên bản" in found.closed.explanation


def test_after_closing_nothing_of_the_day_changes(cashier, fee, payer, clock):
    receipt = takes(cashier, fee, clock.moment)
    closes(cashier, clock.moment, AMOUNT)
    late = another_fee(cashier, payer, clock.moment)
    for forbidden in (
        lambda: takes(cashier, late, clock.moment),
        lambda: cancels(cashier, receipt, clock.moment),
        lambda: payments.note_deposit(amount_vnd=1000, reference="KB", actor=cashier, now=clock.moment),
        lambda: closes(cashier, clock.moment, AMOUNT),
    ):
        with pytest.raises(UnableToKeepCash):
            forbidden()
    assert state_of(late).state is FeeState.DUE
    before = book(cashier, clock.moment)
    clock.advance(timedelta(days=1))
    cancels(cashier, receipt, clock.moment)  # booked where the money goes back: in the next day
    yesterday = payments.cash_book(
        officer_id=cashier.officer_id, day=before.day, actor=cashier, now=clock.moment
    )
    assert (yesterday.taken_vnd, yesterday.cancelled_vnd, yesterday.closed) == (AMOUNT, 0, before.closed)
    assert book(cashier, clock.moment).cancelled_vnd == AMOUNT


@pytest.mark.parametrize(
    "statement",
    [
        "update payments_cash_receipt set amount_vnd = 1",
        "update payments_cash_receipt set number = 77",
        "update payments_cash_receipt set cancelled_at = now(), cancelled_by = officer_id,"
        " cancelled_day = day, sealed_reason = '\\x00'",
        "delete from payments_cash_receipt",
        "update payments_cash_day set counted_vnd = 0",
        "delete from payments_cash_day",
        "update payments_cash_deposit set amount_vnd = 1",
        "insert into payments_cash_deposit (id, agency_id, officer_id, day, amount_vnd, reference, noted_at)"
        " select gen_random_uuid(), agency_id, officer_id, day, 1, 'x', now() from payments_cash_day",
    ],
)
def test_the_database_itself_keeps_a_closed_day(cashier, fee, clock, statement):
    takes(cashier, fee, clock.moment)
    payments.note_deposit(amount_vnd=1000, reference="KB-1", actor=cashier, now=clock.moment)
    closes(cashier, clock.moment, AMOUNT - 1000)
    refused = "is closed|stays as it was|permission denied"
    with pytest.raises(DatabaseError, match=refused), transaction.atomic():
        rows(f"{statement} returning 1")


def test_a_second_person_confirms_once_and_never_the_own_book(cashier, fee, clock):
    takes(cashier, fee, clock.moment)
    found = closes(cashier, clock.moment, AMOUNT)
    leader = replace(cashier, officer_id=new_id(), roles=frozenset({Role.LEADER}))
    with pytest.raises(NotPermitted):
        payments.confirm_cash_day(day_id=found.closed.id, actor=cashier, now=clock.moment)
    with pytest.raises(NotVisible):
        payments.confirm_cash_day(
            day_id=found.closed.id, actor=replace(leader, agency_id=new_id()), now=clock.moment
        )
    payments.confirm_cash_day(day_id=found.closed.id, remark="Đếm lại khớp.", actor=leader, now=clock.moment)
    seen = book(leader, clock.moment, of=cashier)
    assert seen.closed.confirmed_by == leader.officer_id and seen.closed.remark == "Đếm lại khớp."
    with pytest.raises(UnableToKeepCash):
        payments.confirm_cash_day(day_id=found.closed.id, actor=leader, now=clock.moment)


def test_days_are_closed_in_their_order(cashier, fee, payer, clock):
    takes(cashier, fee, clock.moment)
    monday = clock.moment.date()
    clock.advance(timedelta(days=1))
    takes(cashier, another_fee(cashier, payer, clock.moment), clock.moment)
    assert book(cashier, clock.moment).open_before == monday
    with pytest.raises(UnableToKeepCash):
        closes(cashier, clock.moment, 2 * AMOUNT)
    closes(cashier, clock.moment, AMOUNT, day=monday)
    closes(cashier, clock.moment, 2 * AMOUNT)
    books = payments.agency_cash_books(day=clock.moment.date(), actor=cashier, now=clock.moment)
    assert [each.officer_id for each in books] == [cashier.officer_id]


def test_a_receipt_is_cancelled_once_and_with_a_reason(cashier, fee, clock):
    receipt = takes(cashier, fee, clock.moment)
    with pytest.raises(UnableToCancelReceipt):
        cancels(cashier, receipt, clock.moment, reason=" ")
    assert state_of(fee).state is FeeState.PAID
    cancels(cashier, receipt, clock.moment)
    with pytest.raises(UnableToCancelReceipt):
        cancels(cashier, receipt, clock.moment)
    other = replace(cashier, agency_id=new_id(), officer_id=new_id())
    with pytest.raises(NotVisible):
        cancels(other, receipt, clock.moment)


def test_a_machine_and_whoever_keeps_no_drawer_is_refused(cashier, fee, payer, clock):
    with pytest.raises(NotPermitted), unit_of_work(actor=system_actor("night"), now=clock.moment) as work:
        payments.take_cash(work, fee_id=fee.id)
    takes(cashier, fee, clock.moment)
    of_day = {"day": clock.moment.date(), "now": clock.moment}
    specialist = replace(cashier, roles=frozenset({Role.SPECIALIST}))
    leader = replace(cashier, roles=frozenset({Role.LEADER}))
    for actor in (payer, system_actor("night"), specialist, leader):
        with pytest.raises(NotPermitted):
            payments.close_cash_day(counted_vnd=AMOUNT, actor=actor, **of_day)
        with pytest.raises(NotPermitted):
            payments.note_deposit(amount_vnd=1, reference="x", actor=actor, now=clock.moment)
    for actor in (payer, system_actor("night"), specialist):
        with pytest.raises(NotPermitted):
            payments.agency_cash_books(actor=actor, **of_day)
        for read in (payments.cash_book, payments.print_cash_book):
            with pytest.raises(NotPermitted):
                read(officer_id=cashier.officer_id, actor=actor, **of_day)
    elsewhere = replace(cashier, agency_id=new_id())
    assert payments.cash_book(officer_id=cashier.officer_id, actor=elsewhere, **of_day).taken == ()


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (135_000, "một trăm ba mươi lăm nghìn đồng"),
        (7_000, "bảy nghìn đồng"),
        (1_005_021, "một triệu không trăm linh năm nghìn không trăm hai mươi mốt đồng"),
        (2_000_000_015, "hai tỷ không trăm mười lăm đồng"),
        (10_115_111, "mười triệu một trăm mười lăm nghìn một trăm mười một đồng"),
        (0, "không đồng"),
    ],
)
def test_an_amount_is_spelled_as_receipts_do(amount, words):
    assert amount_in_words(amount) == words
