"""Sending feedback: what it is for, the form, and the code to keep."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile as Upload
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.casework.dossiers.service import DossierView
from tinhso.casework.feedback.service import (
    FeedbackKind,
    FeedbackTopic,
    NewFeedback,
    UnableToSendFeedback,
    handling,
    own_feedback,
    send_feedback,
    words,
)
from tinhso.foundation.clock.service import new_token
from tinhso.foundation.files.service import HandedIn, UnableToAcceptFile
from tinhso.foundation.unit_of_work.service import UnableToRepeat
from tinhso.registers.agencies.service import list_agencies
from tinhso.sites.feedback.dossiers import agency_of, linked, own_dossier
from tinhso.sites.feedback.phone import confirmed_check
from tinhso.sites.feedback.visits import for_everybody, show, sign_in_address
from tinhso.sites.feedback.wording import KINDS, TONES, TOPICS
from tinhso.sites.frame.service import Field, Option, SummaryRow, Visit, read_upload, read_values

_SENT = "feedback_sent"
_KIND_HINTS = {
    FeedbackKind.COMPLAINT: "Có việc chưa đúng, chưa tốt cần xem lại",
    FeedbackKind.PROPOSAL: "Bạn đề xuất cách làm tốt hơn",
}


@require_safe
@for_everybody
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What feedback is for, both ways to send it, and the citizen's own cases."""
    rows = own_feedback(actor=visit.actor, now=visit.now) if visit.is_citizen else ()
    cards = [
        {
            "url": reverse("feedback:own", args=[row.id]),
            "title": f"{KINDS[row.kind]}: {TOPICS[row.topic].lower()}",
            "row": row,
            "tone": TONES[row.state],
        }
        for row in rows
    ]
    way = handling()
    context = {
        "cards": cards,
        "is_citizen": visit.is_citizen,
        "deadline": way.deadline.text,
        "deadline_verified": way.deadline_verified,
        "sign_in": sign_in_address(reverse("feedback:send")),
    }
    return show(request, "home.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_everybody
def send(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The form; sent once, whatever the browser does."""
    check = None if visit.is_citizen else confirmed_check(request)
    if not visit.is_citizen and check is None:
        return HttpResponseRedirect(reverse("feedback:home"))
    dossier = _dossier(request, visit)
    if request.method != "POST":
        return _form(request, visit, dossier)
    try:
        done = send_feedback(
            given=_given(request, visit, dossier),
            key=request.POST.get("idempotency_key", "")[:64],
            phone_check=check,
            actor=visit.actor,
            now=visit.now,
        )
    except UnableToAcceptFile as refusal:
        return _form(request, visit, dossier, errors={"files": refusal.message})
    except (UnableToSendFeedback, UnableToRepeat) as refusal:
        return _form(request, visit, dossier, errors=refusal.fields or {"": refusal.message})
    request.session[_SENT] = {"code": done.code, "due": done.due_at.isoformat()}
    return HttpResponseRedirect(reverse("feedback:sent"))


@never_cache
@require_safe
@for_everybody
def sent(request: HttpRequest, visit: Visit) -> HttpResponse:
    """It has arrived: the code to keep, and what happens next."""
    kept = request.session.get(_SENT)
    if not isinstance(kept, dict):
        return HttpResponseRedirect(reverse("feedback:home"))
    context = {"code": kept["code"], "due": datetime.fromisoformat(kept["due"])}
    return show(request, "sent.html", context)


def _dossier(request: HttpRequest, visit: Visit) -> DossierView | None:
    named = request.POST.get("dossier", "") or request.GET.get("dossier", "")
    if not named or not visit.is_citizen:
        return None
    try:
        return own_dossier(visit, UUID(named))
    except ValueError:
        return None


def _given(request: HttpRequest, visit: Visit, dossier: DossierView | None) -> NewFeedback:
    values = read_values(request.POST, _fields(visit, dossier))
    wrong = {
        key: "Hãy chọn một câu trả lời."
        for key, known in (("kind", FeedbackKind), ("topic", FeedbackTopic))
        if values[key] not in {one.value for one in known}
    }
    agencies = {str(agency.id) for agency in list_agencies(on=visit.today)}
    about = str(values.get("agency", ""))
    if about and about not in agencies:
        wrong["agency"] = "Hãy chọn cơ quan trong danh sách, hoặc để trống."
    if wrong:
        raise UnableToSendFeedback(code="incomplete", message="Còn chỗ cần sửa.", fields=wrong)
    return NewFeedback(
        kind=FeedbackKind(str(values["kind"])),
        topic=FeedbackTopic(str(values["topic"])),
        text=str(values["text"]),
        about_agency_id=UUID(about) if about else None,
        dossier=linked(dossier, visit) if dossier else None,
        files=_files(request),
        may_publish=bool(values["may_publish"]),
        hides_name=bool(values["hides_name"]),
        name=str(values.get("name", "")),
    )


def _files(request: HttpRequest) -> tuple[HandedIn, ...]:
    uploads: list[Upload[bytes]] = list(request.FILES.getlist("files"))
    return tuple(HandedIn(name=each.name or "", content=read_upload(each)) for each in uploads)


def _fields(visit: Visit, dossier: DossierView | None) -> tuple[Field, ...]:
    asked = [
        Field(
            key="kind",
            label="Bạn muốn gửi",
            type="radio",
            options=tuple(
                Option(value=kind.value, label=label, hint=_KIND_HINTS[kind]) for kind, label in KINDS.items()
            ),
        ),
        Field(
            key="topic",
            label="Về việc gì?",
            type="radio",
            options=tuple(Option(value=topic.value, label=label) for topic, label in TOPICS.items()),
        ),
        Field(
            key="text",
            label="Nội dung",
            type="long_text",
            hint="Việc gì, ở đâu, khi nào, bạn mong muốn gì. Không cần ghi số giấy tờ của ai.",
        ),
    ]
    if dossier is None:
        asked.insert(
            2,
            Field(
                key="agency",
                label="Cơ quan liên quan",
                type="choice",
                required=False,
                hint="Không rõ cơ quan nào thì để trống.",
                options=tuple(
                    Option(value=str(agency.id), label=agency.name)
                    for agency in list_agencies(on=visit.today)
                ),
            ),
        )
    if not visit.is_citizen:
        asked.append(Field(key="name", label="Họ và tên của bạn", type="text", autocomplete="name"))
    asked += [
        Field(
            key="may_publish",
            label="Tôi đồng ý công khai câu hỏi và trả lời",
            type="consent",
            required=False,
            hint="Cán bộ bỏ tên và mọi thông tin nhận ra bạn trước khi công khai.",
        ),
        Field(
            key="hides_name",
            label="Không cho cơ quan trả lời biết tên tôi",
            type="consent",
            required=False,
            hint="Chỉ nơi tiếp nhận biết, để báo kết quả cho bạn.",
        ),
    ]
    return tuple(asked)


def _form(
    request: HttpRequest,
    visit: Visit,
    dossier: DossierView | None,
    *,
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    fields = _fields(visit, dossier)
    values: dict[str, Any] = read_values(request.POST, fields) if request.method == "POST" else {}
    if not values:
        about = request.GET.get("topic", "delay" if dossier else "")
        values = {"kind": "complaint" if dossier else "", "topic": about}
    known = []
    if dossier is not None:
        known = [
            SummaryRow(key="Hồ sơ", value=dossier.title, note=dossier.code),
            SummaryRow(key="Cơ quan", value=agency_of(dossier, visit).name),
        ]
    context = {
        "fields": fields,
        "values": values,
        "errors": errors or {},
        "known": known,
        "dossier_id": dossier.id if dossier else "",
        "key": request.POST.get("idempotency_key", "") or new_token(16),
        "upload": Field(
            key="files",
            label="Ảnh, giấy tờ kèm theo",
            type="upload",
            hint=f"Tối đa {words().most_files} tệp.",
            required=False,
        ),
        "is_citizen": visit.is_citizen,
    }
    return show(request, "send.html", context, status=400 if errors else 200)
