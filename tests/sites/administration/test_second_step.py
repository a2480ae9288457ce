"""Password, then code: half a session reaches nothing, and nobody gets past the step that duty requires."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

from tests.services.identity.staff import PASSWORD, Staff
from tests.services.second_factor.conftest import Phone, enrolled
from tests.sites.administration.conftest import Screens, text_of
from tinhso.foundation.authority.service import Role
from tinhso.services.identity.service import issue_code
from tinhso.services.second_factor import service

pytestmark = pytest.mark.django_db

SIGN_IN, CODE = "/desk/sign-in/", "/desk/sign-in/code/"
SECURITY, APP = "/desk/account/security/", "/desk/account/security/app/"


@pytest.fixture
def phone(staff: Staff) -> Phone:
    return enrolled(staff)


@pytest.fixture
def required(settings: Settings) -> Settings:
    settings.TINHSO_SECOND_FACTOR_REQUIRED = frozenset({Role.SPECIALIST.value, Role.ADMINISTRATOR.value})
    return settings


def gives_password(username: str = "mau-25747", password: str = PASSWORD, **more: str) -> tuple[Client, Any]:
    browser = Client()
    return browser, browser.post(SIGN_IN, {"username": username, "password": password, **more})


def is_in(browser: Client) -> bool:
    return browser.get(SECURITY).status_code == 200


def test_the_code_opens_the_session_and_leads_where_the_officer_wanted(phone: Phone) -> None:
    browser, answer = gives_password(next="/desk/queues/late/")
    assert answer.headers["Location"] == f"{CODE}?next=%2Fdesk%2Fqueues%2Flate%2F"
    page = text_of(browser.get(answer.headers["Location"]))
    assert 'autocomplete="one-time-code"' in page
    assert not is_in(browser)
    key = browser.session.session_key
    done = browser.post(CODE, {"typed": phone.shows(), "next": "/desk/queues/late/"})
    assert done.headers["Location"] == "/desk/queues/late/"
    assert browser.session.session_key != key
    assert is_in(browser)


def test_a_wrong_code_opens_nothing_and_says_so_and_five_close_the_step(phone: Phone) -> None:
    browser, _ = gives_password()
    for _ in range(5):
        refused = browser.post(CODE, {"typed": phone.wrong()})
        assert refused.status_code == 403
        assert "Mã không đúng" in text_of(refused)
    closed = browser.post(CODE, {"typed": phone.shows()})
    assert closed.status_code == 429
    assert "15 phút" in text_of(closed)
    assert not is_in(browser)
    phone.staff.clock.advance(dt.timedelta(minutes=15))
    again, _ = gives_password()
    again.post(CODE, {"typed": phone.shows()})
    assert "5 lần nhập sai mã" in text_of(again.get(SECURITY))


def test_a_recovery_code_opens_it_without_the_phone_and_the_page_says_how_many_are_left(phone: Phone) -> None:
    browser, _ = gives_password()
    page = text_of(browser.get(f"{CODE}?way=recovery"))
    assert "Mã dự phòng" in page
    browser.post(CODE, {"typed": phone.recovery_codes[0], "way": "recovery"})
    assert "còn 9 mã" in text_of(browser.get(SECURITY))


def test_the_way_between_password_and_code_ends_after_ten_minutes(phone: Phone) -> None:
    browser, _ = gives_password()
    phone.staff.clock.advance(dt.timedelta(minutes=10))
    late = browser.post(CODE, {"typed": phone.shows()})
    assert late.headers["Location"].startswith(SIGN_IN)
    assert not is_in(browser)


def test_who_is_locked_between_password_and_code_does_not_come_in(
    phone: Phone, administrator: Client
) -> None:
    browser, _ = gives_password()
    url = f"/desk/administration/accounts/{phone.staff.officer.id}/lock/"
    administrator.post(url, {"reason": "compromised"})
    assert browser.post(CODE, {"typed": phone.shows()}).headers["Location"].startswith(SIGN_IN)
    assert not is_in(browser)


def test_without_a_password_there_is_no_second_step(phone: Phone, client: Client) -> None:
    assert client.get(CODE).headers["Location"].startswith(SIGN_IN)
    assert client.post(CODE, {"typed": phone.shows()}).headers["Location"].startswith(SIGN_IN)
    assert not is_in(client)


def test_a_one_time_code_in_place_of_the_password_does_not_pass_the_second_step(phone: Phone) -> None:
    issued = issue_code(account_id=phone.staff.officer.id, **phone.staff.by())
    browser, answer = gives_password(password=issued.code)
    assert answer.headers["Location"].startswith(CODE)
    assert browser.get("/desk/account/new-password/").status_code == 302
    done = browser.post(CODE, {"typed": phone.shows()})
    assert done.headers["Location"] == "/desk/account/new-password/"
    new = {"password": "con mèo trèo cây cau", "repeated": "con mèo trèo cây cau"}
    assert browser.post("/desk/account/new-password/", new).headers["Location"] == "/desk/"
    assert is_in(browser)


class TestRequired:
    def test_duty_leads_to_the_set_up_before_anything_else(self, staff: Staff, required: Settings) -> None:
        browser, answer = gives_password(next="/desk/queues/late/")
        assert answer.headers["Location"] == f"{APP}?next=%2Fdesk%2Fqueues%2Flate%2F"
        page = browser.get(answer.headers["Location"])
        assert page.headers["Cache-Control"] == "no-store"
        typed = re.search(r'id="typed-secret">([^<]+)<', text_of(page))
        assert typed
        phone = Phone(staff, typed.group(1).replace(" ", ""))
        assert browser.post(APP, {"typed": phone.wrong()}).status_code == 400
        assert not is_in(browser)
        done = browser.post(APP, {"typed": phone.shows(), "next": "/desk/queues/late/"})
        assert done.headers["Cache-Control"] == "no-store"
        assert len(re.findall(r"<li>[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}</li>", text_of(done))) == 10
        assert 'href="/desk/queues/late/"' in text_of(done)
        assert is_in(browser)

    def test_a_duty_given_in_the_middle_of_a_session_ends_it_with_a_reason(
        self, staff: Staff, settings: Settings
    ) -> None:
        browser, _ = gives_password()
        assert is_in(browser)
        settings.TINHSO_SECOND_FACTOR_REQUIRED = frozenset({Role.SPECIALIST.value})
        assert not is_in(browser)
        assert "thiếu bước xác nhận thứ hai" in text_of(browser.get(SIGN_IN))

    def test_a_new_officer_sets_a_password_and_then_the_step(self, staff: Staff, required: Settings) -> None:
        issued = issue_code(account_id=staff.officer.id, **staff.by())
        browser, answer = gives_password(password=issued.code)
        assert answer.headers["Location"] == "/desk/account/new-password/"
        assert browser.get(APP).status_code == 302
        new = {"password": "con mèo trèo cây cau", "repeated": "con mèo trèo cây cau"}
        assert browser.post("/desk/account/new-password/", new).headers["Location"] == APP
        assert not is_in(browser)


def addresses(patterns: list[Any], before: str = "/") -> Iterator[str]:
    """Every address of the house, with something in the place of what varies."""
    shown = {"uuid": "0199b8e6-0000-7000-8000-000000000000", "int": "404", "str": "x", "slug": "late"}
    for pattern in patterns:
        text = before + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, text)
        elif isinstance(pattern, URLPattern):
            yield re.sub(r"<(?:(\w+):)?\w+>", lambda found: shown.get(found.group(1) or "str", "x"), text)


OWN_PAGES = {CODE, APP}
"""What half a session is for."""


def same_as_a_stranger(browsers: Callable[[], Client]) -> list[str]:
    """Addresses that answer this browser otherwise than somebody who has not signed in."""
    different = []
    for address in sorted(set(addresses(get_resolver().url_patterns)) - OWN_PAGES):
        for method in ("get", "post"):
            answers = []
            for browser in (browsers(), Client()):
                answer = getattr(browser, method)(address)
                answers.append((answer.status_code, answer.headers.get("Location", "")))
            if answers[0] != answers[1]:
                different.append(f"{method} {address}: {answers}")
    return different


def half_signed_in() -> Client:
    browser, answer = gives_password()
    assert answer.headers["Location"].startswith(CODE)
    return browser


def test_half_a_session_is_a_stranger_at_every_address(phone: Phone) -> None:
    assert len(set(addresses(get_resolver().url_patterns))) > 90
    assert same_as_a_stranger(half_signed_in) == []


def test_a_session_without_the_required_step_is_a_stranger_at_every_address(
    staff: Staff, required: Settings
) -> None:
    def short_of_a_step() -> Client:
        browser = Client()
        session = staff.session(second_step=False)
        browser.cookies[configured.SESSION_COOKIE_NAME] = session.session_key
        return browser

    # A form sent after a session ended is answered with the reason: that is all the difference there is.
    different = [line for line in same_as_a_stranger(short_of_a_step) if "(403, '')" not in line]
    assert different == []


def test_the_check_of_addresses_finds_a_session_that_may(staff: Staff, screen: Screens) -> None:
    assert same_as_a_stranger(screen), "a planted defect: with a whole session the answers differ"


class TestSecurityPage:
    def test_an_officer_turns_the_step_on_with_the_password_and_other_sessions_end(
        self, staff: Staff, screen: Screens
    ) -> None:
        browser, other = screen(), screen()
        typed = re.search(r'id="typed-secret">([^<]+)<', text_of(browser.get(APP)))
        assert typed
        phone = Phone(staff, typed.group(1).replace(" ", ""))
        refused = browser.post(APP, {"typed": phone.shows(), "current": "sai mật khẩu rồi"})
        assert refused.status_code == 403
        assert not service.asks_for_code(officer_id=phone.officer_id, now=staff.now)
        done = browser.post(APP, {"typed": phone.shows(), "current": PASSWORD})
        assert done.status_code == 200
        assert is_in(browser)
        assert not is_in(other)
        assert "Phiên này thiếu bước xác nhận thứ hai" in text_of(other.get(SIGN_IN))

    def test_the_phone_is_changed_with_a_code_of_the_old_one(self, phone: Phone, screen: Screens) -> None:
        browser = screen()
        wrong = browser.post(f"{APP}replace/", {"typed_app": phone.wrong()})
        assert wrong.status_code == 400
        assert "Mã không đúng" in text_of(wrong)
        assert browser.post(f"{APP}replace/", {"typed_app": phone.shows()}).headers["Location"] == APP
        page = text_of(browser.get(APP))
        assert "Đổi điện thoại" in page
        assert "Mật khẩu của bạn" not in page
        typed = re.search(r'id="typed-secret">([^<]+)<', page)
        assert typed
        new = Phone(phone.staff, typed.group(1).replace(" ", ""))
        assert browser.post(APP, {"typed": new.shows()}).status_code == 200
        phone.waits()
        assert phone.is_refused(phone.shows())

    def test_recovery_codes_are_made_anew_and_shown_once(self, phone: Phone, screen: Screens) -> None:
        browser = screen()
        made = browser.post(f"{SECURITY}recovery-codes/", {"typed_codes": phone.shows()})
        assert made.headers["Cache-Control"] == "no-store"
        assert len(re.findall(r"<li>[a-z0-9-]{14}</li>", text_of(made))) == 10
        assert "<li>" not in re.sub(r"<li><a.*?</li>", "", text_of(browser.get(SECURITY)), flags=re.S)[:0]

    def test_the_step_is_turned_off_where_duty_allows(
        self, phone: Phone, screen: Screens, settings: Settings
    ) -> None:
        browser = screen()
        settings.TINHSO_SECOND_FACTOR_REQUIRED = frozenset({Role.SPECIALIST.value})
        assert browser.post(f"{APP}off/", {"typed_off": phone.shows()}).status_code == 409
        settings.TINHSO_SECOND_FACTOR_REQUIRED = frozenset({Role.ADMINISTRATOR.value})
        assert browser.post(f"{APP}off/", {"typed_off": phone.shows()}).status_code == 302
        assert not service.asks_for_code(officer_id=phone.officer_id, now=phone.staff.now)

    def test_a_lost_phone_is_reset_by_an_administrator_and_the_officer_reads_who_did_it(
        self, phone: Phone, screen: Screens, administrator: Client
    ) -> None:
        at_work = screen()
        account = f"/desk/administration/accounts/{phone.staff.officer.id}/"
        assert "Đã bật từ" in text_of(administrator.get(account))
        done = administrator.post(f"{account}factor/", follow=True)
        assert "Đã gỡ bước xác nhận thứ hai" in text_of(done)
        assert "Gỡ bước xác nhận thứ hai vì mất điện thoại" in text_of(done)
        assert administrator.post(f"{account}factor/").status_code == 409
        assert not is_in(at_work)
        browser, _ = gives_password()
        page = text_of(browser.get(SECURITY))
        assert "đã được quản trị viên gỡ" in page
        assert "Quản trị viên Lý Công Quản đã gỡ" in page
        browser.post(f"{SECURITY}seen/")
        assert "Lý Công Quản" not in text_of(browser.get(SECURITY))

    def test_an_administrator_does_not_reset_the_own_step(self, staff: Staff, administrator: Client) -> None:
        own = f"/desk/administration/accounts/{staff.administrator.account_id}/factor/"
        assert administrator.post(own).status_code == 409
