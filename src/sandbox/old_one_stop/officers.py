"""What the old system's own officers do: by its small pages, and as JSON for tests. No dial touches them."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sandbox.json_bodies import UnreadableBody, read_object
from sandbox.old_one_stop.editing import UnableToEdit, create_dossier, delete_dossier, edit_dossier, snapshot
from sandbox.old_one_stop.models import Change, Dossier, LocalStatus, Webhook
from sandbox.old_one_stop.signalling import choose_webhook

OFFICER = "Cán bộ một cửa Phú Giáo"
ROWS = 30
FORM_FIELDS = ("maThuTuc", "tenThuTuc", "nguoiNop", "soGiayTo", "dienThoai", "diaChi", "canBoXuLy", "ghiChu")


@csrf_exempt
@require_POST
def create(request: HttpRequest) -> HttpResponse:
    """An officer takes a dossier at the counter (JSON, for tests)."""
    return _acted(request, lambda values: create_dossier(values, by=OFFICER), status=201)


@csrf_exempt
@require_http_methods(["GET", "PATCH", "DELETE"])
def dossier_by_json(request: HttpRequest, code: str) -> HttpResponse:
    """An officer looks at a dossier, changes it, or deletes it (JSON, for tests)."""
    if request.method == "GET":
        return JsonResponse(snapshot(get_object_or_404(Dossier, pk=code)))
    if request.method == "DELETE":
        return _acted(request, lambda values: delete_dossier(code, by=OFFICER), has_body=False)
    return _acted(request, lambda values: edit_dossier(code, values, by=OFFICER))


@csrf_exempt
@require_http_methods(["GET", "PUT"])
def webhook(request: HttpRequest) -> HttpResponse:
    """Whom changes are signalled to: ``{"url"}``, blank for nobody."""
    if request.method == "PUT":
        try:
            url = read_object(request).get("url")
        except UnreadableBody as error:
            return JsonResponse({"loi": error.code}, status=error.status)
        if not choose_webhook(url):
            return JsonResponse({"loi": "sai_dia_chi"}, status=422)
    found = Webhook.objects.values("url", "told_until", "attempts", "outcome").first()
    return JsonResponse(found or {"url": ""})


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The latest dossiers of the old system."""
    wish = request.GET.get("q", "").strip()
    found = Dossier.objects.filter(code__endswith=wish) | Dossier.objects.filter(external_code=wish)
    context = {
        "wish": wish,
        "dossiers": (found if wish else Dossier.objects.all()).order_by("-changed_at")[:ROWS],
        "changes": Change.objects.count(),
        "webhook": Webhook.objects.first(),
    }
    return render(request, "sandbox/old_one_stop.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form of a new dossier at the counter."""
    problem = ""
    if request.method == "POST":
        try:
            now = timezone.localtime().strftime("%d/%m/%Y %H:%M")
            values = {**_form(request), "maTinhTrang": LocalStatus.RECEIVED, "ngayNhan": now}
            return redirect("old-one-stop-dossier", code=create_dossier(values, by=OFFICER).code)
        except UnableToEdit as error:
            problem = f"{error.message} ({error.field})"
    context = {"given": request.POST, "problem": problem}
    return render(request, "sandbox/old_one_stop_new.html", context, status=422 if problem else 200)


@require_http_methods(["GET", "POST"])
def dossier(request: HttpRequest, code: str) -> HttpResponse:
    """One dossier: its values, its changes, and the form to change it."""
    problem = ""
    if request.method == "POST":
        try:
            if request.POST.get("act") == "delete":
                delete_dossier(code, by=OFFICER)
            else:
                values = {**_form(request), "maTinhTrang": request.POST.get("maTinhTrang", "")}
                edit_dossier(code, values, by=OFFICER)
            return redirect("old-one-stop-dossier", code=code)
        except UnableToEdit as error:
            problem = f"{error.message} ({error.field})"
    found = get_object_or_404(Dossier, pk=code)
    context = {
        "dossier": found,
        "given": snapshot(found),
        "statuses": LocalStatus.choices,
        "history": [
            (change.version, change.by, LocalStatus(change.values["maTinhTrang"]).label)
            for change in found.changes.order_by("-version")[:ROWS]
        ],
        "problem": problem,
    }
    return render(request, "sandbox/old_one_stop_dossier.html", context, status=422 if problem else 200)


def _form(request: HttpRequest) -> dict[str, Any]:
    return {name: request.POST[name].strip() for name in FORM_FIELDS if name in request.POST}


def _acted(request: HttpRequest, act: Any, *, status: int = 200, has_body: bool = True) -> HttpResponse:
    if has_body and request.content_type != "application/json":
        return JsonResponse({"loi": "malformed"}, status=415)
    try:
        dossier = act(read_object(request) if has_body else {})
    except UnreadableBody as error:
        return JsonResponse({"loi": error.code}, status=error.status)
    except UnableToEdit as error:
        return JsonResponse({"loi": error.code, "truong": error.field}, status=error.status)
    return JsonResponse({"soHoSo": dossier.code, "phienBan": dossier.version}, status=status)
