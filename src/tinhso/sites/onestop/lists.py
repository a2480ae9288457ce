"""Work lists: what to do next, most urgent first; and on to the next of a list."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from tinhso.casework.dossiers.service import (
    Queue,
    QueueCount,
    WorkItem,
    next_in_queue,
    queue_counts,
    work_list,
)
from tinhso.foundation.authority.service import Role
from tinhso.sites.frame.service import Cell, Column, Row, Visit, day, id_in, officers_only
from tinhso.sites.frame.service import Queue as QueueTab
from tinhso.sites.onestop.bulk import bulk_of
from tinhso.sites.onestop.desk import show
from tinhso.sites.onestop.due_dates import due_cell, due_of
from tinhso.sites.onestop.wording import (
    CHANNELS,
    EMPTY,
    QUEUES,
    SHORT_CHECKS,
    STATUS_TONES,
    STEP_QUEUES,
    TIME_QUEUES,
    queues_for,
)

_DESK_ROLES = frozenset({Role.RECEPTION_OFFICER, Role.SPECIALIST, Role.LEADER})
_COLUMNS = (
    Column(key="code", label="Hồ sơ", kind="link"),
    Column(key="applicant", label="Người nộp"),
    Column(key="step", label="Đang ở bước", kind="chip"),
    Column(key="check", label="Dân cư", kind="chip"),
    Column(key="due", label="Hạn", kind="due"),
)
_LOUD = {"late": "late", "due_today": "today"}


@require_safe
@officers_only
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The first queue of this officer's role that holds anything; the lines for who has no dossiers."""
    if not visit.actor.roles & _DESK_ROLES:
        if Role.ADMINISTRATOR in visit.actor.roles:
            return HttpResponseRedirect(reverse("administration:accounts"))
        if Role.CONTROLLER in visit.actor.roles:
            return HttpResponseRedirect(reverse("reports:home"))
        return HttpResponseRedirect(reverse("onestop:lines"))
    counts = queue_counts(actor=visit.actor, now=visit.now)
    waiting = {each.queue for each in counts if each.count}
    order = queues_for(visit.actor.roles)
    first = next((queue for queue in order if queue in waiting), order[0])
    return _page(request, visit, first, counts)


@require_safe
@officers_only
def queue(request: HttpRequest, visit: Visit, queue: str) -> HttpResponse:
    """One queue, page by page."""
    if queue not in QUEUES:
        raise Http404
    return _page(request, visit, queue, queue_counts(actor=visit.actor, now=visit.now))


@require_safe
@officers_only
def next_dossier(request: HttpRequest, visit: Visit, queue: str) -> HttpResponse:
    """On to the next dossier of the queue; back to its list when nothing is left."""
    if queue not in QUEUES:
        raise Http404
    found = next_in_queue(
        queue=queue, but=id_in(request.GET.get("but", "")), actor=visit.actor, now=visit.now
    )
    if found is None:
        return HttpResponseRedirect(reverse("onestop:queue", args=[queue]))
    address = reverse("onestop:dossier", args=[found])
    return HttpResponseRedirect(f"{address}?{urlencode({'queue': queue})}")


def _page(request: HttpRequest, visit: Visit, queue: str, counts: tuple[QueueCount, ...]) -> HttpResponse:
    page_key = request.GET.get("after", "")
    all_chosen = request.GET.get("all") == "yes"
    found = work_list(queue=queue, actor=visit.actor, now=visit.now, page_key=page_key)
    here = reverse("onestop:queue", args=[queue])
    by_name = {each.queue: each.count for each in counts}
    return show(
        request,
        "work_list.html",
        {
            "queue": queue,
            "title": QUEUES[queue],
            "steps": _tabs(STEP_QUEUES, by_name, queue),
            "times": _tabs(tuple(TIME_QUEUES), by_name, queue),
            "columns": _COLUMNS,
            "rows": [_row(item, visit, queue) for item in found.rows],
            "found": found,
            "next_url": f"{here}?{urlencode({'after': found.next_key})}" if found.next_key else "",
            "first_url": here if page_key else "",
            "empty": EMPTY[queue],
            "bulk": bulk_of(queue, visit.actor.roles),
            "all_chosen": all_chosen,
            "all_url": _address(here, after=page_key, all="" if all_chosen else "yes"),
            "closed_url": reverse("onestop:queue", args=[Queue.CLOSED.value]),
        },
    )


def _address(here: str, **query: str) -> str:
    """The list's address with the parts of the query that say something."""
    said = {name: value for name, value in query.items() if value}
    return f"{here}?{urlencode(said)}" if said else here


def _tabs(names: tuple[str, ...], counts: dict[str, int], current: str) -> list[QueueTab]:
    return [
        QueueTab(
            label=QUEUES[name],
            url=reverse("onestop:queue", args=[name]),
            count=counts.get(name, 0),
            level=_LOUD.get(name, "calm"),  # type: ignore[arg-type]
            is_current=name == current,
        )
        for name in names
    ]


def _row(item: WorkItem, visit: Visit, queue: str) -> Row:
    due = due_of(item, visit.now)
    check, tone = SHORT_CHECKS[item.check]
    address = reverse("onestop:dossier", args=[item.dossier_id])
    return Row(
        level=due.level,
        choice=f"{item.dossier_id}.{item.version}",
        cells={
            "code": Cell(text=item.code, second=item.title, url=f"{address}?{urlencode({'queue': queue})}"),
            "applicant": Cell(
                text=item.applicant_name,
                second=f"nộp {CHANNELS[item.channel]} {day(item.submitted_at)}",
            ),
            "step": Cell(text=item.next_step, tone=STATUS_TONES[item.status]),
            "check": Cell(text=check, tone=tone),
            "due": due_cell(due, item, queue=queue),
        },
    )
