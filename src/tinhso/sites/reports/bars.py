"""Bars of a report as measures for inline SVG: the same numbers as the table beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tinhso.casework.dossiers.service import Figure
from tinhso.coordination.statistics.service import ReportRow
from tinhso.sites.reports.wording import BAR_FIGURES

MOST_BARS = 10
WIDTH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One coloured part of a bar, in thousandths of the widest bar."""

    figure: Figure
    x: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One line of the picture."""

    label: str
    total: int
    segments: tuple[Segment, ...]


def bars_of(rows: Iterable[ReportRow]) -> tuple[Bar, ...]:
    """The largest lines as bars, the largest as wide as the picture; none where nothing was received."""
    counted = [(row, sum(row.counts[figure] for figure in BAR_FIGURES)) for row in rows]
    largest = sorted((pair for pair in counted if pair[1]), key=lambda pair: -pair[1])[:MOST_BARS]
    widest = max((total for _, total in largest), default=0)
    return tuple(Bar(label=row.label, total=total, segments=_segments(row, widest)) for row, total in largest)


def _segments(row: ReportRow, widest: int) -> tuple[Segment, ...]:
    segments, reached = [], 0
    for figure in BAR_FIGURES:
        begin = reached * WIDTH // widest
        reached += row.counts[figure]
        if row.counts[figure]:
            segments.append(Segment(figure=figure, x=begin, width=reached * WIDTH // widest - begin))
    return tuple(segments)
