"""What another system says and the house does not take: written down where the dossier's officers see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from tinhso.casework.dossiers.service import UnableToAnswerSupplement
from tinhso.coordination.exchange.adapters.registry import ADAPTERS, peers_of
from tinhso.coordination.exchange.conflict_types import Why
from tinhso.coordination.exchange.keeping import conflicts, inbound, lines, rows
from tinhso.coordination.exchange.keeping.agreement import AGREEMENT
from tinhso.coordination.exchange.rules import old_words
from tinhso.coordination.exchange.rules.overruling import (
    not_taken,
    other_files,
    overruled_there,
    shown_otherwise,
)
from tinhso.coordination.exchange.rules.reading import record_of
from tinhso.coordination.exchange.types import (
    OLD_ONE_STOP,
    ActKind,
    DifferenceRow,
    InboundMessage,
    OutsideAct,
    UnableToUnderstand,
)
from tinhso.engines.sync.service import DossierKey, System
from tinhso.foundation.clock.service import legal_now
from tinhso.foundation.identifiers.service import DomainError

FIELDS: Mapping[ActKind, str] = {
    ActKind.SUPPLEMENTED: "supplement_answer",
    ActKind.WITHDRAWN: "withdrawal_request",
}
"""What a citizen may do elsewhere with a dossier that is handled here."""
_OUTSIDE = "outside."


def find_for(system: str, key: DossierKey) -> UUID | None:
    """The dossier that a system speaks of: one that it opened, or one that it knows by this number."""
    return rows.find_id(key) or lines.find_by_code(system, key.code)


def note_written_there(row_id: UUID, message: InboundMessage, *, now: datetime) -> None:
    """An officer of the old system wrote into a dossier that is handled here: kept to be seen, and told anew.

    Nothing of it is taken over; whatever the system was told counts as not told.
    """
    code = old_words.outside_code(message)
    found = lines.find_by_code(OLD_ONE_STOP, code) if code else None
    if found is None:
        return
    kept = rows.load([found], peers_of=peers_of)[found]
    earlier = inbound.said_before(message)
    met = overruled_there(
        record_of(message.body, "hoSo"),
        record_of(earlier, "hoSo") if earlier is not None else None,
        code=code,
        at=old_words.changed_at(message) or now,
        dossier=kept.dossier,
        agreement=AGREEMENT,
    )
    conflicts.keep([(found, met)], message_id=row_id)
    kept.forget(OLD_ONE_STOP)
    rows.save([kept])


def note_not_taken(row_id: UUID, message: InboundMessage, refusal: DomainError) -> None:
    """What a citizen gave elsewhere meets a dossier that cannot take it now: its officers see what waits."""
    act = _act(message)
    if act is None or act.kind not in FIELDS:
        return
    found = find_for(message.system, act.key)
    if found is None:
        return
    is_paper = isinstance(refusal, UnableToAnswerSupplement) and refusal.code.startswith(_OUTSIDE)
    met = not_taken(
        FIELDS[act.kind],
        said=act.note,
        papers=tuple(paper.name for paper in act.papers),
        by=message.system,
        at=act.at,
        why=Why.PAPER if is_paper else Why.PROCESS,
        dossier=rows.load([found], peers_of=peers_of, lock=False)[found].dossier,
    )
    conflicts.keep([(found, [met])], message_id=row_id)


def note_other_files(row_id: UUID, message: InboundMessage, act: OutsideAct, dossier_id: UUID) -> None:
    """A file stands at its address with another content than the one that was taken: operators and officers
    see it, and the first one counts.
    """
    names = tuple(paper.name for paper in act.papers)
    met = other_files(papers=names, by=message.system, at=legal_now())
    conflicts.keep([(dossier_id, [met])], message_id=row_id)


def note_shown_otherwise(system: System, found: Sequence[tuple[DifferenceRow, UUID]]) -> None:
    """A portal says that it was told, and its list shows another status: the dossier's officers see it.

    What the old system's officers write its feed tells better than its list.
    """
    there = {dossier_id: row.status_there for row, dossier_id in found if row.status_there is not None}
    if not there or system == OLD_ONE_STOP:
        return
    kept = rows.load(there, peers_of=peers_of, lock=False)
    conflicts.keep(
        (each.id, [shown_otherwise(there[each.id], by=system, at=legal_now(), dossier=each.dossier)])
        for each in kept.values()
    )


def _act(message: InboundMessage) -> OutsideAct | None:
    try:
        return ADAPTERS[message.system].understand(message)
    except UnableToUnderstand:
        return None
