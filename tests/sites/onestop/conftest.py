"""A commune, its officers before their screens, and a password that only tests know."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.conf import settings as configured
from django.test import Client
from pytest_django import Settings

from tests.sites.onestop.desk_data import COMMUNE, Commune, make_commune
from tests.support.sandbox_server import SandboxServer
from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.clock.service import frozen
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.agencies.service import DemonstrationPost, demonstration_posts
from tinhso.services.identity.service import Account, open_officer_account, sign_in_session
from tinhso.services.identity.session_store import SessionStore
from tinhso.services.verification.adapters.population_soap import register_client

PASSWORD = "mot-mat-khau-dai-cho-kiem-thu"

Screens = Callable[..., Client]


@pytest.fixture
def commune(db: None, legal_moment: datetime, settings: Settings) -> Iterator[Commune]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # The sandbox outlives a test, so that ids must differ between tests.
    with frozen(legal_moment, seed=secrets.randbits(64)):
        yield make_commune(legal_moment)


def post_of(post: str, kind: str = "commune_police", unit: str = COMMUNE) -> DemonstrationPost:
    """The demonstration's post of that name at that agency."""
    found = (
        each
        for each in demonstration_posts()
        if each.post == post and each.agency.kind == kind and each.agency.unit_code == unit
    )
    return next(found)


def account_of(commune: Commune, post: str, kind: str = "commune_police", unit: str = COMMUNE) -> Account:
    """An account for that post."""
    officer = post_of(post, kind, unit)
    with unit_of_work(actor=system_actor("test"), now=commune.now) as work:
        return open_officer_account(
            work,
            officer_id=officer.officer_id,
            username=f"{post}-{kind}-{unit}",
            password=PASSWORD,
        )


@pytest.fixture
def screen(commune: Commune) -> Screens:
    """A signed-in screen: ``screen("reception")``, ``screen("leader", kind="commune_committee")``."""

    def _screen(post: str, kind: str = "commune_police", unit: str = COMMUNE) -> Client:
        session = SessionStore()
        sign_in_session(session, account_of(commune, post, kind, unit).id, second_step=True)
        session.save()
        client = Client()
        client.cookies[configured.SESSION_COOKIE_NAME] = session.session_key
        return client

    return _screen


@pytest.fixture
def line(dials: SandboxServer, settings: Settings) -> Iterator[SandboxServer]:
    """The sandbox's population database, as the configured line."""
    settings.TINHSO_POPULATION_WSDL = dials.wsdl_url
    settings.TINHSO_POPULATION_ACCOUNT = dials.secrets["population_account"]
    register_client.cache_clear()
    yield dials
    register_client.cache_clear()


@pytest.fixture
def reception(screen: Screens) -> Client:
    return screen("reception")


@pytest.fixture
def specialist(screen: Screens) -> Client:
    return screen("specialist")


@pytest.fixture
def leader(screen: Screens) -> Client:
    return screen("leader")


def text_of(response: object) -> str:
    """The page as a person reads it, entities and all."""
    from html import unescape

    return unescape(response.content.decode())  # type: ignore[attr-defined]
