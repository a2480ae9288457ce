"""Which systems are connected, and which dossiers concern each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings

from tinhso.coordination.exchange.adapters import essential, national, old_one_stop
from tinhso.coordination.exchange.adapters.naming import is_in_district
from tinhso.coordination.exchange.rules import essential_words, national_words, old_words
from tinhso.coordination.exchange.types import (
    OLD_ONE_STOP,
    InboundMessage,
    LookedAt,
    Naming,
    OutsideAct,
    Telling,
    Told,
)
from tinhso.engines.sync.service import Replica, System


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapter:
    """One system outside, as the exchange uses it; ``line`` names it in the ledger of lines."""

    system: System
    line: str
    is_connected: Callable[[], bool]
    tell: Callable[[Sequence[tuple[Telling, Sequence[Replica]]], Naming], list[Told]]
    look: Callable[[Sequence[Telling], Naming], dict[UUID, LookedAt]]
    list_day: Callable[[date], dict[str, int]]
    ask: Callable[[str], InboundMessage | None]
    understand: Callable[[InboundMessage], OutsideAct]
    file_hosts: Callable[[], frozenset[str]]


ADAPTERS: dict[System, Adapter] = {
    module.SYSTEM: Adapter(
        system=module.SYSTEM,
        line=module.SYSTEM,
        is_connected=module.is_connected,
        tell=module.tell,
        look=module.look,
        list_day=module.list_day,
        ask=module.ask,
        understand=words.understand,
        file_hosts=module.file_hosts,
    )
    for module, words in (
        (old_one_stop, old_words),
        (essential, essential_words),
        (national, national_words),
    )
}


def connected() -> tuple[System, ...]:
    """The systems that the house can talk to."""
    return tuple(system for system, adapter in ADAPTERS.items() if adapter.is_connected())


def peers_of(*, agency_code: str, creator: System) -> tuple[System, ...]:
    """The connected systems that a dossier of this agency is told to.

    The old one-stop system serves one district: it is told of that district's dossiers, and of what it
    opened itself. Both portals show every dossier.
    """
    return tuple(
        system
        for system in connected()
        if system != OLD_ONE_STOP
        or creator == OLD_ONE_STOP
        or is_in_district(agency_code, settings.TINHSO_OLD_ONE_STOP_DISTRICT)
    )
