"""The leader, the deputy and the administrator of the tests of delegations."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.services.identity.staff import open_post
from tests.trust.stage import Stage, seen_by_system
from tinhso.casework.dossiers.service import Filed
from tinhso.foundation.authority.service import Actor, ActorKind, Role
from tinhso.foundation.clock.service import new_id
from tinhso.registers.agencies.service import Delegation, delegate
from tinhso.services.identity.service import Account, actor_of

LASTS = timedelta(hours=4)
A_MOMENT = timedelta(microseconds=1)


class People:
    """A leader, a deputy, and whoever else is needed, with accounts."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        police = stage.agencies["commune_police"]
        self.leader = open_post("truong", [Role.LEADER], police, stage.now, name="Trần Văn Trưởng")
        self.deputy = open_post("pho", [Role.SPECIALIST], police, stage.now, name="Lê Thị Phó")
        self.administrator = Actor(
            kind=ActorKind.OFFICER,
            account_id=new_id(),
            officer_id=stage.appoint(Role.ADMINISTRATOR),
            agency_id=stage.agencies["other"],
            roles=frozenset({Role.ADMINISTRATOR}),
        )

    def acts(self, account: Account) -> Actor:
        return actor_of(account.id, trace_id="trust")

    def give(self, actor: Actor | None = None, **changes: Any) -> Delegation:
        now = self.stage.now
        wanted: dict[str, Any] = {
            "leader_id": self.leader.officer_id,
            "deputy_id": self.deputy.officer_id,
            "begins_at": now,
            "ends_at": now + LASTS,
            "actor": actor or self.acts(self.leader),
            "now": now,
            **changes,
        }
        return delegate(**wanted)

    def drafted(self, key: str = "once") -> Filed:
        filed = self.stage.file(key=key)
        self.stage.bring_to("drafted", filed)
        return filed

    def deputy_approves(self, filed: Filed) -> int:
        return self.stage.approve(filed, self.acts(self.deputy))


def audit_of(filed: Filed, action: str) -> dict[str, Any]:
    with seen_by_system() as cursor:
        cursor.execute(
            "select actor_id, details from audit_entry"
            " where object_id = %s and action = %s and outcome = 'done'",
            [filed.id, action],
        )
        actor_id, details = cursor.fetchone()
    return {"actor": actor_id, **(json.loads(details) if isinstance(details, str) else details)}


def officer_of(account: Account) -> UUID:
    assert account.officer_id is not None
    return account.officer_id
