"""Setting up an app, changing the phone, doing without, and a lost phone that an administrator resets."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from tests.services.identity.staff import Staff, audited
from tests.services.second_factor.conftest import Phone
from tinhso.foundation.authority.service import NotPermitted, Role
from tinhso.services.identity.service import account_history
from tinhso.services.second_factor import service

pytestmark = pytest.mark.django_db


def begin(staff: Staff) -> service.Enrolment:
    return service.begin_enrolment(label="mau-25747", actor=staff.actor(), now=staff.now)


def test_the_picture_says_what_it_is_and_the_secret_is_typed_in_fours(staff: Staff) -> None:
    begun = begin(staff)
    assert begun.picture.startswith('<svg role="img" aria-label="Mã QR')
    assert "style=" not in begun.picture
    assert begun.typed.replace(" ", "") == begun.secret
    assert {len(part) for part in begun.typed.split(" ")} == {4}
    assert begun.secret not in repr(begun)


def test_loading_the_page_again_shows_the_same_secret_for_half_an_hour(staff: Staff) -> None:
    first = begin(staff)
    staff.clock.advance(dt.timedelta(minutes=29))
    assert begin(staff) == first
    staff.clock.advance(dt.timedelta(minutes=1))
    assert begin(staff) != first


def test_nothing_is_asked_for_before_the_first_right_code(staff: Staff) -> None:
    phone = Phone(staff, begin(staff).secret)
    assert not service.asks_for_code(officer_id=phone.officer_id, now=staff.now)
    with pytest.raises(service.UnableToPassSecondStep):
        service.confirm_enrolment(typed=phone.wrong(), **phone.by())
    assert not service.asks_for_code(officer_id=phone.officer_id, now=staff.now)
    codes = service.confirm_enrolment(typed=phone.shows(), **phone.by())
    assert len(set(codes)) == 10
    assert service.asks_for_code(officer_id=phone.officer_id, now=staff.now)
    assert audited("second_factor.enabled") == 1


def test_a_secret_that_waited_too_long_is_not_taken_into_use(staff: Staff) -> None:
    phone = Phone(staff, begin(staff).secret)
    staff.clock.advance(dt.timedelta(minutes=31))
    with pytest.raises(service.UnableToKeepSecondFactor):
        service.confirm_enrolment(typed=phone.shows(), **phone.by())


def test_a_second_app_is_not_set_up_beside_the_first_without_a_code(phone: Phone) -> None:
    with pytest.raises(service.UnableToKeepSecondFactor):
        begin(phone.staff)
    with pytest.raises(service.UnableToPassSecondStep):
        service.begin_replacement(typed=phone.wrong(), **phone.by())
    with pytest.raises(service.UnableToKeepSecondFactor):
        begin(phone.staff)


def test_the_old_phone_serves_until_the_new_one_has_shown_a_code(phone: Phone) -> None:
    service.begin_replacement(typed=phone.shows(), **phone.by())
    phone.waits()
    new = Phone(phone.staff, begin(phone.staff).secret)
    phone.passes(phone.shows())
    codes = service.confirm_enrolment(typed=new.shows(), **new.by())
    new.waits()
    assert phone.is_refused(phone.shows())
    assert phone.is_refused(phone.recovery_codes[0])
    new.passes(new.shows())
    new.passes(codes[0])


def test_new_recovery_codes_take_the_place_of_the_old(phone: Phone) -> None:
    codes = service.renew_recovery_codes(typed=phone.recovery_codes[0], **phone.by())
    assert phone.is_refused(phone.recovery_codes[1])
    assert phone.passes(codes[0]).recovery_codes_left == 9


def test_an_officer_who_need_not_have_the_step_can_do_without_it_with_a_code(phone: Phone) -> None:
    with pytest.raises(service.UnableToPassSecondStep):
        service.disable(typed=phone.wrong(), **phone.by())
    service.disable(typed=phone.shows(), **phone.by())
    assert not service.asks_for_code(officer_id=phone.officer_id, now=phone.staff.now)
    phone.waits()
    assert phone.is_refused(phone.shows())


def test_whose_duty_requires_the_step_cannot_do_without(phone: Phone, settings: Settings) -> None:
    settings.TINHSO_SECOND_FACTOR_REQUIRED = frozenset({Role.SPECIALIST.value})
    with pytest.raises(service.UnableToKeepSecondFactor, match="bắt buộc"):
        service.disable(typed=phone.shows(), **phone.by())
    assert service.asks_for_code(officer_id=phone.officer_id, now=phone.staff.now)


class TestLostPhone:
    def reset(self, phone: Phone, **changes: Any) -> None:
        service.reset_factor(officer_id=phone.officer_id, **{**phone.staff.by(), **changes})

    def test_an_administrator_takes_the_step_away_and_the_officer_is_told_until_they_have_seen_it(
        self, phone: Phone
    ) -> None:
        self.reset(phone)
        assert not service.asks_for_code(officer_id=phone.officer_id, now=phone.staff.now)
        assert phone.is_refused(phone.recovery_codes[0])
        told = service.own_standing(**phone.by()).removal
        assert told is not None
        assert (told.by, told.at) == (phone.staff.administrator.officer_id, phone.staff.now)
        new = Phone(phone.staff, begin(phone.staff).secret)
        service.confirm_enrolment(typed=new.shows(), **new.by())
        assert service.own_standing(**phone.by()).removal == told
        service.removal_was_seen(**phone.by())
        assert service.own_standing(**phone.by()).removal is None

    def test_it_stands_in_the_history_of_the_account_with_who_did_it(self, phone: Phone) -> None:
        self.reset(phone)
        history = account_history(account_id=phone.staff.officer.id, **phone.staff.by())
        done = next(event for event in history if event.action == "second_factor.reset")
        assert done.by == "Lý Công Quản"

    def test_nobody_takes_away_the_own_step(self, staff: Staff) -> None:
        with pytest.raises(service.UnableToKeepSecondFactor, match="chính mình"):
            service.reset_factor(officer_id=staff.administrator.officer_id, **staff.by())  # type: ignore[arg-type]

    def test_where_there_is_none_nothing_is_taken_away(self, staff: Staff) -> None:
        with pytest.raises(service.UnableToKeepSecondFactor):
            service.reset_factor(officer_id=staff.officer.officer_id, **staff.by())  # type: ignore[arg-type]
        assert audited("second_factor.reset") == 0

    def test_nobody_else_may(self, phone: Phone) -> None:
        with pytest.raises(NotPermitted):
            self.reset(phone, actor=phone.actor)
        assert service.asks_for_code(officer_id=phone.officer_id, now=phone.staff.now)
        assert audited("account.administer", "refused") == 1


class TestDemonstration:
    @pytest.fixture(autouse=True)
    def folder(self, tmp_path: Path, settings: Settings) -> Path:
        settings.TINHSO_VAR_DIR = tmp_path
        return tmp_path

    def test_its_officers_share_an_app_whose_code_the_console_shows(self, phone: Phone, folder: Path) -> None:
        chief = phone.staff.administrator.officer_id
        assert chief is not None
        give = {"officer_ids": [chief, phone.officer_id], "now": phone.staff.now}
        secret = service.give_demonstration_factor(**give)  # type: ignore[arg-type]
        assert service.give_demonstration_factor(**give) == secret  # type: ignore[arg-type]
        assert (folder / service.DEMONSTRATION_FILE).stat().st_mode & 0o777 == 0o600
        code, left = service.demonstration_code()
        assert 0 < left <= 30
        assert service.pass_second_step(officer_id=chief, typed=code, **phone.by())  # type: ignore[arg-type]
        phone.passes(phone.shows())

    def test_outside_the_demonstration_there_is_none(self, staff: Staff, settings: Settings) -> None:
        settings.TINHSO_DEMONSTRATION = False
        with pytest.raises(service.UnableToKeepSecondFactor):
            service.give_demonstration_factor(officer_ids=[], now=staff.now)
