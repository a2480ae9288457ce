"""An officer of a commune, a case of their agency, and what the house keeps of look-ups."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from tests.services.verification.population_line import rows
from tests.support.sandbox_server import HTTP, SandboxServer
from tinhso.foundation.authority.service import Actor, ActorKind, Role, grant_access, system_actor
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.agencies.service import competent_agency
from tinhso.services.verification import service as verification
from tinhso.services.verification.service import LookUp, Purpose, Register

ANSWERED, CHANGED = "verification.look_up_answered", "verification.register_answer_changed"
POTTERY, NOTARY = "3702345674", "3701234562"
TUAN, PROVINCE = "074085001201", "1070001"
UNKNOWN = {Register.BUSINESS: "0100047516", Register.INSURANCE: "001000000000", Register.BUDGET: "9999999"}
NUMBERS = {Register.BUSINESS: POTTERY, Register.INSURANCE: TUAN, Register.BUDGET: PROVINCE}


@dataclass
class Desk:
    """One commune's desk at one moment."""

    agency: UUID
    other_agency: UUID
    clock: Any

    @property
    def now(self) -> datetime:
        moment: datetime = self.clock.moment
        return moment

    def officer(self, *roles: Role, agency: UUID | None = None, officer_id: UUID | None = None) -> Actor:
        return Actor(
            kind=ActorKind.OFFICER,
            officer_id=officer_id or UUID(int=11),
            agency_id=agency or self.agency,
            roles=frozenset(roles or {Role.SPECIALIST}),
        )

    def case(self, *, subjects: Sequence[UUID] = (), due_at: datetime | None = None, **more: Any) -> Purpose:
        """A dossier at this agency, as the purpose of a look-up."""
        case_id = new_id()
        with unit_of_work(actor=system_actor("test"), now=self.now):
            grant_access(
                case_kind="dossier",
                case_id=case_id,
                agency_ids=[self.agency],
                basis="competent",
                now=self.now,
            )
        return Purpose(
            case_kind="dossier",
            case_id=case_id,
            reference=f"H09.{uuid4().hex[:12]}",
            service="1.008503",
            subjects=tuple(subjects) or (uuid4(),),
            due_at=due_at,
            **more,
        )

    def look_up(
        self,
        register: Register = Register.BUSINESS,
        number: str = "",
        purpose: Purpose | None = None,
        actor: Actor | None = None,
    ) -> UUID:
        return verification.look_up(
            register=register,
            number=number or NUMBERS[register],
            purpose=purpose or self.case(),
            actor=actor or self.officer(),
            now=self.now,
        )

    def read(self, look_up_id: UUID, actor: Actor | None = None) -> verification.OpenedLookUp:
        return verification.get_look_up(look_up_id=look_up_id, actor=actor or self.officer(), now=self.now)

    def state(self, look_up_id: UUID) -> LookUp:
        return self.read(look_up_id).look_up


def make_desk(clock: Any) -> Desk:
    on = clock.moment.date()
    return Desk(
        agency=competent_agency(competence="commune_police", commune_code="25747", on=on).id,
        other_agency=competent_agency(competence="commune_police", commune_code="25741", on=on).id,
        clock=clock,
    )


def asked_at_gateway(line: SandboxServer) -> list[tuple[Any, ...]]:
    """The gateway's own log, oldest first: request, register, reference, outcome."""
    with sqlite3.connect(f"file:{line.folder}/gateway.sqlite3?mode=ro", uri=True) as store:
        return store.execute(
            "SELECT request_id, register, reference, outcome FROM gateway_look_up ORDER BY rowid"
        ).fetchall()


def registrar_says(line: SandboxServer, code: str, **values: object) -> None:
    """The registrar changes a business."""
    address = f"{line.base_url}/gateway/registrar/business/{code}"
    HTTP.patch(address, json=values).raise_for_status()


def questions(register: Register = Register.BUSINESS) -> list[tuple[str, str]]:
    """State and last reason of every question on the line."""
    return rows(
        "select state, last_error from ledger_question where line = %s order by asked_at, id", register.value
    )


def announced(name: str, case_id: UUID) -> list[dict[str, Any]]:
    """What was announced of a case under this name."""
    found = rows(
        "select payload from outbox_event where name = %s and subject_id = %s order by id", name, case_id
    )
    told = [json.loads(payload) for (payload,) in found]
    return [{k: v for k, v in each.items() if k not in ("version", "subject_id")} for each in told]


def audited(action: str) -> list[tuple[list[UUID], dict[str, Any]]]:
    """Whom and what the audit rows of this action name."""
    found = rows("select subjects, details from audit_entry where action = %s order by id", action)
    return [(subjects, json.loads(details)) for subjects, details in found]


def drain(register: Register = Register.BUSINESS, times: int = 1) -> None:
    """Pass over the line."""
    for _ in range(times):
        verification.drain_register_line(register)
