"""VNeID's claims in our words; ``citizen_pid`` and ``level_of_assurance`` are the provider's own names."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from tinhso.foundation.identifiers.service import (
    DomainError,
    Sex,
    clean_text,
    parse_email,
    parse_mobile_number,
    parse_partial_date,
    parse_personal_id,
)
from tinhso.services.identity.errors import SignInRefusal, UnableToSignIn
from tinhso.services.identity.types import CitizenClaims

Value = TypeVar("Value")

_LEVELS = (1, 2)
_SEXES: dict[object, Sex] = {"male": "male", "female": "female", "nam": "male", "nữ": "female"}
_LONGEST_NAME = 120


def citizen_claims(said: Mapping[str, Any]) -> CitizenClaims:
    """Translate verified claims.

    Personal id, name and level must be readable, else UnableToSignIn: a level that is not said is not
    guessed. Anything else that cannot be read is left out.
    """
    personal_id = _read(said.get("citizen_pid"), lambda text: parse_personal_id(text).value)
    full_name = _read(said.get("name"), lambda text: clean_text(text, _LONGEST_NAME))
    level = said.get("level_of_assurance")
    if not personal_id or not full_name or isinstance(level, bool) or level not in _LEVELS:
        raise UnableToSignIn(SignInRefusal.CLAIMS_INCOMPLETE)
    return CitizenClaims(
        issuer=str(said["iss"]),
        subject=str(said["sub"]),
        personal_id=personal_id,
        full_name=full_name,
        assurance_level=level,
        birth=_read(said.get("birthdate"), parse_partial_date),
        sex=_SEXES.get(str(said.get("gender", "")).lower()),
        phone=_read(
            said.get("phone_number") or said.get("phone"), lambda text: parse_mobile_number(text).value
        ),
        email=_read(said.get("email"), parse_email),
    )


def _read(said: object, parse: Callable[[str], Value]) -> Value | None:
    if not isinstance(said, str) or not said.strip():
        return None
    try:
        return parse(said)
    except DomainError:
        return None
