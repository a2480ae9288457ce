"""Citizens and officers before their screens, in a province where somebody complains."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from html import unescape
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from tests.casework.feedback.conftest import Desk
from tests.trust.stage import stage_of
from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.identifiers.service import parse_partial_date
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.agencies.service import demonstration_posts, load_demonstration_officers
from tinhso.services.identity.service import (
    CitizenClaims,
    actor_of,
    open_officer_account,
    sign_in_citizen,
    sign_in_session,
)
from tinhso.services.identity.session_store import SessionStore

Screens = Callable[..., Client]


@pytest.fixture
def desk(db: None, legal_moment: datetime, settings: Any) -> Iterator[Desk]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with stage_of(legal_moment, seed=31) as stage:
        load_demonstration_officers(now=legal_moment)
        yield Desk(stage=stage)


@pytest.fixture
def citizen(desk: Desk) -> Client:
    """The stage's citizen, Nguyễn Thị Hoa, signed in with an account of level 2."""
    account = sign_in_citizen(
        claims=CitizenClaims(
            issuer="https://vneid.example",
            subject="hoa",
            personal_id="074190001234",
            full_name="Nguyễn Thị Hoa",
            assurance_level=2,
            birth=parse_partial_date("1990-02-03"),
            sex="female",
        ),
        now=desk.now,
    )
    desk.stage.citizen = actor_of(account.id, trace_id="test")
    return _signed_in(account.id)


@pytest.fixture
def screen(desk: Desk) -> Screens:
    """``screen("specialist")`` of the commune's police; ``screen("reception", "provincial_one_stop")``."""

    def _screen(post: str, kind: str = "commune_police", unit: str = "25747") -> Client:
        found = next(
            one
            for one in demonstration_posts()
            if one.post == post
            and one.agency.kind == kind
            and (kind == "provincial_one_stop" or one.agency.unit_code == unit)
        )
        with unit_of_work(actor=system_actor("test"), now=desk.now) as work:
            account = open_officer_account(
                work,
                officer_id=found.officer_id,
                username=f"{post}-{kind}",
                password="mot-mat-khau-dai-cho-kiem-thu",
            )
        return _signed_in(account.id)

    return _screen


def _signed_in(account_id: Any) -> Client:
    session = SessionStore()
    sign_in_session(session, account_id)
    session.save()
    client = Client()
    client.cookies[configured.SESSION_COOKIE_NAME] = session.session_key
    return client


def text_of(response: Any) -> str:
    """The page as a person reads it, entities and all."""
    return unescape(response.content.decode())
