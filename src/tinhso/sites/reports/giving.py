"""A leader gives the ticked tasks to somebody by name."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from tinhso.casework.dossiers.service import UnableToActOnDossier, give_tasks
from tinhso.coordination.statistics.service import LoadLine
from tinhso.foundation.authority.service import Role
from tinhso.registers.agencies.service import officers_of
from tinhso.sites.frame.service import Field, Option, Visit, id_in, officers_only

NOBODY = "nobody"


@require_POST
@officers_only
def give(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Give the tasks, all or none, and say what came of it on the page of the load."""
    chosen = [found for text in request.POST.getlist("chosen") if (found := id_in(text)) is not None]
    wanted = request.POST.get("officer", "")
    officer_id = id_in(wanted)
    here = HttpResponseRedirect(reverse("reports:load"))
    if officer_id is None and wanted != NOBODY:
        messages.error(request, "Bạn chưa chọn người nhận việc. Chưa việc nào được giao.")
        return here
    try:
        count = give_tasks(task_ids=chosen, officer_id=officer_id, actor=visit.actor, now=visit.now)
    except UnableToActOnDossier as refusal:
        messages.error(request, f"{refusal.message} Chưa việc nào được giao.")
        return here
    messages.success(request, f"Đã giao {count} việc." if officer_id else f"Đã bỏ giao riêng {count} việc.")
    return here


def field_for(lines: Iterable[LoadLine], visit: Visit) -> Field | None:
    """Whom these tasks may be given to; None where the officer gives no work or it lies elsewhere."""
    lines = tuple(lines)
    agency_id = visit.actor.agency_id
    if Role.LEADER not in visit.actor.roles or agency_id is None or not lines:
        return None
    if not all(line.is_own for line in lines):
        return None
    roles = {line.role for line in lines}
    people = [
        Option(value=str(officer.id), label=f"{officer.name}, {officer.title}")
        for officer in officers_of(agency_id, on=visit.today)
        if roles & {role.value for role in officer.roles}
    ]
    nobody = Option(value=NOBODY, label="Không giao riêng: ai giữ vai trò đều làm được")
    return Field(key="officer", label="Giao cho", type="select", options=(*people, nobody))
