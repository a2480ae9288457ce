"""What comes of a try at an address, by the table of permissions: who is let in, led away, told nothing."""

from __future__ import annotations

from enum import StrEnum

from tests.trust.everywhere.addresses import Address
from tests.trust.everywhere.doors import OF_A_DESK, READ_OF_KIND, Audience, Door
from tests.trust.everywhere.town import Somebody, Thing, Town
from tinhso.foundation.authority.service import ActorKind, Permission, Resource, Role, is_permitted

_P, _A = Permission, Audience


class Expected(StrEnum):
    """What must come of a try."""

    ALLOWED = "allowed"
    LED_AWAY = "led away"
    NOT_LET_IN = "not let in"
    NOT_PERMITTED = "not permitted"
    NOT_VISIBLE = "not visible"


def audience_of(address: Address, door: Door) -> Audience:
    return door.audience or (_A.OFFICERS if address.is_for_officers else _A.CITIZENS)


def expected(address: Address, door: Door, thing: Thing, who: Somebody, *, sends: bool) -> Expected:
    """What the table of permissions says of this try."""
    if door.needs_token:
        return Expected.NOT_LET_IN
    audience = audience_of(address, door)
    wanted = {_A.CITIZENS: ActorKind.CITIZEN, _A.OFFICERS: ActorKind.OFFICER}.get(audience)
    if wanted is not None and who.actor.kind is not wanted:
        return Expected.LED_AWAY
    word = str(next((thing.values[key] for key in ("action", "queue", "what") if key in thing.values), ""))
    permission = door.words.get(word) or (door.send if sends else door.see)
    if thing.resource is None or door.is_open_by_code:
        allowed = permission is None or is_permitted(actor=who.actor, permission=permission, resource=None)
        return Expected.ALLOWED if allowed else Expected.NOT_PERMITTED
    desk_work = OF_A_DESK.get(thing.resource.kind)
    if desk_work and not is_permitted(actor=who.actor, permission=desk_work, resource=None):
        return Expected.NOT_PERMITTED
    if not may_read(who, thing.resource):
        return Expected.NOT_VISIBLE
    if permission is None or is_permitted(actor=who.actor, permission=permission, resource=thing.resource):
        return Expected.ALLOWED
    return Expected.NOT_PERMITTED


def may_read(who: Somebody, resource: Resource) -> bool:
    """Whether `get` opens the object for them."""
    return is_permitted(actor=who.actor, permission=READ_OF_KIND[resource.kind], resource=resource)


def may_know_the_code(who: Somebody, resource: Resource) -> bool:
    """Whether a code may stand on their pages: it opens the dossier, or behind a figure its progress."""
    counted = is_permitted(actor=who.actor, permission=_P.STATISTICS_READ, resource=resource)
    return counted or may_read(who, resource)


def readable_people(town: Town, who: Somebody) -> set[str]:
    """Whose data this actor may be shown: of every object that `get` opens for them, and their own."""
    seen = {name.rsplit(" of ", 1)[1] for name, resource in town.resources.items() if may_read(who, resource)}
    if who.name.startswith(("owner", "stranger")):
        seen.add("chu" if who.name.startswith("owner") else "la")
    leads = is_permitted(actor=who.actor, permission=_P.STATISTICS_READ, resource=None)
    leads &= who.actor.agency_id == town.stage.agencies["next door"]
    if Role.ADMINISTRATOR in who.actor.roles or leads:  # the load of the own agency
        seen.add("can bo")
    return seen
