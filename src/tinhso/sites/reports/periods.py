"""The ways from one period to others, for every page of figures that is read by periods."""

from __future__ import annotations

from datetime import date
from typing import Any

from tinhso.coordination.statistics.service import neighbours, period_of
from tinhso.sites.reports.asked import Asked
from tinhso.sites.reports.wording import PERIODS, period_name


def ways_in_time(asked: Asked, route: str, *, today: date) -> dict[str, Any]:
    """What ``reports/period.html`` shows: the period, other lengths, the one before and the one after."""
    before, after = neighbours(asked.period, today)
    return {
        "period": period_name(asked.period),
        "periods": [
            {
                "label": label,
                "url": asked.during(period_of(kind, today)).address(route),
                "is_current": kind is asked.period.kind,
            }
            for kind, label in PERIODS.items()
        ],
        "before": {"label": period_name(before), "url": asked.during(before).address(route)},
        "after": {"label": period_name(after), "url": asked.during(after).address(route)} if after else None,
    }
