"""Look-ups as they stand: those of a case, those of an officer, and one with its answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from tinhso.foundation.authority.service import (
    Actor,
    NotVisible,
    Permission,
    Resource,
    agencies_with_access,
    require,
)
from tinhso.foundation.clock.service import legal_day
from tinhso.foundation.crypto.service import open_text
from tinhso.foundation.ledger.service import stored_answer, stored_body
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work
from tinhso.registers.people.service import find_by_personal_id
from tinhso.services.verification import models
from tinhso.services.verification.look_up_types import (
    LookUp,
    LookUpState,
    NumberKind,
    OpenedLookUp,
    PurposeKind,
    Register,
    StalePolicy,
)
from tinhso.services.verification.look_up_words import LEGAL_BASIS, REASON, purpose_text
from tinhso.services.verification.looking_up.adapters.records import personal_ids_in
from tinhso.services.verification.looking_up.policies import known_policies
from tinhso.services.verification.rules import is_stale, policy_on

MOST_OF_A_CASE = 50
PAGE = 30
_NOBODY = UUID(int=0)


def look_ups_of(case_id: UUID, *, actor: Actor, now: datetime) -> tuple[LookUp, ...]:
    """What was looked up for a case, newest first, without answers; empty for whoever has no part in it."""
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.REGISTER_LOOK_UP)
        rows = models.LookUp.objects.filter(case_id=case_id).order_by("-asked_at", "-id")
        return views_of(work, rows[:MOST_OF_A_CASE])


def own_look_ups(
    *, actor: Actor, now: datetime, before: UUID | None = None
) -> tuple[tuple[LookUp, ...], UUID | None]:
    """The officer's own look-ups, newest first, and the id after which the next page begins, if any."""
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.REGISTER_LOOK_UP)
        rows = models.LookUp.objects.filter(asked_by=actor.officer_id or _NOBODY)
        if before is not None:
            rows = rows.filter(id__lt=before)
        found = list(rows.order_by("-id")[: PAGE + 1])
        return views_of(work, found[:PAGE]), found[PAGE - 1].id if len(found) > PAGE else None


def get_look_up(*, look_up_id: UUID, actor: Actor, now: datetime) -> OpenedLookUp:
    """One look-up with its answer; NotVisible where the officer's agency takes no part in the case.

    The reading is recorded with the purpose of the look-up, and shown to whom the answer is about.
    """
    with unit_of_work(actor=actor, now=now) as work:
        row = models.LookUp.objects.filter(id=look_up_id).first()
        if row is None:
            raise NotVisible(
                object_kind="look_up", object_id=look_up_id, permission=Permission.REGISTER_LOOK_UP
            )
        resource = Resource(kind=row.case_kind, id=row.case_id, agencies=agencies_with_access(row.case_id))
        require(actor=actor, permission=Permission.REGISTER_LOOK_UP, resource=resource)
        opened = open_row(work, row)
        record_reading(work, row, opened, said=purpose_text(opened.look_up.purpose), legal_basis=LEGAL_BASIS)
    return opened


def open_row(work: UnitOfWork, row: models.LookUp) -> OpenedLookUp:
    """A look-up's row with its answer, for whoever was permitted to see it."""
    with acting_as_system(work):
        (view,) = views_of(work, [row])
        number = str(stored_body(row.question_id)["number"])
        answer = stored_answer(row.question_id) if view.state is not LookUpState.WAITING else None
    reason = open_text(row.sealed_reason, owner=row.id, field=REASON)
    return OpenedLookUp(look_up=view, number=number, facts=(answer or {}).get("facts", {}), reason=reason)


def record_reading(
    work: UnitOfWork, row: models.LookUp, opened: OpenedLookUp, *, said: str, legal_basis: str
) -> None:
    """Write down that the answer was read, what for and by which law, for whom it is about."""
    with acting_as_system(work):
        subjects = _concerned(opened.look_up, opened.number, opened.facts) or tuple(row.subjects)
    work.record(
        action=f"verification.{row.register}_read",
        object_kind=row.case_kind,
        object_id=row.case_id,
        subjects=subjects,
        purpose=said,
        legal_basis=legal_basis,
        details={"line": row.register, "look_up": str(row.id)},
    )


def _concerned(view: LookUp, number: str, facts: Mapping[str, object]) -> tuple[UUID, ...]:
    ids = personal_ids_in(facts, view.register) if facts else ()
    if view.number_kind is NumberKind.PERSONAL_ID:
        ids = (number,)
    found = (find_by_personal_id(each) for each in ids)
    return tuple(dict.fromkeys(each for each in found if each is not None))


def views_of(work: UnitOfWork, rows: Iterable[models.LookUp]) -> tuple[LookUp, ...]:
    """Rows as lists show them."""
    listed = list(rows)
    if not listed:
        return ()
    with acting_as_system(work):
        said = _said_by_question([row.question_id for row in listed])
        known = known_policies()
    return tuple(_view(row, said.get(row.question_id, _Said()), known, work.now) for row in listed)


@dataclass(frozen=True, slots=True)
class _Said:
    """What an answer changed, and what a later one about the same changed."""

    changed: tuple[str, ...] = ()
    changed_since: datetime | None = None
    changed_later: tuple[str, ...] = ()
    changed_later_at: datetime | None = None


def _said_by_question(question_ids: Sequence[UUID]) -> dict[UUID, _Said]:
    later = (
        models.LookedUpAnswer.objects.filter(
            register=OuterRef("register"),
            subject=OuterRef("subject"),
            answered_at__gt=OuterRef("answered_at"),
            as_of__gte=OuterRef("as_of"),
        )
        .exclude(changed=[])
        .order_by("-answered_at")
    )
    rows = (
        models.LookedUpAnswer.objects.filter(question_id__in=question_ids)
        .annotate(
            later=Subquery(later.values("changed")[:1]), later_at=Subquery(later.values("answered_at")[:1])
        )
        .values_list("question_id", "changed", "before_answered_at", "later", "later_at")
    )
    return {row[0]: _Said(tuple(row[1]), row[2], tuple(row[3] or ()), row[4]) for row in rows}


def _view(
    row: models.LookUp,
    said: _Said,
    known: Sequence[StalePolicy],
    now: datetime,
) -> LookUp:
    return LookUp(
        id=row.id,
        case_id=row.case_id,
        reference=row.reference,
        register=Register(row.register),
        number_kind=NumberKind(row.number_kind),
        shown_number=row.shown_number,
        purpose=PurposeKind(row.purpose),
        asked_by=row.asked_by,
        asked_through=row.asked_through,
        agency_id=row.agency_id,
        state=LookUpState(row.state),
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        as_of=row.as_of,
        is_stale=_is_stale(row, known, now),
        changed=said.changed,
        changed_since=said.changed_since,
        changed_later=said.changed_later,
        changed_later_at=said.changed_later_at,
    )


def _is_stale(row: models.LookUp, known: Sequence[StalePolicy], now: datetime) -> bool:
    if row.as_of is None or row.answered_at is None:
        return False
    policy = policy_on(known, row.register, legal_day(now))
    return is_stale(as_of=row.as_of, answered_at=row.answered_at, policy=policy, now=now)
