"""Pages of the national portal for people: file a dossier, follow it, look at the calls of the provinces."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sandbox.filings import InvalidFiling, uploaded_papers
from sandbox.national_portal.catalogue import procedures
from sandbox.national_portal.filing import ENDED, file_dossier, read_national_filing, supplement, withdraw
from sandbox.national_portal.models import Call, Dossier, DossierStatus, WishKind

ROWS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of a dossier's history."""

    at: str
    status: str
    by: str
    text: str


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The latest dossiers and calls; ``?q=`` finds a dossier by its code."""
    wish = request.GET.get("q", "").strip()
    found = Dossier.objects.filter(code=wish) | Dossier.objects.filter(local_code=wish)
    context = {
        "wish": wish,
        "dossiers": (found if wish else Dossier.objects.all()).order_by("-changed_at")[:ROWS],
        "calls": Call.objects.order_by("-pk")[:ROWS],
    }
    return render(request, "sandbox/national_portal.html", context)


@require_http_methods(["GET", "POST"])
def file(request: HttpRequest) -> HttpResponse:
    """The form of a new dossier."""
    problem = ""
    if request.method == "POST":
        try:
            papers = uploaded_papers(request.FILES.getlist("papers"))
            body: dict[str, Any] = {**request.POST.dict(), "by_post": "by_post" in request.POST}
            filing = read_national_filing({**body, "papers": []})
            return redirect("national-portal-dossier", code=file_dossier(replace(filing, papers=papers)).code)
        except InvalidFiling as error:
            problem = error.message
    context = {
        "procedures": [(each.code, each.title) for each in procedures().values()],
        "given": request.POST,
        "problem": problem,
    }
    return render(request, "sandbox/national_portal_file.html", context, status=422 if problem else 200)


@require_safe
def dossier(request: HttpRequest, code: str) -> HttpResponse:
    """One dossier with its history, fees, supplements, results and files."""
    return _dossier_page(request, code)


@require_POST
def act(request: HttpRequest, code: str) -> HttpResponse:
    """Give a supplement or ask to withdraw, from the dossier's page."""
    note = request.POST.get("note", "")[:1000]
    try:
        if request.POST.get("act") == "withdraw":
            withdraw(code, note)
        else:
            supplement(code, note, uploaded_papers(request.FILES.getlist("papers")))
    except InvalidFiling as error:
        return _dossier_page(request, code, problem=error.message)
    return redirect("national-portal-dossier", code=code)


def _dossier_page(request: HttpRequest, code: str, *, problem: str = "") -> HttpResponse:
    found = Dossier.objects.filter(pk=code).first()
    if found is None:
        raise Http404
    context = {
        "dossier": found,
        "steps": _steps(found),
        "fetches": found.fetches.order_by("pk"),
        "untaken": found.wishes.filter(taken_at=None).count(),
        "may_supplement": found.filed_here and found.status == DossierStatus.SUPPLEMENT,
        "may_withdraw": found.filed_here
        and found.status not in ENDED
        and not found.wishes.filter(kind=WishKind.WITHDRAWN).exists(),
        "problem": problem,
    }
    return render(request, "sandbox/national_portal_dossier.html", context, status=422 if problem else 200)


def _steps(found: Dossier) -> list[Step]:
    payloads = sorted(
        (step.payload for step in found.progress.all()), key=lambda payload: payload["ThoiDiemXuLy"]
    )
    return [
        Step(
            at=_moment(payload["ThoiDiemXuLy"]),
            status=DossierStatus(payload["TrangThai"]).label,
            by=payload["NguoiXuLy"],
            text=payload["NoiDungXuLy"],
        )
        for payload in payloads
    ]


def _moment(text: str) -> str:
    return f"{text[8:10]}:{text[10:12]} {text[6:8]}/{text[4:6]}/{text[:4]}"
