"""Asking a system what it holds under a number that it speaks of and nobody here knows."""

from __future__ import annotations

from collections.abc import Sequence

from tinhso.coordination.exchange.adapters.naming import agency_of
from tinhso.coordination.exchange.adapters.registry import ADAPTERS
from tinhso.coordination.exchange.keeping import differences, inbound
from tinhso.coordination.exchange.types import (
    OLD_ONE_STOP,
    DifferenceRow,
    Heard,
    UnableToReach,
    UnableToUnderstand,
)
from tinhso.engines.sync.service import System
from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.clock.service import legal_now
from tinhso.foundation.ledger.service import may_try_line, note_failure
from tinhso.foundation.unit_of_work.service import unit_of_work

_AT_ONCE = 20
"""So many dossiers are asked for after one comparison: each is a call."""


def ask_for(system: System, code: str) -> bool:
    """Ask for one dossier; whether what it says stands here now, to be taken or judged by a person.

    Only what nobody handles yet is taken in, and at the old system what it handles itself: a dossier that the
    province told a portal of, under a number of its own, is not invented anew from what stands there.
    Raises UnableToReach.
    """
    adapter = ADAPTERS[system]
    if not may_try_line(adapter.line):
        raise UnableToReach("no_connection", is_busy=True)
    try:
        message = adapter.ask(code)
    except UnableToUnderstand:
        message = None
    if message is None or (system != OLD_ONE_STOP and agency_of(code.split("-")[0]) is not None):
        return False
    with unit_of_work(actor=system_actor("exchange"), now=legal_now()):
        return inbound.keep(message) is Heard.NEW or inbound.is_open(system, message.message_id)


def ask_about(system: System, found: Sequence[DifferenceRow]) -> int:
    """Ask for what has stood in a system's list for a while and is not known here; how many came."""
    codes = [row.code for row in found if row.is_asked_about]
    if not codes:
        return 0
    with unit_of_work(actor=system_actor("exchange"), now=legal_now()):
        due = differences.to_ask(system, codes, limit=_AT_ONCE)
    try:
        return sum(ask_for(system, code) for code in due)
    except UnableToReach as failure:
        if not failure.is_busy:
            note_failure(ADAPTERS[system].line, reason=failure.reason)
        return 0
