"""The imports, and one of them beside the catalogue."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.registers.catalogue.service import (
    CHANNEL_NAMES,
    FIELD_NAMES,
    ComparedProcedure,
    Difference,
    PortalComparison,
    PortalImportRow,
    UnableToImport,
    begin_drafts_from_import,
    compare_portal_import,
    import_portal_export,
    list_portal_imports,
)
from tinhso.sites.administration.procedures import editors_only
from tinhso.sites.administration.visits import show
from tinhso.sites.frame.service import Visit, moment, read_upload

_MOST_CHOSEN = 1_000


@require_http_methods(["GET", "POST"])
@editors_only
def imports(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The imports so far, and the place for another file."""
    if request.method == "GET":
        return _list(request, visit)
    upload = request.FILES.get("file")
    if upload is None:
        return _list(request, visit, error="Hãy chọn tệp.", status=400)
    try:
        done = import_portal_export(content=read_upload(upload), actor=visit.actor, now=visit.now)
    except UnableToImport as no:
        return _list(request, visit, error=no.message, status=400)
    if done.is_new:
        messages.success(
            request, f"Đã đọc {done.procedures} thủ tục, {done.rows} dòng. Chưa có gì được công bố."
        )
    else:
        messages.info(request, f"Bản xuất này đã nhập lúc {moment(done.imported_at)}. Không có gì thay đổi.")
    return HttpResponseRedirect(reverse("administration:portal-import", args=[done.id]))


@require_safe
@editors_only
def portal_import(request: HttpRequest, visit: Visit, import_id: UUID) -> HttpResponse:
    """One import beside the versions in force today."""
    return _comparison(request, visit, import_id)


@require_POST
@editors_only
def drafts(request: HttpRequest, visit: Visit, import_id: UUID) -> HttpResponse:
    """Drafts of what was ticked."""
    chosen: dict[str, set[str]] = {}
    for ticked in request.POST.getlist("chosen")[:_MOST_CHOSEN]:
        code, _, key = ticked.partition(" ")
        chosen.setdefault(code, set()).add(key)
    try:
        begun = begin_drafts_from_import(
            import_id=import_id,
            chosen={code: frozenset(keys) for code, keys in chosen.items()},
            actor=visit.actor,
            now=visit.now,
        )
    except UnableToImport as no:
        return _comparison(request, visit, import_id, refusal=no.message, status=409)
    left = sum(len(one.by_hand) for one in begun)
    messages.success(
        request,
        f"Đã soạn {len(begun)} bản nháp. "
        + (f"{left} chỗ phải sửa tay, ghi ở đầu bản nháp. " if left else "")
        + "Bạn xem lại rồi mới công bố.",
    )
    if len(begun) == 1:
        return HttpResponseRedirect(reverse("administration:procedure-draft", args=[begun[0].draft_id]))
    return HttpResponseRedirect(reverse("administration:portal-import", args=[import_id]))


def _list(request: HttpRequest, visit: Visit, *, error: str = "", status: int = 200) -> HttpResponse:
    rows = list_portal_imports(actor=visit.actor, now=visit.now)
    context = {
        "imports": [{"row": row, "title": _title(row)} for row in rows],
        "errors": {"file": error} if error else {},
    }
    return show(request, "portal_import/imports.html", context, status=status)


def _comparison(
    request: HttpRequest, visit: Visit, import_id: UUID, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    try:
        found = compare_portal_import(import_id=import_id, actor=visit.actor, now=visit.now)
    except UnableToImport as unknown:
        raise Http404 from unknown
    ticked = set(request.POST.getlist("chosen"))
    context: dict[str, Any] = {
        "found": found,
        "title": _title(found.about),
        "tally": _tally(found),
        "differing": [_procedure(one, ticked) for one in found.differing],
        "refusal": refusal,
    }
    return show(request, "portal_import/comparison.html", context, status=status)


def _title(row: PortalImportRow) -> str:
    return f"Bản xuất nhập lúc {moment(row.imported_at)}"


def _tally(found: PortalComparison) -> str:
    return (
        f"{len(found.equal)} thủ tục giống, {len(found.differing)} khác, {len(found.unknown)} chưa có ở đây, "
        f"{len(found.missing)} ở đây không có trong bản xuất."
    )


def _procedure(one: ComparedProcedure, ticked: set[str]) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": one.title,
        "version": one.version,
        "draft_id": one.draft_id,
        "notes": one.not_compared,
        "differences": [_difference(one.code, each, ticked) for each in one.differences],
    }


def _difference(code: str, one: Difference, ticked: set[str]) -> dict[str, Any]:
    where = f" ({CHANNEL_NAMES[one.channel]})" if one.channel else ""
    value = f"{code} {one.key}"
    return {
        "value": value,
        "is_ticked": value in ticked,
        "name": FIELD_NAMES[one.field] + where,
        "here": one.here,
        "there": one.there,
        "lines": ", ".join(str(line) for line in one.lines),
        "by_hand": not one.wanted,
    }
