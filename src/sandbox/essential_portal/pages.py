"""Pages of the essential-services portal: file, follow, and see how each push to the province fares."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sandbox.essential_portal.catalogue import services
from sandbox.essential_portal.citizens import choose_target
from sandbox.essential_portal.filing import ENDED, file_dossier, read_essential_filing, supplement, withdraw
from sandbox.essential_portal.models import Dossier, DossierStatus, Push, PushKind, Update
from sandbox.essential_portal.pushing import push_target
from sandbox.filings import InvalidFiling, uploaded_papers

ROWS = 20


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The latest dossiers and pushes; ``?q=`` finds a dossier by its code."""
    return _home(request)


@require_http_methods(["GET", "POST"])
def file(request: HttpRequest) -> HttpResponse:
    """The form of a new dossier."""
    problem = ""
    if request.method == "POST":
        try:
            papers = uploaded_papers(request.FILES.getlist("papers"))
            body: dict[str, Any] = {**request.POST.dict(), "by_post": "by_post" in request.POST, "papers": []}
            dossier = file_dossier(replace(read_essential_filing(body), papers=papers))
            return redirect("essential-portal-dossier", code=dossier.code)
        except InvalidFiling as error:
            problem = error.message
    context = {"procedures": services().items(), "given": request.POST, "problem": problem}
    return render(request, "sandbox/essential_portal_file.html", context, status=422 if problem else 200)


@require_safe
def dossier(request: HttpRequest, code: str) -> HttpResponse:
    """One dossier with everything the province told of it."""
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
    return redirect("essential-portal-dossier", code=code)


@require_POST
def set_target(request: HttpRequest) -> HttpResponse:
    """Choose where pushes go."""
    if not choose_target(request.POST.get("url", "").strip()):
        return _home(request, problem="Địa chỉ này không được phép: chỉ gửi đến máy của tỉnh.")
    return redirect("essential_portal")


@require_POST
def push_again(request: HttpRequest, push_id: str) -> HttpResponse:
    """Send a refused or waiting message again, now."""
    push = get_object_or_404(Push, pk=push_id, taken_at=None)
    push.is_finished, push.due_at = False, timezone.now()
    push.save(update_fields=["is_finished", "due_at"])
    return redirect("essential_portal")


def _home(request: HttpRequest, *, problem: str = "") -> HttpResponse:
    wish = request.GET.get("q", "").strip()
    found = Dossier.objects.filter(code=wish) | Dossier.objects.filter(local_code=wish)
    context = {
        "wish": wish,
        "dossiers": (found if wish else Dossier.objects.all()).order_by("-changed_at")[:ROWS],
        "pushes": Push.objects.order_by("-made_at")[:ROWS],
        "waiting": Push.objects.filter(is_finished=False).count(),
        "target": push_target(),
        "problem": problem,
    }
    return render(request, "sandbox/essential_portal.html", context, status=422 if problem else 200)


def _dossier_page(request: HttpRequest, code: str, *, problem: str = "") -> HttpResponse:
    found = get_object_or_404(Dossier, pk=code)
    steps = Update.objects.filter(dossier=found, kind="status").order_by("version")
    context = {
        "dossier": found,
        "steps": [(DossierStatus(step.payload["status"]).label, step.payload) for step in steps],
        "pushes": found.pushes.order_by("sequence"),
        "may_supplement": found.filed_here and found.status == DossierStatus.SUPPLEMENT,
        "may_withdraw": found.filed_here
        and found.status not in ENDED
        and not found.pushes.filter(kind=PushKind.WITHDRAWN).exists(),
        "problem": problem,
    }
    return render(request, "sandbox/essential_portal_dossier.html", context, status=422 if problem else 200)
