"""An administrator keeps officers' accounts: nothing is done to one's own, everything is written down."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.services.identity.staff import PASSWORD, Staff, audited, create, open_post, state_of
from tinhso.foundation.authority.service import ActorKind, NotVisible, Role
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.identifiers.service import DomainError
from tinhso.registers.agencies.service import posts_of
from tinhso.services.identity import models
from tinhso.services.identity.service import (
    AccountState,
    LockReason,
    UnableToKeepAccount,
    account_history,
    actor_of,
    actor_of_session,
    authenticate_officer,
    change_duties,
    end_account_sessions,
    get_officer_account,
    issue_code,
    list_officer_accounts,
    lock_account,
    unlock_account,
)


class TestCreating:
    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"username": "có dấu"}, "username"),
            ({"username": "-ab"}, "username"),
            ({"username": "ab\u202e"}, "username"),
            ({"name": "  "}, "name"),
            ({"name": "An\u202eh"}, "name"),
            ({"title": ""}, "title"),
            ({"roles": []}, "roles"),
            ({"valid_from": dt.date(2023, 7, 16)}, "valid_from"),
        ],
    )
    def test_a_wrong_entry_is_refused_beside_its_field_and_nobody_is_entered(
        self, staff: Staff, changes: dict[str, Any], field: str
    ) -> None:
        before = models.Account.objects.count()
        with pytest.raises(UnableToKeepAccount) as refused:
            create(staff, **changes)
        assert set(refused.value.fields) == {field}
        assert (models.Account.objects.count(), audited("officer.appointed")) == (before, 3)

    def test_a_taken_name_and_an_agency_that_has_ended_enter_nobody(self, staff: Staff) -> None:
        for changes in ({"username": "mau-25747"}, {"valid_from": dt.date(2026, 1, 1)}):
            with pytest.raises(DomainError):
                create(staff, **changes)
        assert audited("officer.appointed") == 3

    def test_an_officer_acts_from_the_day_of_the_post_on(self, staff: Staff) -> None:
        issued = create(staff, valid_from=staff.today + dt.timedelta(days=3))
        shown = get_officer_account(account_id=issued.account_id, **staff.by())
        assert shown.state is AccountState.WITHOUT_POST
        staff.clock.advance(dt.timedelta(days=3))
        shown = get_officer_account(account_id=issued.account_id, **staff.by())
        assert (shown.state, shown.agency_id) == (AccountState.WAITING_CHANGE, staff.police)


class TestLocking:
    def test_a_locked_officer_is_out_at_once_and_comes_back_after_signing_in_anew(self, staff: Staff) -> None:
        session = staff.session()
        lock_account(account_id=staff.officer.id, reason=LockReason.COMPROMISED, **staff.by())
        assert actor_of_session(session, trace_id="t").kind is ActorKind.ANONYMOUS
        assert authenticate_officer("mau-25747", PASSWORD) is None
        shown = get_officer_account(account_id=staff.officer.id, **staff.by())
        assert (shown.state, shown.lock_reason) == (AccountState.LOCKED, LockReason.COMPROMISED)

        unlock_account(account_id=staff.officer.id, **staff.by())
        assert actor_of_session(session, trace_id="t").kind is ActorKind.ANONYMOUS
        assert authenticate_officer("mau-25747", PASSWORD) is not None
        assert actor_of_session(staff.session(), trace_id="t").kind is ActorKind.OFFICER

    def test_whoever_guesses_closes_sign_in_but_throws_nobody_out(self, staff: Staff) -> None:
        session = staff.session()
        for number in range(30):
            authenticate_officer("mau-25747", "đoán mò thôi mà", place=f"203.0.113.{number}")
        assert state_of(staff) is AccountState.GUESSED
        assert actor_of_session(session, trace_id="t").kind is ActorKind.OFFICER
        unlock_account(account_id=staff.officer.id, **staff.by())
        assert state_of(staff) is AccountState.ACTIVE
        assert authenticate_officer("mau-25747", PASSWORD) is not None

    def test_ending_sessions_ends_all_of_them_and_no_others(self, staff: Staff) -> None:
        other = open_post("khac", [Role.LEADER], staff.police, staff.now)
        own = [staff.session(), staff.session()]
        theirs = staff.session(other)
        end_account_sessions(account_id=staff.officer.id, **staff.by())
        assert {actor_of_session(one, trace_id="t").kind for one in own} == {ActorKind.ANONYMOUS}
        assert actor_of_session(theirs, trace_id="t").kind is ActorKind.OFFICER
        assert authenticate_officer("mau-25747", PASSWORD) is not None

    def test_a_locked_account_gets_no_code(self, staff: Staff) -> None:
        lock_account(account_id=staff.officer.id, reason=LockReason.LEFT, **staff.by())
        with pytest.raises(UnableToKeepAccount, match="mở khóa trước"):
            issue_code(account_id=staff.officer.id, **staff.by())
        assert audited("identity.code_issued") == 0


class TestDuties:
    def test_new_roles_count_from_the_next_request_and_the_past_stays(self, staff: Staff) -> None:
        change_duties(
            account_id=staff.officer.id, title="Phó Trưởng Công an phường", roles=[Role.LEADER],
            valid_from=staff.today, expected_post=staff.post_id(), **staff.by(),
        )  # fmt: skip
        assert staff.actor().roles == {Role.LEADER}
        assert staff.officer.officer_id is not None
        held = posts_of([staff.officer.officer_id])[staff.officer.officer_id]
        assert [post.roles for post in held] == [{Role.LEADER}, {Role.SPECIALIST}]
        yesterday = actor_of(staff.officer.id, trace_id="t", on=staff.today - dt.timedelta(days=1))
        assert yesterday.roles == {Role.SPECIALIST}

    def test_a_slip_is_put_right_on_the_same_day(self, staff: Staff) -> None:
        for roles in ([Role.LEADER], [Role.RECEPTION_OFFICER]):
            change_duties(
                account_id=staff.officer.id, title="Cán bộ", roles=roles, valid_from=staff.today,
                expected_post=staff.post_id(), **staff.by(),
            )  # fmt: skip
        assert staff.actor().roles == {Role.RECEPTION_OFFICER}
        assert audited("officer.duties_changed") == 2

    def test_of_two_administrators_the_second_is_told(self, staff: Staff) -> None:
        read = staff.post_id()
        change_duties(
            account_id=staff.officer.id, title="Cán bộ", roles=[Role.LEADER], valid_from=staff.today,
            expected_post=read, **staff.by(),
        )  # fmt: skip
        with pytest.raises(DomainError, match="vừa được người khác thay đổi"):
            change_duties(
                account_id=staff.officer.id, title="Cán bộ", roles=[Role.SPECIALIST],
                valid_from=staff.today, expected_post=read, **staff.by(staff.second_administrator),
            )  # fmt: skip
        assert staff.actor().roles == {Role.LEADER}

    @pytest.mark.parametrize("days", [-1, -60])
    def test_the_past_is_not_rewritten(self, staff: Staff, days: int) -> None:
        with pytest.raises(UnableToKeepAccount, match="trước hôm nay"):
            change_duties(
                account_id=staff.officer.id, title="Cán bộ", roles=[Role.LEADER],
                valid_from=staff.today + dt.timedelta(days=days), expected_post=staff.post_id(),
                **staff.by(),
            )  # fmt: skip
        assert staff.actor().roles == {Role.SPECIALIST}


def test_nobody_administers_the_own_account(staff: Staff) -> None:
    own = staff.administrator.account_id
    assert own is not None
    before = models.Account.objects.filter(id=own).values().get()
    for act in (
        lambda: lock_account(account_id=own, reason=LockReason.LEFT, **staff.by()),
        lambda: unlock_account(account_id=own, **staff.by()),
        lambda: end_account_sessions(account_id=own, **staff.by()),
        lambda: issue_code(account_id=own, **staff.by()),
        lambda: change_duties(
            account_id=own, title="Vua", roles=list(Role), valid_from=staff.today,
            expected_post=new_id(), **staff.by(),
        ),
    ):  # fmt: skip
        with pytest.raises(UnableToKeepAccount, match="tự quản trị"):
            act()
    assert models.Account.objects.filter(id=own).values().get() == before
    lock_account(account_id=own, reason=LockReason.LEFT, **staff.by(staff.second_administrator))


def test_a_citizens_and_an_unknown_account_are_nobodys_to_administer(staff: Staff) -> None:
    with pytest.raises(UnableToKeepAccount, match="Không có tài khoản"):
        lock_account(account_id=new_id(), reason=LockReason.LEFT, **staff.by())
    with pytest.raises(NotVisible):
        get_officer_account(account_id=new_id(), **staff.by())


class TestLists:
    @pytest.mark.parametrize(
        "sought", ["hong anh", "Ánh", "ÁNH Nguyễn", "mau-257", "MAU-25747", "nguyen thi hong anh"]
    )
    def test_a_name_is_found_by_whole_words_in_any_spelling_and_a_user_name_by_its_beginning(
        self, staff: Staff, sought: str
    ) -> None:
        found = list_officer_accounts(sought=sought, **staff.by())
        assert [one.username for one in found.rows] == ["mau-25747"]
        assert found.rows[0].name == "Nguyễn Thị Hồng Ánh"

    @pytest.mark.parametrize("sought", ["an", "anh binh", "%", "_", "'; --", "\u202e", "không có ai"])
    def test_what_names_nobody_finds_nobody(self, staff: Staff, sought: str) -> None:
        assert list_officer_accounts(sought=sought, **staff.by()).rows == ()

    def test_pages_follow_one_another_without_gap_or_repetition(self, staff: Staff) -> None:
        for number in range(60):
            open_post(f"so-{number:02}", [Role.SPECIALIST], staff.other_police, staff.now)
        seen: list[str] = []
        after = ""
        while True:
            page = list_officer_accounts(agency_id=staff.other_police, after=after, **staff.by())
            assert (page.total, page.capped) == (60, False)
            seen += [one.username for one in page.rows]
            if not (after := page.next_after):
                break
        assert seen == [f"so-{number:02}" for number in range(60)]

    def test_a_page_costs_the_same_whatever_the_number_of_officers(
        self, staff: Staff, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(30):
            open_post(f"so-{number:02}", [Role.SPECIALIST], staff.police, staff.now)
        with django_assert_max_num_queries(12):
            list_officer_accounts(agency_id=staff.police, **staff.by())


class TestHistory:
    def test_everything_done_to_an_account_stands_on_its_page_with_who_did_it(self, staff: Staff) -> None:
        minute = dt.timedelta(minutes=1)
        staff.clock.advance(minute)
        lock_account(account_id=staff.officer.id, reason=LockReason.LEAVE, **staff.by())
        staff.clock.advance(minute)
        unlock_account(account_id=staff.officer.id, **staff.by(staff.second_administrator))
        staff.clock.advance(minute)
        issued = issue_code(account_id=staff.officer.id, **staff.by())
        staff.clock.advance(minute)
        authenticate_officer("mau-25747", issued.code)
        told = account_history(account_id=staff.officer.id, **staff.by())
        assert [(event.action, event.by) for event in told][:4] == [
            ("identity.signed_in", ""),
            ("identity.code_issued", "Lý Công Quản"),
            ("identity.account_enabled", "Đinh Thị Trị"),
            ("identity.account_disabled", "Lý Công Quản"),
        ]
        assert {event.action for event in told[4:]} == {"identity.account_opened", "officer.appointed"}
        assert told[3].details == {"reason": "leave"}
        assert issued.code not in str(told)

    def test_the_history_of_another_account_stays_on_its_own_page(self, staff: Staff) -> None:
        other = open_post("khac", [Role.LEADER], staff.police, staff.now)
        lock_account(account_id=other.id, reason=LockReason.LEAVE, **staff.by())
        told = account_history(account_id=staff.officer.id, **staff.by())
        assert "identity.account_disabled" not in {event.action for event in told}
