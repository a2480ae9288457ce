"""The published lists of units and of their rearrangement, read into dated units and successions.

Three vintages meet: mid-2023, January 2025 (only what differs in kind; tone placement is no difference) and
1 July 2025. The words of the lists (``thi-xa``, ``Phường``) are translated here and nowhere else.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from tinhso.engines.text.service import same_commune_name
from tinhso.registers.agencies.adapters.data_files import read_csv, read_yaml
from tinhso.registers.agencies.rules import KIND_LABELS, unit_id
from tinhso.registers.agencies.types import Coverage, Succession, Unit, UnitKind, UnitLevel

_KINDS = {
    "tinh": UnitKind.PROVINCE,
    "thanh-pho": UnitKind.CITY,
    "thi-xa": UnitKind.TOWN,
    "huyen": UnitKind.RURAL_DISTRICT,
    "phuong": UnitKind.WARD,
    "thi-tran": UnitKind.TOWNSHIP,
    "xa": UnitKind.RURAL_COMMUNE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitData:
    """All units and successions that the data files tell of."""

    units: tuple[Unit, ...]
    successions: tuple[Succession, ...]


def read_units() -> UnitData:
    """Every unit of the province from the floor of 2023 to after the reform of 1 July 2025."""
    plan = read_yaml("province.yaml")
    mapping = read_csv(plan["units_2025_july"]["successions"])
    renamed = _renamed_by_january_2025(mapping)
    first = [_unit_2023(row, plan["units_2023"]) for row in read_csv(plan["units_2023"]["file"])]
    second = [
        _unit_january_2025(unit, renamed[unit.code], plan["units_2025_january"])
        for unit in first
        if unit.code in renamed
    ]
    changed_on: dt.date = plan["units_2025_january"]["valid_from"]
    first = [replace(unit, valid_to=changed_on) if unit.code in renamed else unit for unit in first]
    reformed = _units_july_2025(plan["units_2025_july"])
    return UnitData(
        units=(*first, *second, *reformed),
        successions=tuple(_successions(plan, mapping, first, second)),
    )


def _unit_2023(row: dict[str, str], vintage: dict[str, Any]) -> Unit:
    return Unit(
        id=unit_id(row["gso_code"], vintage["valid_from"]),
        code=row["gso_code"],
        name=row["name"],
        level=UnitLevel(row["level"]),
        kind=_KINDS[row["type"]],
        parent_code=row["parent_code"],
        valid_from=vintage["valid_from"],
        valid_to=vintage["valid_to"],
        source=vintage["source"],
    )


def _renamed_by_january_2025(mapping: Iterable[dict[str, str]]) -> dict[str, str]:
    """Codes whose name differs in January 2025 by more than tone placement, with the new name."""
    names_2023 = {row["gso_code"]: row["name"] for row in read_csv("binhduong_2023_units.csv")}
    pairs = {
        code: name
        for row in mapping
        for code, name in (
            (row["old_code"], row["old_name_2025_01"]),
            (row["old_district_code"], row["old_district_2025_01"]),
        )
    }
    return {code: name for code, name in pairs.items() if not same_commune_name(names_2023[code], name)}


def _unit_january_2025(unit: Unit, name: str, vintage: dict[str, Any]) -> Unit:
    valid_from: dt.date = vintage["valid_from"]
    return replace(
        unit,
        id=unit_id(unit.code, valid_from),
        name=name,
        kind=_kind_in(name),
        valid_from=valid_from,
        source=vintage["source"],
    )


def _kind_in(name: str) -> UnitKind:
    lowered = name.lower()
    return next(kind for kind, label in KIND_LABELS.items() if lowered.startswith(label + " "))


def _units_july_2025(vintage: dict[str, Any]) -> list[Unit]:
    valid_from: dt.date = vintage["valid_from"]
    above = vintage["province"]

    def unit(code: str, name: str, level: UnitLevel, parent_code: str) -> Unit:
        return Unit(
            id=unit_id(code, valid_from),
            code=code,
            name=name,
            level=level,
            kind=_kind_in(name),
            parent_code=parent_code,
            valid_from=valid_from,
            valid_to=None,
            source=vintage["source"],
        )

    communes = [
        unit(row["new_code"], row["new_name"], UnitLevel.COMMUNE, row["province_code"])
        for row in read_csv(vintage["file"])
    ]
    return [unit(above["code"], above["name"], UnitLevel.PROVINCE, ""), *communes]


def _successions(
    plan: dict[str, Any], mapping: list[dict[str, str]], first: list[Unit], second: list[Unit]
) -> Iterable[Succession]:
    floor: dt.date = plan["units_2023"]["valid_from"]
    latest = {unit.code: unit.valid_from for unit in (*first, *second)}
    for unit in second:
        yield _whole(unit.code, floor, unit.code, unit.valid_from)
    reform = plan["units_2025_july"]
    yield _whole(plan["province"], floor, reform["province"]["code"], reform["valid_from"])
    for row in mapping:
        yield Succession(
            old_code=row["old_code"],
            old_from=latest[row["old_code"]],
            new_code=row["new_code"],
            new_from=reform["valid_from"],
            coverage=Coverage(row["coverage"]),
            default_target=row["default_target"] == "yes",
            effective=dt.date.fromisoformat(row["effective"]),
        )


def _whole(old_code: str, old_from: dt.date, new_code: str, new_from: dt.date) -> Succession:
    return Succession(
        old_code=old_code,
        old_from=old_from,
        new_code=new_code,
        new_from=new_from,
        coverage=Coverage.WHOLE,
        default_target=True,
        effective=new_from,
    )
