"""Sending peers what they have not acknowledged, and looking whether they show what they were told."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import DatabaseError

from tinhso.coordination.exchange.adapters.naming import names_of
from tinhso.coordination.exchange.adapters.registry import ADAPTERS, Adapter, peers_of
from tinhso.coordination.exchange.keeping import lines, rows
from tinhso.coordination.exchange.keeping.agreement import AGREEMENT
from tinhso.coordination.exchange.types import LookedAt, Outcome, Telling, Told, UnableToReach
from tinhso.engines.sync.service import (
    Acknowledge,
    Compare,
    Line,
    Received,
    Replica,
    System,
    apply,
    digest,
)
from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.clock.service import legal_now
from tinhso.foundation.ledger.service import may_try_line, note_answer, note_failure, note_use
from tinhso.foundation.unit_of_work.service import unit_of_work

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What one pass over a peer did."""

    claimed: int = 0
    told: int = 0
    agreed: int = 0


def send_due(system: System, *, limit: int = 100) -> Sent:
    """Tell one peer what is due, in one leased batch; nothing where its line rests or is paused.

    Nothing is sent inside a transaction. Whatever was sent and not acknowledged is sent again: peers know
    each message by its id and its version.
    """
    adapter = ADAPTERS[system]
    if not adapter.is_connected() or not may_try_line(adapter.line):
        return Sent()
    with unit_of_work(actor=system_actor("exchange"), now=legal_now()):
        claimed = lines.claim(system, limit)
        kept = rows.load(claimed, peers_of=peers_of, lock=False)
    if not kept:
        return Sent()
    note_use(adapter.line, len(kept))
    try:
        return _send(adapter, list(kept.values()))
    except UnableToReach as failure:
        if not failure.is_busy:
            note_failure(adapter.line, reason=failure.reason)
        _give_back(system, claimed)
        return Sent(claimed=len(claimed))
    except DatabaseError:
        _give_back(system, claimed)
        raise
    except Exception as fault:  # noqa: BLE001 - one dossier must not hold up all others
        if len(kept) == 1:
            _put_off(system, claimed, fault)
        else:
            _tell_each_alone(adapter, kept)
        return Sent(claimed=len(claimed))


def _tell_each_alone(adapter: Adapter, kept: dict[UUID, rows.Kept]) -> None:
    """Something in a batch cannot be told: each is told alone, and it is found which one cannot."""
    left = list(kept)
    try:
        for dossier_id, each in kept.items():
            try:
                _send(adapter, [each])
            except (UnableToReach, DatabaseError):
                raise
            except Exception as fault:  # noqa: BLE001 - as above
                _put_off(adapter.system, [dossier_id], fault)
            left.remove(dossier_id)
    except UnableToReach as failure:
        if not failure.is_busy:
            note_failure(adapter.line, reason=failure.reason)
    finally:
        _give_back(adapter.system, left)


def _put_off(system: System, dossier_ids: Sequence[UUID], fault: Exception) -> None:
    _log.error("a dossier cannot be told to %s: %s", system, type(fault).__name__)
    with unit_of_work(actor=system_actor("exchange"), now=legal_now()):
        for dossier_id in dossier_ids:
            lines.put_off(system, dossier_id, reason="unexpected", is_refused=True)


def _give_back(system: System, dossier_ids: Sequence[UUID]) -> None:
    with unit_of_work(actor=system_actor("exchange"), now=legal_now()):
        lines.give_back(system, dossier_ids)


def _send(adapter: Adapter, kept: list[rows.Kept]) -> Sent:
    tellings = {each.id: _telling(each, adapter.system) for each in kept}
    behind = [tellings[each.id] for each in kept if each.is_behind(adapter.system)]
    level = [tellings[each.id] for each in kept if not each.is_behind(adapter.system)]
    told = adapter.tell([(each, _replicas(each)) for each in behind], names_of) if behind else []
    _store_told(adapter.system, told, tellings)
    looked = adapter.look(level, names_of) if level else {}
    _store_looked(adapter.system, looked, tellings)
    note_answer(adapter.line)
    return Sent(
        claimed=len(kept),
        told=sum(each.outcome is Outcome.TAKEN for each in told),
        agreed=sum(each is LookedAt.SAME for each in looked.values()),
    )


def _telling(kept: rows.Kept, peer: System) -> Telling:
    acknowledged = kept.dossier.lines.get(peer, Line()).acknowledged
    return Telling(
        dossier_id=kept.id,
        key=kept.key,
        code=rows.code_for(kept, peer),
        replica=kept.dossier.replica,
        log=kept.order,
        news=rows.news_for(kept, peer),
        seen=kept.dossier.seen,
        is_known_there=kept.key.creator == peer or bool(acknowledged),
    )


def _replicas(telling: Telling) -> Sequence[Replica]:
    """The dossier after each change of its log."""
    replica, after = Replica(), []
    for change in telling.log:
        replica, _ = apply(replica, change, AGREEMENT)
        after.append(replica)
    return after


def _store_told(system: System, told: Iterable[Told], tellings: dict[UUID, Telling]) -> None:
    ends = {each.dossier_id: each for each in told}
    if not ends:
        return
    with unit_of_work(actor=system_actor("exchange"), now=legal_now()) as work:
        kept = rows.load(ends, peers_of=peers_of)
        for dossier_id, dossier in kept.items():
            end, telling = ends[dossier_id], tellings[dossier_id]
            if end.outcome is Outcome.TAKEN:
                dossier.step(Received(system, Acknowledge(telling.seen, ())), now=work.now)
            elif end.outcome is Outcome.FORGOTTEN:
                dossier.forget(system)
        rows.save(kept.values())
        settled = [each for each, end in ends.items() if end.outcome in (Outcome.TAKEN, Outcome.FORGOTTEN)]
        lines.give_back(system, settled)
        for dossier_id, end in ends.items():
            if dossier_id not in settled:
                is_refused = end.outcome is Outcome.REFUSED
                lines.put_off(system, dossier_id, reason=end.reason, is_refused=is_refused)


def _store_looked(system: System, looked: dict[UUID, LookedAt], tellings: dict[UUID, Telling]) -> None:
    if not looked:
        return
    with unit_of_work(actor=system_actor("exchange"), now=legal_now()) as work:
        kept = rows.load(looked, peers_of=peers_of)
        same: list[UUID] = []
        other: list[UUID] = []
        for dossier_id, dossier in kept.items():
            if dossier.dossier.seen != tellings[dossier_id].seen:
                continue  # something came in between: it is told first, and looked at afterwards
            if looked[dossier_id] is LookedAt.SAME:
                here = digest(dossier.dossier.replica)
                compared = Compare(dossier.dossier.seen, (), here, True)
                dossier.step(Received(system, compared), now=work.now)
                same.append(dossier_id)
            else:
                dossier.forget(system)
                other.append(dossier_id)
        rows.save(kept.values())
        lines.agrees(system, same)
        lines.differs(system, other)
        lines.give_back(system, list(looked))
