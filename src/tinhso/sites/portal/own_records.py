"""What is recorded about the visitor: readings of the data, messages sent.

Opens the transaction that tells the database on whose behalf it is read; the rooms answer nobody else.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tinhso.foundation.audit.service import Entry, entries_about
from tinhso.foundation.authority.service import Actor, ActorKind, Permission, require
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.notices.service import Notice, notices_of

_PAGE = 30
_LOOKED_AT_ONCE = 100
_LOOKS = 5


def own_entries(
    *, actor: Actor, now: datetime, after: UUID | None, own_acts: bool
) -> tuple[tuple[Entry, ...], UUID | None]:
    """A page of entries about the visitor, of others' acts or of the own, and where the next one begins."""
    assert actor.person_id is not None  # noqa: S101 - a citizen always has a person
    found: list[Entry] = []
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.OWN_ACCESS_LOG)
        for _ in range(_LOOKS):
            looked = entries_about(actor.person_id, after=after, limit=_LOOKED_AT_ONCE, now=now)
            for entry in looked:
                after = entry.id
                if is_own_act(entry, actor.person_id) is own_acts:
                    found.append(entry)
                if len(found) == _PAGE:
                    return tuple(found), after
            if len(looked) < _LOOKED_AT_ONCE:
                return tuple(found), None
    return tuple(found), after


def is_own_act(entry: Entry, person_id: UUID) -> bool:
    """Whether the person acted, and not somebody else; signing in is written down by the house."""
    if entry.action == "identity.signed_in":
        return True
    return entry.actor_kind == ActorKind.CITIZEN.value and entry.actor_id == person_id


def own_messages(*, actor: Actor, now: datetime) -> tuple[Notice, ...]:
    """The visitor's messages, newest first."""
    assert actor.person_id is not None  # noqa: S101 - a citizen always has a person
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.DOSSIER_LIST)
        return notices_of(actor.person_id)
