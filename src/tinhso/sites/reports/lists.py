"""A list of dossiers behind a number, as lines of a table; none shows a name."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from tinhso.casework.dossiers.service import STATUS_NAMES, CountedLine
from tinhso.registers.agencies.service import get_agency
from tinhso.sites.frame.service import Cell, Column, Row, moment
from tinhso.sites.reports.wording import STATUS_TONES

COLUMNS = (
    Column(key="code", label="Hồ sơ", kind="link"),
    Column(key="agency", label="Cơ quan"),
    Column(key="status", label="Trạng thái", kind="chip"),
    Column(key="received", label="Tiếp nhận"),
    Column(key="due", label="Hạn"),
    Column(key="finished", label="Xong"),
)


def rows_of(lines: tuple[CountedLine, ...]) -> list[Row]:
    """The lines; each opens the dossier, or its progress where the content is not the officer's to see."""
    return [
        Row(
            cells={
                "code": Cell(text=line.code, second=line.title, url=address_of(line)),
                "agency": Cell(text=get_agency(line.agency_id).name),
                "status": Cell(text=STATUS_NAMES[line.status], tone=STATUS_TONES[line.status]),
                "received": Cell(text=_moment(line.received_at)),
                "due": Cell(text=_moment(line.due_at)),
                "finished": Cell(text=_moment(line.finished_at)),
            }
        )
        for line in lines
    ]


def address_of(line: CountedLine) -> str:
    """Where the line leads: what `get_dossier` allows, or what public tracking shows."""
    if line.can_open:
        return reverse("onestop:dossier", args=[line.dossier_id])
    return reverse("reports:progress", args=[line.code])


def _moment(at: datetime | None) -> str:
    return moment(at) if at else "–"
