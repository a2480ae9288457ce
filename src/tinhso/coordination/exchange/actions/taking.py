"""Taking what another system said: judged by the engine, done in the house, in one transaction."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError

from tinhso.casework.dossiers.service import (
    OutsideFiling,
    UploadedPaper,
    answer_from_outside,
    ask_withdrawal_from_outside,
    take_in,
)
from tinhso.coordination.exchange.actions.asking import ask_for
from tinhso.coordination.exchange.actions.news import news
from tinhso.coordination.exchange.actions.overruling import (
    FIELDS,
    find_for,
    note_not_taken,
    note_other_files,
    note_written_there,
)
from tinhso.coordination.exchange.adapters.fetching import fetch
from tinhso.coordination.exchange.adapters.registry import ADAPTERS, peers_of
from tinhso.coordination.exchange.keeping import inbound, rows
from tinhso.coordination.exchange.keeping.differences import PATIENCE
from tinhso.coordination.exchange.rules import old_words
from tinhso.coordination.exchange.types import (
    ASKED,
    EARLIER_MISSING,
    FILE_CHANGED,
    NATIONAL,
    OLD_ONE_STOP,
    UNKNOWN_DOSSIER,
    ActKind,
    InboundMessage,
    InboundState,
    OutsideAct,
    UnableToReach,
    UnableToUnderstand,
)
from tinhso.engines.sync.service import (
    Change,
    Deliver,
    DossierKey,
    Line,
    Parts,
    Received,
    SetApart,
    System,
)
from tinhso.foundation.authority.service import Actor, system_actor
from tinhso.foundation.clock.service import VIETNAM, legal_now, real_now
from tinhso.foundation.files.service import UnableToCheckFile, UnableToKeepFile
from tinhso.foundation.identifiers.service import DomainError
from tinhso.foundation.ledger.service import note_failure
from tinhso.foundation.unit_of_work.service import UnableToRepeat, UnitOfWork, unit_of_work

_log = logging.getLogger(__name__)

_NATIONAL_KINDS = {
    "person": "1", "business": "2", "household_business": "2", "agency": "3", "organisation": "4",
}  # fmt: skip


class _MustWait(Exception):
    """Something of the same dossier must come first."""


class _TakenMeanwhile(Exception):
    """Somebody else took the message: whatever was done here is undone with its transaction."""


class _Missing(_MustWait):
    """What must come first is not here: the dossier itself, or an earlier message. ``reason`` says which."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def take_due(*, limit: int = 50) -> int:
    """Take messages that are due, in order; returns how many were looked at.

    One that cannot be taken waits or is set apart with its reason, and holds up no other dossier. Whose files
    do not come is waited for once in a pass: the others of that system that bring files come later.
    """
    with unit_of_work(actor=system_actor("exchange"), now=legal_now()):
        claimed = inbound.claim(limit)
    slow: set[System] = set()
    for row_id, message in claimed:
        _take_one(row_id, message, slow)
    return len(claimed)


def _take_one(row_id: UUID, message: InboundMessage, slow: set[System]) -> None:
    try:
        _take(row_id, message, slow)
    except _Missing as missing:
        _wait_or_seek(row_id, message, missing.reason)
    except _MustWait:
        _put_off(row_id, "waits_for_earlier", is_short=True)
    except UnableToReach as failure:
        _put_off(row_id, failure.reason)
    except (UnableToKeepFile, UnableToCheckFile):
        # No fault of the message: a disk that is full, or a cell that fell, will be there again.
        _put_off(row_id, "no_room_for_files")
    except _TakenMeanwhile:
        _log.warning("a message of %s was taken by two", message.system)
    except UnableToUnderstand as refusal:
        _set_apart(row_id, message, str(refusal))
    except UnableToRepeat:
        _set_apart(row_id, message, "second_content")
    except DomainError as refusal:
        _set_apart(row_id, message, refusal.code, refusal)
    except DatabaseError:
        raise
    except Exception as fault:  # noqa: BLE001 - one message must not hold up all others
        _log.error("a message of %s cannot be taken: %s", message.system, type(fault).__name__)
        _set_apart(row_id, message, "unexpected")


def _wait_or_seek(row_id: UUID, message: InboundMessage, reason: str) -> None:
    """Wait a while for what is missing; then ask its system for the dossier; then it needs a person."""
    arrived = message.arrived_at
    if arrived is None or real_now() - arrived < PATIENCE:
        _put_off(row_id, "waits_for_earlier", is_short=True)
        return
    try:
        is_coming = reason == UNKNOWN_DOSSIER and ask_for(message.system, message.dossier_code)
    except UnableToReach as failure:
        if not failure.is_busy:
            note_failure(ADAPTERS[message.system].line, reason=failure.reason)
        _put_off(row_id, failure.reason)
        return
    if is_coming:
        _put_off(row_id, "waits_for_earlier")
    else:
        _set_apart(row_id, message, reason)


def _put_off(row_id: UUID, reason: str, *, is_short: bool = False) -> None:
    with unit_of_work(actor=system_actor("exchange"), now=legal_now()):
        inbound.wait(row_id, reason=reason, is_short=is_short)


def _set_apart(
    row_id: UUID, message: InboundMessage, reason: str, refusal: DomainError | None = None
) -> None:
    _log.warning("a message of %s is set apart: %s", message.system, reason)
    with unit_of_work(actor=system_actor("exchange"), now=legal_now()):
        is_mine = inbound.end(row_id, InboundState.APART, reason=reason)
        if is_mine and refusal is not None:
            note_not_taken(row_id, message, refusal)


def _take(row_id: UUID, message: InboundMessage, slow: set[System]) -> None:
    if message.system == OLD_ONE_STOP and _is_of_the_house(row_id, message):
        return
    if message.message_id.startswith(ASKED) and _came_by_itself(row_id, message):
        return
    act = ADAPTERS[message.system].understand(message)
    with unit_of_work(actor=system_actor("exchange"), now=legal_now()):
        _require_turn(message, act)
    papers = _fetched(act, message, slow)
    actor = system_actor("exchange")
    with unit_of_work(actor=actor, now=legal_now()) as work:
        kept = _opened(act)
        is_new = kept.dossier.replica.owner is None
        if is_new and act.kind not in (ActKind.FILED, ActKind.CHANGED):
            raise _Missing(UNKNOWN_DOSSIER)
        if act.kind is ActKind.FILED and not is_new and kept.order[0].parts == act.parts:
            _end_taken(row_id, reason=_known(row_id, message, kept, act, papers, work))
            return
        for parts in news(act, kept.dossier.replica, jumped=message.message_id if message.may_jump else ""):
            _receive(kept, act, parts, work.now)
        _do_in_house(kept, act, papers, actor=actor, now=work.now)
        rows.save([kept])
        if act.kind is ActKind.FILED and work.now - act.at > inbound.LATE_AFTER:
            inbound.note_late_arrival(
                row_id, dossier_id=kept.id, agency_code=act.unit, filed_at=act.at, now=work.now
            )
        _end_taken(row_id)
        inbound.wake(message.system, message.dossier_code)


def _known(
    row_id: UUID,
    message: InboundMessage,
    kept: rows.Kept,
    act: OutsideAct,
    papers: tuple[UploadedPaper, ...],
    work: UnitOfWork,
) -> str:
    """Why a filing that was taken is not taken again; whose files are others by now is written down."""
    if kept.house_id is None or not papers:
        return "known_already"
    as_first = replace(act, at=kept.order[0].at.astimezone(VIETNAM))
    try:
        take_in(filing=_filing(as_first, papers), actor=work.actor, now=work.now)
    except UnableToRepeat:
        note_other_files(row_id, message, act, kept.id)
        return FILE_CHANGED
    return "known_already"


def _end_taken(row_id: UUID, *, reason: str = "") -> None:
    if not inbound.end(row_id, InboundState.TAKEN, reason=reason):
        raise _TakenMeanwhile


def _require_turn(message: InboundMessage, act: OutsideAct) -> None:
    """A message waits for the earlier ones of its dossier; where they are numbered, for each of them.

    What the old system tells is the whole dossier each time: there a later one stands without the earlier.
    """
    if act.kind is ActKind.CHANGED:
        return
    done, open_ = inbound.earlier(message)
    is_numbered = message.system != NATIONAL
    if open_:
        raise _MustWait
    if is_numbered and done < message.sequence - 1 and not message.may_jump:
        is_known = find_for(message.system, act.key) is not None
        raise _Missing(EARLIER_MISSING if is_known else UNKNOWN_DOSSIER)


def _is_of_the_house(row_id: UUID, message: InboundMessage) -> bool:
    """A dossier that the house created there: its own change is no news, an officer's is written over."""
    if not old_words.outside_code(message) and not old_words.is_our_own(message):
        return False
    with unit_of_work(actor=system_actor("exchange"), now=legal_now()) as work:
        if not old_words.is_our_own(message):
            note_written_there(row_id, message, now=work.now)
        _end_taken(row_id, reason="of_the_house")
    return True


def _came_by_itself(row_id: UUID, message: InboundMessage) -> bool:
    """A filing that a portal was asked for, and told of meanwhile: the answer says nothing more.

    What the old system answers is the whole dossier of that moment, which may be newer than what is known.
    """
    if message.system == OLD_ONE_STOP:
        return False
    with unit_of_work(actor=system_actor("exchange"), now=legal_now()):
        if rows.find_id(DossierKey(message.system, message.dossier_code)) is None:
            return False
        _end_taken(row_id, reason="known_already")
    return True


def _fetched(act: OutsideAct, message: InboundMessage, slow: set[System]) -> tuple[UploadedPaper, ...]:
    if act.papers and message.system in slow:
        raise UnableToReach("file_timeout")
    hosts = ADAPTERS[message.system].file_hosts()
    try:
        return tuple(
            UploadedPaper(key=paper.component, name=paper.name, content=fetch(paper, hosts=hosts))
            for paper in act.papers
        )
    except UnableToReach:
        slow.add(message.system)
        raise
    except UnableToUnderstand as refusal:
        if refusal.reason == "file_endless":
            slow.add(message.system)
        raise


def _opened(act: OutsideAct) -> rows.Kept:
    is_answer = act.kind in FIELDS
    found = find_for(act.key.creator, act.key) if is_answer else rows.find_id(act.key)
    if found:
        return rows.load([found], peers_of=peers_of)[found]
    peers = peers_of(agency_code=act.unit, creator=act.key.creator)
    return rows.begin(act.key, house_id=None, peers=peers)


def _receive(kept: rows.Kept, act: OutsideAct, parts: Parts, now: datetime) -> None:
    origin, dossier = act.key.creator, kept.dossier
    seq = dossier.seen.get(origin, 0) + 1
    known_there = dossier.lines.get(origin, Line()).acknowledged
    after = {**{name: upto for name, upto in known_there.items() if name != origin}, origin: seq - 1}
    change = Change(
        dossier=kept.key,
        origin=origin,
        seq=seq,
        after={name: upto for name, upto in after.items() if upto},
        at=act.at,
        parts=parts,
    )
    for output in kept.step(Received(origin, Deliver(change)), now=now):
        if isinstance(output, SetApart):
            raise UnableToUnderstand(output.reason.value)


def _do_in_house(
    kept: rows.Kept, act: OutsideAct, papers: tuple[UploadedPaper, ...], *, actor: Actor, now: datetime
) -> None:
    if act.kind is ActKind.FILED:
        kept.house_id = take_in(filing=_filing(act, papers), actor=actor, now=now).id
        return
    if kept.house_id is None or act.kind is ActKind.CHANGED:
        return
    key = f"{act.key.creator}:{act.parts.items[0].item_id}"
    if act.kind is ActKind.SUPPLEMENTED:
        answer_from_outside(
            dossier_id=kept.house_id,
            key=key,
            note=act.note,
            papers=papers,
            at=act.at,
            system=act.key.creator,
            actor=actor,
            now=now,
        )
    else:
        ask_withdrawal_from_outside(
            dossier_id=kept.house_id,
            key=key,
            reason=act.note,
            at=act.at,
            system=act.key.creator,
            actor=actor,
            now=now,
        )


def _filing(act: OutsideAct, papers: tuple[UploadedPaper, ...]) -> OutsideFiling:
    fields = act.parts.fields

    def text(name: str) -> str:
        return str(fields.get(name) or "")

    return OutsideFiling(
        system=act.key.creator,
        code=act.key.code,
        procedure_code=text("procedure_code"),
        agency_code=act.unit,
        full_name=text("applicant_name"),
        personal_id=text("applicant_id"),
        applicant_kind=_NATIONAL_KINDS[text("applicant_kind")],
        email=text("email"),
        phone=text("telephone"),
        summary=text("summary"),
        papers=papers,
        by_post=text("return_method") == "post",
        filed_at=act.at,
    )
