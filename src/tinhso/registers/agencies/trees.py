"""Units and agencies as trees of a day, and those parts of them in which something is sought."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from tinhso.engines.text.service import vietnamese_sort_key, words
from tinhso.registers.agencies.directory import Directory
from tinhso.registers.agencies.rules import matches_words
from tinhso.registers.agencies.types import Agency, Unit, UnitLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitNode:
    """A unit with the units below it; ``is_found``: it is what was sought itself."""

    unit: Unit
    children: tuple["UnitNode", ...]
    is_found: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyNode:
    """An agency with those that belong to it; ``is_found``: it is what was sought itself."""

    agency: Agency
    children: tuple["AgencyNode", ...]
    is_found: bool


def unit_tree(register: Directory, on: dt.date, sought: str) -> tuple[UnitNode, ...]:
    """Provinces with their districts and communes; with words sought only the branches that lead to them."""
    below: dict[str, list[Unit]] = defaultdict(list)
    for level in UnitLevel:
        for unit in register.units_on(level, on):
            below[unit.parent_code].append(unit)

    def grown(units: Iterable[Unit], is_whole: bool) -> tuple[UnitNode, ...]:
        nodes = []
        for unit in units:
            is_found = bool(sought) and _is_sought(sought, unit.name, unit.code)
            children = grown(below[unit.code], is_whole or is_found)
            if is_whole or is_found or children:
                nodes.append(UnitNode(unit=unit, children=children, is_found=is_found))
        return tuple(nodes)

    return grown(below[""], not sought)


def agency_tree(register: Directory, on: dt.date, sought: str) -> tuple[AgencyNode, ...]:
    """Agencies under those they belong to; with words sought only the branches that lead to them."""
    standing = [register.called(one, on) for one in register.agencies.values() if one.is_valid_on(on)]
    known = {one.id for one in standing}
    below: dict[UUID | None, list[Agency]] = defaultdict(list)
    for agency in standing:
        below[agency.parent_id if agency.parent_id in known else None].append(agency)

    def grown(agencies: Sequence[Agency], is_whole: bool) -> tuple[AgencyNode, ...]:
        nodes = []
        for agency in sorted(agencies, key=lambda one: (vietnamese_sort_key(one.name), one.code)):
            is_found = bool(sought) and _is_sought(sought, agency.name, agency.code)
            children = grown(below[agency.id], is_whole or is_found)
            if is_whole or is_found or children:
                nodes.append(AgencyNode(agency=agency, children=children, is_found=is_found))
        return tuple(nodes)

    return grown(below[None], not sought)


def _is_sought(sought: str, name: str, code: str) -> bool:
    query = words(sought)
    return sought.strip().upper() == code or (bool(query) and matches_words(query, name))
