"""Agencies of a province: those written out in the data file, and those that every unit has."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tinhso.foundation.identifiers.service import parse_agency_code
from tinhso.registers.agencies.adapters.data_files import read_yaml
from tinhso.registers.agencies.rules import agency_id, name_in_a_sentence
from tinhso.registers.agencies.types import Agency, AgencyKind, Unit, UnitLevel


def read_agencies(units: Iterable[Unit]) -> tuple[Agency, ...]:
    """The agencies that serve ``units``, parents before children."""
    plan, province = read_yaml("agencies.yaml"), read_yaml("province.yaml")
    floor: dt.date = province["units_2023"]["valid_from"]
    reform: dt.date = province["units_2025_july"]["valid_from"]
    in_order = sorted(units, key=lambda unit: unit.code)
    before, after = _Period(floor, reform), _Period(reform, None)
    for entry in plan["agencies"]:
        before.add_written_out(entry, province["province"])
    for period, section, level in (
        (before, "per_district", UnitLevel.DISTRICT),
        (before, "per_commune", UnitLevel.COMMUNE),
        (after, "per_commune_2025", UnitLevel.COMMUNE),
    ):
        own = [unit for unit in in_order if unit.level is level and unit.valid_from == period.since]
        for pattern in plan[section]:
            period.add_one_for_each(own, pattern)
    return (*before.agencies, *after.agencies)


@dataclass(slots=True)
class _Period:
    """The agencies of one period while they are put together."""

    since: dt.date
    until: dt.date | None
    agencies: list[Agency] = field(default_factory=list)
    _id_by_code: dict[str, UUID] = field(default_factory=dict)
    _code_by_unit: dict[tuple[AgencyKind, str], str] = field(default_factory=dict)

    def add_written_out(self, entry: dict[str, Any], province_code: str) -> None:
        self._add(
            code=entry["code"],
            name=entry["name"],
            kind=AgencyKind(entry["kind"]),
            unit_code=province_code,
            code_verified=entry.get("code_verified", False),
        )

    def add_one_for_each(self, units: list[Unit], pattern: dict[str, Any]) -> None:
        for unit, position in _positions(units, within_parent="under_parent" in pattern):
            number = pattern.get("only") or pattern["first_number"] + position
            self._add(
                code=f"{self._prefix(pattern, unit)}.{number}",
                name=pattern["name"].format(unit=name_in_a_sentence(unit)),
                kind=AgencyKind(pattern["kind"]),
                unit_code=unit.code,
                code_verified=False,
            )

    def _prefix(self, pattern: dict[str, Any], unit: Unit) -> str:
        if "prefix" in pattern:
            return str(pattern["prefix"])
        if "under" in pattern:
            return self._code_by_unit[AgencyKind(pattern["under"]), unit.code]
        return self._code_by_unit[AgencyKind(pattern["under_parent"]), unit.parent_code]

    def _add(self, *, code: str, name: str, kind: AgencyKind, unit_code: str, code_verified: bool) -> None:
        agency = Agency(
            id=agency_id(code, self.since),
            code=code,
            national_code=parse_agency_code(code).dotted,
            name=name,
            kind=kind,
            unit_code=unit_code,
            parent_id=self._id_by_code.get(code.rpartition(".")[0]),
            valid_from=self.since,
            valid_to=self.until,
            code_verified=code_verified,
        )
        self.agencies.append(agency)
        self._id_by_code[code] = agency.id
        self._code_by_unit[kind, unit_code] = code


def _positions(units: list[Unit], *, within_parent: bool) -> Iterator[tuple[Unit, int]]:
    """Each unit with its place in the order of codes, among all or among those of the same parent."""
    counted: dict[str, int] = {}
    for unit in units:
        group = unit.parent_code if within_parent else ""
        position = counted.get(group, 0)
        counted[group] = position + 1
        yield unit, position
