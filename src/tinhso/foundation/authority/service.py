"""The door of authority: every action and query asks here, with a frozen Actor.

What a list, a search or an export shows is never more than what reading one object would allow:
lists drive from the access rows, and row-level security stands behind them.
"""

from __future__ import annotations

from tinhso.foundation.authority.access import (
    GRANT_CTE,
    SUCCESSOR,
    access_bases,
    agencies_with_access,
    grant_access,
)
from tinhso.foundation.authority.errors import NotPermitted, NotVisible
from tinhso.foundation.authority.permissions import GRANTS, READING, Permission
from tinhso.foundation.authority.rules import acts_for, is_permitted, lacks_only_level, may_open
from tinhso.foundation.authority.scope import begin_in_scope, set_scope
from tinhso.foundation.authority.types import Actor, ActorKind, ClientPurpose, Grant, Resource, Role

__all__ = [
    "GRANTS",
    "GRANT_CTE",
    "READING",
    "SUCCESSOR",
    "Actor",
    "ActorKind",
    "ClientPurpose",
    "Grant",
    "NotPermitted",
    "NotVisible",
    "Permission",
    "Resource",
    "Role",
    "access_bases",
    "acts_for",
    "agencies_with_access",
    "anonymous_actor",
    "begin_in_scope",
    "grant_access",
    "is_permitted",
    "may_open",
    "require",
    "set_scope",
    "system_actor",
]


def require(*, actor: Actor, permission: Permission, resource: Resource | None = None) -> None:
    """Return when ``actor`` may use ``permission`` on ``resource``; raise NotPermitted when not.

    Raises NotVisible instead where the actor may not even open the object (READING): a refusal must not tell
    that it exists. A citizen whose VNeID level is too low is told that level 2 is needed.
    """
    if is_permitted(actor=actor, permission=permission, resource=resource):
        return
    if resource is not None and not may_open(actor=actor, resource=resource):
        raise NotVisible(object_kind=resource.kind, object_id=resource.id, permission=permission)
    message = "Tài khoản của bạn không có quyền thực hiện việc này."
    if lacks_only_level(actor=actor, permission=permission):
        message = (
            "Việc này cần tài khoản định danh điện tử mức độ 2. "
            "Bạn hãy đến Công an xã, phường để được nâng mức tài khoản."
        )
    raise NotPermitted(
        permission=permission,
        object_kind=resource.kind if resource else "",
        object_id=resource.id if resource else None,
        message=message,
    )


def system_actor(trace_id: str = "") -> Actor:
    """The house itself: workers, timers, arriving answers."""
    return Actor(kind=ActorKind.SYSTEM, trace_id=trace_id)


def anonymous_actor(trace_id: str = "", tracking_code: str = "") -> Actor:
    """Somebody who has not signed in; may hold the code of one dossier."""
    return Actor(kind=ActorKind.ANONYMOUS, trace_id=trace_id, tracking_code=tracking_code)
