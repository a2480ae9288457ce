"""Rules of units and agencies that need no database."""

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import NAMESPACE_URL, UUID, uuid5

from tinhso.engines.text.service import words
from tinhso.registers.agencies.types import Unit, UnitKind

_NAMESPACE = uuid5(NAMESPACE_URL, "urn:tinhso:registers:agencies")

KIND_LABELS = {
    UnitKind.PROVINCE: "tỉnh",
    UnitKind.CITY: "thành phố",
    UnitKind.TOWN: "thị xã",
    UnitKind.RURAL_DISTRICT: "huyện",
    UnitKind.WARD: "phường",
    UnitKind.TOWNSHIP: "thị trấn",
    UnitKind.RURAL_COMMUNE: "xã",
}


def unit_id(code: str, valid_from: dt.date) -> UUID:
    """The id of a unit follows from its code and period, so that loading twice meets the same row."""
    return uuid5(_NAMESPACE, f"unit:{code}:{valid_from.isoformat()}")


def succession_id(old_code: str, old_from: dt.date, new_code: str, new_from: dt.date) -> UUID:
    """The id of a succession, from the two units it joins."""
    return uuid5(_NAMESPACE, f"succession:{old_code}:{old_from}:{new_code}:{new_from}")


def agency_id(code: str, valid_from: dt.date) -> UUID:
    """The id of an agency follows from its code and period: the same in every installation."""
    return uuid5(_NAMESPACE, f"agency:{code}:{valid_from.isoformat()}")


def demonstration_id(*parts: str) -> UUID:
    """The id of a demonstration row (officer, assignment) follows from the post it fills."""
    return uuid5(_NAMESPACE, ":".join(("demonstration", *parts)))


def name_in_a_sentence(unit: Unit) -> str:
    """``Phường Phú Cường`` as it is written inside a name: ``phường Phú Cường``."""
    return unit.name[:1].lower() + unit.name[1:]


def matches_words(query: Sequence[str], name: str) -> bool:
    """True when each query word begins a word of the name, in that order; accents and case do not count."""
    remaining = iter(words(name))
    return all(any(word.startswith(wanted) for word in remaining) for wanted in query)


def closest_first(query: Sequence[str], units: Iterable[Unit]) -> list[Unit]:
    """Units in the order a person expects: exact name, then fewer extra words, then by code."""

    def distance(unit: Unit) -> tuple[bool, int, str]:
        own = words(unit.name)
        without_kind = own[len(words(KIND_LABELS[unit.kind])) :]
        return list(query) not in (own, without_kind), len(own) - len(query), unit.code

    return sorted(units, key=distance)
