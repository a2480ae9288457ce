"""The desk's inbox: what waits for this agency, most urgent first."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tinhso.casework.feedback.service import ENDED, FeedbackQueue, FeedbackRow, feedback_counts, feedback_list
from tinhso.registers.agencies.service import get_agency
from tinhso.sites.feedback.visits import show_desk
from tinhso.sites.feedback.wording import KINDS, QUEUES, STEP_QUEUES, TIME_QUEUES, TONES, TOPICS
from tinhso.sites.frame.service import Cell, Column, Row, Visit, day, due_badge, officers_only
from tinhso.sites.frame.service import Queue as QueueTab

_COLUMNS = (
    Column(key="code", label="Mã", kind="link"),
    Column(key="topic", label="Nội dung"),
    Column(key="agency", label="Cơ quan"),
    Column(key="state", label="Đang ở bước", kind="chip"),
    Column(key="due", label="Hạn trả lời", kind="due"),
)


@require_safe
@officers_only
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everything whose turn is this agency's."""
    return _page(request, visit, FeedbackQueue.TURN)


@require_safe
@officers_only
def queue(request: HttpRequest, visit: Visit, queue: str) -> HttpResponse:
    """One queue, page by page."""
    if queue not in {one.value for one in FeedbackQueue}:
        raise Http404
    return _page(request, visit, FeedbackQueue(queue))


def _page(request: HttpRequest, visit: Visit, shown: FeedbackQueue) -> HttpResponse:
    counts = feedback_counts(actor=visit.actor, now=visit.now)
    found = feedback_list(
        queue=shown, after=request.GET.get("after", "")[:80], actor=visit.actor, now=visit.now
    )
    address = reverse("feedback:queue", args=[shown.value])
    context = {
        "title": QUEUES[shown],
        "steps": [_tab(one, counts, shown) for one in STEP_QUEUES if counts[one] or one is shown],
        "times": [_tab(one, counts, shown) for one in TIME_QUEUES],
        "columns": _COLUMNS,
        "rows": [_row(row, visit) for row in found.rows],
        "found": found,
        "next_url": f"{address}?{urlencode({'after': found.next_after})}" if found.next_after else "",
        "first_url": address if request.GET.get("after") else "",
    }
    return show_desk(request, "inbox.html", context)


def _tab(one: FeedbackQueue, counts: dict[FeedbackQueue, int], shown: FeedbackQueue) -> QueueTab:
    level = {FeedbackQueue.LATE: "late", FeedbackQueue.LATE_TOMORROW: "today"}.get(one, "calm")
    return QueueTab(
        label=QUEUES[one],
        url=reverse("feedback:queue", args=[one.value]),
        count=counts[one],
        level=level,  # type: ignore[arg-type]
        is_current=one is shown,
    )


def _row(row: FeedbackRow, visit: Visit) -> Row:
    due = due_badge(row.due_at, now=visit.now, ended=row.state in ENDED)
    about = row.agency_id or row.about_agency_id
    return Row(
        level=due.level,
        cells={
            "code": Cell(text=row.code, url=reverse("feedback:case", args=[row.id])),
            "topic": Cell(text=TOPICS[row.topic], second=f"{KINDS[row.kind]}, gửi {day(row.sent_at)}"),
            "agency": Cell(text=get_agency(about).name if about else "Chưa rõ cơ quan"),
            "state": Cell(text=row.state_name, tone=TONES[row.state]),
            "due": Cell(text=due.text, level=due.level, second=day(row.due_at)),
        },
    )
