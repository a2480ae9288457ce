"""A system of somebody else that looks up for a dossier, and the officer in whose name it asks."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tests.services.verification.looking_up import NUMBERS
from tests.sites.open_api.conftest import Outside
from tests.trust.stage import Stage
from tinhso.casework.dossiers.service import Filed
from tinhso.foundation.authority.service import Role, system_actor
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.identity.service import open_officer_account
from tinhso.services.integration.service import IssuedSecret
from tinhso.services.verification.service import Register


@dataclass
class System:
    """A client with a token, a dossier that its agency works on, and an officer there."""

    outside: Outside
    issued: IssuedSecret
    token: str
    filed: Filed
    officer: UUID

    def ask(self, register: Register = Register.BUSINESS, number: str = "", **more: Any) -> Any:
        key = more.pop("key", secrets.token_hex(8))
        body = {
            "dossier": self.filed.code,
            "register": Register(register).value,
            "number": number or NUMBERS[register],
            "officer": str(self.officer),
            **more,
        }
        return self.outside.post("look-ups", body, self.token, **{"Idempotency-Key": key})

    def read(self, look_up_id: str, token: str = "") -> Any:
        return self.outside.get(f"look-ups/{look_up_id}", token or self.token)


def account_of(stage: Stage, *roles: Role, agency: str = "commune_police") -> UUID:
    officer_id = stage.appoint(*roles, agency=agency)
    with unit_of_work(actor=system_actor("test"), now=stage.now) as work:
        username = f"can.bo.{secrets.token_hex(4)}"
        account = open_officer_account(
            work, officer_id=officer_id, username=username, password=secrets.token_hex(16)
        )
    return account.id


def make_system(outside: Outside, filed: Filed, *purposes: Any) -> System:
    """A client of the agency that works on ``filed``, with a token and an officer there."""
    issued = outside.client(*purposes)
    token = str(outside.ask_token(issued).json()["access_token"])
    return System(outside, issued, token, filed, account_of(outside.stage, Role.SPECIALIST))
