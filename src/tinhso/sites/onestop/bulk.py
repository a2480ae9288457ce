"""Many dossiers at once: tick, press, read what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from tinhso.casework.dossiers.service import (
    ChosenDossier,
    Queue,
    UnableToActOnDossier,
    open_hand_over_sheet,
    take_step_on_each,
)
from tinhso.foundation.authority.service import Role
from tinhso.sites.frame.service import Visit, id_in, officers_only
from tinhso.sites.onestop.desk import show
from tinhso.sites.onestop.wording import QUEUES


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """A step that a queue offers for all that is ticked, some with one reason for all."""

    verb: str
    name: str
    role: Role
    needs_note: bool = False


_BULKS = {
    Queue.TO_RECEIVE.value: (Bulk(verb="receive", name="Tiếp nhận", role=Role.RECEPTION_OFFICER),),
    Queue.TO_PROCESS.value: (Bulk(verb="hand_over", name="Chuyển xử lý", role=Role.RECEPTION_OFFICER),),
    Queue.TO_APPROVE.value: (
        Bulk(verb="approve", name="Ký duyệt", role=Role.LEADER),
        Bulk(verb="return_draft", name="Trả lại dự thảo", role=Role.LEADER, needs_note=True),
    ),
    Queue.TO_DELIVER.value: (Bulk(verb="deliver", name="Trả kết quả", role=Role.RECEPTION_OFFICER),),
}


def bulks_of(queue: str, roles: frozenset[Role]) -> tuple[Bulk, ...]:
    """What an officer with these roles can do to many dossiers of the queue; nothing: one by one."""
    return tuple(bulk for bulk in _BULKS.get(queue, ()) if bulk.role in roles)


@require_POST
@officers_only
def act(request: HttpRequest, visit: Visit, queue: str) -> HttpResponse:
    """Take a step of the queue on everything ticked, and tell the result of each."""
    offered = bulks_of(queue, visit.actor.acting_roles)
    verb = request.POST.get("verb", offered[0].verb if offered else "")
    bulk = next((each for each in offered if each.verb == verb), None)
    if bulk is None:
        raise Http404
    page = {"bulk": bulk, "queue": queue, "queue_name": QUEUES[queue], "refusal": ""}
    try:
        asked: dict[str, Any] = {"verb": bulk.verb, "note": request.POST.get("note", "")}
        outcomes = take_step_on_each(chosen=_chosen(request), actor=visit.actor, now=visit.now, **asked)
    except UnableToActOnDossier as refusal:
        return show(request, "bulk_done.html", page | {"refusal": refusal.message}, status=422)
    done = [each for each in outcomes if each.is_done]
    refused = [each for each in outcomes if not each.is_done]
    return show(request, "bulk_done.html", page | {"done": done, "refused": refused})


@require_POST
@officers_only
def sheet(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The hand-over sheet of everything ticked, as PDF."""
    ids = [each.id for each in _chosen(request)]
    content = open_hand_over_sheet(dossier_ids=ids, actor=visit.actor, now=visit.now)
    shown = {"Content-Disposition": 'inline; filename="ban-giao-ho-so.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=shown)


def _chosen(request: HttpRequest) -> list[ChosenDossier]:
    return [chosen for text in request.POST.getlist("chosen") if (chosen := _read(text)) is not None]


def _read(text: str) -> ChosenDossier | None:
    """An id and a version as the page wrote them; what nobody's page wrote is left out."""
    name, _, version = text.partition(".")
    dossier_id: UUID | None = id_in(name)
    if dossier_id is None or not (version.isascii() and version.isdecimal() and len(version) < 10):
        return None
    return ChosenDossier(id=dossier_id, version=int(version))
