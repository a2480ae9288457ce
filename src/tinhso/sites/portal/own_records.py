"""What is recorded about the visitor: readings of the data, messages sent.

Opens the transaction that tells the database on whose behalf it is read; the rooms answer nobody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from tinhso.foundation.audit.service import Entry, entries_about
from tinhso.foundation.authority.service import Actor, ActorKind, Permission, require
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.integration.service import client_names
from tinhso.services.notices.service import Notice, notices_of
from tinhso.services.representation.service import representative_names

_PAGE = 30
_LOOKED_AT_ONCE = 100
_LOOKS = 5


Doer = Literal["people", "house", "me"]
"""Whose acts a page of the log shows: officers and agencies, the house by itself, or the visitor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """Only what was done to one dossier, by one officer or for one agency; without any of them everything."""

    dossier_id: UUID | None = None
    officer_id: UUID | None = None
    agency_id: UUID | None = None


def own_entries(
    *, actor: Actor, now: datetime, after: UUID | None, doer: Doer, narrowing: Narrowing
) -> tuple[tuple[Entry, ...], UUID | None]:
    """A page of entries about the visitor, of one kind of doer, and where the next page begins."""
    assert actor.person_id is not None  # noqa: S101 - a citizen always has a person
    found: list[Entry] = []
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.OWN_ACCESS_LOG)
        for _ in range(_LOOKS):
            looked = entries_about(
                actor.person_id,
                after=after,
                limit=_LOOKED_AT_ONCE,
                now=now,
                object_id=narrowing.dossier_id,
                actor_id=narrowing.officer_id,
                agency_id=narrowing.agency_id,
            )
            for entry in looked:
                after = entry.id
                if doer_of(entry, actor.person_id) == doer:
                    found.append(entry)
                if len(found) == _PAGE:
                    return tuple(found), after
            if len(looked) < _LOOKED_AT_ONCE:
                return tuple(found), None
    return tuple(found), after


def entries_about_objects(ids: Sequence[UUID], *, actor: Actor, now: datetime) -> tuple[Entry, ...]:
    """Among the visitor's latest entries those that somebody else caused about these objects."""
    assert actor.person_id is not None  # noqa: S101 - a citizen always has a person
    wanted = frozenset(ids)
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.OWN_ACCESS_LOG)
        found = entries_about(actor.person_id, limit=_LOOKED_AT_ONCE * _LOOKS, now=now)
    return tuple(
        entry for entry in found if entry.object_id in wanted and doer_of(entry, actor.person_id) != "me"
    )


def own_representatives(entries: Sequence[Entry], *, actor: Actor, now: datetime) -> dict[UUID, str]:
    """Names of the citizens among the doers who act or acted for the visitor."""
    assert actor.person_id is not None  # noqa: S101 - a citizen always has a person
    citizens = {entry.actor_id for entry in entries if entry.actor_kind == ActorKind.CITIZEN.value}
    others = [each for each in citizens if each and each != actor.person_id]
    if not others:
        return {}
    with unit_of_work(actor=actor, now=now):
        return representative_names(others, principal_id=actor.person_id)


def systems_in(entries: Sequence[Entry], *, now: datetime) -> dict[UUID, str]:
    """Names of the systems of others among the doers."""
    found = {entry.actor_id for entry in entries if entry.actor_kind == ActorKind.CLIENT.value}
    return client_names([each for each in found if each], now=now)


def doer_of(entry: Entry, person_id: UUID) -> Doer:
    """Who acted: the person (the house writes down that somebody signed in), the house by itself, others."""
    is_own = entry.actor_kind == ActorKind.CITIZEN.value and entry.actor_id == person_id
    if is_own or entry.action == "identity.signed_in":
        return "me"
    return "house" if entry.actor_kind == ActorKind.SYSTEM.value else "people"


def own_messages(*, actor: Actor, now: datetime) -> tuple[Notice, ...]:
    """The visitor's messages, newest first."""
    assert actor.person_id is not None  # noqa: S101 - a citizen always has a person
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.DOSSIER_LIST)
        return notices_of(actor.person_id)
