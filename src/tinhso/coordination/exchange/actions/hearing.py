"""Hearing what other systems say: kept on disk before it is acknowledged, understood afterwards."""

from __future__ import annotations

import msgspec

from tinhso.coordination.exchange.adapters import essential, national, old_one_stop
from tinhso.coordination.exchange.adapters.registry import ADAPTERS, peers_of
from tinhso.coordination.exchange.keeping import inbound, rows
from tinhso.coordination.exchange.rules import essential_words, national_words, old_words
from tinhso.coordination.exchange.rules.reading import NUL
from tinhso.coordination.exchange.types import (
    NATIONAL,
    OLD_ONE_STOP,
    Heard,
    InboundMessage,
    Record,
    UnableToReach,
    UnableToUnderstand,
)
from tinhso.engines.sync.service import DossierKey, System
from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.clock.service import legal_now
from tinhso.foundation.ledger.service import may_try_line, note_answer, note_failure, note_use
from tinhso.foundation.unit_of_work.service import unit_of_work

_LONGEST_ID = 64
_NAMELESS = "khong-ma:"
LARGEST_PUSH = 2 * 1024 * 1024
"""Bytes of one push: files are fetched, not sent."""


class UnableToHear(Exception):
    """A push that is not kept: not signed by the portal, too large, no message, or another one's id."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def hear_push(body: bytes, *, timestamp: str, signature: str) -> Heard:
    """Keep a push of the essential-services portal; raises UnableToHear.

    When this returns the message is on disk. What it means, and whether it may be, is judged afterwards, so
    that nothing a citizen filed is lost because the house did not understand it at once.
    """
    if len(body) > LARGEST_PUSH:
        raise UnableToHear("too_large")
    if not essential.is_signed(body, timestamp=timestamp, signature=signature):
        raise UnableToHear("not_signed")
    try:
        plain = msgspec.json.decode(body)
        message = essential_words.read_message(plain if isinstance(plain, dict) else {})
        with unit_of_work(actor=system_actor("exchange"), now=legal_now()):
            heard = inbound.keep(message)
    except (msgspec.MsgspecError, RecursionError, UnableToUnderstand):
        raise UnableToHear("unreadable") from None
    if heard is Heard.OTHER_CONTENT:
        raise UnableToHear("id_reused")
    return heard


def poll_wishes() -> int:
    """Fetch what citizens did at the national portal; say which wishes the house holds. How many were new."""
    if not _may_ask(NATIONAL):
        return 0
    try:
        wishes = national.wishes()
        new = sum(_keep(wish) is Heard.NEW for wish in wishes)
        is_stuck = len(wishes) >= national.PAGE and not new
        named = [str(wish["MaYeuCau"]) for wish in wishes if _is_named(wish)]
        _confirm(named, is_stuck=is_stuck)
    except UnableToReach as failure:
        _note(NATIONAL, failure)
        return 0
    note_answer(NATIONAL)
    note_use(NATIONAL, len(wishes))
    return new


def _keep(wish: Record) -> Heard:
    try:
        message = national_words.read_wish(wish)
    except UnableToUnderstand:
        wish_id = str(wish.get("MaYeuCau"))
        if not _is_named(wish):
            # Nothing names it: it is kept by its content, set apart, and handed out again for ever.
            wish_id = f"{_NAMELESS}{inbound.digest_of(wish).hex()[:32]}"
        message = _headless(NATIONAL, wish_id, 0, wish)
    with unit_of_work(actor=system_actor("exchange"), now=legal_now()):
        return inbound.keep(message)


def _is_named(wish: Record) -> bool:
    name = wish.get("MaYeuCau")
    return isinstance(name, str) and 0 < len(name) <= _LONGEST_ID and NUL not in name


def _headless(system: System, message_id: str, sequence: int, body: Record) -> InboundMessage:
    """A message without a readable head: kept all the same, so that it is set apart where people see it."""
    return InboundMessage(system=system, message_id=message_id, dossier_code="", sequence=sequence, body=body)


def _confirm(wish_ids: list[str], *, is_stuck: bool) -> None:
    """Say which wishes were taken, with our code.

    Where a whole page of them waits here, all that are on disk count as taken: later ones come after them.
    """
    with unit_of_work(actor=system_actor("exchange"), now=legal_now()):
        ended = inbound.ended(NATIONAL, wish_ids)
        codes = _house_codes({code for _, code in ended.values() if code})
    taken = [(wish, codes.get(ended[wish][1], "")) for wish in wish_ids if wish in ended]
    ready = [(wish, code) for wish, code in taken if code is not None]
    if is_stuck and not ready:
        ready = [(wish, "") for wish in wish_ids]
    if ready:
        national.say_taken(ready)


def _house_codes(codes: set[str]) -> dict[str, str | None]:
    """The house's own codes of dossiers filed there; None for one that was not told of it yet.

    That takes a moment after it was taken in: the wish is confirmed with the next poll, with its code.
    """
    ids = [each for code in codes if (each := rows.find_id(DossierKey(NATIONAL, code)))]
    found: dict[str, str | None] = {}
    for kept in rows.load(ids, peers_of=peers_of, lock=False).values():
        receipt = kept.dossier.replica.fields.get("receipt_number")
        code = str(receipt.value) if receipt and receipt.value else ""
        is_to_come = kept.house_id is not None and not code and not kept.problem
        found[kept.key.code] = None if is_to_come else code
    return found


def read_feed() -> int:
    """Read on in the feed of the old one-stop system; how many changes were new.

    A page with a gap in its numbers is kept up to the gap and asked for again.
    """
    if not _may_ask(OLD_ONE_STOP):
        return 0
    with unit_of_work(actor=system_actor("exchange"), now=legal_now()):
        cursor = inbound.cursor_of(OLD_ONE_STOP)
    try:
        rows = old_one_stop.changes_after(cursor)
    except UnableToReach as failure:
        _note(OLD_ONE_STOP, failure)
        return 0
    note_answer(OLD_ONE_STOP)
    note_use(OLD_ONE_STOP, len(rows))
    return _keep_rows(rows, cursor)


def _keep_rows(rows: list[Record], cursor: int) -> int:
    numbered = {row["stt"]: row for row in rows if isinstance(row.get("stt"), int)}
    new = 0
    with unit_of_work(actor=system_actor("exchange"), now=legal_now()):
        while cursor + 1 in numbered:
            row = numbered[cursor + 1]
            try:
                message = old_words.read_row(row)
            except UnableToUnderstand:
                message = _headless(OLD_ONE_STOP, str(cursor + 1), cursor + 1, row)
            new += inbound.keep(message) is Heard.NEW
            cursor += 1
        inbound.move_cursor(OLD_ONE_STOP, cursor)
    return new


def _may_ask(system: System) -> bool:
    return ADAPTERS[system].is_connected() and may_try_line(system)


def _note(system: System, failure: UnableToReach) -> None:
    if not failure.is_busy:
        note_failure(system, reason=failure.reason)
