"""Whether the systems are equal: counts and digests of each, every difference and what mends it."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tinhso.casework.dossiers.service import STATUS_NAMES
from tinhso.coordination.exchange.service import (
    FIELD_TITLES,
    SYSTEM_TITLES,
    WHY_TITLES,
    ConflictRow,
    Convergence,
    DifferenceKind,
    DifferenceRow,
    EqualityRow,
    Why,
    conflicts,
    convergence,
    differences,
    equality,
)
from tinhso.sites.exchange.visits import operators_only
from tinhso.sites.frame.service import Visit, moment, number, span

_KINDS = {
    DifferenceKind.MISSING_THERE: "Hệ thống kia không có",
    DifferenceKind.MISSING_HERE: "Tỉnh không có",
    DifferenceKind.DIFFERENT: "Khác trạng thái",
}
_REPAIRS = {
    DifferenceKind.MISSING_THERE: "Tự báo lại từ đầu",
    DifferenceKind.MISSING_HERE: "Cần người xem: không rõ ai đã lập",
    DifferenceKind.DIFFERENT: "Tự đối chiếu và báo lại",
}
_ASKED = "Nếu sau 10 phút vẫn khác, tự hỏi lại nơi ấy về hồ sơ này rồi nhận vào"
_STANDS_APART = "; thông điệp đang để riêng hoặc đã có người xem"
_MORE = {Why.PROCESS: _STANDS_APART, Why.PAPER: _STANDS_APART}
_OVER = {Why.FIRST: "chỉ để biết"}
_SHORT = 16


@require_safe
@operators_only
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every connected system beside the house, as of the last reading of its list."""
    spans = {each.system: each for each in convergence(actor=visit.actor)}
    context = {
        "house": SYSTEM_TITLES["tinhso"],
        "systems": [_system(row, spans[row.system]) for row in equality(actor=visit.actor)],
        "conflicts": [_conflict(row) for row in conflicts(actor=visit.actor)],
        "differences": [_difference(row) for row in differences(actor=visit.actor)],
    }
    return render(request, "exchange/reconciliation.html", context)


def _system(row: EqualityRow, spans: Convergence) -> dict[str, object]:
    label, tone = _state(row, spans)
    return {
        "title": SYSTEM_TITLES[row.system],
        "label": label,
        "tone": tone,
        "here": number(row.dossiers_here),
        "there": number(row.dossiers_there),
        "digest_here": row.digest_here[:_SHORT] or "chưa có",
        "digest_there": row.digest_there[:_SHORT] or "chưa có",
        "buckets": number(row.buckets),
        "unequal": number(row.unequal_buckets),
        "unknown": number(row.unknown_here),
        "behind": number(row.behind),
        "is_behind": row.behind > 0,
        "unread": number(row.unread_days) if row.unread_days else "",
        "lasting": _lasting(spans),
    }


def _lasting(each: Convergence) -> str:
    """How long differences lasted, over the last day."""
    said = "chưa có điểm khác nào hết trong 24 giờ qua"
    if each.ended:
        said = (
            f"{number(each.ended)} điểm khác đã hết: trung vị {_length(each.median)}, "
            f"lâu nhất {_length(each.longest)}"
        )
    left = f"; {number(each.lasting)} chưa hết, lâu nhất đã {_length(each.oldest)}" if each.lasting else ""
    return said + left


def _length(length: timedelta | None) -> str:
    return (span(length.total_seconds()) if length else "") or "dưới 1 phút"


def _conflict(row: ConflictRow) -> dict[str, str]:
    return {
        "code": row.code,
        "field": FIELD_TITLES.get(row.field, row.field),
        "kept": SYSTEM_TITLES.get(row.kept, row.kept),
        "overruled": SYSTEM_TITLES.get(row.overruled, row.overruled),
        "at": moment(row.at),
        "why": WHY_TITLES[row.why] + _MORE.get(row.why, ""),
        "state": "chưa hết" if row.is_lasting else _OVER.get(row.why, "đã hết"),
    }


def _state(row: EqualityRow, spans: Convergence) -> tuple[str, str]:
    """One mark for both directions: equal is only where neither side has more than the other."""
    if row.unknown_here or spans.lasting or (row.unequal_buckets and not row.unread_days):
        return "Có điểm khác", "problem"
    if not row.buckets:
        return "Chưa có hồ sơ", "neutral"
    if row.is_compared and row.behind:
        return "Chưa báo hết", "waiting"
    return ("Bằng nhau", "done") if row.is_equal else ("Đang đối chiếu", "waiting")


def _difference(row: DifferenceRow) -> dict[str, object]:
    return {
        "system": SYSTEM_TITLES[row.system],
        "code": row.code,
        "kind": _KINDS[row.kind],
        "here": _status(row.status_here),
        "there": _status(row.status_there),
        "repair": _ASKED if row.is_asked_about else _REPAIRS[row.kind],
        "apart": row.apart_id,
    }


def _status(status: int | None) -> str:
    names = {int(known): name for known, name in STATUS_NAMES.items()}
    return names.get(status, "không rõ") if status is not None else "không có"
