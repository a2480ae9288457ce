"""Searching: a code opens its dossier, a scanned card the counter; anything else lists what it found."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST

from tinhso.casework.dossiers.service import (
    QUEUE_NAMES,
    Found,
    SoughtBy,
    UnableToSearch,
    WorkItem,
    find_dossier,
    find_parcel,
    search_dossiers,
)
from tinhso.engines.text.service import marked_words
from tinhso.foundation.authority.service import NotVisible, Role
from tinhso.foundation.identifiers.service import (
    UnableToReadDossierCode,
    UnableToReadIdentifier,
    parse_postal_item_number,
)
from tinhso.sites.frame.service import Cell, Column, Row, Visit, day, officers_only
from tinhso.sites.onestop.counter import reserve, starting
from tinhso.sites.onestop.counter.card import read_card
from tinhso.sites.onestop.desk import dossier_address, show
from tinhso.sites.onestop.due_dates import due_cell, due_of
from tinhso.sites.onestop.wording import CHANNELS, STATUS_TONES

_COLUMNS = (
    Column(key="code", label="Hồ sơ", kind="link"),
    Column(key="applicant", label="Người nộp"),
    Column(key="step", label="Đang ở bước", kind="chip"),
    Column(key="queue", label="Hàng việc"),
    Column(key="due", label="Hạn", kind="due"),
)
_SAID = {
    SoughtBy.CODE_TAIL: "Mã hồ sơ kết thúc bằng các chữ số bạn gõ, mới nhất trước.",
    SoughtBy.PERSONAL_ID: "Hồ sơ của người có số định danh bạn gõ, mới nhất trước.",
    SoughtBy.NAME: "Người nộp có đủ các chữ bạn gõ trong họ tên, có dấu hay không dấu, mới nhất trước.",
}
_NOTHING = {
    SoughtBy.CODE_TAIL: "Cơ quan của bạn không có hồ sơ nào có mã kết thúc như vậy. Bạn hãy xem lại các số.",
    SoughtBy.PERSONAL_ID: "Cơ quan của bạn chưa có hồ sơ nào của người mang số định danh này.",
    SoughtBy.NAME: (
        "Cơ quan của bạn không có hồ sơ nào mà họ tên người nộp có đủ các chữ này. Mỗi chữ phải gõ trọn; "
        "bạn thử bớt một chữ, hoặc tìm theo số định danh."
    ),
}


@require_POST
@officers_only
def find(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Whatever somebody at the desk can say or show; what was typed stays out of every address."""
    sought = request.POST.get("sought", "").strip()
    is_reception = Role.RECEPTION_OFFICER in visit.actor.roles
    if "|" in sought and is_reception and read_card(sought) is not None:
        return starting.page(request, visit, person=sought)
    try:
        if (led := reserve.found(sought, visit)) is not None:
            return led
        dossier_id = _of_parcel(sought, visit) or find_dossier(code=sought, actor=visit.actor, now=visit.now)
    except UnableToReadDossierCode:
        return _search(request, visit, sought, offers_counter=is_reception)
    except NotVisible:
        message = "Cơ quan của bạn không có hồ sơ mang mã này."
        return _not_found(request, sought, message, status=404)
    return HttpResponseRedirect(reverse("onestop:dossier", args=[dossier_id]))


def _of_parcel(sought: str, visit: Visit) -> UUID | None:
    """The dossier whose parcel carries this number; None for what has no check digit."""
    try:
        number = parse_postal_item_number(sought)
    except UnableToReadIdentifier:
        return None
    return find_parcel(number=number.value, actor=visit.actor, now=visit.now)


def _search(request: HttpRequest, visit: Visit, sought: str, *, offers_counter: bool) -> HttpResponse:
    page_key = request.POST.get("after", "")
    try:
        found = search_dossiers(text=sought, actor=visit.actor, now=visit.now, page_key=page_key)
    except UnableToSearch as refusal:
        return _not_found(request, sought, refusal.message, status=400)
    is_person = found.by is SoughtBy.PERSONAL_ID
    if not found.rows and is_person and offers_counter:
        return starting.page(request, visit, person=sought)
    return show(
        request,
        "search.html",
        {
            "sought": sought,
            "said": _SAID[found.by],
            "nothing": _NOTHING[found.by],
            "columns": _COLUMNS,
            "rows": [_row(item, visit, found) for item in found.rows],
            "next_key": found.next_key,
            "is_first_page": not page_key,
            "person": sought if is_person and offers_counter else "",
        },
    )


def _row(item: WorkItem, visit: Visit, found: Found) -> Row:
    due = due_of(item, visit.now)
    return Row(
        level=due.level,
        cells={
            "code": Cell(
                text=_marked_end(item.code, found.code_tail),
                second=item.title,
                url=dossier_address(item.dossier_id),
            ),
            "applicant": Cell(
                text=_marked_name(item.applicant_name, found.words),
                second=f"nộp {CHANNELS[item.channel]} {day(item.submitted_at)}",
            ),
            "step": Cell(text=item.next_step, tone=STATUS_TONES[item.status]),
            "queue": Cell(text=QUEUE_NAMES[item.queue]),
            "due": due_cell(due, item),
        },
    )


def _marked_name(name: str, words: frozenset[str]) -> SafeString:
    return mark_safe(  # noqa: S308 - each piece is escaped
        "".join(_mark(piece) if is_meant else conditional_escape(piece)
                for piece, is_meant in marked_words(name, words))
    )  # fmt: skip


def _marked_end(code: str, tail: str) -> SafeString:
    begin = code.removesuffix(tail) if tail else code
    return mark_safe(conditional_escape(begin) + (_mark(tail) if begin != code else ""))  # noqa: S308 - escaped


def _mark(text: str) -> str:
    return f'<mark class="ts-mark">{conditional_escape(text)}</mark>'


def _not_found(request: HttpRequest, sought: str, message: str, *, status: int) -> HttpResponse:
    return show(request, "not_found.html", {"sought": sought, "message": message}, status=status)
