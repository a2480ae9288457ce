"""What became of the units of a day on a later one: the table from old to new, and what it must hold."""

import datetime as dt
from dataclasses import dataclass

from tinhso.engines.text.service import same_commune_name
from tinhso.registers.agencies.directory import Directory
from tinhso.registers.agencies.types import Coverage, Successor, Unit, UnitLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvertedUnit:
    """A unit and those that hold its area later; a code that names another unit then says so."""

    unit: Unit
    successors: tuple[Successor, ...]
    code_then_names: str

    @property
    def is_split(self) -> bool:
        """Whether its area went to more than one."""
        return len(self.successors) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitConversion:
    """The communes of one day and of a later one; what should be empty is told, not hidden."""

    on: dt.date
    until: dt.date
    rows: tuple[ConvertedUnit, ...]
    new_count: int
    without_successor: tuple[Unit, ...]
    without_predecessor: tuple[Unit, ...]
    without_default: tuple[Unit, ...]

    @property
    def whole(self) -> int:
        """How many went over whole, to one unit."""
        return sum(len(row.successors) == 1 for row in self.rows)

    @property
    def split(self) -> int:
        """How many were split."""
        return sum(row.is_split for row in self.rows)

    @property
    def pairs(self) -> int:
        """How many pairs of old and new there are."""
        return sum(len(row.successors) for row in self.rows)

    @property
    def reused_codes(self) -> int:
        """How many codes name another unit then."""
        return sum(bool(row.code_then_names) for row in self.rows)


def unit_conversion(register: Directory, on: dt.date, until: dt.date) -> UnitConversion:
    """The communes of ``on`` with their successors on ``until``."""
    old, new = register.units_on(UnitLevel.COMMUNE, on), register.units_on(UnitLevel.COMMUNE, until)
    then = {unit.code: unit for unit in new}
    rows = tuple(
        ConvertedUnit(
            unit=unit,
            successors=register.successors(unit.code, on, until),
            code_then_names=_other_name(unit, then.get(unit.code)),
        )
        for unit in old
    )
    reached = {successor.unit.id for row in rows for successor in row.successors}
    return UnitConversion(
        on=on,
        until=until,
        rows=rows,
        new_count=len(new),
        without_successor=tuple(row.unit for row in rows if not row.successors),
        without_predecessor=tuple(unit for unit in new if unit.id not in reached),
        without_default=tuple(row.unit for row in rows if row.successors and not _is_whole(row)),
    )


def _other_name(unit: Unit, then: Unit | None) -> str:
    return "" if then is None or same_commune_name(unit.name, then.name) else then.name


def _is_whole(row: ConvertedUnit) -> bool:
    """One default target; a single successor takes all, several take parts."""
    parts = {successor.coverage for successor in row.successors}
    fits = parts == ({Coverage.PARTIAL} if row.is_split else {Coverage.WHOLE})
    return fits and sum(successor.default_target for successor in row.successors) == 1
