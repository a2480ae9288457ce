"""One-time codes open an account for one thing only; officers change their own passwords."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.services.identity.staff import PASSWORD, Staff, audited, create, state_of
from tinhso.foundation.authority.service import ActorKind, Role
from tinhso.foundation.guessing.service import TooManyTries
from tinhso.services.identity import models
from tinhso.services.identity.service import (
    AccountState,
    UnableToKeepAccount,
    actor_of,
    actor_of_session,
    authenticate_officer,
    change_own_password,
    issue_code,
    replace_code,
)

NEW_PASSWORD = "con mèo trèo cây cau"


class TestOneTimeCode:
    def test_a_new_officer_comes_in_by_the_code_and_acts_only_with_a_password_of_their_own(
        self, staff: Staff
    ) -> None:
        issued = create(staff)
        account = authenticate_officer("moi.25747", issued.code)
        assert account is not None
        assert account.must_change_password
        session = staff.session(account)
        assert actor_of_session(session, trace_id="t").kind is ActorKind.ANONYMOUS

        replace_code(
            account_id=account.id, epoch=session["account_epoch"], password=NEW_PASSWORD,
            repeated=NEW_PASSWORD, now=staff.now,
        )  # fmt: skip

        assert authenticate_officer("moi.25747", issued.code) is None
        known = authenticate_officer("moi.25747", NEW_PASSWORD)
        assert known is not None
        assert actor_of(known.id, trace_id="t").roles == {Role.RECEPTION_OFFICER}

    def test_the_code_is_kept_nowhere_and_two_codes_differ(self, staff: Staff) -> None:
        first, second = create(staff), create(staff, username="moi-2")
        row = models.Account.objects.get(id=first.account_id)
        assert first.code not in str(vars(row))
        assert first.code != second.code
        assert first.code not in repr(first)
        assert len(first.code) == 19

    def test_a_forgotten_password_is_replaced_and_the_old_one_and_the_sessions_are_worth_nothing(
        self, staff: Staff
    ) -> None:
        session = staff.session()
        issued = issue_code(account_id=staff.officer.id, **staff.by())
        assert actor_of_session(session, trace_id="t").kind is ActorKind.ANONYMOUS
        assert authenticate_officer("mau-25747", PASSWORD) is None
        assert authenticate_officer("mau-25747", issued.code) is not None
        assert state_of(staff) is AccountState.WAITING_CHANGE
        assert audited("identity.code_issued") == 1

    def test_the_code_ends_after_a_day(self, staff: Staff) -> None:
        issued = issue_code(account_id=staff.officer.id, **staff.by())
        account = authenticate_officer("mau-25747", issued.code)
        assert account is not None
        session = staff.session(account)
        staff.clock.advance(dt.timedelta(hours=24))
        assert authenticate_officer("mau-25747", issued.code) is None
        with pytest.raises(UnableToKeepAccount, match="hết hạn"):
            replace_code(
                account_id=account.id, epoch=session["account_epoch"], password=NEW_PASSWORD,
                repeated=NEW_PASSWORD, now=staff.now,
            )  # fmt: skip
        assert audited("identity.password_set") == 0

    def test_a_second_code_takes_the_session_of_the_first_from_whoever_holds_it(self, staff: Staff) -> None:
        first = issue_code(account_id=staff.officer.id, **staff.by())
        stolen = authenticate_officer("mau-25747", first.code)
        assert stolen is not None
        session = staff.session(stolen)
        issue_code(account_id=staff.officer.id, **staff.by())
        with pytest.raises(UnableToKeepAccount):
            replace_code(
                account_id=stolen.id, epoch=session["account_epoch"], password=NEW_PASSWORD,
                repeated=NEW_PASSWORD, now=staff.now,
            )  # fmt: skip

    @pytest.mark.parametrize(
        ("password", "repeated", "field"),
        [
            ("ngắn quá", "ngắn quá", "password"),
            ("a" * 20, "a" * 20, "password"),
            ("tôi là mau-25747 đây", "tôi là mau-25747 đây", "password"),
            (NEW_PASSWORD, NEW_PASSWORD + ".", "repeated"),
        ],
    )
    def test_a_weak_password_is_refused_beside_its_field(
        self, staff: Staff, password: str, repeated: str, field: str
    ) -> None:
        issued = issue_code(account_id=staff.officer.id, **staff.by())
        account = authenticate_officer("mau-25747", issued.code)
        assert account is not None
        epoch = staff.session(account)["account_epoch"]
        with pytest.raises(UnableToKeepAccount) as refused:
            replace_code(
                account_id=account.id, epoch=epoch, password=password, repeated=repeated, now=staff.now
            )
        assert set(refused.value.fields) == {field}
        assert authenticate_officer("mau-25747", issued.code) is not None

    def test_the_code_itself_is_no_password(self, staff: Staff) -> None:
        issued = issue_code(account_id=staff.officer.id, **staff.by())
        account = authenticate_officer("mau-25747", issued.code)
        assert account is not None
        with pytest.raises(UnableToKeepAccount, match="phải khác"):
            replace_code(
                account_id=account.id, epoch=staff.session(account)["account_epoch"],
                password=issued.code, repeated=issued.code, now=staff.now,
            )  # fmt: skip

    def test_no_code_is_replaced_for_an_account_that_has_none(self, staff: Staff) -> None:
        with pytest.raises(UnableToKeepAccount):
            replace_code(
                account_id=staff.officer.id, epoch=0, password=NEW_PASSWORD, repeated=NEW_PASSWORD,
                now=staff.now,
            )  # fmt: skip
        assert authenticate_officer("mau-25747", PASSWORD) is not None


class TestOwnPassword:
    def test_it_is_changed_with_the_old_one_and_other_sessions_end(self, staff: Staff) -> None:
        elsewhere = staff.session()
        change_own_password(
            current=PASSWORD, password=NEW_PASSWORD, repeated=NEW_PASSWORD, **staff.by(staff.actor())
        )
        assert actor_of_session(elsewhere, trace_id="t").kind is ActorKind.ANONYMOUS
        assert authenticate_officer("mau-25747", PASSWORD) is None
        assert authenticate_officer("mau-25747", NEW_PASSWORD) is not None

    def test_a_screen_left_open_is_no_way_to_guess_it(self, staff: Staff) -> None:
        actor = staff.actor()
        for attempt in range(5):
            with pytest.raises(UnableToKeepAccount):
                change_own_password(
                    current=f"đoán {attempt}", password=NEW_PASSWORD, repeated=NEW_PASSWORD,
                    **staff.by(actor),
                )  # fmt: skip
        with pytest.raises(TooManyTries):
            change_own_password(
                current=PASSWORD, password=NEW_PASSWORD, repeated=NEW_PASSWORD, **staff.by(actor)
            )
        staff.clock.advance(dt.timedelta(minutes=15))
        assert authenticate_officer("mau-25747", PASSWORD) is not None
