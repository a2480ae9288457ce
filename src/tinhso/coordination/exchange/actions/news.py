"""What of a message is news to the dossier that is held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tinhso.coordination.exchange.keeping.agreement import AGREEMENT
from tinhso.coordination.exchange.rules.jumps import assumed, passed_over
from tinhso.coordination.exchange.types import ActKind, OutsideAct
from tinhso.engines.sync.service import Parts, Replica


def news(act: OutsideAct, replica: Replica, *, jumped: str) -> Iterator[Parts]:
    """The parts that are news; of a whole dossier what differs from the one that is held.

    ``jumped`` names the message whose status may pass over others: those are filled in, marked as assumed.
    """
    if act.kind is not ActKind.CHANGED:
        yield act.parts
        return
    if replica.owner is None:
        yield replace(act.parts, ending=None)
        if act.parts.ending:
            yield Parts(ending=act.parts.ending)
        return
    told = act.parts.fields
    fields = {
        name: told.get(name)
        for name in told.keys() | (replica.fields.keys() & _MAY_EMPTY)
        if AGREEMENT.fields[name].writers and _held(replica, name) != told.get(name)
    }
    steps = _steps(replica.status, act.parts)
    if fields and not steps:
        yield Parts(fields=fields)
    if jumped and steps:
        between = passed_over(replica.status, steps[-1], AGREEMENT.transitions)
        yield from (assumed(status, jumped) for status in between or ())
        steps = steps[-1:] if between is not None else steps
    for number, status in enumerate(steps):
        yield Parts(fields=fields if number == 0 else {}, status=status)
    if act.parts.ending and not replica.ending:
        yield Parts(ending=act.parts.ending)


_MAY_EMPTY = frozenset({"due_at", "returned_at", "note", "telephone"})
_NEW, _ACCEPTED = 1, 2


def _held(replica: Replica, name: str) -> object:
    field = replica.fields.get(name)
    return field.value if field else None


def _steps(before: int, parts: Parts) -> list[int]:
    """From status to status; reception is a step of its own where its day stands in the dossier.

    Officers of the old system often pass over it.
    """
    after = parts.status
    if after is None or after == before:
        return []
    may_follow = AGREEMENT.transitions.get(before, frozenset())
    passes_over = after not in may_follow and before == _NEW and parts.fields.get("received_at")
    if passes_over and after in AGREEMENT.transitions[_ACCEPTED]:
        return [_ACCEPTED, after]
    return [after]
