"""Work lists: what to do next, most urgent first; and on to the next of a list."""

from __future__ import annotations

from urllib.parse import urlencode

import msgspec
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from tinhso.casework.dossiers.service import (
    OpenQueue,
    Queue,
    WorkItem,
    next_in_queue,
    open_queue,
)
from tinhso.foundation.authority.service import Role
from tinhso.sites.frame.service import Cell, Column, Row, Visit, day, id_in, officers_only
from tinhso.sites.frame.service import Queue as QueueTab
from tinhso.sites.onestop.bulk import bulks_of
from tinhso.sites.onestop.desk import dossier_address, show
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
_JSON = "application/json"
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
    return _answer(
        request,
        open_queue(among=queues_for(visit.actor.acting_roles), actor=visit.actor, now=visit.now),
        visit,
    )


@require_safe
@officers_only
def queue(request: HttpRequest, visit: Visit, queue: str) -> HttpResponse:
    """One queue, page by page; as JSON for whoever prefers that, under the same authority."""
    if queue not in QUEUES:
        raise Http404
    page_key = request.GET.get("after", "")
    return _answer(
        request, open_queue(among=(queue,), actor=visit.actor, now=visit.now, page_key=page_key), visit
    )


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


def _answer(request: HttpRequest, opened: OpenQueue, visit: Visit) -> HttpResponse:
    wanted = request.get_preferred_type(["text/html", _JSON])
    answer = _json(opened) if wanted == _JSON else _page(request, opened, visit)
    patch_vary_headers(answer, ["Accept"])
    return answer


def _json(opened: OpenQueue) -> HttpResponse:
    found = opened.found
    content = {
        "queue": opened.queue,
        "total": found.total,
        "capped": found.capped,
        "next": _next_url(opened),
        "counts": {each.queue: each.count for each in opened.counts},
        "dossiers": found.rows,
    }
    return HttpResponse(msgspec.json.encode(content), content_type=_JSON)


def _next_url(opened: OpenQueue) -> str:
    """Where the list goes on; empty at its end."""
    if not opened.found.next_key:
        return ""
    return _address(reverse("onestop:queue", args=[opened.queue]), after=opened.found.next_key)


def _page(request: HttpRequest, opened: OpenQueue, visit: Visit) -> HttpResponse:
    queue, found = opened.queue, opened.found
    page_key = request.GET.get("after", "")
    all_chosen = request.GET.get("all") == "yes"
    here = reverse("onestop:queue", args=[queue])
    by_name = {each.queue: each.count for each in opened.counts}
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
            "next_url": _next_url(opened),
            "first_url": here if page_key else "",
            "empty": EMPTY[queue],
            "bulks": bulks_of(queue, visit.actor.acting_roles),
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
    return Row(
        level=due.level,
        choice=f"{item.dossier_id}.{item.version}",
        cells={
            "code": Cell(
                text=item.code, second=item.title, url=f"{dossier_address(item.dossier_id)}?queue={queue}"
            ),
            "applicant": Cell(
                text=item.applicant_name,
                second=f"nộp {CHANNELS[item.channel]} {day(item.submitted_at)}",
            ),
            "step": Cell(text=item.next_step, tone=STATUS_TONES[item.status]),
            "check": Cell(text=check, tone=tone),
            "due": due_cell(due, item, queue=queue),
        },
    )
