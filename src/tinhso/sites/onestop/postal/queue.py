"""What goes by post: ready results to choose for a list, what is on its way, what came back."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tinhso.casework.dossiers.service import (
    POSTAL_QUEUES,
    PostalRow,
    PostalState,
    UnableToPost,
    make_postal_list,
    postal_lists,
    postal_queue,
)
from tinhso.sites.frame.service import Cell, Column, Queue, Row, Visit, id_in, moment, officers_only
from tinhso.sites.onestop.desk import dossier_address, show
from tinhso.sites.onestop.postal.wording import EMPTY
from tinhso.sites.onestop.wording import POSTAL_STATES

_COLUMNS = (
    Column(key="code", label="Hồ sơ", kind="link"),
    Column(key="recipient", label="Người nhận"),
    Column(key="address", label="Nơi nhận"),
    Column(key="state", label="Tình trạng"),
)


@require_safe
@officers_only
def queue(request: HttpRequest, visit: Visit) -> HttpResponse:
    """One list of the postal desk, and the lists that were made for the post office."""
    wanted = request.GET.get("state", PostalState.WANTED.value)
    if wanted not in {state.value for state in POSTAL_QUEUES}:
        raise Http404
    return page(request, visit, PostalState(wanted))


def page(request: HttpRequest, visit: Visit, state: PostalState, refusal: str = "") -> HttpResponse:
    """The page as it stands now."""
    after = request.GET.get("after", "")
    found = postal_queue(state=state, actor=visit.actor, now=visit.now, page_key=after)
    all_chosen = request.GET.get("all") == "yes"
    choosing = state is PostalState.WANTED
    context = {
        "state": state,
        "title": POSTAL_STATES[state][0],
        "tabs": [
            Queue(
                label=POSTAL_STATES[each][0],
                url=address(each),
                count=found.counts[each],
                level="today" if each is PostalState.CAME_BACK else "calm",
                is_current=each is state,
            )
            for each in POSTAL_QUEUES
        ],
        "columns": _COLUMNS,
        "rows": [_row(each, choosing=choosing) for each in found.rows],
        "choosing": choosing,
        "all_chosen": all_chosen,
        "all_url": address(state, after=after, all="" if all_chosen else "yes"),
        "next_url": address(state, after=found.next_key) if found.next_key else "",
        "first_url": address(state) if after else "",
        "empty": EMPTY[state],
        "lists": postal_lists(actor=visit.actor, now=visit.now),
        "key": uuid4().hex,
        "refusal": refusal,
    }
    return show(request, "postal.html", context, status=422 if refusal else 200)


@require_POST
@officers_only
def make(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Put what is ticked on a new list; what cannot go is told for itself."""
    chosen = [dossier_id for text in request.POST.getlist("chosen") if (dossier_id := id_in(text))]
    try:
        made = make_postal_list(
            dossier_ids=chosen,
            key=request.POST.get("idempotency_key", "")[:64],
            actor=visit.actor,
            now=visit.now,
        )
    except UnableToPost as refusal:
        return page(request, visit, PostalState.WANTED, refusal.message)
    refused = [each for each in made.outcomes if not each.is_done]
    if made.list_id is not None and not refused:
        return HttpResponseRedirect(list_address(made.list_id, done="made"))
    context = {
        "title": "Lập danh sách gửi",
        "done": [each for each in made.outcomes if each.is_done],
        "refused": refused,
        "url_of": dossier_address,
        "on_url": list_address(made.list_id) if made.list_id else "",
        "on": "Mở danh sách vừa lập",
        "back_url": address(PostalState.WANTED),
        "back": POSTAL_STATES[PostalState.WANTED][0],
    }
    return show(request, "postal_done.html", context)


def address(state: PostalState, **query: str) -> str:
    """The address of one list of the postal desk."""
    said = {name: value for name, value in {"state": state.value, **query}.items() if value}
    return f"{reverse('onestop:postal')}?{urlencode(said)}"


def list_address(list_id: UUID, *, done: str = "") -> str:
    """The address of one list for the post office."""
    return reverse("onestop:postal-list", args=[list_id]) + (f"?{urlencode({'done': done})}" if done else "")


def _row(each: PostalRow, *, choosing: bool) -> Row:
    where = each.address
    return Row(
        choice=str(each.dossier_id) if choosing else "",
        cells={
            "code": Cell(text=each.code, second=each.title, url=dossier_address(each.dossier_id)),
            "recipient": Cell(
                text=where.recipient if where else each.applicant_name, second=where.phone if where else ""
            ),
            "address": Cell(
                text=where.text if where else "Chưa kiểm tra đủ từng phần",
                offer="" if where else "Kiểm tra địa chỉ",
                offer_url="" if where else reverse("onestop:return-choice", args=[each.dossier_id]),
            ),
            "state": _state(each),
        },
    )


def _state(each: PostalRow) -> Cell:
    if each.list_id is None:
        again = " để gửi lại" if each.is_again and each.state is PostalState.WANTED else ""
        return Cell(text=f"Từ {moment(each.changed_at)}{again}")
    said = f"{each.list_number}, gửi {moment(each.sent_at)}" if each.sent_at else each.list_number
    return Cell(
        text=each.number or "Chưa có số",
        second=said,
        offer="Mở danh sách",
        offer_url=list_address(each.list_id),
    )
