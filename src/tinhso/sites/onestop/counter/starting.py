"""The counter's first page: who stands there, and which procedure they want."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tinhso.casework.dossiers.service import UnableToUseReserveNumber
from tinhso.foundation.authority.service import NotVisible, Permission, require
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.agencies.service import get_agency
from tinhso.registers.catalogue.service import ProcedureRow, get_version, search_procedures
from tinhso.sites.frame.service import Visit, officers_only
from tinhso.sites.onestop.counter.card import read_card
from tinhso.sites.onestop.counter.late import Late, checked, enter_page, late_in, missing_stubs
from tinhso.sites.onestop.desk import show

RECENT = "recent_procedures"
"""The session's list of procedure codes that this officer registered last; it names no person."""

_MOST_RECENT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A procedure as a button."""

    code: str
    title: str
    sector: str
    lead: str
    url: str


@require_http_methods(["GET", "POST"])
@officers_only
def start(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Scan or type who it is, choose what they want; both in one form."""
    late = late_in(request)
    if late is not None:
        try:
            late = checked(late, visit)
        except (UnableToUseReserveNumber, NotVisible) as refusal:
            return enter_page(request, visit, refusal=refusal)
    return page(request, visit, person=request.POST.get("person", ""), late=late)


def require_reception(visit: Visit) -> None:
    """The empty form is for those who may send it; a refusal is audited."""
    with unit_of_work(actor=visit.actor, now=visit.now):
        require(actor=visit.actor, permission=Permission.DOSSIER_REGISTER)


def page(
    request: HttpRequest, visit: Visit, *, person: str = "", closed: str = "", late: Late | None = None
) -> HttpResponse:
    """The page with what was typed or scanned so far; ``closed`` says of a procedure why not today.

    With ``late`` a stub from a power cut is entered: the procedures are those of its day.
    """
    require_reception(visit)
    sought = request.POST.get("procedure", "")[:100]
    card = read_card(person) if person.strip() else None
    message = ""
    if person.strip() and card is None:
        message = "Số định danh phải có 12 chữ số, hoặc quét lại mã QR trên thẻ căn cước."
    recent, own, others = _choices(request, visit, sought, late)
    return show(
        request,
        "counter_start.html",
        {
            "person": person,
            "card": card if card and card.full_name else None,
            "number": card.personal_id if card else "",
            "message": message,
            "closed": closed,
            "sought": sought,
            "recent": recent,
            "own": own,
            "others": others,
            "late": late,
            "missing": missing_stubs(visit) if late is None else 0,
        },
        status=400 if message else 409 if closed else 200,
    )


def remember_procedure(request: HttpRequest, code: str) -> None:
    """Put the procedure first among those this officer used lately."""
    recent = [code, *(each for each in request.session.get(RECENT, []) if each != code)]
    request.session[RECENT] = recent[:_MOST_RECENT]


def _choices(
    request: HttpRequest, visit: Visit, sought: str, late: Late | None
) -> tuple[list[Choice], list[Choice], list[Choice]]:
    """Procedures used lately, then those that this agency decides, then the others taken at counters."""
    on = (late.at if late else visit.now).date()
    rows = [row for row in search_procedures(text=sought, on=on) if "counter" in row.channels]
    choices = {row.code: _choice(row) for row in rows}
    recent = [choices.pop(code) for code in request.session.get(RECENT, []) if code in choices]
    kind = get_agency(visit.actor.agency_id).kind.value if visit.actor.agency_id else ""
    own = [choice for choice in choices.values() if choice.lead == kind]
    return recent, own, [choice for choice in choices.values() if choice.lead != kind]


def _choice(row: ProcedureRow) -> Choice:
    version = get_version(row.code, row.version)
    return Choice(
        code=row.code,
        title=row.title,
        sector=row.sector,
        lead=version.agency.lead,
        url=reverse("onestop:counter-form", args=[row.code]),
    )
