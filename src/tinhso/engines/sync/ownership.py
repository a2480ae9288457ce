"""Who may change what in a dossier, and whose word counts when two change at once.

The tables speak of roles. Which system has which role, and which status may follow which, is the
agreement's: the engine knows no law. Writers stand in order: of two values written at once, neither writer
knowing of the other's, that of the writer named first counts; between two of one role, the system named
first in the agreement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tinhso.engines.sync.types import System


class Writer(StrEnum):
    """A role of a system towards one dossier."""

    OWNER = "owner"
    CREATOR = "creator"
    CITIZEN_SIDE = "citizen_side"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may write something after the dossier was opened, first the one whose word counts; and why."""

    writers: tuple[Writer, ...]
    why: str


_FIXED = Rule((), "named when the dossier is opened; another value would be another dossier")
_OWN = Rule((Writer.OWNER,), "decided where the dossier is handled")
_PERSONAL = Rule(
    (Writer.CITIZEN_SIDE, Writer.OWNER), "the citizen's own word counts before what an officer typed"
)
_HANDLED = Rule(
    (Writer.OWNER, Writer.CITIZEN_SIDE),
    "both may know it first; the file of the owner counts before a report",
)

FIELDS: Mapping[str, Rule] = {
    "procedure_code": _FIXED,
    "sector_code": _FIXED,
    "channel": _FIXED,
    "filed_where": _FIXED,
    "submitted_at": _FIXED,
    "applicant_kind": _FIXED,
    "has_verified_account": _FIXED,
    "applicant_name": _OWN,
    "applicant_id": _OWN,
    "summary": _OWN,
    "receipt_number": _OWN,
    "agency": _OWN,
    "received_at": _OWN,
    "due_at": _OWN,
    "refused_at": _OWN,
    "finished_at": _OWN,
    "returned_at": _OWN,
    "return_note": _OWN,
    "note": _OWN,
    "is_digitised": _OWN,
    "registers_used": _OWN,
    "email": _PERSONAL,
    "telephone": _PERSONAL,
    "fax": _PERSONAL,
    "return_method": _PERSONAL,
    "other_information": _PERSONAL,
    "is_paid_online": _HANDLED,
}
"""The fields of a dossier that travel; what the opening says may name any of them once."""

_ASKED = Rule((Writer.OWNER,), "only the owner asks, charges, works and decides")
_ANSWERED = Rule((Writer.CITIZEN_SIDE, Writer.CREATOR, Writer.OWNER), "whoever received it adds it")

ITEMS: Mapping[str, Rule] = {
    "paper": _ANSWERED,
    "other_paper": _ANSWERED,
    "supplement_answer": _ANSWERED,
    "payment": _ANSWERED,
    "withdrawal_request": _ANSWERED,
    "supplement_request": _ASKED,
    "fee": _ASKED,
    "progress": _ASKED,
    "result": _ASKED,
}
"""What is added to a dossier. The adder or the owner may take it back; taken back, it never returns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What all systems hold alike: who they are, their roles, and which status may follow which.

    ``systems`` in the order in which they count; ``transitions`` from 0 (nothing yet) on.
    """

    systems: tuple[System, ...]
    owners: frozenset[System]
    citizen_side: frozenset[System]
    transitions: Mapping[int, frozenset[int]]
    fields: Mapping[str, Rule]
    items: Mapping[str, Rule]

    def may_write(self, rule: Rule, system: System, *, is_owner: bool, creator: System) -> bool:
        """Has the system one of the roles that the rule names?"""
        return any(self._has(role, system, is_owner, creator) for role in rule.writers)

    def rank(self, rule: Rule, system: System, *, is_owner: bool, creator: System) -> tuple[int, int]:
        """How early the system's word counts: the smaller the earlier. The role is that of when it wrote."""
        for place, role in enumerate(rule.writers):
            if self._has(role, system, is_owner, creator):
                return place, self.systems.index(system)
        return len(rule.writers), self.systems.index(system)

    def _has(self, role: Writer, system: System, is_owner: bool, creator: System) -> bool:
        if role is Writer.OWNER:
            return is_owner
        if role is Writer.CREATOR:
            return system == creator
        return system in self.citizen_side
