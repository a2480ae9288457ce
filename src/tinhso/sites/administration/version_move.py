"""Moving running dossiers to another version: the dry run, and the decision with its reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from tinhso.casework.dossiers.service import (
    MISFIT_TEXTS,
    UnableToMoveDossiers,
    VersionMovePlan,
    move_to_version,
    plan_version_move,
)
from tinhso.foundation.clock.service import new_id
from tinhso.registers.catalogue.service import (
    ProcedureVersion,
    UnableToFindProcedure,
    diff_versions,
    get_version,
)
from tinhso.sites.administration.procedures import editors_only, procedure_page
from tinhso.sites.administration.visits import show
from tinhso.sites.frame.service import Cell, Column, Field, Row, Visit, id_in

_COLUMNS = (
    Column(key="state", label="Bước đang đứng"),
    Column(key="count", label="Hồ sơ"),
    Column(key="what", label="Sẽ thế nào", kind="chip"),
    Column(key="why", label="Vì sao"),
)
_REASON = Field(
    key="reason",
    label="Lý do chuyển",
    type="long_text",
    hint="Ví dụ: phiên bản trước ghi sai mẫu kết quả. Không ghi tên người dân.",
)


@require_POST
@editors_only
def version_move(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """The dry run; with ``confirmed``, the move."""
    try:
        plan = plan_version_move(
            procedure_code=code,
            from_version=request.POST.get("from_version", ""),
            to_version=request.POST.get("to_version", ""),
            actor=visit.actor,
            now=visit.now,
        )
    except (UnableToMoveDossiers, UnableToFindProcedure) as no:
        return procedure_page(request, visit, code, refusal=no.message, status=409)
    if not request.POST.get("confirmed"):
        return _dry_run(request, plan, move_id=new_id())
    move_id = id_in(request.POST.get("move_id", "")) or new_id()
    shown = request.POST.get("expected_count", "")
    try:
        if shown != str(plan.count):
            raise UnableToMoveDossiers(
                code="plan_changed",
                message="Số hồ sơ đã thay đổi từ lúc bạn xem trước. Bạn hãy xem lại rồi xác nhận.",
            )
        done = move_to_version(
            move_id=move_id,
            plan=plan,
            reason=request.POST.get("reason", "")[:500],
            actor=visit.actor,
            now=visit.now,
        )
    except UnableToMoveDossiers as no:
        return _dry_run(request, plan, move_id=move_id, refusal=no, status=409)
    messages.success(request, f"Đã chuyển {done.moved} hồ sơ sang phiên bản {done.to_version}.")
    return HttpResponseRedirect(reverse("administration:procedure", args=[code]))


def _dry_run(
    request: HttpRequest,
    plan: VersionMovePlan,
    *,
    move_id: UUID,
    refusal: UnableToMoveDossiers | None = None,
    status: int = 200,
) -> HttpResponse:
    before = get_version(plan.procedure_code, plan.from_version)
    after = get_version(plan.procedure_code, plan.to_version)
    context: dict[str, Any] = {
        "plan": plan,
        "move_id": str(move_id),
        "title": after.title,
        "columns": _COLUMNS,
        "rows": _rows(plan, before),
        "changes": diff_versions(before, after),
        "field": _REASON,
        "reason": request.POST.get("reason", ""),
        "errors": dict(refusal.fields) if refusal else {},
        "refusal": refusal.message if refusal and not refusal.fields else "",
    }
    return show(request, "version_move.html", context, status=status)


def _rows(plan: VersionMovePlan, before: ProcedureVersion) -> list[Row]:
    moving = [
        _row(before, state, count, Cell(text="Chuyển", tone="running"), "Mọi điều đã hứa giữ nguyên.")
        for state, count in plan.movable.items()
    ]
    staying = [
        _row(before, state, count, Cell(text="Ở lại", tone="waiting"), MISFIT_TEXTS[misfit])
        for (state, misfit), count in plan.staying.items()
    ]
    return [*moving, *staying]


def _row(before: ProcedureVersion, state: str, count: int, what: Cell, why: str) -> Row:
    return Row(
        cells={
            "state": Cell(text=before.process.state(state).name),
            "count": Cell(text=str(count)),
            "what": what,
            "why": Cell(text=why),
        }
    )
