"""Whose word counts where two systems said different things of one field, and for what reason: pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from tinhso.coordination.exchange.conflict_types import Met, Why
from tinhso.coordination.exchange.rules.old_words import dossier_record, words_of
from tinhso.coordination.exchange.types import (
    HOUSE,
    OLD_ONE_STOP,
    Names,
    Record,
)
from tinhso.engines.sync.service import (
    Agreement,
    Change,
    Conflict,
    Dossier,
    Replica,
    Scalar,
    System,
    Write,
    Writer,
)

STATUS, ENDING = "status", "ending"
_NO_NAMES = Names(procedure="", sector_code="", sector="", agency="")
_BY_ROLE: Mapping[Writer, Why] = {
    Writer.OWNER: Why.OWNER,
    Writer.CREATOR: Why.OWNER,
    Writer.CITIZEN_SIDE: Why.CITIZEN,
}


def met_in_log(conflict: Conflict, dossier: Dossier, agreement: Agreement) -> Met:
    """Two changes of the log that met in a field, with what each wrote and when."""
    kept, overruled = conflict.kept, conflict.overruled
    return Met(
        field=conflict.field,
        kept=kept.system,
        overruled=overruled.system,
        held=kept.value,
        said=overruled.value,
        held_at=_change(dossier, kept).at,
        said_at=_change(dossier, overruled).at,
        why=_why_first(conflict, dossier, agreement),
        kept_seq=kept.seq,
        overruled_seq=overruled.seq,
    )


def _change(dossier: Dossier, write: Write) -> Change:
    return dossier.log[write.system][write.seq - 1]


def _why_first(conflict: Conflict, dossier: Dossier, agreement: Agreement) -> Why:
    """The role by which one word counts before the other; of one role, the order of the agreement."""
    rule, creator = agreement.fields[conflict.field], dossier.key.creator
    first, second = (
        agreement.rank(rule, write.system, is_owner=write.is_owners, creator=creator)[0]
        for write in (conflict.kept, conflict.overruled)
    )
    return Why.ORDER if first == second else _BY_ROLE[rule.writers[first]]


def overruled_there(
    told: Record, before: Record | None, *, code: str, at: datetime, dossier: Dossier, agreement: Agreement
) -> list[Met]:
    """What an officer of the old system wrote into a dossier of others, and the house holds otherwise.

    ``before`` is the dossier as it stood there before, so that nobody is said to have written what they only
    had not been told of yet. Without it, whatever is not as it is here counts as written.
    """
    said = words_of(told)
    known = words_of(before) if before is not None else {}
    held = words_of(dossier_record(code, dossier.replica, _NO_NAMES))
    return [
        Met(
            field=name,
            kept=_holder(dossier.replica, name),
            overruled=OLD_ONE_STOP,
            held=held[name],
            said=said[name],
            held_at=_held_at(dossier, name),
            said_at=at,
            why=_why_not_theirs(name, agreement),
        )
        for name in said
        if said[name] != known.get(name, held[name]) and said[name] != held[name]
    ]


def not_taken(
    field: str, *, said: str, papers: tuple[str, ...], by: System, at: datetime, why: Why, dossier: Dossier
) -> Met:
    """What a citizen gave elsewhere and the process does not take where the dossier stands now."""
    return _against_its_status(field, said=said, by=by, at=at, why=why, dossier=dossier, papers=papers)


def other_files(*, papers: tuple[str, ...], by: System, at: datetime) -> Met:
    """Files that were fetched once more, at ``at``, and are not what they were when they were taken."""
    return Met(
        field="papers",
        kept=HOUSE,
        overruled=by,
        held=None,
        said=None,
        held_at=None,
        said_at=at,
        why=Why.FIRST,
        papers=papers,
    )


def shown_otherwise(status: int, *, by: System, at: datetime, dossier: Dossier) -> Met:
    """A status that another system shows although it was told the owner's; ``at`` is when it was seen."""
    return _against_its_status(STATUS, said=status, by=by, at=at, why=Why.OWNER, dossier=dossier)


def _against_its_status(
    field: str,
    *,
    said: Scalar,
    by: System,
    at: datetime,
    why: Why,
    dossier: Dossier,
    papers: tuple[str, ...] = (),
) -> Met:
    """What does not fit the status that the dossier's owner gave it."""
    replica = dossier.replica
    return Met(
        field=field,
        kept=replica.owner or dossier.key.creator,
        overruled=by,
        held=replica.status,
        said=said,
        held_at=_held_at(dossier, STATUS),
        said_at=at,
        why=why,
        papers=papers,
    )


def _holder(replica: Replica, name: str) -> System:
    field = replica.fields.get(name)
    return field.system if field else str(replica.owner)


def _held_at(dossier: Dossier, name: str) -> datetime | None:
    if name == STATUS:
        return dossier.replica.statuses[-1].at if dossier.replica.statuses else None
    field = dossier.replica.fields.get(name)
    return _change(dossier, field.standing[0]).at if field else None


def _why_not_theirs(name: str, agreement: Agreement) -> Why:
    if name in (STATUS, ENDING):
        return Why.OWNER
    writers = agreement.fields[name].writers
    return _BY_ROLE[writers[0]] if writers else Why.FIXED


def scalar_of(value: object) -> Scalar:
    """A value as it was kept; whatever is no plain value is shown as none."""
    return value if isinstance(value, str | int | bool) else None
