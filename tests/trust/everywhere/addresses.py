"""Every address that the house answers, read from the resolver, with things to put into its parameters.

Nothing is listed by hand: an address that is new is filled by the names of its parameters. One whose
parameter nobody knows how to fill is an error with a name, never an address left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.trust.everywhere.town import CALLER, COLLEAGUE, OWNER, STRANGER, Thing, Town
from tests.trust.stage import TEMPORARY_RESIDENCE
from tinhso.foundation.authority.service import Resource
from tinhso.foundation.identifiers.service import UnableToReadIdentifier, parse_feedback_code

UNKNOWN = UUID(int=7)
"""An id that nobody has."""

NO_WORD = "no-such"
"""A word that means nothing in any address."""

_PARAMETER = re.compile(r"<(?:[a-z_]+:)?([a-z_0-9]+)>")


class UnknownParameter(LookupError):
    """An address has a parameter that the sweep cannot fill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One pattern of the resolver."""

    name: str
    route: str
    view: Callable[..., Any]
    parameters: tuple[str, ...]

    @property
    def is_for_officers(self) -> bool:
        """Officers' pages stand under ``desk/``."""
        return self.route.startswith("desk/")

    def path(self, thing: Thing) -> str:
        return reverse(self.name, kwargs=dict(thing.values))


def every_address() -> list[Address]:
    """All patterns below the root, in the order of the resolver."""
    return list(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Address]:
    for each in resolver.url_patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            inner = f"{each.namespace}:" if each.namespace else ""
            yield from _walk(each, route, namespace + inner)
        elif isinstance(each, URLPattern):
            assert each.name, f"{route}: an address without a name cannot be led to"
            yield Address(
                name=f"{namespace}{each.name}",
                route=route,
                view=each.callback,
                parameters=tuple(_PARAMETER.findall(route)),
            )


def things_at(address: Address, town: Town) -> list[Thing]:
    """What the address is tried with: somebody's, somebody else's, what does not exist, what is crossed."""
    if not address.parameters:
        return [Thing(name="", values={})]
    first, *others = address.parameters
    holders = (
        _WAITING.get(address.name)
        or _NAMED.get((_literal_before(address, first), first))
        or _HOLDERS.get(first)
    )
    if holders is None:
        raise UnknownParameter(
            f"{address.name} ({address.route}): nobody has said how to fill <{first}>. Add it to _HOLDERS "
            f"or _NAMED in {__name__}, with somebody's, somebody else's and one that does not exist."
        )
    things = list(holders(town))
    for other in others:
        things = [filled for thing in things for filled in _filled(address, town, thing, other)]
    return things


def _filled(address: Address, town: Town, thing: Thing, parameter: str) -> Iterator[Thing]:
    if parameter == "file_id":
        yield from _with_file(town, thing)
        return
    before = address.route.split("<")[0]
    known = _WORDS.get((before, parameter))
    if known is None:
        raise UnknownParameter(
            f"{address.name} ({address.route}): nobody has said how to fill <{parameter}>. Add it to _WORDS "
            f"in {__name__}."
        )
    for word in known:
        filled = replace(thing, name=f"{thing.name}, {word}", values={**thing.values, parameter: word})
        # Of a word that means nothing there is nothing to see, whoever asks.
        yield replace(filled, resource=None) if word in (NO_WORD, UNKNOWN) else filled


def _with_file(town: Town, thing: Thing) -> Iterator[Thing]:
    """The thing's own file; and the file of somebody else under this thing's address, which opens nothing."""
    own = town.files.get(thing.name, UNKNOWN)
    yield replace(thing, values={**thing.values, "file_id": own})
    kind = thing.name.split(" of ")[0]
    for name, file_id in town.files.items():
        if thing.resource is not None and name.startswith(kind) and file_id != own:
            yield Thing(
                name=f"{thing.name} with the file of the {name}",
                values={**thing.values, "file_id": file_id},
                resource=Resource(kind=thing.resource.kind, id=file_id),  # nobody's
            )


def _literal_before(address: Address, parameter: str) -> str:
    return re.split(rf"<(?:[a-z_]+:)?{parameter}>", address.route)[0]


def _things(kind: str, key: str, ids: Callable[[Town], dict[str, Any]]) -> Callable[[Town], Iterator[Thing]]:
    def made(town: Town) -> Iterator[Thing]:
        for being in (OWNER, STRANGER, CALLER):
            if (named := ids(town).get(being.name)) is not None:
                name = f"{kind} of {being.name}"
                yield Thing(name=name, values={key: named}, resource=town.resources[name], people=(being,))
        yield Thing(name="unknown", values={key: UNKNOWN})

    return made


def _accounts(town: Town) -> Iterator[Thing]:
    # Accounts belong to no agency: the table alone says who administers them.
    yield Thing(
        name="account of a colleague",
        values={"account_id": town.account},
        resource=Resource(kind="account", id=town.account),
        people=(COLLEAGUE,),
    )
    yield Thing(name="unknown", values={"account_id": UNKNOWN})


def _publications(town: Town) -> Iterator[Thing]:
    yield Thing(name="publication", values={"publication_id": town.publication})
    yield Thing(name="unknown", values={"publication_id": UNKNOWN})


def _procedures(_: Town) -> Iterator[Thing]:
    for code in (TEMPORARY_RESIDENCE, "9.999999"):
        yield Thing(name=code if code[0] == "1" else "unknown", values={"code": code})


def _codes(kind: str, town: Town, codes: dict[str, str], nobody: str) -> Iterator[Thing]:
    for being in (OWNER, STRANGER, CALLER):
        if being.name in codes:
            name = f"{kind} of {being.name}"
            yield Thing(
                name=name, values={"code": codes[being.name]}, resource=town.resources[name], people=(being,)
            )
    yield Thing(name="unknown", values={"code": nobody})


def _dossier_codes(town: Town) -> Iterator[Thing]:
    codes = {name: filed.code for name, filed in town.dossiers.items()}
    return _codes("dossier", town, codes, codes[OWNER.name][:-4] + "9876")


def _case_codes(town: Town) -> Iterator[Thing]:
    codes = {name: sent.code for name, sent in town.cases.items()}
    return _codes("case", town, codes, _another(codes[OWNER.name]))


def _another(code: str) -> str:
    """A code of the same shape that nobody holds."""
    for letter in "23456789":
        try:
            return parse_feedback_code(code[:-1] + letter if code[-1] != letter else "")
        except UnableToReadIdentifier:
            continue
    return code[:-1] + "0"


def _words(name: str, *words: str) -> Callable[[Town], Iterator[Thing]]:
    return lambda _: (Thing(name=word, values={name: word}) for word in words)


def _unknown(key: str) -> Callable[[Town], Iterator[Thing]]:
    return lambda _: iter([Thing(name="unknown", values={key: UNKNOWN})])


def _theirs(kind: str, key: str) -> Callable[[Town], Iterator[Thing]]:
    return _things(kind.replace("_", " "), key, lambda town: dict(town.things[kind]))


def _administered(key: str, name: str = "") -> Callable[[Town], Iterator[Thing]]:
    def kept(town: Town) -> Iterator[Thing]:
        yield Thing(name=name or key, values={key: town.kept_by_administrators[name or key]})
        yield Thing(name="unknown", values={key: UNKNOWN})

    return kept


_HOLDERS: dict[str, Callable[[Town], Iterator[Thing]]] = {
    "dossier_id": _things(
        "dossier", "dossier_id", lambda town: {name: each.id for name, each in town.dossiers.items()}
    ),
    "draft_id": _things("draft", "draft_id", lambda town: dict(town.drafts)),
    "feedback_id": _things(
        "case", "feedback_id", lambda town: {name: each.id for name, each in town.cases.items()}
    ),
    "account_id": _accounts,
    "kept_id": _things("kept paper", "kept_id", lambda town: dict(town.kept)),
    "look_up_id": _things("look-up", "look_up_id", lambda town: dict(town.look_ups)),
    "publication_id": _publications,
    "import_id": _administered("import_id"),
    "agency_id": _administered("agency_id"),
    "row_id": _administered("row_id"),
    "system": _words("system", "national_portal", NO_WORD),
    "word": _words("word", NO_WORD),
    "change_id": _administered("change_id"),
    "client_id": _administered("client_id"),
    "webhook_id": _administered("webhook_id"),
    "mandate_id": _theirs("mandate", "mandate_id"),
    "delegation_id": _unknown("delegation_id"),
    "period_id": _administered("period_id"),
    "batch_id": _theirs("reserve_batch", "batch_id"),
    "list_id": _theirs("postal_list", "list_id"),
    "parcel_id": _theirs("parcel", "parcel_id"),
    "cleaning_id": _theirs("cleaning", "cleaning_id"),
    "sha256": _words("sha256", "a" * 64),
    "status": lambda _: (Thing(name=str(status), values={"status": status}) for status in (404, 999)),
}

_WAITING = {
    "representation:answer": _theirs("offer", "mandate_id"),
    "representation:leave": _theirs("held mandate", "mandate_id"),
    "portal:supplement": _things(
        "asked dossier", "dossier_id", lambda town: {name: each.id for name, each in town.asked.items()}
    ),
}
"""Addresses that do something in one state of a dossier only."""

_NAMED: dict[tuple[str, str], Callable[[Town], Iterator[Thing]]] = {
    ("procedures/", "code"): _procedures,
    ("desk/administration/procedures/", "code"): _procedures,
    ("desk/administration/procedure-drafts/", "draft_id"): _administered("draft_id", "procedure_draft"),
    ("desk/counter/", "code"): _procedures,
    ("desk/administration/units/", "code"): _words("code", "25747", NO_WORD),
    ("tracking/", "code"): _dossier_codes,
    ("rate/", "code"): _dossier_codes,
    ("feedback/track/", "code"): _case_codes,
    ("desk/reports/progress/", "code"): _dossier_codes,
    ("api/v1/procedures/", "code"): _procedures,
    ("api/v1/dossiers/", "code"): _dossier_codes,
    ("desk/reports/figures.", "kind"): _words("kind", "csv", "xlsx", NO_WORD),
    ("desk/reports/registers.", "kind"): _words("kind", "csv", "xlsx", NO_WORD),
    ("desk/exchange/months.", "kind"): _words("kind", "csv", "xlsx", NO_WORD),
    ("desk/reports/dossiers.", "kind"): _words("kind", "csv", "xlsx", NO_WORD),
    ("desk/cash/", "day"): _words("day", "2023-07-17", NO_WORD),
    ("desk/queues/", "queue"): _words("queue", "to_receive", "to_deliver", NO_WORD),
    ("desk/feedback/queues/", "queue"): _words("queue", "turn", "finished", NO_WORD),
    ("desk/cleaning/queues/", "queue"): _words("queue", "to_do", "finished", NO_WORD),
}

_WORDS: dict[tuple[str, str], tuple[str | int, ...]] = {
    ("desk/dossiers/", "action"): ("deliver", "receive", "draft", "approve", NO_WORD),
    ("desk/dossiers/", "receipt_id"): (UNKNOWN,),
    ("desk/dossiers/", "register"): ("business", NO_WORD),
    ("desk/cash/", "officer_id"): (UNKNOWN,),
    ("desk/administration/procedures/", "move_id"): (UNKNOWN,),
    ("desk/postal/parcels/", "what"): ("change", "take-off", "arrived", "came-back", NO_WORD),
    ("desk/cash/", "what"): ("deposit", "close", "confirm", NO_WORD),
    ("desk/dossiers/", "kind"): ("receipt", NO_WORD),
    ("dossiers/", "kind"): ("receipt", NO_WORD),
    ("desk/dossiers/", "about"): (2,),
    ("dossiers/", "about"): (2,),
    ("desk/feedback/", "action"): ("receive", "draft", "approve", "unpublish", NO_WORD),
    ("desk/cleaning/", "action"): ("compare", "verify", "approve", NO_WORD),
    ("drafts/", "section"): ("place", NO_WORD),
    ("api/v1/procedures/", "version"): ("2023-06-01", NO_WORD),
}
