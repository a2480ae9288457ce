"""What was agreed with the owner of the population database: account, names, rate."""

from __future__ import annotations

from django.conf import settings


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
