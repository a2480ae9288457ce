"""A dossier as its owner reads it: what it is, what to do now, what happened, and when it will end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.urls import reverse

from tinhso.casework.dossiers.service import (
    STATUS_NAMES,
    CheckState,
    DossierRow,
    DossierView,
    FeeState,
    PaperRow,
    ParcelOutcome,
    ParcelRow,
    PostalState,
    PublicStatus,
    Status,
    Supplement,
    TimelineRow,
)
from tinhso.registers.catalogue.service import verb_of
from tinhso.sites.frame.service import SummaryRow, TimelineEvent, day, moment

Tone = Literal["neutral", "new", "running", "waiting", "stopped", "done", "problem"]
Mood = Literal["neutral", "running", "waiting", "stopped", "done", "problem", "future"]

STATUS_TONES: Mapping[Status, Tone] = {
    Status.NEW: "new",
    Status.ACCEPTED: "running",
    Status.REJECTED: "stopped",
    Status.PROCESSING: "running",
    Status.SUPPLEMENT: "waiting",
    Status.PAYMENT: "waiting",
    Status.WITHDRAW_REQUESTED: "stopped",
    Status.STOPPED: "stopped",
    Status.DONE: "done",
    Status.RETURNED: "done",
}
_PLAIN_STATUS: Mapping[Status, str] = {
    **STATUS_NAMES,
    Status.NEW: "Đã nộp",
    Status.ACCEPTED: "Đã tiếp nhận",
    Status.SUPPLEMENT: "Cần bạn bổ sung",
    Status.PAYMENT: "Cần bạn nộp phí",
    Status.WITHDRAW_REQUESTED: "Đang xin rút",
    Status.DONE: "Đã có kết quả",
}
_MOODS: Mapping[str, Mood] = {
    "submit": "done",
    "receive": "done",
    "approve": "done",
    "deliver": "done",
    "fee_paid": "done",
    "fee_noted": "done",
    "verified_match": "done",
    "register_now_match": "done",
    "identity_compared": "done",
    "supplement_answered": "running",
    "hand_over": "running",
    "draft": "running",
    "ask_supplement": "waiting",
    "supplement_overdue": "waiting",
    "ask_fee": "waiting",
    "verified_no_match": "waiting",
    "register_now_no_match": "waiting",
    "refuse": "problem",
    "stop": "stopped",
    "ask_withdraw": "stopped",
    "grant_withdraw": "stopped",
    "due_date_moved": "waiting",
    "apologise": "waiting",
    "chose_post": "running",
    "chose_desk": "running",
    "posted": "running",
    "posted_again": "running",
    "parcel_came_back": "problem",
    "parcel_delivered": "done",
    "parcel_collected": "done",
}
_RETURNS: Mapping[PostalState, tuple[str, Tone]] = {
    PostalState.WANTED: ("Sẽ gửi qua bưu chính", "running"),
    PostalState.LISTED: ("Đang giao cho bưu cục", "running"),
    PostalState.SENT: ("Đã gửi qua bưu chính", "running"),
    PostalState.CAME_BACK: ("Bưu chính trả lại", "problem"),
    PostalState.DELIVERED: ("Bưu chính đã giao", "done"),
    PostalState.DESK: ("Nhận tại bộ phận một cửa", "neutral"),
    PostalState.COLLECTED: ("Đã nhận tại bộ phận một cửa", "done"),
}
_AT_DESK: tuple[str, Tone] = ("Nhận tại bộ phận một cửa", "neutral")
_PARCELS: Mapping[ParcelOutcome | None, tuple[str, Tone]] = {
    None: ("Đang trên đường", "running"),
    ParcelOutcome.DELIVERED: ("Đã giao", "done"),
    ParcelOutcome.CAME_BACK: ("Bị trả lại", "problem"),
}
_OVER = frozenset({Status.REJECTED, Status.STOPPED, Status.DONE, Status.RETURNED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """When the result is promised, and what became of that promise."""

    title: str
    at: datetime | None
    note: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierPage:
    """What the template shows besides the dossier itself."""

    status: str
    tone: Tone
    supplement: Supplement | None
    pays_now: bool
    pays_later: bool
    has_result: bool
    return_told: tuple[str, Tone] | None
    came_back: bool
    withdraw_action: str
    deadline: Deadline
    check: str
    timeline: tuple[TimelineEvent, ...]
    answers: tuple[tuple[str, tuple[SummaryRow, ...]], ...]
    papers: tuple[dict[str, Any], ...]
    spared: tuple[dict[str, str], ...]


def dossier_page(view: DossierView) -> DossierPage:
    """Everything that the owner of a dossier should see at once."""
    verbs = {verb_of(action.key): action.key for action in view.actions}
    is_over = view.status in _OVER
    fee_due = view.fee_state is FeeState.DUE and view.status not in (Status.REJECTED, Status.STOPPED)
    deadline = _deadline(view)
    pays_now = fee_due and (view.status is Status.PAYMENT or view.fee_when == "before_receipt")
    return DossierPage(
        status=_PLAIN_STATUS[view.status],
        tone=STATUS_TONES[view.status],
        supplement=open_supplement(view) if "supplement_answered" in verbs else None,
        pays_now=pays_now,
        pays_later=fee_due and not pays_now,
        has_result=view.result_file_id is not None,
        return_told=return_told(view.postal) if view.postal or view.offers_post else None,
        came_back=view.postal is PostalState.CAME_BACK,
        withdraw_action="" if is_over else verbs.get("ask_withdraw", ""),
        deadline=deadline,
        check=_check(view),
        timeline=(*_events(view.timeline), *_promised(deadline.at, is_over=is_over)),
        answers=_answers(view),
        papers=_papers(view),
        spared=tuple({"name": each.title, "note": f"Không cần nộp: {each.reason}"} for each in view.spared),
    )


def return_told(state: PostalState | None) -> tuple[str, Tone]:
    """How the result reaches its owner, in plain words, and the tone."""
    return _RETURNS[state] if state else _AT_DESK


def parcel_told(parcel: ParcelRow) -> tuple[str, Tone]:
    """What became of one attempt to send it."""
    return _PARCELS[parcel.outcome]


def open_supplement(view: DossierView) -> Supplement | None:
    """The request for a supplement that waits for an answer."""
    return next((each for each in view.supplements if each.is_open), None)


def own_cards(rows: tuple[DossierRow, ...]) -> list[dict[str, Any]]:
    """The citizen's dossiers, those that wait for the citizen first."""
    in_order = sorted(rows, key=lambda row: not row.needs_citizen)
    return [
        {
            "title": row.title,
            "url": reverse("portal:dossier", args=[row.id]),
            "text": row.public_text,
            "icon": "bell" if row.needs_citizen else "document",
            "status": _PLAIN_STATUS[row.status],
            "tone": STATUS_TONES[row.status],
            "code": row.code,
            "due": row.due_at if row.status not in _OVER else None,
        }
        for row in in_order
    ]


def public_status(status: Status) -> tuple[str, Tone]:
    """A status in plain words, and its tone."""
    return _PLAIN_STATUS[status], STATUS_TONES[status]


def public_timeline(found: PublicStatus) -> tuple[TimelineEvent, ...]:
    """What anybody who holds the code may read."""
    is_over = found.status in _OVER
    return (*_events(found.steps), *_promised(found.due_at, is_over=is_over))


def _events(rows: tuple[TimelineRow, ...]) -> tuple[TimelineEvent, ...]:
    return tuple(
        TimelineEvent(title=row.text, at=row.at, text=row.note, actor=row.by, tone=_mood(row.action))
        for row in rows
    )


def _mood(action: str) -> Mood:
    return _MOODS.get(action) or _MOODS.get(verb_of(action), "neutral")


def _promised(due_at: datetime | None, *, is_over: bool) -> tuple[TimelineEvent, ...]:
    if due_at is None or is_over:
        return ()
    return (TimelineEvent(title=f"Hẹn trả kết quả: {moment(due_at)}", tone="future"),)


def _deadline(view: DossierView) -> Deadline:
    if view.status in _OVER:
        at = view.delivered_at or view.finished_at
        return Deadline(title="Đã kết thúc", at=at, note="", reasons=())
    if view.due_at is None:
        note = "Ngày hẹn trả có ngay khi cơ quan tiếp nhận hồ sơ."
        return Deadline(title="Ngày hẹn trả", at=None, note=note, reasons=())
    stopped = view.status is Status.SUPPLEMENT
    if view.promised_at and view.promised_at > view.due_at:
        return Deadline(
            title="Ngày hẹn lại",
            at=view.promised_at,
            note=f"Cơ quan đã xin lỗi vì không kịp ngày hẹn {moment(view.due_at)}.",
            reasons=_why_moved(view),
        )
    return Deadline(
        title="Ngày hẹn trả",
        at=view.due_at,
        note="Thời hạn đang tạm dừng, chờ bạn bổ sung; ngày hẹn sẽ lùi tương ứng." if stopped else "",
        reasons=_why_moved(view),
    )


def _why_moved(view: DossierView) -> tuple[str, ...]:
    reasons = [
        f"Chờ bổ sung từ {day(each.asked_at)} đến {day(each.answered_at)}: "
        f"từ {moment(each.due_before)} sang {moment(each.due_after)}."
        for each in view.supplements
        if each.answered_at and each.due_before and each.due_after and each.due_before != each.due_after
    ]
    reasons += [
        f"Lịch nghỉ thay đổi ngày {day(row.at)}." for row in view.timeline if row.action == "due_date_moved"
    ]
    if reasons and view.first_due_at and view.first_due_at != view.due_at:
        reasons.insert(0, f"Ngày hẹn đầu tiên là {moment(view.first_due_at)}.")
    return tuple(reasons)


def _check(view: DossierView) -> str:
    if view.check is CheckState.PENDING and view.status not in _OVER:
        return (
            "Thông tin của bạn chưa được Cơ sở dữ liệu quốc gia về dân cư xác nhận. Hồ sơ vẫn được xử lý; "
            "hệ thống tự đối chiếu khi có kết nối."
        )
    if view.check is CheckState.NO_MATCH and view.status not in _OVER:
        return (
            "Thông tin bạn khai chưa khớp Cơ sở dữ liệu quốc gia về dân cư. Hồ sơ không bị từ chối vì lý do "
            "này; cán bộ sẽ liên hệ để đối chiếu."
        )
    return ""


def _answers(view: DossierView) -> tuple[tuple[str, tuple[SummaryRow, ...]], ...]:
    sections: dict[str, list[SummaryRow]] = {}
    for row in view.answers:
        people = row.value.split("; ")
        sections.setdefault(row.section, []).append(
            SummaryRow(key=row.label, value=people[0], lines=tuple(people[1:]))
        )
    return tuple((title, tuple(rows)) for title, rows in sections.items())


def _papers(view: DossierView) -> tuple[dict[str, Any], ...]:
    return tuple(
        {
            "name": paper.title,
            "url": reverse("portal:dossier-paper", args=[view.id, paper.file_id]),
            "note": " · ".join(
                part
                for part in (paper.name, f"nộp ngày {day(paper.added_at)}" if paper.added_at else "")
                if part
            ),
            "state": _state(paper),
        }
        for paper in view.papers
    )


def _state(paper: PaperRow) -> dict[str, str] | None:
    if paper.replaced:
        return {"label": "Đã thay", "tone": "neutral"}
    return {"label": "Ảnh hỏng, không mở được", "tone": "problem"} if paper.is_damaged else None
