"""Dossiers filed before a system was connected: told in small batches, after whatever is new."""

from __future__ import annotations

from tinhso.casework.dossiers.service import dossiers_after
from tinhso.coordination.exchange.actions.telling import tell
from tinhso.coordination.exchange.adapters.registry import ADAPTERS, connected, peers_of
from tinhso.coordination.exchange.keeping import catching_up, rows
from tinhso.coordination.exchange.types import HOUSE
from tinhso.engines.sync.service import System
from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.clock.service import legal_now
from tinhso.foundation.unit_of_work.service import unit_of_work

_AT_ONCE = 200


def catch_up(*, limit: int = _AT_ONCE) -> int:
    """One batch of the house's dossiers, then one for each connected system; how many were looked at.

    Whoever is not connected is walked through from the first dossier on when they are. A system that has
    anything due is left alone: what is new goes first.
    """
    peers = connected()
    with unit_of_work(actor=system_actor("exchange"), now=legal_now()):
        for system in (HOUSE, *ADAPTERS):
            if system not in peers and (system != HOUSE or not peers):
                catching_up.begin_anew(system)
    if not peers:
        return 0
    return _walk_house(limit) + sum(_walk_peer(peer, limit) for peer in peers)


def _walk_house(limit: int) -> int:
    """A transaction for each dossier.

    Its announcement may be told by somebody else at this moment, and who holds the buckets of the dossiers
    before would wait for them as they wait for the buckets.
    """
    actor = system_actor("exchange")
    with unit_of_work(actor=actor, now=legal_now()):
        after, is_ended = catching_up.begun(HOUSE)
        if is_ended:
            return 0
        ids = dossiers_after(after, limit=limit, actor=actor)
        unknown = catching_up.unknown_to_exchange(ids)
    for house_id in unknown:
        with unit_of_work(actor=actor, now=legal_now()) as work:
            tell(house_id, version=0, work=work)
    with unit_of_work(actor=actor, now=legal_now()):
        catching_up.went_on(HOUSE, ids[-1] if ids else after, is_ended=len(ids) < limit)
    return len(ids)


def _walk_peer(peer: System, limit: int) -> int:
    with unit_of_work(actor=system_actor("exchange"), now=legal_now()):
        after, is_ended = catching_up.begun(peer)
        if is_ended or catching_up.is_busy(peer):
            return 0
        ids = catching_up.next_dossiers(after, limit)
        kept = rows.load(ids, peers_of=peers_of)
        rows.save(each for each in kept.values() if _begins_to_be_told(each, peer))
        # The house is walked first: only then are there no dossiers left to come.
        is_whole = len(ids) < limit and catching_up.begun(HOUSE)[1]
        catching_up.went_on(peer, ids[-1] if ids else after, is_ended=is_whole)
    return len(ids)


def _begins_to_be_told(kept: rows.Kept, peer: System) -> bool:
    if peer not in kept.peers or peer in kept.dossier.lines:
        return False
    kept.is_touched = True
    return True
