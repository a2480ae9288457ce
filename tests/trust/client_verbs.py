"""The verbs of the dossiers' door for systems of others, and who may ask for them."""

from __future__ import annotations

from collections.abc import Callable

from tests.trust.stage import Stage
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import SoughtByClient
from tinhso.foundation.authority.service import Actor, ActorKind, ClientPurpose, Role
from tinhso.foundation.clock.service import new_id
from tinhso.services.verification.service import ClientAgreement, Register

Act = Callable[[Actor], object]
CLIENT, CLIENT_FOR_NOTHING = "client of the agency", "client let in for webhooks alone"


def clients(stage: Stage) -> dict[str, Actor]:
    """Systems of others, of this agency and of another, for everything and for something else."""

    def client(*purposes: ClientPurpose, agency: str) -> Actor:
        return Actor(
            kind=ActorKind.CLIENT,
            client_id=new_id(),
            client_purposes=frozenset(purposes),
            client_agencies=frozenset({stage.agencies[agency]}),
        )

    return {
        CLIENT: client(*ClientPurpose, agency="commune_police"),
        f"{CLIENT} next door": client(*ClientPurpose, agency="other"),
        CLIENT_FOR_NOTHING: client(ClientPurpose.WEBHOOKS, agency="commune_police"),
    }


def client_verbs(stage: Stage) -> dict[str, tuple[Act, set[str]]]:
    """Nobody but a client asks here; one whose agency takes no part finds nothing."""
    code, now = "H09.34.2-230717-9876", stage.now
    allowed = {CLIENT, f"{CLIENT} next door"}
    return {
        "dossiers_for_client": (
            lambda actor: dossiers.dossiers_for_client(
                sought=SoughtByClient(), after=None, limit=5, actor=actor, now=now
            ),
            allowed,
        ),
        "status_for_client": (
            lambda actor: dossiers.status_for_client(code=code, actor=actor, now=now),
            allowed,
        ),
        "hand_over_dossier": (
            lambda actor: dossiers.hand_over_dossier(
                code=code, reason="Thử", legal_basis="Thử", actor=actor, now=now
            ),
            allowed,
        ),
        "look_up_for_client": (
            lambda actor: dossiers.look_up_for_client(
                code=code,
                register=Register.BUDGET,
                number="1070001",
                officer=stage.officer(Role.SPECIALIST),
                agreement=ClientAgreement(reason="Thử", legal_basis="Thử"),
                key="sweep-key",
                actor=actor,
                now=now,
            ),
            allowed,
        ),
    }
