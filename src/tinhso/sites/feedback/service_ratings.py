"""Rating the service of a finished dossier; and the figures that officers see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.registers.agencies.service import get_agency
from tinhso.registers.catalogue.service import UnableToFindProcedure, get_procedure
from tinhso.services.ratings.service import (
    RatingCell,
    RatingDimension,
    ServiceRating,
    ServiceStage,
    UnableToRate,
    own_rating,
    rate_service,
    rating_words,
    service_ratings,
)
from tinhso.sites.feedback.dossiers import finished, own_dossier_coded
from tinhso.sites.feedback.visits import citizens_only, show, show_desk
from tinhso.sites.feedback.wording import SCORES, STAGES
from tinhso.sites.frame.service import Field, Option, Visit, officers_only

_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the figures, in words."""

    month: date
    name: str
    cell: RatingCell
    reasons: tuple[str, ...]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@citizens_only
def rate(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Rate, or change what was said, while that is possible."""
    view = own_dossier_coded(visit, code)
    dossier = finished(view, visit)
    known = own_rating(dossier_id=view.id, actor=visit.actor, now=visit.now)
    error = ""
    if request.method == "POST" and dossier is not None:
        typed = request.POST.get("score", "")
        try:
            rate_service(
                dossier=dossier,
                score=int(typed) if typed in {"1", "2", "3", "4", "5"} else 0,
                reasons={stage.value: request.POST.getlist(stage.value) for stage in ServiceStage},
                actor=visit.actor,
                now=visit.now,
            )
        except UnableToRate as refusal:
            error = refusal.fields.get("score", refusal.message)
        else:
            messages.success(request, "Cảm ơn bạn. Đánh giá đã được ghi nhận, cán bộ không biết ai đánh giá.")
            return HttpResponseRedirect(reverse("feedback:rate", args=[view.code]))
    context = {
        "dossier": view,
        "is_finished": dossier is not None,
        "known": known,
        "is_open": known is None or visit.now <= known.editable_until,
        "errors": {"score": error} if error else {},
        "score": Field(key="score", label="Bạn thấy việc phục vụ thế nào?", type="radio"),
        "scores": SCORES,
        "picked": request.POST.get("score", "") or (str(known.score) if known else ""),
        "stages": _stages(request, known),
        "days": rating_words().days,
    }
    return show(request, "rate.html", context, status=400 if error else 200)


@require_safe
@officers_only
def figures(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ratings of the last twelve months by agency or by procedure; never who."""
    wanted = request.GET.get("by", "")
    by = RatingDimension.PROCEDURE if wanted == RatingDimension.PROCEDURE else RatingDimension.AGENCY
    cells = service_ratings(
        by=by, since=visit.today - _YEAR, until=visit.today, actor=visit.actor, now=visit.now
    )
    context = {
        "figures": [_figure(cell, by, visit.today) for cell in cells],
        "by": by,
        "scores": SCORES,
        "least": rating_words().smallest_group,
        "days": rating_words().days,
    }
    return show_desk(request, "figures.html", context)


def _stages(request: HttpRequest, known: ServiceRating | None) -> list[dict[str, object]]:
    given = {stage.value: list(reasons) for stage, reasons in known.reasons.items()} if known else {}
    return [
        {
            "field": Field(
                key=stage.value,
                label=label,
                type="checkbox",
                required=False,
                options=tuple(
                    Option(value=key, label=name) for key, name in rating_words().reasons[stage].items()
                ),
            ),
            "picked": request.POST.getlist(stage.value) or given.get(stage.value, []),
        }
        for stage, label in STAGES.items()
    ]


def _figure(cell: RatingCell, by: RatingDimension, today: date) -> Figure:
    names = {
        f"{stage}.{key}": name
        for stage, reasons in rating_words().reasons.items()
        for key, name in reasons.items()
    }
    ordered = sorted(cell.reasons.items(), key=lambda item: -item[1])
    return Figure(
        month=cell.month,
        name=get_agency(UUID(cell.key)).name if by is RatingDimension.AGENCY else _procedure(cell.key, today),
        cell=cell,
        reasons=tuple(f"{names.get(reason, reason)} ({count})" for reason, count in ordered),
    )


def _procedure(code: str, today: date) -> str:
    try:
        return get_procedure(code, on=today).title
    except UnableToFindProcedure:
        return code
