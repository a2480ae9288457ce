"""A pytest plugin: people before a real browser (Debian's Chromium) for journeys.

``visitors`` opens a telephone or a desk computer for somebody: each has cookies of its own. A visitor's
every new page is looked at with axe; a console error, a violation of the content security policy or a
server error fails the journey at its end. When a journey fails, every open page leaves a screenshot.
Playwright stays within one module, since the ORM cannot be used in a thread where it runs.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Response,
    sync_playwright,
)

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = os.environ.get("TINHSO_CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))), None
)
"""The one without windows first: it is the same browser at two thirds of the CPU."""
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--no-first-run", "--disable-sync", "--disable-dev-shm-usage"),
)
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
PATIENCE_MS = 30_000

_FAILED = pytest.StashKey[bool]()
# What axe judges of a page: its elements with their attributes, and which of them say something. Ids of
# things and numbers differ from page to page of one kind and change nothing.
_SHAPE = """[...document.querySelectorAll("*")].map(e => [e.tagName, ...[...e.attributes].map(a =>
    ["href", "value", "src", "content", "action"].includes(a.name) ? a.name + !!a.value
        : `${a.name}=${a.value.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\\d+/g, "#")}`),
    [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()),
    !!e.offsetParent].join(" ")).join("\\n") + innerWidth"""
# WCAG 2.2 to level AA, with the one rule of it that axe leaves switched off, and axe's own best practices.
_RUN_AXE = """axe.run(document, {
    resultTypes: ["violations"],
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    rules: {"target-size": {enabled: true}},
}).then(run => run.violations.map(
    found => `${found.id} (${found.impact}): ${found.help}: ${found.nodes.map(n => n.html).join(" | ")}`))"""


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands now."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(_RUN_AXE)
    return found


_passed: set[int] = set()
"""Shapes of pages that axe found nothing on in this run."""


def assert_accessible(page: Page) -> None:
    """axe finds nothing, and nothing has to be scrolled sideways; a shape that passed is not judged twice."""
    shape = hash(page.evaluate(_SHAPE))
    found = [] if shape in _passed else violations(page)
    assert not found, f"axe on {page.url}:\n" + "\n".join(found)
    _passed.add(shape)
    assert_fits(page)


def assert_fits(page: Page) -> None:
    """Nothing has to be scrolled sideways."""
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"{page.url} is {overflow} pixels wider than the screen"


@dataclass
class Visitor:
    """Somebody before a screen of their own."""

    name: str
    address: str
    context: BrowserContext
    page: Page
    scripts: bool
    sessions: dict[str, list[Any]]
    complaints: list[str] = field(default_factory=list)
    interactions: int = 0
    """How many times this visitor typed, chose or pressed something."""
    _refused: set[str] = field(default_factory=set)

    def open(self, path: str) -> Response:
        """Go to an address of the house, or anywhere when it is a full one."""
        answer = self.page.goto(path if path.startswith("http") else f"{self.address}{path}")
        assert answer is not None
        self.look()
        return answer

    def follow(self, name: str, *, within: Locator | None = None) -> None:
        """Press a link that leads to another page, and look at it."""
        self.leave_by((within or self.page).get_by_role("link", name=name).first)

    def press(self, name: str, *, within: Locator | None = None, exact: bool = True) -> None:
        """Press a button that sends a form, and look at the page that answers."""
        self.leave_by((within or self.page).get_by_role("button", name=name, exact=exact).first)

    def fill(self, label: str, text: str) -> None:
        """Type into the field of this label."""
        self.interactions += 1
        self.page.get_by_label(label, exact=True).first.fill(text)

    def tick(self, label: str) -> None:
        """Choose a radio button or tick a box by its label."""
        self.interactions += 1
        self.page.get_by_label(label, exact=True).first.check()

    def is_known_again(self, who: str) -> bool:
        """Take up the session that somebody began at the house in an earlier journey, if there is one."""
        self.context.add_cookies(self.sessions.get(who, []))
        return who in self.sessions

    def keep_session(self, who: str) -> None:
        """Remember this visitor's session at the house for later journeys: signing in is a story once."""
        self.sessions[who] = [
            {"name": one["name"], "value": one["value"], "url": self.address}
            for one in self.context.cookies(self.address)
            if one["name"].startswith("tinhso")
        ]

    def sees(self, text: str) -> None:
        """The text stands on the page, visible."""
        where = self.page.get_by_text(text).filter(visible=True).first
        where.wait_for(timeout=PATIENCE_MS)

    def does_not_see(self, text: str) -> None:
        """The text stands nowhere visible on the page."""
        assert self.page.get_by_text(text).filter(visible=True).count() == 0, f"{text} on {self.page.url}"

    def download(self, address: str) -> bytes:
        """What stands behind an address of the house, asked for with this visitor's cookies."""
        answer = self.context.request.get(address if "://" in address else f"{self.address}{address}")
        assert answer.ok, f"{answer.status} from {address}"
        return answer.body()

    def heading(self) -> str:
        """The page's main heading."""
        return self.page.locator("h1").first.inner_text()

    def look(self) -> None:
        """Look at a page that was just reached: it must be accessible."""
        self.page.wait_for_load_state("load")
        if self.scripts:
            assert_accessible(self.page)
            return
        mirror = self._mirror()
        assert_accessible(mirror)
        mirror.context.close()

    def _mirror(self) -> Page:
        """The page as it looks without scripts, in a browser that has them: axe cannot run otherwise."""
        browser = self.context.browser
        assert browser is not None
        mirror = browser.new_context(viewport=self.page.viewport_size).new_page()
        seen = re.sub(r"<script\b.*?</script>", "", self.page.content(), flags=re.DOTALL)
        seen = seen.replace("<noscript", "<div").replace("</noscript", "</div")
        mirror.route(
            self.page.url, lambda route: route.fulfill(body=seen, content_type="text/html; charset=utf-8")
        )
        mirror.goto(self.page.url)
        return mirror

    def leave_by(self, control: Locator) -> None:
        """Press whatever leads to another page, and look at it."""
        self.interactions += 1
        with self.page.expect_navigation(timeout=PATIENCE_MS):
            control.click()
        self.look()

    def watch(self) -> None:
        """Note everything the browser complains about from now on."""
        self.page.on("response", self._note_response)
        self.page.on("console", self._note_message)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))

    def _note_response(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} from {response.url}")
        if response.status >= 400 and response.request.is_navigation_request():
            self._refused.add(response.url)

    def _note_message(self, message: ConsoleMessage) -> None:
        # A readable refusal is a page with status 4xx; Chromium reports it as a failed resource.
        is_refusal = message.text.startswith("Failed to load resource") and (
            message.location.get("url") in self._refused or " 422 " in message.text or " 409 " in message.text
        )
        if message.type in ("error", "warning") and not is_refusal:
            self.complaints.append(f"{message.type} on {self.page.url}: {message.text}")


class Visitors:
    """Opens screens for people, and judges at the end what their browsers complained about."""

    def __init__(self, chromium: Browser, address: str, sessions: dict[str, list[Any]]) -> None:
        self.chromium, self.address, self.sessions = chromium, address, sessions
        self.all: list[Visitor] = []

    def phone(self, name: str, *, scripts: bool = True) -> Visitor:
        """Somebody with a telephone of 360 × 740."""
        return self._open(name, scripts, PHONE)

    def desk(self, name: str, *, scripts: bool = True) -> Visitor:
        """Somebody before a desk screen of 1280 × 900."""
        return self._open(name, scripts, DESK)

    def _open(self, name: str, scripts: bool, screen: dict[str, Any]) -> Visitor:
        context = self.chromium.new_context(
            locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", java_script_enabled=scripts, **screen
        )
        context.set_default_timeout(PATIENCE_MS)
        visitor = Visitor(name, self.address, context, context.new_page(), scripts, self.sessions)
        visitor.watch()
        self.all.append(visitor)
        return visitor

    def complaints(self) -> list[str]:
        """What the browsers of all visitors complained about."""
        return [f"{visitor.name}: {text}" for visitor in self.all for text in visitor.complaints]

    def keep_screenshots(self, folder: Path) -> None:
        """A picture and the text of every open page, for whoever looks into a failed journey."""
        for visitor in self.all:
            target = folder / f"{visitor.name.replace(' ', '-')}.png"
            visitor.page.screenshot(path=target, full_page=True)
            print(f"{visitor.name} was on {visitor.page.url}: {target}")
            print(visitor.page.locator("body").inner_text()[:1500])

    def close(self) -> None:
        """Everybody leaves."""
        for visitor in self.all:
            visitor.context.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, for one module; skipped where it is missing, except in CI."""
    if CHROMIUM is None:
        missing = (
            "Thiếu trình duyệt Chromium / Chromium is missing: "
            "sudo apt-get update && sudo apt-get install -y chromium"
        )
        if os.environ.get("TINHSO_CI") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    # The Node.js that built the pages also drives the browser: Playwright's own copy needs a library
    # (libatomic1) that a bare Debian lacks.
    if node := shutil.which("node"):
        os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", node)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visitors(
    chromium: Browser, house: Any, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Visitors]:
    """Opens screens on the running house; see the module's first lines."""
    people = Visitors(chromium, house.web, house.sessions)
    yield people
    failed = request.node.stash.get(_FAILED, False)
    if failed:
        people.keep_screenshots(tmp_path)
    complaints = people.complaints()
    people.close()
    assert failed or complaints == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Remember on the test itself whether its story failed."""
    report: pytest.TestReport = yield
    if report.when == "call":
        item.stash[_FAILED] = report.failed
    return report
