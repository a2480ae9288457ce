"""Asking to withdraw a dossier."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tinhso.casework.dossiers.service import DossierChanged, UnableToActOnDossier, get_dossier, take_step
from tinhso.foundation.identifiers.service import UnableToReadText, clean_text
from tinhso.foundation.process.service import UnableToTakeAction
from tinhso.sites.frame.service import Field, Visit
from tinhso.sites.portal.dossier_pages import dossier_page
from tinhso.sites.portal.visits import citizens_only, show

_LONGEST_REASON = 500
_REASON = Field(
    key="note",
    label="Vì sao bạn muốn rút hồ sơ?",
    type="long_text",
    hint="Giúp cơ quan trả lời nhanh hơn; tối đa 500 ký tự.",
    required=False,
)


@require_http_methods(["GET", "HEAD", "POST"])
@citizens_only
def withdraw(request: HttpRequest, visit: Visit, dossier_id: UUID) -> HttpResponse:
    """Say what withdrawing means, then ask the agency for it."""
    if request.method != "POST":
        return _page(request, visit, dossier_id)
    typed = request.POST.get("note", "")
    try:
        take_step(
            dossier_id=dossier_id,
            action="ask_withdraw",
            note=clean_text(typed, _LONGEST_REASON, multiline=True),
            expected_version=None,
            actor=visit.actor,
            now=visit.now,
        )
    except (UnableToReadText, UnableToActOnDossier) as refusal:
        return _page(request, visit, dossier_id, errors={"note": refusal.message}, typed=typed)
    except (DossierChanged, UnableToTakeAction) as refusal:
        messages.warning(request, refusal.message)
        return HttpResponseRedirect(reverse("portal:dossier", args=[dossier_id]))
    messages.success(request, "Đã gửi đề nghị rút hồ sơ. Cơ quan sẽ trả lời bạn.")
    return HttpResponseRedirect(reverse("portal:dossier", args=[dossier_id]))


def _page(
    request: HttpRequest,
    visit: Visit,
    dossier_id: UUID,
    *,
    errors: dict[str, str] | None = None,
    typed: str = "",
) -> HttpResponse:
    view = get_dossier(dossier_id=dossier_id, actor=visit.actor, now=visit.now)
    if not dossier_page(view).withdraw_action:
        messages.info(request, "Hồ sơ này hiện không rút được nữa.")
        return HttpResponseRedirect(reverse("portal:dossier", args=[dossier_id]))
    context = {"dossier": view, "field": _REASON, "errors": errors or {}, "typed": typed}
    return show(request, "withdraw.html", context, status=400 if errors else 200)
