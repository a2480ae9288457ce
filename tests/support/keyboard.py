"""Somebody who uses only the keyboard, and what the page owes them (WCAG 2.2 AA).

`walk` presses Tab from the top of a page to its end and notes every stop; `complaints` says what is wrong:
nothing focusable without a name (4.1.2), every control reached in the order of the page (2.1.1, 2.4.3), focus
that can be seen (2.4.7) and is not covered by what stands still (2.4.11), targets of 24 pixels (2.5.8).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_MOST_STOPS = 250

_TOOLS = (Path(__file__).parent / "keyboard.js").read_text(encoding="utf-8")

_BEGIN = """
() => {
  // A page may have put the focus somewhere; Tab goes on from there even after it is gone.
  const body = document.body;
  body.tabIndex = -1;
  body.focus({preventScroll: true});
  body.removeAttribute('tabindex');
  scrollTo(0, 0);
}
"""

_PREPARE = """
() => {
  tsKeys.all = tsKeys.tabbable();
  tsKeys.plain = new Map(tsKeys.all.map(e => [e, tsKeys.marks(e)]));
  tsKeys.seen = [];
  return {
    early: tsKeys.all.filter(e => e.tabIndex > 0).map(e => tsKeys.describe(e)),
    small: tsKeys.all.filter(e => tsKeys.isSmall(e, tsKeys.all)).map(e => tsKeys.describe(e)),
  };
}
"""

_STOP = """
() => {
  const e = document.activeElement;
  if (!e || e === document.body || tsKeys.seen.includes(e)) return null;
  const before = tsKeys.seen.at(-1);
  const isBack = before && !!(before.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_PRECEDING);
  tsKeys.seen.push(e);
  return {
    what: tsKeys.describe(e),
    isBack: !!isBack,
    isUnmarked: tsKeys.plain.has(e) && tsKeys.plain.get(e) === tsKeys.marks(e),
    isCovered: tsKeys.isCovered(e),
  };
}
"""

_MISSED = (
    "() => tsKeys.all.filter(e => e.isConnected && !tsKeys.seen.includes(e)).map(e => tsKeys.describe(e))"
)

_ROLES = frozenset(
    ("link", "button", "textbox", "searchbox", "combobox", "checkbox", "radio", "listbox", "spinbutton")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Where the focus stood, and what could not be seen of it."""

    what: str
    is_back: bool
    is_unmarked: bool
    is_covered: bool


def nameless(page: Page) -> list[str]:
    """What assistive technology can reach and cannot name, from the browser's accessibility tree."""
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        f"a {_value(node, 'role')} without a name"
        for node in nodes
        if not node.get("ignored") and _value(node, "role") in _ROLES and not _value(node, "name").strip()
    ]


def complaints(page: Page) -> list[str]:
    """Everything that is wrong with the page for somebody without a mouse."""
    if not page.evaluate("typeof tsKeys === 'object'"):
        page.evaluate(_TOOLS)
    page.evaluate(_BEGIN)
    found = page.evaluate(_PREPARE)
    wrong = [f"{what} comes before its turn" for what in found["early"]]
    wrong += [f"{what} is smaller than 24 pixels and has no room around it" for what in found["small"]]
    for stop in _walk(page):
        if stop.is_back:
            wrong.append(f"{stop.what} is reached after what stands behind it")
        if stop.is_unmarked:
            wrong.append(f"{stop.what} looks the same with and without focus")
        if stop.is_covered:
            wrong.append(f"{stop.what} has the focus and is covered")
    wrong += [f"{what} is never reached" for what in page.evaluate(_MISSED)]
    return [*wrong, *nameless(page)]


def _walk(page: Page) -> list[Stop]:
    stops = []
    for _ in range(_MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None:
            break
        stops.append(
            Stop(
                what=stop["what"],
                is_back=stop["isBack"],
                is_unmarked=stop["isUnmarked"],
                is_covered=stop["isCovered"],
            )
        )
    return stops


def go_to(page: Page, selector: str) -> None:
    """Press Tab until the focus stands on what the selector names; radio buttons by their arrows."""
    for _ in range(_MOST_STOPS):
        if page.evaluate("s => !!document.activeElement && document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by Tab on {page.url}")


def mistakes_told(page: Page) -> list[str]:
    """What a form owes that comes back with mistakes: focus on the summary, each mistake at its field."""
    return list(
        page.evaluate(
            """() => {
  const wrong = [], summary = document.querySelector('.govuk-error-summary');
  if (!summary) return ['no summary of the mistakes'];
  const alert = summary.matches('[role=alert]') || summary.querySelector('[role=alert]');
  if (!alert) wrong.push('the summary is not announced');
  if (!summary.contains(document.activeElement)) wrong.push('the focus is not on the summary');
  for (const link of summary.querySelectorAll('a[href^="#"]')) {
    const field = document.getElementById(link.getAttribute('href').slice(1));
    if (!field) { wrong.push(`${link.textContent} leads nowhere`); continue; }
    const group = field.closest('fieldset') || field;
    const told = [field, group].some(e => (e.getAttribute('aria-describedby') || '').split(/\\s+/).some(
      id => document.getElementById(id)?.textContent.trim()));
    if (!told) wrong.push(`${link.textContent} is not said at its field`);
  }
  return wrong;
}"""
        )
    )


def _value(node: dict[str, Any], name: str) -> str:
    return str(node.get(name, {}).get("value", ""))
