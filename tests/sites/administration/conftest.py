"""An administrator and an officer before their screens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client
from pytest_django import Settings

from tests.services.identity.staff import Staff, make_staff
from tinhso.foundation.authority.service import Actor
from tinhso.foundation.clock.service import frozen
from tinhso.services.identity.service import Account, AccountKind

Screens = Callable[..., Client]


@pytest.fixture
def staff(db: None, legal_moment: dt.datetime, settings: Settings) -> Iterator[Staff]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with frozen(legal_moment, seed=15) as clock:
        yield make_staff(clock)


@pytest.fixture
def screen(staff: Staff) -> Screens:
    """A browser in which this account is signed in; without one, the officer's."""

    def _screen(who: Account | Actor | None = None) -> Client:
        account = who if isinstance(who, Account) else staff.officer if who is None else account_of(who)
        client = Client()
        client.cookies[configured.SESSION_COOKIE_NAME] = staff.session(account).session_key
        return client

    return _screen


@pytest.fixture
def administrator(staff: Staff, screen: Screens) -> Client:
    return screen(staff.administrator)


def account_of(actor: Actor) -> Account:
    """The account behind an actor."""
    assert actor.account_id is not None
    return Account(
        id=actor.account_id,
        kind=AccountKind.OFFICER,
        person_id=None,
        officer_id=actor.officer_id,
        assurance_level=0,
    )


def text_of(response: Any) -> str:
    """The page as a person reads it, entities and all."""
    return unescape(response.content.decode())
