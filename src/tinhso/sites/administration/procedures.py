"""Procedures: their versions, drafts of new ones, and how many dossiers run under each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.casework.dossiers.service import (
    UnableToMoveDossiers,
    VersionMoveRow,
    running_by_version,
    undo_version_move,
    version_moves,
)
from tinhso.foundation.authority.service import Permission
from tinhso.registers.catalogue.service import (
    DraftReading,
    UnableToPublish,
    UnableToSaveDraft,
    VersionRow,
    begin_draft,
    list_drafts,
    list_versions,
    publish_draft,
    put_draft_away,
    read_draft,
    save_draft,
    search_procedures,
    version_text,
)
from tinhso.sites.administration.visits import holders_of, show
from tinhso.sites.frame.service import Cell, Column, Row, Visit, day, moment, read_upload

editors_only = holders_of(Permission.CATALOGUE_ADMINISTER)

_PROCEDURES = (
    Column(key="title", label="Thủ tục", kind="link"),
    Column(key="sector", label="Lĩnh vực"),
    Column(key="version", label="Phiên bản hôm nay"),
)
_VERSIONS = (
    Column(key="version", label="Phiên bản"),
    Column(key="holds", label="Hiệu lực", kind="chip"),
    Column(key="running", label="Hồ sơ đang giải quyết"),
)


@require_safe
@editors_only
def procedures(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every procedure in force today."""
    rows = [
        Row(
            cells={
                "title": Cell(
                    text=row.title, second=row.code, url=reverse("administration:procedure", args=[row.code])
                ),
                "sector": Cell(text=row.sector),
                "version": Cell(text=row.version),
            }
        )
        for row in search_procedures(text="", on=visit.today)
        if row.kind == "procedure"
    ]
    return show(request, "procedures.html", {"columns": _PROCEDURES, "rows": rows})


@require_safe
@editors_only
def procedure(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """One procedure: its versions, its drafts, the moves of its dossiers."""
    return procedure_page(request, visit, code)


def procedure_page(
    request: HttpRequest, visit: Visit, code: str, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    """The page of one procedure, with why something was not done."""
    known: dict[str, Any] = {"code": code, "actor": visit.actor, "now": visit.now}
    versions = list_versions(**known)
    if not versions:
        raise Http404
    asked: dict[str, Any] = {"procedure_code": code, "actor": visit.actor, "now": visit.now}
    running = running_by_version(**asked)
    in_force = next((row for row in versions if row.valid_from <= visit.today), versions[-1])
    context = {
        "code": code,
        "title": in_force.title,
        "columns": _VERSIONS,
        "rows": [_row(row, in_force, running.get(row.version, 0), visit) for row in versions],
        "versions": versions,
        "latest": versions[0].version,
        "drafts": [_draft_line(draft) for draft in list_drafts(**known)],
        "moves": [_move_line(move) for move in version_moves(**asked)],
        "refusal": refusal,
    }
    return show(request, "procedure.html", context, status=status)


@require_POST
@editors_only
def new_draft(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Begin a draft from a published version."""
    known: dict[str, Any] = {"code": code, "actor": visit.actor, "now": visit.now}
    versions = list_versions(**known)
    if not versions:
        raise Http404
    chosen = request.POST.get("version", "")
    begun_from = next((row.version for row in versions if row.version == chosen), versions[0].version)
    draft = begin_draft(**known, text=version_text(**known, version=begun_from))
    return HttpResponseRedirect(reverse("administration:procedure-draft", args=[draft.id]))


@require_http_methods(["GET", "POST"])
@editors_only
def draft(request: HttpRequest, visit: Visit, draft_id: UUID) -> HttpResponse:
    """The text of a draft with what is wrong with it and what it changes; sent, it is kept."""
    if request.method == "GET":
        return _draft_page(request, visit, draft_id)
    upload = request.FILES.get("file")
    try:
        text = read_upload(upload).decode() if upload else request.POST.get("text", "")
        save_draft(
            draft_id=draft_id,
            text=text.replace("\r\n", "\n"),
            expected_revision=_number(request, "revision"),
            actor=visit.actor,
            now=visit.now,
        )
    except UnicodeDecodeError:
        return _draft_page(request, visit, draft_id, refusal="Tệp không phải văn bản UTF-8.", status=400)
    except UnableToSaveDraft as no:
        typed = request.POST.get("text", "")
        return _draft_page(request, visit, draft_id, refusal=no.message, typed=typed, status=409)
    messages.success(request, "Đã lưu bản nháp.")
    return HttpResponseRedirect(reverse("administration:procedure-draft", args=[draft_id]))


@require_POST
@editors_only
def publish(request: HttpRequest, visit: Visit, draft_id: UUID) -> HttpResponse:
    """Publish the text that was looked at."""
    try:
        version = publish_draft(
            draft_id=draft_id,
            expected_revision=_number(request, "revision"),
            actor=visit.actor,
            now=visit.now,
        )
    except (UnableToPublish, UnableToSaveDraft) as no:
        return _draft_page(request, visit, draft_id, refusal=no.message, status=409)
    messages.success(
        request, f"Đã công bố phiên bản {version.version}, hiệu lực từ {day(version.valid_from)}."
    )
    return HttpResponseRedirect(reverse("administration:procedure", args=[version.code]))


@require_POST
@editors_only
def put_away(request: HttpRequest, visit: Visit, draft_id: UUID) -> HttpResponse:
    """Take a draft off the list."""
    try:
        code = put_draft_away(
            draft_id=draft_id,
            expected_revision=_number(request, "revision"),
            actor=visit.actor,
            now=visit.now,
        )
    except UnableToSaveDraft as no:
        return _draft_page(request, visit, draft_id, refusal=no.message, status=409)
    messages.success(request, "Đã bỏ bản nháp.")
    return HttpResponseRedirect(reverse("administration:procedure", args=[code]))


@require_POST
@editors_only
def undo(request: HttpRequest, visit: Visit, code: str, move_id: UUID) -> HttpResponse:
    """Give the dossiers of a move their version back."""
    try:
        done = undo_version_move(move_id=move_id, actor=visit.actor, now=visit.now)
    except UnableToMoveDossiers as no:
        return procedure_page(request, visit, code, refusal=no.message, status=409)
    messages.success(request, f"Đã hoàn tác: {done.moved_back} trong {done.moved} hồ sơ về phiên bản trước.")
    return HttpResponseRedirect(reverse("administration:procedure", args=[code]))


def _draft_page(
    request: HttpRequest,
    visit: Visit,
    draft_id: UUID,
    *,
    refusal: str = "",
    typed: str | None = None,
    status: int = 200,
) -> HttpResponse:
    try:
        found = read_draft(draft_id=draft_id, actor=visit.actor, now=visit.now)
    except UnableToSaveDraft as unknown:
        raise Http404 from unknown
    context = {
        "draft": found,
        "text": found.text if typed is None else typed,
        "refusal": refusal,
        "saved_at": moment(found.saved_at),
        "valid_from": day(found.version.valid_from) if found.version else "",
    }
    return show(request, "procedure_draft.html", context, status=status)


def _row(row: VersionRow, in_force: VersionRow, running: int, visit: Visit) -> Row:
    if row is in_force:
        holds = Cell(text="Đang áp dụng", tone="running", second=f"từ {day(row.valid_from)}")
    elif row.valid_from > visit.today:
        holds = Cell(text="Sẽ áp dụng", tone="new", second=f"từ {day(row.valid_from)}")
    else:
        holds = Cell(text="Đã thay", tone="neutral", second=f"áp dụng từ {day(row.valid_from)}")
    return Row(
        cells={
            "version": Cell(text=row.version, second=f"Công bố {moment(row.published_at)}"),
            "holds": holds,
            "running": Cell(text=str(running)),
        }
    )


def _draft_line(found: DraftReading) -> dict[str, str]:
    state = "sẵn sàng công bố" if found.is_ready else f"còn {len(found.problems)} lỗi"
    return {
        "url": reverse("administration:procedure-draft", args=[found.id]),
        "label": f"Bản nháp lưu {moment(found.saved_at)}",
        "state": state,
    }


def _move_line(move: VersionMoveRow) -> dict[str, str]:
    undone = f"Đã hoàn tác {moment(move.undone_at)}: {move.moved_back} hồ sơ." if move.undone_at else ""
    return {
        "id": str(move.id),
        "title": f"{move.moved} hồ sơ từ {move.from_version} sang {move.to_version}, {moment(move.moved_at)}",
        "reason": move.reason,
        "undone": undone,
    }


def _number(request: HttpRequest, name: str) -> int:
    given = request.POST.get(name, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 9 else -1
