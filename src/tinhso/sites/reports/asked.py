"""What an address of the statistics asks for; what cannot be read counts as not said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.urls import reverse

from tinhso.casework.dossiers.service import Channel, Figure
from tinhso.coordination.statistics.service import (
    Dimension,
    Narrowing,
    Period,
    PeriodKind,
    UnableToReadPeriod,
    period_between,
    period_of,
)
from tinhso.sites.frame.service import id_in

_Word = TypeVar("_Word", bound=StrEnum)
_NARROWED_BY = {
    Dimension.AGENCY: "agency",
    Dimension.UNIT: "unit",
    Dimension.PROCEDURE: "procedure",
    Dimension.CHANNEL: "channel",
}
_LONGEST_CODE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A period, what the lines are, which part is wanted; ``problem`` says why a period was not read."""

    period: Period
    by: Dimension
    narrowed: Narrowing
    problem: str = ""

    def query(self, **more: str) -> str:
        """The part of an address that says the same again, with more behind it."""
        said: dict[str, Any] = {"period": self.period.kind.value}
        if self.period.kind is PeriodKind.RANGE:
            said |= {"from": self.period.first.isoformat(), "to": self.period.last.isoformat()}
        else:
            said |= {"on": self.period.first.isoformat()}
        said |= {"by": self.by.value}
        narrowed = self.narrowed
        said |= {
            "agency": narrowed.agency,
            "unit": narrowed.unit,
            "procedure": narrowed.procedure,
            "channel": narrowed.channel.value if narrowed.channel else None,
        }
        return urlencode({name: str(value) for name, value in {**said, **more}.items() if value})

    def address(self, route: str = "reports:home", **more: str) -> str:
        """The address of a page that shows the same."""
        return f"{reverse(route)}?{self.query(**more)}"

    def line_address(self, key: str, figure: Figure) -> str:
        """The dossiers behind one number of the line with this key; of all lines for the empty key."""
        own = {_NARROWED_BY[self.by]: key} if key else {}
        return self.address("reports:behind", figure=figure.value, **own)

    def during(self, period: Period) -> Asked:
        """The same in another period."""
        return replace(self, period=period)

    def told_apart_by(self, by: Dimension) -> Asked:
        """The same with other lines."""
        return replace(self, by=by)


def read_asked(given: Mapping[str, Any], *, today: date) -> Asked:
    """Read the query of an address; by default the present month, by procedure."""
    problem = ""
    try:
        period = _period(given, today)
    except UnableToReadPeriod as refusal:
        period, problem = period_of(PeriodKind.MONTH, today), refusal.message
    return Asked(
        period=period,
        by=read_word(Dimension, given.get("by")) or Dimension.PROCEDURE,
        narrowed=Narrowing(
            agency=id_in(given.get("agency", "")),
            unit=id_in(given.get("unit", "")),
            procedure=_code(given.get("procedure", "")),
            channel=read_word(Channel, given.get("channel")),
        ),
        problem=problem,
    )


def read_word(words: type[_Word], text: object) -> _Word | None:
    """The member of an enumeration that the text names, if any."""
    return next((word for word in words if word.value == text), None)


def read_day(text: object) -> date | None:
    """A day written 2023-07-17, within the years that a calendar of ours may know."""
    try:
        found = date.fromisoformat(str(text))
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None


def _code(text: object) -> str | None:
    typed = str(text)[:_LONGEST_CODE]
    return typed if typed and typed.isprintable() else None


def _period(given: Mapping[str, Any], today: date) -> Period:
    kind = read_word(PeriodKind, given.get("period")) or PeriodKind.MONTH
    if kind is not PeriodKind.RANGE:
        return period_of(kind, read_day(given.get("on", "")) or today)
    first, last = read_day(given.get("from", "")), read_day(given.get("to", ""))
    if first is None or last is None:
        raise UnableToReadPeriod(code="period_incomplete", message="Hãy nhập cả hai ngày của kỳ.")
    return period_between(first, last)
