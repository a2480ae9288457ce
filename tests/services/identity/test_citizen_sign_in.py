"""A citizen signs in with VNeID, over real HTTP against the sandbox."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from pytest_django import Settings

from tests.services.identity.conftest import CitizensBrowser
from tests.support.sandbox_server import REDIRECT_URI, SandboxServer
from tinhso.foundation.authority.service import ActorKind, system_actor
from tinhso.foundation.clock.service import frozen, real_now
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.people.service import FactSource, find_by_personal_id, get_people
from tinhso.services.identity import models
from tinhso.services.identity.service import (
    CitizenClaims,
    SignedIn,
    SignInRefusal,
    UnableToSignIn,
    actor_of,
    begin_sign_in,
    disable_account,
    finish_sign_in,
    sign_in_citizen,
    sign_out,
    signed_in_account,
)
from tinhso.services.identity.session_store import SessionStore

ANH = "074188001202"
KHOI = "074201001301"
UT = "074147001401"

pytestmark = pytest.mark.django_db


def sign_in(
    session: SessionStore, browser: CitizensBrowser, now: dt.datetime, personal_id: str = ANH
) -> SignedIn:
    url = begin_sign_in(session, redirect_uri=REDIRECT_URI, next_path="/my/dossiers")
    return finish_sign_in(session, params=browser.agree(url, personal_id), now=now)


def refused(session: SessionStore, params: dict[str, str], now: dt.datetime) -> SignInRefusal:
    accounts = models.Account.objects.count()
    with pytest.raises(UnableToSignIn) as refusal:
        finish_sign_in(session, params=params, now=now)
    assert models.Account.objects.count() == accounts
    assert signed_in_account(session) is None
    return refusal.value.refusal


def test_a_citizen_of_level_two_signs_in_and_is_known(
    session: SessionStore, browser: CitizensBrowser, legal_moment: dt.datetime
) -> None:
    done = sign_in(session, browser, legal_moment)
    assert (done.account.assurance_level, done.next_path) == (2, "/my/dossiers")
    assert signed_in_account(session) == done.account.id
    actor = actor_of(done.account.id, trace_id="t")
    assert (actor.kind, actor.assurance_level) == (ActorKind.CITIZEN, 2)
    with unit_of_work(actor=system_actor(), now=legal_moment) as work:
        person_id = find_by_personal_id(ANH)
        assert person_id == actor.person_id
        person = get_people(work, [person_id], purpose="Kiểm thử", legal_basis="")[person_id]
    assert person.full_name == "Nguyễn Thị Hồng Ánh"
    assert person.phone == "0901000102"
    assert person.origins["full_name"].source is FactSource.VNEID


def test_level_one_and_a_birth_year_alone_are_kept_as_they_are(
    session: SessionStore, browser: CitizensBrowser, legal_moment: dt.datetime
) -> None:
    assert sign_in(session, browser, legal_moment, KHOI).account.assurance_level == 1
    other = CitizensBrowser(server=browser.server)
    account = sign_in(SessionStore(), other, legal_moment, UT).account
    assert account.person_id is not None
    with unit_of_work(actor=system_actor(), now=legal_moment) as work:
        person = get_people(work, [account.person_id], purpose="Kiểm thử", legal_basis="")
    assert person[account.person_id].birth is not None
    assert person[account.person_id].birth.iso == "1947"  # type: ignore[union-attr]


def test_signing_in_again_meets_the_same_account(
    session: SessionStore, browser: CitizensBrowser, legal_moment: dt.datetime
) -> None:
    first = sign_in(session, browser, legal_moment)
    sign_out(session)
    assert signed_in_account(session) is None
    assert sign_in(session, browser, legal_moment).account == first.account


def test_the_session_keeps_only_the_account_and_changes_its_key(
    session: SessionStore, browser: CitizensBrowser, legal_moment: dt.datetime
) -> None:
    session["left_by_somebody"] = "else"
    session.save()
    before = session.session_key
    done = sign_in(session, browser, legal_moment)
    session.save()
    assert session.session_key != before
    assert dict(session.items()) == {"account_id": str(done.account.id), "account_epoch": 0}


def test_the_account_and_the_question_to_vneid_name_nobody(
    session: SessionStore, browser: CitizensBrowser, legal_moment: dt.datetime
) -> None:
    url = begin_sign_in(session, redirect_uri=REDIRECT_URI)
    asked = parse_qs(urlsplit(url).query)
    assert asked["code_challenge_method"] == ["S256"]
    (attempt,) = session["sign_in_attempts"].values()
    assert attempt["code_verifier"] not in url
    sign_in(session, browser, legal_moment)
    with connection.cursor() as cursor:
        cursor.execute("select string_agg(a::text, ' ') from identity_account a")
        (dump,) = cursor.fetchone() or ("",)
    assert ANH not in dump
    assert "Ánh" not in dump


def test_an_answer_serves_once(
    session: SessionStore, browser: CitizensBrowser, legal_moment: dt.datetime
) -> None:
    url = begin_sign_in(session, redirect_uri=REDIRECT_URI)
    params = browser.agree(url, ANH)
    finish_sign_in(session, params=params, now=legal_moment)
    sign_out(session)
    assert refused(session, params, legal_moment) is SignInRefusal.ATTEMPT_UNKNOWN


def test_an_answer_brought_by_another_browser_is_refused(
    session: SessionStore, browser: CitizensBrowser, legal_moment: dt.datetime
) -> None:
    params = browser.agree(begin_sign_in(session, redirect_uri=REDIRECT_URI), ANH)
    assert refused(SessionStore(), params, legal_moment) is SignInRefusal.ATTEMPT_UNKNOWN


def test_a_code_of_another_attempt_is_refused_by_pkce(
    session: SessionStore, browser: CitizensBrowser, legal_moment: dt.datetime
) -> None:
    stolen = browser.agree(begin_sign_in(SessionStore(), redirect_uri=REDIRECT_URI), ANH)
    own = begin_sign_in(session, redirect_uri=REDIRECT_URI)
    state = parse_qs(urlsplit(own).query)["state"][0]
    mixed = {**stolen, "state": state}
    assert refused(session, mixed, legal_moment) is SignInRefusal.CODE_REFUSED


def test_an_answer_after_ten_minutes_is_refused(
    session: SessionStore, browser: CitizensBrowser, legal_moment: dt.datetime
) -> None:
    params = browser.agree(begin_sign_in(session, redirect_uri=REDIRECT_URI), ANH)
    with frozen(real_now() + dt.timedelta(minutes=11)):
        assert refused(session, params, legal_moment) is SignInRefusal.ATTEMPT_EXPIRED


@pytest.mark.parametrize(
    ("variant", "refusal"),
    [
        ("bad_audience", SignInRefusal.TOKEN_OF_ANOTHER_SYSTEM),
        ("bad_issuer", SignInRefusal.TOKEN_OF_ANOTHER_SYSTEM),
        ("expired", SignInRefusal.TOKEN_EXPIRED),
        ("bad_signature", SignInRefusal.TOKEN_UNREADABLE),
        ("bad_nonce", SignInRefusal.TOKEN_REPLAYED),
        ("another_person", SignInRefusal.ANOTHER_PERSON),
    ],
)
def test_a_wrong_token_signs_nobody_in_and_the_refusal_is_audited(
    session: SessionStore,
    browser: CitizensBrowser,
    legal_moment: dt.datetime,
    variant: str,
    refusal: SignInRefusal,
) -> None:
    params = browser.agree(begin_sign_in(session, redirect_uri=REDIRECT_URI), ANH)
    browser.server.turn_dial("vneid", "wrong", variant=variant)
    assert refused(session, params, legal_moment) is refusal
    with unit_of_work(actor=system_actor(), now=legal_moment):
        assert find_by_personal_id(ANH) is None
    assert _audited_refusals() == [refusal.value]


def _audited_refusals() -> list[str]:
    from tinhso.foundation.audit.models import AuditEntry

    rows = AuditEntry.objects.filter(action="identity.signed_in", outcome="refused")
    return [row.details["reason"] for row in rows]


@pytest.mark.parametrize("mode", ["down", "hang"])
def test_vneid_down_is_told_as_such_and_changes_nothing(
    session: SessionStore, vneid: SandboxServer, legal_moment: dt.datetime, mode: str
) -> None:
    vneid.turn_dial("vneid", mode)
    with pytest.raises(UnableToSignIn) as refusal:
        begin_sign_in(session, redirect_uri=REDIRECT_URI)
    assert refusal.value.refusal is SignInRefusal.PROVIDER_UNAVAILABLE
    assert "thử lại" in refusal.value.message
    assert not session.get("sign_in_attempts")


def test_vneid_lost_on_the_way_back_is_told_as_such(
    session: SessionStore, browser: CitizensBrowser, legal_moment: dt.datetime
) -> None:
    params = browser.agree(begin_sign_in(session, redirect_uri=REDIRECT_URI), ANH)
    browser.server.turn_dial("vneid", "down")
    assert refused(session, params, legal_moment) is SignInRefusal.PROVIDER_UNAVAILABLE


def test_a_person_who_does_not_agree_is_told_what_that_means(
    session: SessionStore, browser: CitizensBrowser, legal_moment: dt.datetime
) -> None:
    state = parse_qs(urlsplit(begin_sign_in(session, redirect_uri=REDIRECT_URI)).query)["state"][0]
    answer = {"error": "access_denied", "state": state}
    assert refused(session, answer, legal_moment) is SignInRefusal.NOT_AGREED


def test_a_provider_that_names_itself_otherwise_is_not_used(
    session: SessionStore, vneid: SandboxServer, settings: Settings
) -> None:
    settings.TINHSO_VNEID_ISSUER = vneid.issuer + "/"
    with pytest.raises(UnableToSignIn) as refusal:
        begin_sign_in(session, redirect_uri=REDIRECT_URI)
    assert refusal.value.refusal is SignInRefusal.PROVIDER_UNAVAILABLE


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb"],
)
def test_a_sign_in_never_leads_to_another_site(
    session: SessionStore, vneid: SandboxServer, elsewhere: str
) -> None:
    begin_sign_in(session, redirect_uri=REDIRECT_URI, next_path=elsewhere)
    (attempt,) = session["sign_in_attempts"].values()
    assert attempt["next_path"] == "/"


def test_only_the_last_five_open_attempts_are_kept(session: SessionStore, vneid: SandboxServer) -> None:
    for _ in range(7):
        begin_sign_in(session, redirect_uri=REDIRECT_URI)
    assert len(session["sign_in_attempts"]) == 5


class TestAccounts:
    def claims(self, **changes: object) -> CitizenClaims:
        said = {
            "issuer": "https://vneid.example",
            "subject": "opaque-1",
            "personal_id": "074190900001",
            "full_name": "Lê Thị Mẫu",
            "assurance_level": 2,
        }
        return CitizenClaims(**(said | changes))  # type: ignore[arg-type]

    def test_a_disabled_account_is_refused_and_acts_no_more(self, legal_moment: dt.datetime) -> None:
        account = sign_in_citizen(claims=self.claims(), now=legal_moment)
        with unit_of_work(actor=system_actor(), now=legal_moment) as work:
            disable_account(work, account_id=account.id)
        assert actor_of(account.id, trace_id="t").kind is ActorKind.ANONYMOUS
        with pytest.raises(UnableToSignIn) as refusal:
            sign_in_citizen(claims=self.claims(), now=legal_moment)
        assert refusal.value.refusal is SignInRefusal.ACCOUNT_DISABLED

    def test_a_known_subject_that_comes_as_another_person_is_refused(self, legal_moment: dt.datetime) -> None:
        sign_in_citizen(claims=self.claims(), now=legal_moment)
        with pytest.raises(UnableToSignIn) as refusal:
            sign_in_citizen(claims=self.claims(personal_id="074190900002"), now=legal_moment)
        assert refusal.value.refusal is SignInRefusal.ANOTHER_PERSON
        with unit_of_work(actor=system_actor(), now=legal_moment):
            assert find_by_personal_id("074190900002") is None

    def test_a_person_whose_vneid_was_issued_anew_keeps_the_account(self, legal_moment: dt.datetime) -> None:
        first = sign_in_citizen(claims=self.claims(), now=legal_moment)
        second = sign_in_citizen(claims=self.claims(subject="opaque-2"), now=legal_moment)
        assert second.id == first.id

    def test_the_level_of_the_latest_sign_in_holds(self, legal_moment: dt.datetime) -> None:
        sign_in_citizen(claims=self.claims(), now=legal_moment)
        again = sign_in_citizen(claims=self.claims(assurance_level=1), now=legal_moment)
        assert actor_of(again.id, trace_id="t").assurance_level == 1
