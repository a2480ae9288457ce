"""Officers sign in with a password; guessing is counted and closed off; the actor costs one statement."""

import datetime as dt
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connections
from pytest_django import DjangoAssertNumQueries, Settings

from tinhso.foundation.authority.service import ActorKind, Role, system_actor
from tinhso.foundation.clock.service import VIETNAM, frozen, new_id
from tinhso.foundation.guessing.service import TooManyTries
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.agencies.service import (
    appoint_officer,
    competent_agency,
    forget_directory,
    load_demonstration_officers,
    load_province,
    release_officer,
    transfer_officer,
)
from tinhso.services.identity import models
from tinhso.services.identity.service import (
    Account,
    UnableToKeepAccount,
    actor_of,
    authenticate_officer,
    create_demonstration_accounts,
    disable_account,
    enable_account,
    open_officer_account,
    set_officer_password,
)

PASSWORD = "mật khẩu đủ dài"
TODAY = dt.date(2023, 7, 17)


def open_account(now: dt.datetime, username: str = "mau-25747") -> Account:
    forget_directory()
    load_province(now=now)
    agency = competent_agency(competence="commune_police", commune_code="25747", on=TODAY)
    with unit_of_work(actor=system_actor(), now=now) as work:
        officer_id = appoint_officer(
            work,
            name="Trần Thị Mẫu",
            title="Cán bộ",
            agency_id=agency.id,
            roles=[Role.SPECIALIST, Role.RECEPTION_OFFICER],
            valid_from=dt.date(2023, 6, 1),
        )
        return open_officer_account(work, officer_id=officer_id, username=username, password=PASSWORD)


@pytest.fixture
def account(db: None, legal_moment: dt.datetime) -> Account:
    return open_account(legal_moment)


def test_the_right_password_signs_in_whatever_the_case_of_the_name(
    account: Account, legal_moment: dt.datetime
) -> None:
    assert authenticate_officer(" MAU-25747 ", PASSWORD, now=legal_moment) == account
    assert models.Account.objects.get(id=account.id).password.startswith("argon2")


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("mau-25747", "sai mật khẩu"),
        ("ai-do", PASSWORD),
        ("", ""),
        ("mau-25747", "x" * 100_000),
        ("a\tb", "\0"),
        ("a\0b", PASSWORD),
    ],
)
def test_a_wrong_name_or_password_signs_nobody_in(
    account: Account, legal_moment: dt.datetime, username: str, password: str
) -> None:
    assert authenticate_officer(username, password, now=legal_moment) is None


def test_an_unknown_name_costs_one_argon2_computation_as_a_known_one_does(
    account: Account, legal_moment: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib.auth.hashers import Argon2PasswordHasher

    counted: list[str] = []
    encode, verify = Argon2PasswordHasher.encode, Argon2PasswordHasher.verify
    monkeypatch.setattr(
        Argon2PasswordHasher, "encode", lambda *a, **k: counted.append("encode") or encode(*a, **k)
    )
    monkeypatch.setattr(
        Argon2PasswordHasher, "verify", lambda *a, **k: counted.append("verify") or verify(*a, **k)
    )
    authenticate_officer("ai-do", "sai", now=legal_moment)
    authenticate_officer("mau-25747", "sai", now=legal_moment)
    assert counted == ["encode", "verify"]


def test_five_wrong_passwords_close_sign_in_for_a_while_and_leave_those_at_work_alone(
    account: Account, legal_moment: dt.datetime
) -> None:
    with frozen(legal_moment) as clock:
        for _ in range(5):
            assert authenticate_officer("mau-25747", "sai") is None
            clock.advance(dt.timedelta(seconds=20))
        with pytest.raises(TooManyTries):
            authenticate_officer("mau-25747", PASSWORD)
        assert actor_of(account.id, trace_id="t").kind is ActorKind.OFFICER
        clock.advance(dt.timedelta(minutes=15))
        assert authenticate_officer("mau-25747", PASSWORD) == account
        assert actor_of(account.id, trace_id="t").kind is ActorKind.OFFICER


def test_four_wrong_passwords_and_a_right_one_begin_the_count_anew(
    account: Account, legal_moment: dt.datetime
) -> None:
    for _ in range(2):
        for _ in range(4):
            assert authenticate_officer("mau-25747", "sai", now=legal_moment) is None
        assert authenticate_officer("mau-25747", PASSWORD, now=legal_moment) == account


def test_failures_further_apart_than_the_window_do_not_lock(
    account: Account, legal_moment: dt.datetime
) -> None:
    with frozen(legal_moment) as clock:
        for _ in range(6):
            assert authenticate_officer("mau-25747", "sai") is None
            clock.advance(dt.timedelta(minutes=16))
        assert authenticate_officer("mau-25747", PASSWORD) == account


def test_a_stranger_who_guesses_locks_out_nobody_but_themselves(
    account: Account, legal_moment: dt.datetime
) -> None:
    for _ in range(5):
        assert authenticate_officer("mau-25747", "sai", place="203.0.113.9", now=legal_moment) is None
    for password in ("sai", PASSWORD):
        with pytest.raises(TooManyTries) as told:
            authenticate_officer("mau-25747", password, place="203.0.113.9", now=legal_moment)
        assert "phút" in told.value.message
    assert authenticate_officer("mau-25747", PASSWORD, place="198.51.100.7", now=legal_moment) == account


def test_guesses_from_many_places_close_the_account_to_places_that_nobody_knows(
    account: Account, legal_moment: dt.datetime
) -> None:
    with frozen(legal_moment) as clock:
        assert authenticate_officer("mau-25747", PASSWORD, place="198.51.100.7") == account
        for number in range(31):
            assert authenticate_officer("mau-25747", "sai", place=f"203.0.113.{number}") is None
        assert authenticate_officer("mau-25747", PASSWORD, place="192.0.2.1") is None
        assert authenticate_officer("mau-25747", PASSWORD, place="198.51.100.7") == account
        for number in range(31):
            authenticate_officer("mau-25747", "sai", place=f"203.0.113.{number}")
        clock.advance(dt.timedelta(minutes=16))
        assert authenticate_officer("mau-25747", PASSWORD, place="192.0.2.1") == account


def test_names_that_nobody_has_are_counted_like_those_that_somebody_has(legal_moment, db) -> None:
    for _ in range(5):
        assert authenticate_officer("khong-co", "sai", place="203.0.113.9", now=legal_moment) is None
    with pytest.raises(TooManyTries):
        authenticate_officer("khong-co", "sai", place="203.0.113.9", now=legal_moment)


def test_a_disabled_account_signs_nobody_in_until_it_is_enabled(
    account: Account, legal_moment: dt.datetime
) -> None:
    with unit_of_work(actor=system_actor(), now=legal_moment) as work:
        disable_account(work, account_id=account.id)
    assert authenticate_officer("mau-25747", PASSWORD, now=legal_moment) is None
    with unit_of_work(actor=system_actor(), now=legal_moment) as work:
        enable_account(work, account_id=account.id)
    assert authenticate_officer("mau-25747", PASSWORD, now=legal_moment) == account


def test_a_new_password_lifts_a_lock(account: Account, legal_moment: dt.datetime) -> None:
    for _ in range(5):
        authenticate_officer("mau-25747", "sai", now=legal_moment)
    with unit_of_work(actor=system_actor(), now=legal_moment) as work:
        set_officer_password(work, account_id=account.id, password="một mật khẩu khác")
    assert authenticate_officer("mau-25747", "một mật khẩu khác", now=legal_moment) == account


def test_short_passwords_taken_names_and_second_accounts_are_refused(
    account: Account, legal_moment: dt.datetime
) -> None:
    officer_id = account.officer_id
    assert officer_id is not None
    for username, password in (("khac", "ngắn"), ("mau-25747", PASSWORD), ("khac", PASSWORD)):
        with (
            pytest.raises(UnableToKeepAccount),
            unit_of_work(actor=system_actor(), now=legal_moment) as work,
        ):
            open_officer_account(work, officer_id=officer_id, username=username, password=password)
    with pytest.raises(UnableToKeepAccount), unit_of_work(actor=system_actor(), now=legal_moment) as work:
        disable_account(work, account_id=new_id())


def test_the_actor_of_an_officer_costs_one_statement(
    account: Account, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        actor = actor_of(account.id, trace_id="trace", on=TODAY)
    agency = competent_agency(competence="commune_police", commune_code="25747", on=TODAY)
    assert (actor.kind, actor.officer_id, actor.agency_id) == (
        ActorKind.OFFICER,
        account.officer_id,
        agency.id,
    )
    assert actor.roles == {Role.SPECIALIST, Role.RECEPTION_OFFICER}
    assert actor.trace_id == "trace"


def test_a_transfer_or_release_takes_effect_on_its_day(account: Account, legal_moment: dt.datetime) -> None:
    other = competent_agency(competence="commune_police", commune_code="25813", on=TODAY)
    assert account.officer_id is not None
    with unit_of_work(actor=system_actor(), now=legal_moment) as work:
        transfer_officer(
            work,
            officer_id=account.officer_id,
            title="Trưởng Công an phường",
            agency_id=other.id,
            roles=[Role.LEADER],
            valid_from=dt.date(2023, 8, 1),
        )
        release_officer(work, officer_id=account.officer_id, valid_to=dt.date(2023, 9, 1))
    before = actor_of(account.id, trace_id="t", on=dt.date(2023, 7, 31))
    after = actor_of(account.id, trace_id="t", on=dt.date(2023, 8, 1))
    gone = actor_of(account.id, trace_id="t", on=dt.date(2023, 9, 1))
    assert before.agency_id != after.agency_id == other.id
    assert after.roles == {Role.LEADER}
    assert gone.kind is ActorKind.ANONYMOUS


def test_an_unknown_account_is_nobody(db: None) -> None:
    assert actor_of(new_id(), trace_id="t").kind is ActorKind.ANONYMOUS


class TestDemonstrationAccounts:
    @pytest.fixture(autouse=True)
    def province(self, db: None, legal_moment: dt.datetime, tmp_path: Path, settings: Settings) -> None:
        settings.TINHSO_VAR_DIR = tmp_path
        load_province(now=legal_moment)
        load_demonstration_officers(now=legal_moment)

    def test_every_demonstration_officer_can_sign_in_and_act(
        self, legal_moment: dt.datetime, tmp_path: Path
    ) -> None:
        password, accounts = create_demonstration_accounts(now=legal_moment)
        assert {"reception-police-25747", "specialist-committee-25813", "leader-transport-74"} <= {
            account.username for account in accounts
        }
        signed_in = authenticate_officer("leader-insurance-718", password, now=legal_moment)
        assert signed_in is not None
        assert actor_of(signed_in.id, trace_id="t", on=TODAY).roles == {Role.LEADER}
        assert (tmp_path / "demonstration-password").stat().st_mode & 0o777 == 0o600

    def test_making_them_again_changes_nothing(self, legal_moment: dt.datetime) -> None:
        first = create_demonstration_accounts(now=legal_moment)
        before = set(models.Account.objects.values_list("id", "password"))
        assert create_demonstration_accounts(now=legal_moment) == first
        assert set(models.Account.objects.values_list("id", "password")) == before

    def test_a_lost_password_file_gives_all_accounts_a_new_password(
        self, legal_moment: dt.datetime, tmp_path: Path
    ) -> None:
        old, _ = create_demonstration_accounts(now=legal_moment)
        (tmp_path / "demonstration-password").unlink()
        new, _ = create_demonstration_accounts(now=legal_moment)
        assert old != new
        assert authenticate_officer("leader-transport-74", old, now=legal_moment) is None
        assert authenticate_officer("leader-transport-74", new, now=legal_moment) is not None

    def test_outside_the_demonstration_none_are_made(
        self, legal_moment: dt.datetime, settings: Settings
    ) -> None:
        settings.TINHSO_DEMONSTRATION = False
        with pytest.raises(UnableToKeepAccount):
            create_demonstration_accounts(now=legal_moment)
        assert not models.Account.objects.filter(username="leader-transport-74").exists()


def test_ten_guesses_at_once_get_five_looks_at_the_password(
    really_committed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []
    monkeypatch.setattr(
        "tinhso.services.identity.actions.officer_sign_in.check_password",
        lambda *_: bool(looked.append(1)),
    )
    now = dt.datetime(2023, 7, 17, 9, tzinfo=VIETNAM)

    def guess(number: int) -> object:
        try:
            return authenticate_officer("guessed", f"đoán {number}", now=now)
        except TooManyTries:
            return "later"
        finally:
            connections.close_all()

    open_account(now, "guessed")
    with ThreadPoolExecutor(8) as pool:
        assert Counter(pool.map(guess, range(10))) == {None: 5, "later": 5}
    assert len(looked) == 5
