"""Who has how much to do, and what will be late tomorrow."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tinhso.coordination.statistics.service import (
    LOAD_FIGURES,
    LoadLine,
    LoadRow,
    load,
    load_tasks,
)
from tinhso.foundation.process.service import LoadFigure
from tinhso.sites.frame.service import Cell, Column, Row, Visit, due_badge, id_in, long_day, officers_only
from tinhso.sites.frame.service import day as written_day
from tinhso.sites.reports.asked import read_word
from tinhso.sites.reports.giving import field_for
from tinhso.sites.reports.pages import show

_COLUMNS = (
    Column(key="code", label="Hồ sơ", kind="link"),
    Column(key="task", label="Việc"),
    Column(key="who", label="Người làm"),
    Column(key="due", label="Hạn của việc", kind="due"),
)
_ROLES = ("reception_officer", "specialist", "leader")


@require_safe
@officers_only
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The load by officer here and by agency below, with what will be late tomorrow."""
    found = load(actor=visit.actor, now=visit.now)
    names = {**LOAD_FIGURES, LoadFigure.DUE_NEXT: f"Hạn {long_day(found.next_day)}"}
    context = {
        "load": found,
        "figures": names,
        "next_day": long_day(found.next_day),
        "behind_url": _line_address,
        "total_url": lambda figure: _address(figure, {}),
    }
    return show(request, "load.html", "reports:load", context)


@require_safe
@officers_only
def behind(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The open tasks that make up one number."""
    figure = read_word(LoadFigure, request.GET.get("figure"))
    offset = request.GET.get("from", "0")
    if figure is None or not (offset.isascii() and offset.isdigit()) or len(offset) > 6:
        raise Http404
    role = request.GET.get("role", "")
    said = {
        "agency": request.GET.get("agency", ""),
        "role": role if role in _ROLES else "",
        "officer": request.GET.get("officer", ""),
    }
    found = load_tasks(
        figure=figure,
        agency_id=id_in(said["agency"]),
        role=said["role"] or None,
        officer_id=id_in(said["officer"]),
        actor=visit.actor,
        now=visit.now,
        offset=int(offset),
    )
    following = {**said, "from": str(found.next_offset)} if found.next_offset else {}
    context = {
        "title": LOAD_FIGURES[figure],
        "columns": _COLUMNS,
        "rows": [_row(line, visit) for line in found.rows],
        "total": found.total,
        "next_url": _address(figure, following) if following else "",
        "first_url": _address(figure, said) if int(offset) else "",
        "giving": field_for(found.rows, visit),
    }
    return show(request, "tasks.html", "reports:load", context)


def _line_address(row: LoadRow, figure: LoadFigure) -> str:
    return _address(figure, {"agency": row.agency_id, "role": row.role, "officer": row.officer_id})


def _address(figure: LoadFigure, said: dict[str, Any]) -> str:
    query = {"figure": figure.value, **{name: str(value) for name, value in said.items() if value}}
    return f"{reverse('reports:load-behind')}?{urlencode(query)}"


def _row(line: LoadLine, visit: Visit) -> Row:
    due = due_badge(line.due_at, now=visit.now)
    route, key = ("onestop:dossier", line.dossier_id) if line.can_open else ("reports:progress", line.code)
    return Row(
        level=due.level,
        choice=str(line.task_id),
        cells={
            "code": Cell(text=line.code, second=line.title, url=reverse(route, args=[key])),
            "task": Cell(text=line.task, second=line.agency_name),
            "who": Cell(text=line.who),
            "due": Cell(
                text=due.text, level=due.level, second="" if due.level == "today" else written_day(due.at)
            ),
        },
    )
