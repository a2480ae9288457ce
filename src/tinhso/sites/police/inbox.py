"""The tasks of one agency: what to do next, most urgent first. Nobody's name stands here."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tinhso.casework.cleaning.service import (
    ENDED,
    CleaningQueue,
    CleaningRow,
    cleaning_counts,
    cleaning_list,
)
from tinhso.services.verification.service import line_now
from tinhso.sites.frame.service import Cell, Column, Row, Visit, day, due_badge, moment, officers_only
from tinhso.sites.frame.service import Queue as QueueTab
from tinhso.sites.police.wording import QUEUES, TONES

_COLUMNS = (
    Column(key="code", label="Mã", kind="link"),
    Column(key="next", label="Việc tiếp theo"),
    Column(key="state", label="Đang ở bước", kind="chip"),
    Column(key="due", label="Hạn", kind="due"),
)


@require_safe
@officers_only
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What this agency has to do."""
    return _page(request, visit, CleaningQueue.TO_DO)


@require_safe
@officers_only
def queue(request: HttpRequest, visit: Visit, queue: str) -> HttpResponse:
    """One queue, page by page."""
    if queue not in CleaningQueue.__members__.values():
        raise Http404
    return _page(request, visit, CleaningQueue(queue))


def _page(request: HttpRequest, visit: Visit, shown: CleaningQueue) -> HttpResponse:
    counts = cleaning_counts(actor=visit.actor, now=visit.now)
    after = request.GET.get("after", "")[:80]
    found = cleaning_list(queue=shown, after=after, actor=visit.actor, now=visit.now)
    address = reverse("police:cleaning-queue", args=[shown.value])
    context = {
        "line": line_now(),
        "title": QUEUES[shown],
        "queues": [_tab(one, counts[one], is_current=one is shown) for one in CleaningQueue],
        "columns": _COLUMNS,
        "rows": [_row(row, visit) for row in found.rows],
        "found": found,
        "next_url": f"{address}?{urlencode({'after': found.next_after})}" if found.next_after else "",
        "first_url": address if after else "",
    }
    return render(request, "police/inbox.html", context)


def _tab(one: CleaningQueue, count: int, *, is_current: bool) -> QueueTab:
    return QueueTab(
        label=QUEUES[one],
        url=reverse("police:cleaning-queue", args=[one.value]),
        count=count,
        level="late" if one is CleaningQueue.LATE else "calm",
        is_current=is_current,
    )


def _row(row: CleaningRow, visit: Visit) -> Row:
    due = due_badge(row.due_at, now=visit.now, ended=row.state in ENDED)
    waits = f"đã hỏi lúc {moment(row.waits_since)}" if row.waits_since else ""
    many = f", {row.dossiers} hồ sơ chưa khớp" if row.dossiers > 1 else ""
    return Row(
        level=due.level,
        cells={
            "code": Cell(
                text=row.code,
                url=reverse("police:cleaning-task", args=[row.id]),
                second=f"từ {day(row.raised_at)}{many}",
            ),
            "next": Cell(text=row.next_step or "Không còn việc", second=waits),
            "state": Cell(text=row.state_name, tone=TONES[row.state]),
            "due": Cell(text=due.text, level=due.level, second=day(row.due_at)),
        },
    )
