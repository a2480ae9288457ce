"""VNeID's claims in our words; ``citizen_pid`` and ``level_of_assurance`` are the provider's own names.

How VNeID names the organisations that a person legally represents is not known. ``organisations`` and its
parts are the sandbox's words: this file is the one place to change when the real ones are known.
"""

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
    parse_tax_code,
)
from tinhso.services.identity.errors import SignInRefusal, UnableToSignIn
from tinhso.services.identity.types import CitizenClaims, OrganisationClaim

Value = TypeVar("Value")

_LEVELS = (1, 2)
_SEXES: dict[object, Sex] = {"male": "male", "female": "female", "nam": "male", "nữ": "female"}
_LONGEST_NAME = 120
_FULL_LEVEL = 2
_LONGEST_ORGANISATION = 200
_MOST_ORGANISATIONS = 50


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
        organisations=_organisations(said.get("organisations")) if level == _FULL_LEVEL else (),
    )


def _organisations(said: object) -> tuple[OrganisationClaim, ...]:
    """Those named as legally represented; one whose code or name cannot be read is left out, not guessed."""
    if not isinstance(said, list):
        return ()
    found = (_organisation(each) for each in said[:_MOST_ORGANISATIONS])
    return tuple(each for each in found if each is not None)


def _organisation(said: object) -> OrganisationClaim | None:
    if not isinstance(said, Mapping) or said.get("role") != "legal_representative":
        return None
    code = _read(said.get("tax_code"), lambda text: str(parse_tax_code(text)))
    name = _read(said.get("name"), lambda text: clean_text(text, _LONGEST_ORGANISATION))
    if not code or not name:
        return None
    address = _read(said.get("address"), lambda text: clean_text(text, _LONGEST_ORGANISATION))
    commune = said.get("commune")
    is_commune = isinstance(commune, str) and len(commune) == 5 and commune.isascii() and commune.isdecimal()
    return OrganisationClaim(
        code=code, name=name, address=address or "", commune_code=str(commune) if is_commune else ""
    )


def _read(said: object, parse: Callable[[str], Value]) -> Value | None:
    if not isinstance(said, str) or not said.strip():
        return None
    try:
        return parse(said)
    except DomainError:
        return None
