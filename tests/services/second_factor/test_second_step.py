"""The second step: right codes once, wrong ones counted, guesses closed off, nothing readable kept."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from tests.services.identity.staff import Staff, audited, make_staff
from tests.services.second_factor.conftest import Phone, enrolled
from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.clock.service import VIETNAM, frozen
from tinhso.foundation.crypto.service import UnableToOpen, open_text
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.second_factor import models, service

WRONG = "second_factor.code_wrong"
CLOSED = "second_factor.closed.too_many_requests"


@pytest.mark.django_db
class TestCodes:
    def test_a_code_of_the_app_passes_once(self, phone: Phone) -> None:
        code = phone.shows()
        assert phone.passes(f" {code[:3]} {code[3:]} ").recovery_codes_left == 10
        assert phone.is_refused(code) == WRONG
        phone.waits()
        assert not phone.passes(phone.shows()).by_recovery_code

    def test_the_code_that_enrolled_does_not_sign_in(self, staff: Staff) -> None:
        phone = enrolled(staff)
        assert phone.is_refused(phone.shows(steps=-1)) == WRONG

    @pytest.mark.parametrize(("aside", "passes"), [(-2, False), (-1, True), (1, True), (2, False)])
    def test_a_phone_may_be_one_step_off(self, phone: Phone, aside: int, passes: bool) -> None:
        phone.waits(5)
        if passes:
            phone.passes(phone.shows(steps=aside))
        else:
            assert phone.is_refused(phone.shows(steps=aside)) == WRONG

    def test_after_a_code_of_a_fast_phone_an_older_step_is_over(self, phone: Phone) -> None:
        ahead, present = phone.shows(steps=1), phone.shows()
        phone.passes(ahead)
        assert phone.is_refused(present) == WRONG

    def test_a_recovery_code_passes_once_however_it_is_typed(self, phone: Phone) -> None:
        first = phone.recovery_codes[0]
        passed = phone.passes(first.upper().replace("-", " "))
        assert (passed.by_recovery_code, passed.recovery_codes_left) == (True, 9)
        assert phone.is_refused(first) == WRONG

    def test_a_code_of_another_officer_passes_nobody(self, phone: Phone) -> None:
        other = phone.staff.administrator
        begun = service.begin_enrolment(label="quan-tri", actor=other, now=phone.staff.now)
        theirs = Phone(phone.staff, begun.secret)
        codes = service.confirm_enrolment(typed=theirs.shows(), actor=other, now=phone.staff.now)
        phone.waits()
        assert phone.is_refused(theirs.shows()) == WRONG
        assert phone.is_refused(codes[0]) == WRONG

    def test_where_there_is_no_factor_nothing_passes(self, staff: Staff) -> None:
        phone = Phone(staff, "A" * 32)
        for typed in ("", "000000", phone.shows()):
            assert phone.is_refused(typed) == WRONG

    def test_right_and_wrong_codes_are_audited_without_the_code(self, phone: Phone) -> None:
        wrong = phone.wrong()
        phone.is_refused(wrong)
        phone.passes(phone.shows())
        assert audited("second_factor.passed", "refused") == 1
        assert audited("second_factor.passed") == 1
        with unit_of_work(actor=system_actor(), now=phone.staff.now), connection.cursor() as cursor:
            cursor.execute("select string_agg(e::text, '') from audit_entry e where action like 'second_f%'")
            assert wrong not in cursor.fetchone()[0]


@pytest.mark.django_db
class TestGuessing:
    def test_five_wrong_codes_close_the_step_also_to_right_ones(self, phone: Phone) -> None:
        for _ in range(5):
            assert phone.is_refused(phone.wrong()) == WRONG
        assert phone.is_refused(phone.shows()) == CLOSED
        assert phone.is_refused(phone.recovery_codes[0]) == CLOSED
        phone.staff.clock.advance(dt.timedelta(minutes=15))
        assert phone.passes(phone.shows()).failed_before == 5

    def test_the_next_five_close_it_for_twice_as_long(self, phone: Phone) -> None:
        for _ in range(5):
            phone.is_refused(phone.wrong())
        phone.staff.clock.advance(dt.timedelta(minutes=15))
        for _ in range(5):
            assert phone.is_refused(phone.wrong()) == WRONG
        phone.staff.clock.advance(dt.timedelta(minutes=29))
        assert phone.is_refused(phone.shows()) == CLOSED
        phone.staff.clock.advance(dt.timedelta(minutes=1))
        phone.passes(phone.shows())

    def test_a_right_code_begins_the_count_anew(self, phone: Phone) -> None:
        for _ in range(3):
            for _ in range(4):
                phone.is_refused(phone.wrong())
            assert phone.passes(phone.shows()).failed_before == 4
            phone.waits()

    def test_guessing_while_the_step_is_closed_counts_nothing(self, phone: Phone) -> None:
        for _ in range(5):
            phone.is_refused(phone.wrong())
        for _ in range(20):
            assert phone.is_refused(phone.wrong()) == CLOSED
        phone.staff.clock.advance(dt.timedelta(minutes=15))
        assert phone.passes(phone.shows()).failed_before == 5

    def test_guessing_the_first_code_of_a_new_app_is_counted_too(self, staff: Staff) -> None:
        begun = service.begin_enrolment(label="mau", actor=staff.actor(), now=staff.now)
        phone = Phone(staff, begun.secret)
        for _ in range(5):
            with pytest.raises(service.UnableToPassSecondStep):
                service.confirm_enrolment(typed=phone.wrong(), **phone.by())
        with pytest.raises(service.UnableToPassSecondStep) as refusal:
            service.confirm_enrolment(typed=phone.shows(), **phone.by())
        assert refusal.value.code == CLOSED


@pytest.mark.django_db
class TestWhatIsKept:
    def test_neither_the_secret_nor_a_recovery_code_can_be_read_in_the_tables(self, phone: Phone) -> None:
        with unit_of_work(actor=system_actor(), now=phone.staff.now), connection.cursor() as cursor:
            cursor.execute(
                "select string_agg(a::text, '') || (select string_agg(c::text, '')"
                " from second_factor_recovery_code c) from second_factor_authenticator a"
            )
            kept = cursor.fetchone()[0]
        for secret in (phone.secret, phone.secret.encode().hex(), *phone.recovery_codes):
            assert secret not in kept

    def test_a_secret_moved_to_another_officers_row_does_not_open(self, phone: Phone) -> None:
        other = phone.staff.administrator.officer_id
        assert other is not None
        with unit_of_work(actor=system_actor(), now=phone.staff.now):
            row = models.Authenticator.objects.get(officer_id=phone.officer_id)
            assert open_text(row.secret_sealed, owner=phone.officer_id, field="second_factor.secret")
            with pytest.raises(UnableToOpen):
                open_text(row.secret_sealed, owner=other, field="second_factor.secret")
            with pytest.raises(UnableToOpen):
                open_text(row.secret_sealed, owner=phone.officer_id, field="second_factor.pending")

    def test_outside_the_systems_scope_no_row_is_seen(self, phone: Phone) -> None:
        with unit_of_work(actor=phone.actor, now=phone.staff.now):
            assert not models.Authenticator.objects.exists()
            assert not models.RecoveryCode.objects.exists()


def test_ten_uses_of_one_code_at_once_pass_one(really_committed: None) -> None:
    now = dt.datetime(2023, 7, 17, 9, tzinfo=VIETNAM)
    with frozen(now, seed=22) as clock:
        phone = enrolled(make_staff(clock))
        code, recovery = phone.shows(), phone.recovery_codes[3]

        def use(typed: str) -> bool:
            try:
                phone.passes(typed)
            except service.UnableToPassSecondStep:
                return False
            finally:
                connections.close_all()
            return True

        with ThreadPoolExecutor(4) as pool:
            assert sum(pool.map(use, [code] * 4)) == 1
            assert sum(pool.map(use, [recovery] * 4)) == 1
