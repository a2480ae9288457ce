"""The day report of the officer's agency."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tinhso.casework.dossiers.service import DayFigure, Figure
from tinhso.coordination.statistics.service import (
    DAY_FIGURES,
    FIGURES,
    Dimension,
    Narrowing,
    PeriodKind,
    day_report,
    dossiers_of_day,
    period_of,
)
from tinhso.registers.agencies.service import officer_names
from tinhso.sites.frame.service import Visit, day, id_in, officers_only
from tinhso.sites.reports.asked import Asked, read_day, read_word
from tinhso.sites.reports.lists import COLUMNS, rows_of
from tinhso.sites.reports.pages import show

_STANDING = (
    Figure.OPEN_IN_TIME,
    Figure.OPEN_STOPPED,
    Figure.OPEN_LATE,
    Figure.NOT_YET_RECEIVED,
)
_ONE_DAY = timedelta(days=1)


@require_safe
@officers_only
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What was done that day, by whom; the cash taken; what was left open."""
    on = min(read_day(request.GET.get("on", "")) or visit.today, visit.today)
    found = day_report(day=on, actor=visit.actor, now=visit.now)
    here = reverse("reports:day")
    asked = Asked(
        period=period_of(PeriodKind.DAY, on),
        by=Dimension.AGENCY,
        narrowed=Narrowing(agency=visit.actor.agency_id),
    )
    context = {
        "report": found,
        "is_today": on == visit.today,
        "figures": DAY_FIGURES,
        "standing": [
            {
                "label": FIGURES[figure],
                "count": found.standing[figure],
                "url": asked.address("reports:behind", figure=figure.value),
            }
            for figure in _STANDING
        ],
        "open_total": sum(found.standing[figure] for figure in _STANDING),
        "before_url": f"{here}?on={on - _ONE_DAY}",
        "after_url": f"{here}?on={on + _ONE_DAY}" if on < visit.today else "",
        "behind_url": lambda figure, officer=None: _address(on.isoformat(), figure, officer),
    }
    return show(request, "day.html", "reports:day", context)


@require_safe
@officers_only
def behind(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The dossiers that make up one number of the day."""
    on, figure = read_day(request.GET.get("on", "")), read_word(DayFigure, request.GET.get("figure"))
    if on is None or figure is None or on > visit.today:
        raise Http404
    officer_id, page_key = id_in(request.GET.get("officer", "")), request.GET.get("after", "")
    found = dossiers_of_day(
        day=on,
        figure=figure,
        officer_id=officer_id,
        actor=visit.actor,
        now=visit.now,
        page_key=page_key,
    )
    here = _address(on.isoformat(), figure, officer_id)
    name = officer_names([officer_id]).get(officer_id, "") if officer_id else ""
    context = {
        "title": DAY_FIGURES[figure],
        "period": f"Ngày {day(on)}{', ' if name else ''}{name}",
        "back_url": f"{reverse('reports:day')}?on={on}",
        "columns": COLUMNS,
        "rows": rows_of(found.rows),
        "total": found.total,
        "next_url": f"{here}&{urlencode({'after': found.next_key})}" if found.next_key else "",
        "first_url": here if page_key else "",
    }
    return show(request, "day_dossiers.html", "reports:day", context)


def _address(on: str, figure: DayFigure, officer: object = None) -> str:
    said = {"on": on, "figure": figure.value, **({"officer": str(officer)} if officer else {})}
    return f"{reverse('reports:day-behind')}?{urlencode(said)}"
