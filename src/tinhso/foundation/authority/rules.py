"""May this actor do this to that? Pure."""

from __future__ import annotations

from uuid import UUID

from tinhso.foundation.authority.permissions import GRANTS, READING, Permission
from tinhso.foundation.authority.types import Actor, ActorKind, Resource


def is_permitted(*, actor: Actor, permission: Permission, resource: Resource | None) -> bool:
    """Whether the table of grants allows ``actor`` to use ``permission`` on ``resource``.

    Officers must hold the role *and* work for an agency with access; citizens must have a stake in the
    resource: own it, or act for its owner; clients must be let in for the purpose, at an agency with access.
    Without a resource only the role, level or purpose is asked.
    """
    grant = GRANTS[permission]
    if grant.anyone or actor.kind is ActorKind.SYSTEM:
        return True
    if actor.kind is ActorKind.OFFICER:
        held = actor.acting_roles if grant.delegable else actor.roles
        return bool(held & grant.roles) and (
            resource is None or grant.any_agency or actor.agency_id in resource.agencies
        )
    if actor.kind is ActorKind.CITIZEN and grant.citizen_level is not None:
        return actor.assurance_level >= grant.citizen_level and (
            resource is None or bool(actor.stakes & resource.owners)
        )
    if actor.kind is ActorKind.CLIENT and grant.client_purpose is not None:
        return grant.client_purpose in actor.client_purposes and (
            resource is None or actor.takes_part(resource.agencies)
        )
    return False


def lacks_only_level(*, actor: Actor, permission: Permission) -> bool:
    """Whether a higher VNeID level would be enough: then the page says so."""
    level = GRANTS[permission].citizen_level
    return actor.kind is ActorKind.CITIZEN and level is not None and actor.assurance_level < level


def may_open(*, actor: Actor, resource: Resource) -> bool:
    """Whether the actor may learn that the object exists; anybody may where READING names no permission."""
    reading = READING.get(resource.kind)
    return reading is None or is_permitted(actor=actor, permission=reading, resource=resource)


def acts_for(*, actor: Actor, permission: Permission) -> UUID | None:
    """In whose place the actor uses ``permission``: the leader by whose delegation alone they hold it."""
    grant = GRANTS[permission]
    if not grant.delegable or actor.kind is not ActorKind.OFFICER or actor.roles & grant.roles:
        return None
    return actor.stands_in_for
