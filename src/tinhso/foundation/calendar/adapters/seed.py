"""The first content of the calendar: statutory holidays from the `holidays` library, swaps from our own file.

The library computes the days of the Labour Code 2019 (art. 111, 112); which days around Tết and
2 September are taken is decided each year, so nothing from it counts as verified.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from importlib.metadata import version
from pathlib import Path

import yaml

from tinhso.foundation.calendar.types import DayKind
from tinhso.foundation.clock.service import VIETNAM

_SWAPS = Path(__file__).parents[1] / "data" / "swapped_days.yaml"
_LABOUR_CODE_IN_FORCE = date(2021, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedDay:
    """A day as the seed knows it, not yet stored."""

    day: date
    kind: DayKind
    name: str
    source: str
    vintage: str
    is_verified: bool
    declared_at: datetime


def seed_days(years: Iterable[int]) -> list[SeedDay]:
    """Statutory holidays and known swaps of ``years``, at most one for each day, in order."""
    wanted = set(years)
    swaps = [one for one in _swaps() if one.day.year in wanted]
    swapped = {one.day for one in swaps}
    statutory = [one for one in _statutory(sorted(wanted)) if one.day not in swapped]
    return sorted([*statutory, *swaps], key=lambda one: one.day)


def _statutory(years: list[int]) -> Iterator[SeedDay]:
    import holidays  # four megabytes that only seeding needs

    vintage = f"thư viện holidays, bản {version('holidays')}"
    for day, name in holidays.country_holidays("VN", years=years, language="vi").items():
        yield SeedDay(
            day=day,
            kind=DayKind.HOLIDAY,
            name=name,
            source="Bộ luật Lao động 2019, Điều 111, 112",
            vintage=vintage,
            is_verified=False,
            declared_at=_start_of(_LABOUR_CODE_IN_FORCE),
        )


def _swaps() -> Iterator[SeedDay]:
    for one in yaml.safe_load(_SWAPS.read_text(encoding="utf-8")):
        for day, kind, name in (
            (one["day_off"], DayKind.HOLIDAY, one["name"]),
            (one["worked_instead"], DayKind.SWAPPED_WORKING_DAY, f"Làm bù ngày {one['day_off']:%d/%m/%Y}"),
        ):
            yield SeedDay(
                day=day,
                kind=kind,
                name=name,
                source=one["source"],
                vintage=one["vintage"],
                is_verified=one["is_verified"],
                declared_at=_start_of(one["declared_on"]),
            )


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=VIETNAM)
