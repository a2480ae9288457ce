"""Many dossiers at once: tick, press, read what became of each."""

from __future__ import annotations

from dataclasses import dataclass
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
    """The step that a queue offers for all that is ticked."""

    verb: str
    name: str
    role: Role


_BULKS = {
    Queue.TO_RECEIVE.value: (Bulk(verb="receive", name="Tiếp nhận", role=Role.RECEPTION_OFFICER),),
    Queue.TO_PROCESS.value: (Bulk(verb="hand_over", name="Chuyển xử lý", role=Role.RECEPTION_OFFICER),),
    Queue.TO_APPROVE.value: (Bulk(verb="approve", name="Ký duyệt", role=Role.LEADER),),
    Queue.TO_DELIVER.value: (Bulk(verb="deliver", name="Trả kết quả", role=Role.RECEPTION_OFFICER),),
}


def bulk_of(queue: str, roles: frozenset[Role]) -> Bulk | None:
    """What an officer with these roles can do to many dossiers of the queue; None: one by one."""
    return next((bulk for bulk in _BULKS.get(queue, ()) if bulk.role in roles), None)


@require_POST
@officers_only
def act(request: HttpRequest, visit: Visit, queue: str) -> HttpResponse:
    """Take the queue's step on everything ticked, and tell the result of each."""
    bulk = bulk_of(queue, visit.actor.acting_roles)
    if bulk is None:
        raise Http404
    page = {"bulk": bulk, "queue": queue, "queue_name": QUEUES[queue], "refusal": ""}
    try:
        outcomes = take_step_on_each(
            verb=bulk.verb, chosen=_chosen(request), actor=visit.actor, now=visit.now
        )
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
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="ban-giao-ho-so.pdf"'
    return answer


def _chosen(request: HttpRequest) -> list[ChosenDossier]:
    return [chosen for text in request.POST.getlist("chosen") if (chosen := _read(text)) is not None]


def _read(text: str) -> ChosenDossier | None:
    """An id and a version as the page wrote them; what nobody's page wrote is left out."""
    name, _, version = text.partition(".")
    dossier_id: UUID | None = id_in(name)
    if dossier_id is None or not (version.isascii() and version.isdecimal() and len(version) < 10):
        return None
    return ChosenDossier(id=dossier_id, version=int(version))
