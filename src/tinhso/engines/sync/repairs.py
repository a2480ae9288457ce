"""What would mend a difference, from what both sides have seen of the dossier: a proposal, no act."""

from __future__ import annotations

from enum import StrEnum

from tinhso.engines.sync.applying import covers
from tinhso.engines.sync.types import System, Vector


class Repair(StrEnum):
    """What to do about one difference."""

    BRING = "bring"
    FETCH = "fetch"
    EXCHANGE = "exchange"
    REBUILD = "rebuild"
    ASK_A_PERSON = "ask_a_person"


def propose(*, here: Vector | None, there: Vector | None, systems: tuple[System, ...]) -> Repair:
    """The repair for a dossier seen ``here`` and ``there`` (None: not at all).

    Who lacks changes gets them. Who has the same changes and shows something else builds its replica anew
    from the log. What stems from no system of the agreement, or from nobody, is never spread: a person looks
    at it.
    """
    mine, theirs = here or {}, there or {}
    if any(origin not in systems for origin in (*mine, *theirs)) or not (mine or theirs):
        return Repair.ASK_A_PERSON
    have_mine, have_theirs = covers(theirs, mine), covers(mine, theirs)
    if have_mine and have_theirs:
        return Repair.REBUILD
    if have_mine:
        return Repair.FETCH
    return Repair.BRING if have_theirs else Repair.EXCHANGE
