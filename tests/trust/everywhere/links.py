"""What pages lead to: links that must open for whoever is shown them, and addresses that lead outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve, reverse

import tinhso.sites
from tests.trust.everywhere.addresses import NO_WORD, Address, things_at
from tests.trust.everywhere.allowed import expected
from tests.trust.everywhere.attempts import SENDING, Answer, attempt, ids_shown, is_safe, methods_of
from tests.trust.everywhere.doors import DOORS, door_of
from tests.trust.everywhere.town import MARK, OWNER, STRANGER, Somebody, Town

_LINK = re.compile(r'(?:href|src|action|data-[a-z-]*url)="([^"]+)"')
_READS = re.compile(r'(?:GET|POST)\.(?:get|getlist)\(\s*"([a-z_]+)"')
EVIL = "evil.example"
_EVILS = (f"https://{EVIL}/x", f"//{EVIL}/x")


def parameters_read() -> list[str]:
    """Every name that any site reads of a query or a form, from the sites' own code."""
    files = Path(tinhso.sites.__path__[0]).rglob("*.py")
    return sorted({name for file in files for name in _READS.findall(file.read_text(encoding="utf-8"))})


def links_of(answer: Answer) -> set[str]:
    """Addresses that a page leads to, as the browser would follow them."""
    return {unescape(found) for found in _LINK.findall(answer.body.decode("utf-8", "replace"))}


def searched(town: Town, who: Somebody) -> Iterator[str]:
    """What a search shows of anybody whose name, number or code is typed: never more than `get` opens."""
    typed = [
        word for being in (OWNER, STRANGER) for word in (being.words["name"], being.words["personal id"])
    ]
    typed += [MARK, town.dossiers[OWNER.name].code[-4:], *(each.code for each in town.dossiers.values())]
    for name, field_name in SEARCHES.items():
        for text in typed:
            answer = attempt(town, who, "POST", reverse(name), {field_name: text})
            found = [*ids_shown(town, who, answer, text)]
            if answer.status == 302 and (problem := _closed(town, who, answer.location)):
                found.append(problem)
            yield from (f"{name} by {who.name} for {text}: {problem}" for problem in found)


SEARCHES = {"onestop:find": "sought", "administration:find": "sought"}


def closed_links(town: Town, who: Somebody, addresses: list[Address]) -> list[str]:
    """Links to one object, on any page that shows none or many, that do not open for who is shown them."""
    wrong, tried = [], set()
    lists = [each for each in addresses if not _shows_one(each)]
    for address in lists:
        for thing in things_at(address, town):
            if (
                NO_WORD in thing.values.values()
                or "GET" not in methods_of(address, address.path(thing), town)[0]
            ):
                continue
            query = DOORS[address.name].query if address.name in DOORS else ""
            page = attempt(town, who, "GET", f"{address.path(thing)}?{query}")
            for link in sorted(links_of(page) - tried):
                tried.add(link)
                if page.status == 200 and (problem := _closed(town, who, link)):
                    wrong.append(f"{address.name} shows {who.name} {link}: {problem}")
    return wrong


def _shows_one(address: Address) -> bool:
    return any(name.endswith("_id") for name in address.parameters)


def _closed(town: Town, who: Somebody, link: str) -> str:
    """What is wrong with a link to one object; links to lists and to what is only sent are no matter."""
    try:
        found = resolve(urlsplit(link).path)
    except Resolver404:
        return "" if urlsplit(link).netloc or link.startswith(("#", "/static/")) else "leads nowhere"
    if not any(name.endswith("_id") for name in found.kwargs):
        return ""
    answer = attempt(town, who, "GET", link)
    if answer.status == 405:
        return ""
    return "" if answer.status in (200, 302) and not answer.refused else f"answered {answer.status}"


def ways_outside(address: Address, town: Town) -> Iterator[str]:
    """Where an address leads whose every parameter names a stranger's site."""
    thing = things_at(address, town)[0]
    methods, _ = methods_of(address, address.path(thing), town)
    for who in (town.everybody["nobody signed in"], _somebody_let_in(address, town)):
        for evil in _EVILS:
            given = dict.fromkeys(parameters_read(), evil)
            for method in sorted(methods & {"GET", "POST"}):
                path = address.path(thing)
                query = (
                    "&".join(f"{name}={value}" for name, value in given.items()) if method == "GET" else ""
                )
                answer = attempt(town, who, method, f"{path}?{query}", given, HTTP_REFERER=evil)
                if answer.location and not is_safe(answer.location):
                    yield f"{address.name} {method} by {who.name} leads to {answer.location}"
                for link in links_of(answer):
                    if EVIL in urlsplit(link).netloc:
                        yield f"{address.name} {method} by {who.name} shows a link to {link}"


def _somebody_let_in(address: Address, town: Town) -> Somebody:
    return town.everybody["reception_officer here" if address.is_for_officers else "owner, level 2"]


def unguarded_forms(address: Address, town: Town) -> Iterator[str]:
    """What is sent without the token against forgery, by somebody whom the table lets in."""
    things = things_at(address, town)
    methods, _ = methods_of(address, address.path(things[0]), town)
    door = door_of(address, things, methods)
    exempt = bool(getattr(address.view, "csrf_exempt", False))
    if exempt != door.is_machine:
        yield f"{address.name}: {'needs no token' if exempt else 'is said to need no token'}"
    for method in sorted(methods & SENDING):
        who, thing = next(
            ((who, thing) for thing in things for who in town.everybody.values()
             if expected(address, door, thing, who, sends=True) == "allowed"),
            (town.everybody["owner, level 2"], things[0]),
        )  # fmt: skip
        answer = attempt(town, who, method, address.path(thing), door.data(town, thing), checks_tokens=True)
        if any(answer.changed):
            yield f"{address.name} {method} without a token by {who.name} did something"
        if not exempt and answer.status != 403:
            yield f"{address.name} {method} without a token by {who.name}: answered {answer.status}"
