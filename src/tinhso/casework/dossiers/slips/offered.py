"""Which slips a dossier's history gives, and whether a new date may be promised now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from tinhso.casework.dossiers.record.rules import may_apologise
from tinhso.casework.dossiers.record.slip_types import ApologyOffer, SlipKind, SlipRow
from tinhso.casework.dossiers.record.types import Status
from tinhso.casework.dossiers.slips.forms import apology_rule
from tinhso.foundation.calendar.service import WorkingCalendar
from tinhso.foundation.process.service import Duration, TimeUnit, due_at
from tinhso.registers.catalogue.service import ProcedureVersion, verb_of

APOLOGISE = "apologise"
_OF_VERB = {
    "receive": SlipKind.RECEIPT,
    "refuse": SlipKind.REFUSAL,
    "ask_supplement": SlipKind.SUPPLEMENT,
    APOLOGISE: SlipKind.APOLOGY,
}
_CHOICES = (1, 2, 3, 5, 7, 10, 15, 20)

Act = tuple[int, datetime, str]
"""Version, moment and action of one event."""


def slips_of(version: ProcedureVersion, acts: Iterable[Act], *, for_owner: bool) -> tuple[SlipRow, ...]:
    """The slips that these acts give, in their order; the slip of the process itself stays in the house.

    That one shows all steps so far: it is about the latest version, and every step gives a new one.
    """
    found = []
    last: Act | None = None
    for act in acts:
        kind = _OF_VERB.get(act[2]) or _OF_VERB.get(verb_of(act[2]))
        if kind is not None:
            found.append(_row(version, kind, act))
        last = act
    if last is not None and not for_owner and any(each.kind is SlipKind.RECEIPT for each in found):
        found.append(_row(version, SlipKind.CONTROL, last))
    return tuple(found)


def apology_offer(
    *, status: Status, due: datetime | None, rounds: int, now: datetime, calendar: WorkingCalendar
) -> ApologyOffer | None:
    """The dates to choose from when a new one may be promised; None else.

    Offered from the working day before the due date on, so that the citizen hears of it in time. Each
    date is the closing of a working day, counted from the old date or, when that is past, from now.
    """
    if due is None or not is_offered(status=status, due=due, rounds=rounds, now=now, calendar=calendar):
        return None
    start = max(due, now)
    return ApologyOffer(
        is_late=due < now,
        choices=tuple(
            (days, _after(start, days, calendar))
            for days in _CHOICES
            if days <= apology_rule().longest_working_days
        ),
    )


def is_offered(
    *, status: Status, due: datetime | None, rounds: int, now: datetime, calendar: WorkingCalendar
) -> bool:
    """Whether a new date may be promised now."""
    at_most, horizon = apology_terms(now=now, calendar=calendar)
    return may_apologise(status=status, due_at=due, rounds=rounds, at_most=at_most, horizon=horizon)


def apology_terms(*, now: datetime, calendar: WorkingCalendar) -> tuple[int, datetime]:
    """How often a new date may be promised, and until when a dossier must be due for that to be offered."""
    rule = apology_rule()
    return rule.at_most, _after(now, rule.offered_within_working_days, calendar)


def _after(start: datetime, days: int, calendar: WorkingCalendar) -> datetime:
    return due_at(start, Duration(Decimal(days), TimeUnit.WORKING_DAY), calendar, cut_off=None)


def _row(version: ProcedureVersion, kind: SlipKind, act: Act) -> SlipRow:
    slip = next(each for each in version.slips if each.kind == kind.value)
    return SlipRow(kind=kind, about=act[0], form=slip.form, name=slip.name, at=act[1])
