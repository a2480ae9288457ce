"""One case on the desk: everything on one screen, and what this officer may do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tinhso.casework.feedback.service import (
    ENDED,
    FeedbackAction,
    FeedbackView,
    get_feedback,
    open_file,
    words,
)
from tinhso.registers.agencies.service import list_agencies
from tinhso.sites.feedback.visits import show_desk
from tinhso.sites.feedback.wording import DONE, KINDS, TONES, TOPICS, timeline
from tinhso.sites.frame.service import (
    Field,
    Option,
    SummaryRow,
    Visit,
    by_short_link,
    due_badge,
    file_response,
    moment,
    officers_only,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A step that did not go through: what was typed is shown again beside the reason."""

    action: str
    typed: Mapping[str, str] = field(default_factory=dict)
    message: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    status: int = 400


@require_safe
@officers_only
def case(request: HttpRequest, visit: Visit, feedback_id: UUID) -> HttpResponse:
    """The case, read now."""
    return page(request, visit, feedback_id)


@require_safe
@officers_only
@by_short_link
def file(request: HttpRequest, visit: Visit, feedback_id: UUID, file_id: UUID) -> HttpResponse:
    """A paper of the case."""
    return file_response(
        request, open_file(feedback_id=feedback_id, file_id=file_id, actor=visit.actor, now=visit.now)
    )


def page(
    request: HttpRequest, visit: Visit, feedback_id: UUID, attempt: Attempt | None = None
) -> HttpResponse:
    """The page as it stands now, with what was typed in an attempt that failed."""
    view = get_feedback(feedback_id=feedback_id, actor=visit.actor, now=visit.now)
    context: dict[str, Any] = {
        "view": view,
        "attempt": attempt,
        "done": DONE.get(request.GET.get("done", ""), ""),
        "kind": KINDS[view.kind],
        "topic": TOPICS[view.topic],
        "tone": TONES[view.state],
        "due": due_badge(view.due_at, now=visit.now, ended=view.state in ENDED),
        "facts": _facts(view),
        "dossier_url": _dossier_url(view, visit),
        "papers": [
            {"name": part.name, "url": reverse("feedback:case-file", args=[view.id, part.id])}
            for part in view.files
        ],
        "timeline": timeline(view.story),
        "forms": [_form(action, view, visit, attempt) for action in _offered(view)],
    }
    return show_desk(request, "desk_case.html", context, status=attempt.status if attempt else 200)


def _form(
    action: FeedbackAction, view: FeedbackView, visit: Visit, attempt: Attempt | None
) -> dict[str, Any]:
    """A step with its fields; several forms stand on one page, so each field carries its step's name."""
    mine = attempt if attempt and attempt.action == action.key else None
    starting = _starting(view)
    return {
        "action": action,
        "is_open": mine is not None,
        "url": reverse("feedback:step", args=[view.id, action.key]),
        "fields": [
            {
                "field": replace(asked, key=f"{asked.key}-{action.key}"),
                "value": (mine.typed if mine else starting).get(asked.key, ""),
                "error": mine.errors.get(asked.key, "") if mine else "",
            }
            for asked in fields_of(action.key, view, visit)
        ],
    }


def fields_of(action: str, view: FeedbackView, visit: Visit) -> tuple[Field, ...]:
    """What a step asks of the officer."""
    note = Field(key="note", label="Lý do", type="long_text")
    agency = Field(
        key="agency",
        label="Cơ quan trả lời",
        type="choice",
        options=tuple(
            Option(value=str(one.id), label=one.name)
            for one in list_agencies(on=visit.today)
            if one.id != view.agency_id
        ),
    )
    return {
        "classify": (
            Field(
                key="topic",
                label="Về việc gì?",
                type="choice",
                options=tuple(Option(value=one.value, label=label) for one, label in TOPICS.items()),
            ),
            Field(
                key="about",
                label="Cơ quan bị phản ánh",
                type="choice",
                required=False,
                options=tuple(
                    Option(value=str(one.id), label=one.name) for one in list_agencies(on=visit.today)
                ),
            ),
        ),
        "assign": (agency,),
        "transfer": (agency, note),
        "refuse": (_reason(), note),
        "refuse_there": (_reason(), note),
        "draft": (Field(key="text", label="Câu trả lời", type="long_text"),),
        "publish": (
            Field(
                key="question",
                label="Câu hỏi, viết lại không có thông tin cá nhân",
                type="long_text",
                hint="Bỏ tên, số, địa chỉ, mã hồ sơ và chi tiết nhận ra người gửi.",
            ),
            Field(key="answer", label="Câu trả lời, không có thông tin cá nhân", type="long_text"),
        ),
        "send_back": (note,),
        "return_draft": (note,),
        "keep_private": (note,),
        "unpublish": (note,),
    }.get(action, ())


def _offered(view: FeedbackView) -> list[FeedbackAction]:
    weight = ("primary", "secondary", "warning")
    offered = sorted(view.actions, key=lambda action: weight.index(action.kind))
    if view.state == "received" and not view.is_classified:
        offered = [action for action in offered if action.key != "assign"]
    return offered


def _reason() -> Field:
    return Field(
        key="reason",
        label="Lý do không xử lý",
        type="radio",
        options=tuple(Option(value=key, label=name) for key, name in words().refusal_reasons.items()),
    )


def _starting(view: FeedbackView) -> dict[str, str]:
    about = str(view.about_agency_id or "")
    return {
        "topic": view.topic.value,
        "about": about,
        "agency": about if view.topic.value not in words().not_to_itself else "",
        "text": view.answer,
        "question": "",
        "answer": view.answer,
    }


def _facts(view: FeedbackView) -> list[SummaryRow]:
    sender = view.sender_name
    return [
        SummaryRow(
            key="Người gửi",
            value=sender,
            lines=(view.sender_phone,) if view.sender_phone else (),
            note="đã xác thực VNeID" if view.is_signed_in else "đã xác nhận số điện thoại",
            note_tone="done",
        ),
        SummaryRow(key="Gửi lúc", value=moment(view.sent_at)),
        SummaryRow(key="Cơ quan bị phản ánh", value=view.about_agency or "Chưa rõ"),
        SummaryRow(key="Công khai", value="Người gửi đồng ý" if view.may_publish else "Không"),
        *([SummaryRow(key="Hồ sơ", value=view.dossier_code)] if view.dossier_code else []),
        *([SummaryRow(key="Đánh giá", value=f"{view.score}/5")] if view.score else []),
    ]


def _dossier_url(view: FeedbackView, visit: Visit) -> str:
    """The dossier's page, for officers of the agency that handles it."""
    if view.dossier_id is None or visit.actor.agency_id != view.about_agency_id:
        return ""
    return reverse("onestop:dossier", args=[view.dossier_id])
