"""What was agreed with the owners of the registers: addresses, accounts, names, rates."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings

from tinhso.services.verification.look_up_types import Register


def integration_account() -> str:
    """MaTichHop: the province's account at the register."""
    return str(getattr(settings, "TINHSO_POPULATION_ACCOUNT", "H09-TINHSO"))


def portal_officer() -> str:
    """MaCanBo for questions that no officer asks: the portal's registered name."""
    return str(getattr(settings, "TINHSO_POPULATION_PORTAL_OFFICER", "H09-CONG-DICH-VU-CONG"))


def questions_per_second() -> float:
    """The agreed rate, for all processes together."""
    return float(getattr(settings, "TINHSO_POPULATION_PER_SECOND", 20.0))


def service_address() -> str:
    """Where the service listens, without the question for its description."""
    return str(settings.TINHSO_POPULATION_WSDL).partition("?")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayAccount:
    """Where the provincial gateway stands, and who the province is to it."""

    address: str
    client_id: str
    client_secret: str = field(repr=False)


def gateway_account() -> GatewayAccount:
    """The province's client at the gateway."""
    return GatewayAccount(
        address=str(settings.TINHSO_GATEWAY_URL).rstrip("/"),
        client_id=str(settings.TINHSO_GATEWAY_CLIENT_ID),
        client_secret=str(settings.TINHSO_GATEWAY_CLIENT_SECRET),
    )


def look_ups_per_second(register: Register) -> float:
    """The rate agreed for one register behind the gateway, for all processes together."""
    return float(settings.TINHSO_GATEWAY_PER_SECOND[register.value])
