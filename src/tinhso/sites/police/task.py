"""One task on one screen: what each source says of the person, and what this officer may do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tinhso.casework.cleaning.service import (
    ENDED,
    FACTS,
    REVIEWERS,
    CleaningAction,
    CleaningView,
    ProposalView,
    UnableToClean,
    get_cleaning_task,
    print_proposal,
)
from tinhso.registers.agencies.service import list_agencies, officer_names
from tinhso.services.verification.service import line_now
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
    partial_date,
)
from tinhso.sites.police.wording import (
    ANSWERS,
    DONE,
    FACT_NAMES,
    OUTCOMES,
    PAPERS,
    PURPOSES,
    REACHED,
    SEXES,
    SOURCES,
    TONES,
    shown_fact,
    timeline,
)

Typed = Mapping[str, str | list[str]]
_NOTE = Field(key="note", label="Lý do", type="long_text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A step that did not go through: what was typed is shown again beside the reason."""

    action: str
    typed: Typed = field(default_factory=dict, repr=False)
    message: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    status: int = 400


@require_safe
@officers_only
def task(request: HttpRequest, visit: Visit, cleaning_id: UUID) -> HttpResponse:
    """The task, read now."""
    return page(request, visit, cleaning_id)


@require_safe
@officers_only
@by_short_link
def proposal(request: HttpRequest, visit: Visit, cleaning_id: UUID) -> HttpResponse:
    """The approved proposal on paper; before its approval the page with the reason."""
    try:
        printed = print_proposal(task_id=cleaning_id, actor=visit.actor, now=visit.now)
    except UnableToClean as refusal:
        attempt = Attempt(action="", message=refusal.message, status=409)
        return page(request, visit, cleaning_id, attempt)
    return file_response(request, printed)


def page(
    request: HttpRequest, visit: Visit, cleaning_id: UUID, attempt: Attempt | None = None
) -> HttpResponse:
    """The page as it stands now, with what was typed in an attempt that failed."""
    view = get_cleaning_task(task_id=cleaning_id, actor=visit.actor, now=visit.now)
    context: dict[str, Any] = {
        "line": line_now(),
        "view": view,
        "attempt": attempt,
        "done": DONE.get(request.GET.get("done", ""), ""),
        "tone": TONES[view.state],
        "due": due_badge(view.due_at, now=visit.now, ended=view.state in ENDED),
        "about": _about(view),
        "facts": _facts(view),
        "visits": [
            {
                "paper": PAPERS[one.paper],
                "number": one.number,
                "note": one.note,
                "at": moment(one.at),
            }
            for one in view.visits
        ],
        "questions": [
            {
                "purpose": PURPOSES[one.purpose],
                "asked": moment(one.asked_at),
                "answered": moment(one.answered_at) if one.answered_at else "",
                "answer": ANSWERS[one.answer][0],
                "tone": ANSWERS[one.answer][1],
            }
            for one in view.questions
        ],
        "proposal": _proposal(view.proposal) if view.proposal else None,
        "timeline": timeline(view.story),
        "forms": [_form(action, view, visit, attempt) for action in _offered(view)],
        "next_key": _next(view),
    }
    return render(request, "police/task.html", context, status=attempt.status if attempt else 200)


def fields_of(action: str, view: CleaningView, visit: Visit) -> tuple[Field, ...]:
    """What a step asks of the officer."""
    if action in ("collect", "collect_more"):
        return _collecting()
    if action == "propose":
        return _proposing()
    if action == "transfer":
        return (_agencies(view, visit), _NOTE)
    return (_NOTE,) if action in ("conclude", "return_proposal", "collect_again") else ()


def _collecting() -> tuple[Field, ...]:
    papers = tuple(Option(value=key.value, label=label) for key, label in PAPERS.items())
    return (
        Field(key="paper", label="Giấy tờ đã xem", type="choice", options=papers),
        Field(key="number", label="Số của giấy tờ", required=False),
        Field(key="full_name", label=FACT_NAMES["full_name"], hint="Ghi đúng như trên giấy tờ"),
        Field(key="personal_id", label=FACT_NAMES["personal_id"], type="personal_id"),
        Field(key="birth", label=FACT_NAMES["birth"], hint="Ví dụ 03/02/1990; nếu chỉ có năm thì ghi năm"),
        Field(key="sex", label=FACT_NAMES["sex"], type="radio", options=_sexes(), inline=True),
        Field(key="note", label="Ghi chú khi phúc tra", type="long_text", required=False),
    )


def _proposing() -> tuple[Field, ...]:
    names = tuple(Option(value=fact, label=FACT_NAMES[fact]) for fact in FACTS)
    return (
        Field(
            key="fields",
            label="Thông tin cần sửa ở CSDL quốc gia",
            type="checkbox",
            hint="Sửa thành thông tin trên giấy tờ gốc đã ghi",
            options=names,
        ),
        *(
            Field(
                key=f"old_{fact}",
                label=f"{FACT_NAMES[fact]}: CSDL quốc gia đang ghi",
                required=False,
            )
            for fact in FACTS
        ),
        Field(key="basis", label="Giấy tờ làm căn cứ", hint="Tên, số, ngày cấp, nơi cấp"),
    )


def _agencies(view: CleaningView, visit: Visit) -> Field:
    offered = list_agencies(on=visit.today, kinds=REVIEWERS)
    return Field(
        key="agency",
        label="Chuyển đến",
        type="choice",
        options=tuple(
            Option(value=str(one.id), label=one.name) for one in offered if one.id != view.agency_id
        ),
    )


def _sexes() -> tuple[Option, ...]:
    return tuple(Option(value=value, label=label) for value, label in SEXES.items())


def _form(
    action: CleaningAction, view: CleaningView, visit: Visit, attempt: Attempt | None
) -> dict[str, Any]:
    """A step with its fields; several forms stand on one page, so each field carries its step's name."""
    mine = attempt if attempt and attempt.action == action.key else None
    starting: Typed = mine.typed if mine else _starting(view)
    return {
        "action": action,
        "is_open": mine is not None,
        "url": reverse("police:cleaning-step", args=[view.id, action.key]),
        "fields": [
            {
                "field": replace(asked, key=f"{asked.key}-{action.key}"),
                "value": starting.get(asked.key, ""),
                "error": mine.errors.get(asked.key, "") if mine else "",
            }
            for asked in fields_of(action.key, view, visit)
        ],
    }


def _starting(view: CleaningView) -> Typed:
    """Facts begin as the last paper shows them, or as the dossier states them; the rest is empty."""
    facts = {row.fact: row.collected or row.declared for row in view.facts}
    return {**facts, "birth": partial_date(facts["birth"])}


def _next(view: CleaningView) -> str:
    """The step that the task waits for; others stand folded below it."""
    keys = [action.key for action in view.actions]
    for key in ("propose", "conclude", "approve", "verify"):
        if key in keys:
            return key
    if view.visits and "compare" in keys:
        return "compare"
    return "collect_more" if "collect_more" in keys else "compare"


def _offered(view: CleaningView) -> list[CleaningAction]:
    first = _next(view)
    weight = ("primary", "secondary", "warning")
    return sorted(view.actions, key=lambda action: (action.key != first, weight.index(action.kind)))


def _about(view: CleaningView) -> list[SummaryRow]:
    many = f"{view.dossiers} hồ sơ" if view.dossiers > 1 else "1 hồ sơ"
    return [
        SummaryRow(key="Cơ quan", value=view.agency, note=REACHED[view.reached_by]),
        SummaryRow(
            key="Vì sao",
            value=f"{many} có thông tin không khớp CSDL quốc gia về dân cư",
            note="trước đây từng khớp" if view.matched_before else "",
        ),
        SummaryRow(key="Từ lúc", value=moment(view.raised_at)),
    ]


def _facts(view: CleaningView) -> list[dict[str, Any]]:
    return [
        {
            "name": FACT_NAMES[row.fact],
            "declared": shown_fact(row.fact, row.declared),
            "collected": shown_fact(row.fact, row.collected),
            "known": shown_fact(row.fact, row.known),
            "source": SOURCES.get(row.source, ""),
            "differs": bool(row.collected) and row.collected.casefold() != row.declared.casefold(),
        }
        for row in view.facts
    ]


def _proposal(proposal: ProposalView) -> dict[str, Any]:
    names = officer_names([one for one in (proposal.proposed_by, proposal.decided_by) if one])
    return {
        "is_approved": proposal.outcome == "approved",
        "outcome": OUTCOMES[proposal.outcome],
        "basis": proposal.basis,
        "by": names.get(proposal.proposed_by, ""),
        "at": moment(proposal.proposed_at),
        "decided_by": names.get(proposal.decided_by, "") if proposal.decided_by else "",
        "decided_at": moment(proposal.decided_at) if proposal.decided_at else "",
        "changes": [
            {
                "name": FACT_NAMES[one.fact],
                "old": one.old or "(không ghi)",
                "new": shown_fact(one.fact, one.new),
            }
            for one in proposal.changes
        ],
    }
