"""Questions and answers for everybody, found with and without accents."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tinhso.casework.feedback.service import FeedbackTopic, get_published, search_published
from tinhso.registers.agencies.service import get_agency
from tinhso.sites.feedback.visits import for_everybody, show
from tinhso.sites.feedback.wording import TOPICS
from tinhso.sites.frame.service import Visit, day

_SHOWN = 160


@require_safe
@for_everybody
def answers(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What was published, newest first, or what a search finds."""
    text = request.GET.get("q", "").strip()[:100]
    wanted = request.GET.get("topic", "")
    topic = FeedbackTopic(wanted) if wanted in {one.value for one in FeedbackTopic} else None
    typed = request.GET.get("page", "1")
    page = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else 1
    found, has_more = search_published(text=text, topic=topic, page=page, actor=visit.actor, now=visit.now)
    items = [
        {
            "title": _short(one.question),
            "url": reverse("feedback:answer", args=[one.id]),
            "text": _short(one.answer),
            "facts": (TOPICS[one.topic], get_agency(one.agency_id).name, day(one.published_at)),
        }
        for one in found
    ]
    context = {
        "text": text,
        "items": items,
        "topics": [
            {"label": "Tất cả", "url": _address(text, ""), "is_current": topic is None},
            *(
                {"label": label, "url": _address(text, one.value), "is_current": topic is one}
                for one, label in TOPICS.items()
            ),
        ],
        "next_url": _address(text, wanted, page + 1) if has_more else "",
        "previous_url": _address(text, wanted, page - 1) if page > 1 else "",
    }
    return show(request, "answers.html", context)


@require_safe
@for_everybody
def answer(request: HttpRequest, visit: Visit, publication_id: UUID) -> HttpResponse:
    """One question and its answer."""
    found = get_published(publication_id=publication_id, actor=visit.actor, now=visit.now)
    context = {
        "found": found,
        "topic": TOPICS[found.topic],
        "agency": get_agency(found.agency_id).name,
    }
    return show(request, "answer.html", context)


def _address(text: str, topic: str, page: int = 1) -> str:
    asked = {"q": text, "topic": topic, "page": str(page) if page > 1 else ""}
    kept = {name: value for name, value in asked.items() if value}
    return reverse("feedback:answers") + (f"?{urlencode(kept)}" if kept else "")


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else flat[: flat.rfind(" ", 0, _SHOWN)] + "…"
