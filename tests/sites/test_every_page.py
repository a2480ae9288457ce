"""Every address that shows a page, as somebody who may see it sees it: axe, and nothing to scroll sideways.

Journeys look at what a story passes; this looks at the rest too, so that no page is left out. The pages are
made first, in this process; the browser is given them with the house's own styles and scripts.
"""

from __future__ import annotations

import logging
import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.db import transaction
from playwright.sync_api import Browser, Page, Route

from tests.support.browser import DESK, PHONE, assert_accessible, assert_fits
from tests.trust.everywhere.addresses import Address, every_address, things_at
from tests.trust.everywhere.allowed import Expected, expected
from tests.trust.everywhere.attempts import Answer, attempt, methods_of
from tests.trust.everywhere.doors import door_of
from tests.trust.everywhere.furnished import furnished_town
from tests.trust.everywhere.town import STRANGER, Thing, Town
from tinhso.foundation.clock.service import VIETNAM

_MORNING = datetime(2023, 7, 17, 9, 0, tzinfo=VIETNAM)
_HOUSE = "http://house.test"
NOT_HERE = {
    "exchange:file": "hands out a file to a system with a signed address",
    "onestop:cash-receipt": "a PDF",
    "portal:sign-in-callback": "leads on, with what VNeID sent along",
    "uploads:root": "speaks a protocol, shows nothing",
}
"""Addresses that answer nobody of this town with a page, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One page, and to whom it was shown."""

    name: str
    path: str
    body: bytes
    policy: str
    is_for_officers: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What all addresses answered: pages, and the names of addresses that had nothing for anybody."""

    pages: list[Shown]
    silent: set[str]


@pytest.fixture(scope="module")
def answers(django_db_setup: None, django_db_blocker: Any) -> Iterator[Answers]:
    logging.disable(logging.WARNING)  # one access line a page that nobody reads
    pages: list[Shown] = []
    silent: set[str] = set()
    with django_db_blocker.unblock(), transaction.atomic():
        with furnished_town(_MORNING) as town:
            for address in every_address():
                if not _ask(address, town, pages):
                    silent.add(address.name)
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)
    yield Answers(pages=pages, silent=silent)


def _ask(address: Address, town: Town, pages: list[Shown]) -> bool:
    """Keep the page of each thing as the first one who may see it gets it; whether anybody got anything."""
    things = things_at(address, town)
    methods, _ = methods_of(address, address.path(things[0]), town)
    if "GET" not in methods or door_of(address, things, methods).needs_token:
        return True  # nothing to look at, or only for systems: tests/sites/open_api
    answered = False
    for thing in things:
        if STRANGER in thing.people:
            continue  # looks like the owner's
        answer, path = _first_allowed(address, things, thing, town)
        if answer is None:
            continue
        answered |= answer.status < 400
        if answer.body and answer.headers.get("Content-Type", "").startswith("text/html"):
            pages.append(
                Shown(
                    name=f"{address.name} {thing.name}".strip(),
                    path=path,
                    body=answer.body,
                    policy=answer.headers.get("Content-Security-Policy", ""),
                    is_for_officers=address.is_for_officers,
                )
            )
    return answered


def _first_allowed(
    address: Address, things: list[Thing], thing: Thing, town: Town
) -> tuple[Answer | None, str]:
    door = door_of(address, things, methods_of(address, address.path(things[0]), town)[0])
    path = f"{address.path(thing)}?{door.query}" if door.query else address.path(thing)
    for who in town.everybody.values():
        if expected(address, door, thing, who, sends=False) is Expected.ALLOWED:
            answer = attempt(town, who, "GET", path)
            if answer.status < 500:
                return answer, path
    return None, path


@pytest.fixture(scope="module")
def screen(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(locale="vi-VN", **PHONE)
    yield context.new_page()
    context.close()


def test_every_address_that_may_be_looked_at_shows_somebody_something(answers: Answers) -> None:
    assert sorted(answers.silent) == sorted(NOT_HERE)


def test_axe_finds_nothing_on_any_page(answers: Answers, screen: Page) -> None:
    wrong = [problem for page in answers.pages for problem in _looked_at(page, screen)]
    assert not wrong, "\n\n".join(wrong)


def test_a_planted_fault_of_a_page_is_found(answers: Answers, screen: Page) -> None:
    page = next(each for each in answers.pages if each.name == "portal:home")
    for planted, found in (
        (b"<p><a href='/x'></a></p>", "link-name"),
        ("<p style='color:#bbb'>Không đọc được</p>".encode(), "color-contrast"),
        (b"<p>" + 2 * b"<button style='width:9px;height:9px;padding:0'>a</button>" + b"</p>", "target-size"),
        (b"<p style='width:2000px'>.</p>", "wider than the screen"),
    ):
        bad = replace(page, body=page.body.replace(b"</main>", planted + b"</main>"), policy="")
        assert any(found in each for each in _looked_at(bad, screen)), found


def _looked_at(shown: Shown, screen: Page) -> Iterator[str]:
    """What is wrong with a page on the screen its readers mostly have; on the other one, whether it fits."""
    first, second = (DESK, PHONE) if shown.is_for_officers else (PHONE, DESK)
    screen.set_viewport_size(first["viewport"])
    screen.route("**/*", lambda route: _give(route, shown))
    screen.goto(_HOUSE + shown.path)
    screen.unroute("**/*")
    for size, look in ((first, assert_accessible), (second, assert_fits)):
        screen.set_viewport_size(size["viewport"])
        try:
            look(screen)
        except AssertionError as problem:
            yield f"{shown.name}: {problem}"


def _give(route: Route, shown: Shown) -> None:
    path = urlsplit(route.request.url).path
    if route.request.is_navigation_request():
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": shown.policy}
        route.fulfill(body=shown.body, headers=headers)
    elif path.startswith("/static/") and (found := finders.find(path.removeprefix("/static/"))):
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        route.fulfill(body=Path(str(found)).read_bytes(), headers={"Content-Type": kind})
    else:
        route.abort()  # news and pictures of papers: the page must be readable without them
