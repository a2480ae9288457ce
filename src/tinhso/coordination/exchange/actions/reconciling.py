"""Reconciliation: the peers' own lists are read day by day and hashed beside ours; what differs is mended."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import DatabaseError

from tinhso.coordination.exchange.actions.asking import ask_about
from tinhso.coordination.exchange.actions.overruling import note_shown_otherwise
from tinhso.coordination.exchange.adapters.registry import ADAPTERS, connected
from tinhso.coordination.exchange.conflict_types import ConflictRow, DossierConflict
from tinhso.coordination.exchange.keeping import buckets, inbound, lines
from tinhso.coordination.exchange.keeping import conflicts as conflicts_of_fields
from tinhso.coordination.exchange.keeping import differences as differences_in_time
from tinhso.coordination.exchange.types import (
    Convergence,
    DifferenceKind,
    DifferenceRow,
    EqualityRow,
    UnableToReach,
)
from tinhso.engines.sync.service import System
from tinhso.foundation.authority.service import (
    Actor,
    Permission,
    Resource,
    agencies_with_access,
    require,
    system_actor,
)
from tinhso.foundation.clock.service import legal_day, legal_now, real_now
from tinhso.foundation.ledger.service import may_try_line, note_failure
from tinhso.foundation.unit_of_work.service import unit_of_work

_log = logging.getLogger(__name__)

_OLD_DAYS_AT_ONCE = 3
_NEW_DAYS_AT_ONCE = 10
_MOST_DIFFERENCES = 500
_LOOKED_BACK = timedelta(days=1)
_BEFORE_THE_FIRST = timedelta(days=buckets.BEFORE_THE_FIRST)


def reconcile(*, days_back: int = _OLD_DAYS_AT_ONCE) -> int:
    """Read today's and yesterday's list of each peer and some older days in turn; mend what differs.

    Days that were never read come first, more of them at once: until then nothing is said to be missing.
    What a peer shows otherwise, or not at all, is looked at and told again; for what was filed there and is
    not known here it is asked; everything else is only shown. Returns how many differences there are.
    """
    found, failed = 0, []
    for system in connected():
        try:
            found += _reconcile_one(system, days_back)
        except DatabaseError:
            raise
        except Exception as fault:  # noqa: BLE001 - one system must not keep the others from being compared
            _log.error("%s cannot be compared: %s", system, type(fault).__name__)
            failed.append(system)
    if failed:
        raise RuntimeError(f"not compared: {', '.join(failed)}")
    return found


def _reconcile_one(system: System, days_back: int) -> int:
    adapter = ADAPTERS[system]
    if not may_try_line(adapter.line):
        return 0
    for day in _days(system, days_back):
        try:
            shown = adapter.list_day(day)
        except UnableToReach as failure:
            if not failure.is_busy:
                note_failure(adapter.line, reason=failure.reason)
            return 0
        with unit_of_work(actor=system_actor("exchange"), now=legal_now()):
            buckets.keep_list(system, day, shown)
    _hash(system)
    with unit_of_work(actor=system_actor("exchange"), now=legal_now()):
        found = _conclusive(system, buckets.unequal(system, _MOST_DIFFERENCES))
        unknown = buckets.unknown_here(system, _MOST_DIFFERENCES)
        is_whole = max(len(found), len(unknown)) < _MOST_DIFFERENCES
        begun = differences_in_time.note(system, [*(row for row, _ in found), *unknown], is_whole=is_whole)
        note_shown_otherwise(system, [each for each in found if each[0].code in begun])
        lines.doubt(system, [dossier_id for row, dossier_id in found if not row.is_theirs])
    ask_about(system, [*(row for row, _ in found), *unknown])
    return len(found)


def _hash(system: System) -> None:
    """In several transactions when much was marked, so that nobody's dossier waits long for its bucket."""
    hashed = buckets.AT_ONCE
    while hashed == buckets.AT_ONCE:
        with unit_of_work(actor=system_actor("exchange"), now=legal_now()):
            hashed = buckets.hash_stale(system)


def _days(system: System, days_back: int) -> list[date]:
    today = legal_day(legal_now())
    with unit_of_work(actor=system_actor("exchange"), now=legal_now()):
        read = buckets.days_read(system)
        first = buckets.first_day(system) or today
    always = [today, today - timedelta(days=1)]
    older = [first - _BEFORE_THE_FIRST + timedelta(days=number) for number in range((today - first).days)]
    never = [day for day in older if day not in read]
    longest_ago = sorted((day for day in older if day in read), key=lambda day: read[day])
    at_once = max(days_back, min(len(never), _NEW_DAYS_AT_ONCE))
    return [*always, *(never + longest_ago)[:at_once]]


def _conclusive(system: System, found: list[tuple[DifferenceRow, UUID]]) -> list[tuple[DifferenceRow, UUID]]:
    """What is surely different: on a day that was not read yet may stand whatever seems to be missing."""
    if not buckets.unread_days(system):
        return found
    return [each for each in found if each[0].kind is not DifferenceKind.MISSING_THERE]


def equality(*, actor: Actor) -> list[EqualityRow]:
    """For each connected system how equal it is, as of the last reading."""
    with unit_of_work(actor=actor, now=legal_now(), as_system=True):
        require(actor=actor, permission=Permission.LEDGER_OPERATE)
        return [buckets.totals(system) for system in connected()]


def differences(*, actor: Actor, limit: int = 200) -> list[DifferenceRow]:
    """Every difference that the last reading found."""
    with unit_of_work(actor=actor, now=legal_now(), as_system=True):
        require(actor=actor, permission=Permission.LEDGER_OPERATE)
        return [row for system in connected() for row in _differences(system, limit)]


def _differences(system: System, limit: int) -> list[DifferenceRow]:
    found = [row for row, _ in _conclusive(system, buckets.unequal(system, limit))]
    found += buckets.unknown_here(system, limit)
    apart = inbound.apart_of(system, [row.code for row in found])
    return [replace(row, apart_id=apart.get(row.code)) for row in found]


def convergence(*, actor: Actor) -> list[Convergence]:
    """For each connected system how long differences lasted that ended in the last 24 hours (real time)."""
    with unit_of_work(actor=actor, now=legal_now(), as_system=True):
        require(actor=actor, permission=Permission.LEDGER_OPERATE)
        since = real_now() - _LOOKED_BACK
        return [differences_in_time.convergence(system, since=since) for system in connected()]


def conflicts(*, actor: Actor, limit: int = 100) -> list[ConflictRow]:
    """Fields of which two systems said different things, the newest first; not what they said."""
    with unit_of_work(actor=actor, now=legal_now(), as_system=True):
        require(actor=actor, permission=Permission.LEDGER_OPERATE)
        return conflicts_of_fields.latest(limit)


def dossier_conflicts(house_id: UUID, *, actor: Actor, now: datetime) -> tuple[DossierConflict, ...]:
    """What other systems said of a dossier that does not count here, the oldest first, with both values.

    For an officer who may read the dossier, wherever it was filed.
    """
    with unit_of_work(actor=actor, now=now, as_system=True):
        resource = Resource(kind="dossier", id=house_id, agencies=agencies_with_access(house_id))
        require(actor=actor, permission=Permission.DOSSIER_READ, resource=resource)
        return conflicts_of_fields.of_dossier(house_id)
