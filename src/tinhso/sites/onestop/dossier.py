"""The dossier page: everything on one screen, and what this officer may do next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tinhso.casework.dossiers.service import (
    STATUS_NAMES,
    ActionRow,
    AnswerRow,
    CheckState,
    DossierView,
    FeeState,
    LookUpMark,
    Status,
    TimelineRow,
    get_dossier,
)
from tinhso.coordination.exchange.service import DossierConflict, dossier_conflicts
from tinhso.foundation.authority.service import Permission, Role, is_permitted
from tinhso.registers.catalogue.service import get_version, verb_of
from tinhso.services.verification.service import LookUpState, Register
from tinhso.sites.frame.service import TimelineEvent, Visit, due_badge, moment, officers_only
from tinhso.sites.onestop.conflicts import differing, events
from tinhso.sites.onestop.desk import show
from tinhso.sites.onestop.look_up_words import FACTS, LOOK_UP_STATES, SHORT_TITLES
from tinhso.sites.onestop.wording import (
    APPLICANT_KINDS,
    CHANNELS,
    CHECKS,
    DONE,
    FEE_MOMENTS,
    FEES,
    NOTHING_TO_DO,
    POSTAL_STATES,
    QUEUES,
    ROLES,
    STATUS_TONES,
)

CHECK_TASK = "check_identity"
_ENDED = frozenset({Status.REJECTED, Status.STOPPED, Status.DONE, Status.RETURNED})
_NO_CANCELLING = _ENDED - {Status.DONE}
_LOOK_UPS_SHOWN = 5
_STOPPED = frozenset({Status.SUPPLEMENT, Status.PAYMENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """An action that did not go through: what was typed is shown again beside the reason."""

    action: str
    typed: str = ""
    message: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    status: int = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """An action as the page offers it: a plain button, a note to write, a text, or a page of its own."""

    action: ActionRow
    kind: str
    url: str


@require_safe
@officers_only
def dossier(request: HttpRequest, visit: Visit, dossier_id: UUID) -> HttpResponse:
    """The dossier, read now."""
    return page(request, visit, dossier_id)


def page(
    request: HttpRequest, visit: Visit, dossier_id: UUID, attempt: Attempt | None = None
) -> HttpResponse:
    """The page as it stands now, with what was typed in an attempt that failed."""
    view = get_dossier(dossier_id=dossier_id, actor=visit.actor, now=visit.now)
    conflicts = dossier_conflicts(view.id, actor=visit.actor, now=visit.now)
    queue = _queue_from(request)
    context = {
        "view": view,
        "queue": queue,
        "queue_name": QUEUES.get(queue, ""),
        "attempt": attempt,
        "stranded": attempt if attempt and not _is_offered(view, attempt) else None,
        "done": DONE.get(request.GET.get("done", ""), ""),
        "next_url": _next_url(view, queue),
        "status": STATUS_NAMES[view.status],
        "tone": STATUS_TONES[view.status],
        "due": due_badge(
            view.due_at or _own_task_due(view),
            now=visit.now,
            stopped=view.status in _STOPPED,
            ended=view.status in _ENDED,
        ),
        "idle": _why_idle(view),
        "channel": CHANNELS[view.channel],
        "check": CHECKS[view.check],
        "check_note": _check_note(view),
        "can_settle_check": _can_settle(view, visit),
        "fee": FEES[view.fee_state],
        "fee_when": FEE_MOMENTS.get(view.fee_when, ""),
        "can_take_cash": view.fee_state is FeeState.DUE and Role.RECEPTION_OFFICER in visit.actor.roles,
        "can_cancel_cash": view.status not in _NO_CANCELLING and Role.RECEPTION_OFFICER in visit.actor.roles,
        "sections": _sections(view),
        "papers": [paper for paper in view.papers if not paper.replaced],
        "digitisable": _digitisable(view, visit),
        "old_papers": [paper for paper in view.papers if paper.replaced],
        "buttons_of": [_button(view, action) for action in sorted(view.actions, key=_weight)],
        "timeline": _timeline(view, conflicts),
        "apology_open": request.GET.get("apology") == "yes",
        "postal": POSTAL_STATES[view.postal] if view.postal else None,
        "sees_return": (view.postal is not None or view.offers_post)
        and Role.RECEPTION_OFFICER in visit.actor.roles,
        "asks_lacking": any(verb_of(each.key) == "ask_supplement" for each in view.actions),
        "outside_kind": APPLICANT_KINDS.get(view.outside.said.applicant_kind, "") if view.outside else "",
        "roles": ROLES,
        "look_ups": [
            (row, SHORT_TITLES[Register(row.register)], LOOK_UP_STATES[LookUpState(row.state)])
            for row in view.look_ups[:_LOOK_UPS_SHOWN]
        ],
        "registers": [(each.value, SHORT_TITLES[each]) for each in Register],
        "differing": differing(conflicts),
        "operates_lines": is_permitted(
            actor=visit.actor, permission=Permission.LEDGER_OPERATE, resource=None
        ),
        "starting_text": view.draft_result or _starting_text(view),
    }
    return show(request, "dossier.html", context, status=attempt.status if attempt else 200)


def _digitisable(view: DossierView, visit: Visit) -> frozenset[str]:
    """The papers that this officer may take over into the applicant's store."""
    if Role.RECEPTION_OFFICER not in visit.actor.roles:
        return frozenset()
    version = get_version(view.procedure_code, view.procedure_version)
    return frozenset(paper.key for paper in version.papers if paper.accepts)


def back_to(dossier_id: UUID, *, done: str, queue: str) -> str:
    """The address of the dossier page that says what was just done."""
    asked = {"done": done, "queue": queue} if queue else {"done": done}
    return f"{reverse('onestop:dossier', args=[dossier_id])}?{urlencode(asked)}"


def _queue_from(request: HttpRequest) -> str:
    queue = request.POST.get("queue", "") or request.GET.get("queue", "")
    return queue if queue in QUEUES else ""


def _next_url(view: DossierView, queue: str) -> str:
    if not queue:
        return ""
    address = reverse("onestop:next", args=[queue])
    return f"{address}?{urlencode({'but': str(view.id)})}"


def _is_offered(view: DossierView, attempt: Attempt) -> bool:
    offered = {action.key for action in view.actions}
    return (
        not attempt.typed
        or attempt.action in offered
        or attempt.action in (CHECK_TASK, "cash", "cancel-cash")
    )


def _weight(action: ActionRow) -> int:
    """The usual way on comes first, what ends a dossier last."""
    return ("primary", "secondary", "warning").index(action.kind)


def _button(view: DossierView, action: ActionRow) -> Button:
    verb = verb_of(action.key)
    if verb == "ask_supplement":
        return Button(action=action, kind="page", url=reverse("onestop:supplement", args=[view.id]))
    url = reverse("onestop:step", args=[view.id, action.key])
    if verb == "draft":
        return Button(action=action, kind="text", url=url)
    return Button(action=action, kind="note" if action.needs_note else "plain", url=url)


def _sections(view: DossierView) -> list[tuple[str, list[AnswerRow]]]:
    return [(title, list(rows)) for title, rows in groupby(view.answers, key=lambda row: row.section)]


def _own_task_due(view: DossierView) -> datetime | None:
    """Before receipt no clock runs: what counts is when the agency's own task should be done."""
    dues = [task.due_at for task in view.tasks if task.due_at and task.agency == view.agency]
    return min(dues) if dues else None


def _why_idle(view: DossierView) -> str:
    """What to say where this officer has nothing to do."""
    if view.tasks:
        others = dict.fromkeys(f"{task.agency}, {ROLES.get(task.role, task.role)}" for task in view.tasks)
        return f"Việc này đang ở {'; '.join(others)}."
    return NOTHING_TO_DO.get(view.status, "")


def _check_note(view: DossierView) -> str:
    if view.check is CheckState.PENDING:
        return "Đang chờ Cơ sở dữ liệu quốc gia về dân cư trả lời. Hồ sơ vẫn được xử lý; câu trả lời tự về."
    if view.check is CheckState.NO_MATCH:
        return (
            f"Trả lời lúc {moment(view.checked_at)}. Hãy đối chiếu giấy tờ gốc với người nộp; "
            "đây không phải lý do để từ chối hồ sơ."
        )
    if view.check is CheckState.NOT_PERMITTED:
        return "Cơ sở dữ liệu không cho phép câu hỏi này. Hãy đối chiếu giấy tờ gốc."
    advice = ", đã quá thời hạn số liệu. Hãy đối chiếu giấy tờ gốc" if view.is_check_old else ""
    return f"Xác nhận lúc {moment(view.checked_at)}{advice}."


def _can_settle(view: DossierView, visit: Visit) -> bool:
    return Role.RECEPTION_OFFICER in visit.actor.roles and any(task.key == CHECK_TASK for task in view.tasks)


def _timeline(view: DossierView, conflicts: Iterable[DossierConflict]) -> list[TimelineEvent]:
    """The newest first; between what happened to the dossier stands what others say otherwise.

    That is: what a register answers otherwise since, and what another system wrote otherwise.
    """
    hints = {(row.register, row.shown_number, row.changed_later_at): row for row in view.look_ups}
    changes = [_changed_later(row) for (_, _, at), row in hints.items() if at]
    shown = [_event(row) for row in view.timeline]
    for change in (*changes, *events(conflicts)):
        place = next((n for n, each in enumerate(shown) if _is_before(change, each)), len(shown))
        shown.insert(place, change)
    return shown[::-1]


def _is_before(change: TimelineEvent, other: TimelineEvent) -> bool:
    return change.at is not None and other.at is not None and change.at < other.at


def _changed_later(row: LookUpMark) -> TimelineEvent:
    """A hint for the officer, no task: nothing about the dossier itself has changed."""
    changed = ", ".join(FACTS.get(name, name) for name in row.changed_later)
    return TimelineEvent(
        title=f"Cơ sở dữ liệu nay trả lời khác: {SHORT_TITLES[Register(row.register)]} {row.shown_number}",
        at=row.changed_later_at,
        text=f"Nội dung đã đổi: {changed}. Có thể tra cứu lại trước khi quyết định.",
        actor="Hệ thống",
    )


def _event(row: TimelineRow) -> TimelineEvent:
    tone = STATUS_TONES[row.status]
    if row.action in ("verified_no_match", "register_now_no_match", "parcel_came_back"):
        tone = "problem"
    return TimelineEvent(
        title=row.text,
        at=row.at,
        text=row.note,
        actor=row.by,
        tone="neutral" if tone == "new" else tone,
    )


def _starting_text(view: DossierView) -> str:
    """Where a draft begins: the result's own name and the applicant, to be completed by the specialist."""
    return (
        f"{view.result_name}.\n"
        f"Căn cứ hồ sơ {view.code} của {view.applicant_name} và kết quả thẩm tra, "
        f"{view.agency} giải quyết thủ tục {view.title} theo đề nghị."
    )
