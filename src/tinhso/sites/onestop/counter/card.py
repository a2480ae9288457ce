"""What a scanner types when it reads the QR code of a citizen's card."""

from __future__ import annotations

from dataclasses import dataclass, field

from tinhso.foundation.identifiers.service import (
    UnableToReadDate,
    UnableToReadPersonalId,
    parse_partial_date,
    parse_personal_id,
)

_SEXES = {"nam": "male", "nữ": "female"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The facts on a card; empty where the card, or who typed only the number, says nothing."""

    personal_id: str = field(repr=False)
    full_name: str = field(default="", repr=False)
    birth: str = field(default="", repr=False)
    sex: str = field(default="", repr=False)
    residence: str = field(default="", repr=False)

    def facts(self) -> dict[str, str]:
        """The same by the catalogue's prefill sources."""
        found = {
            "population.personal_id": self.personal_id,
            "population.full_name": self.full_name,
            "population.birth": self.birth,
            "population.sex": self.sex,
            "population.residence_full": self.residence,
        }
        return {source: fact for source, fact in found.items() if fact}


def read_card(text: str) -> Card | None:
    """The card behind ``number|old number|name|ddmmyyyy|sex|address|ddmmyyyy``, or behind a bare number.

    None when it begins with no personal id. A part that cannot be read is left out.
    """
    parts = [part.strip() for part in text.strip().split("|")]
    try:
        number = parse_personal_id(parts[0]).value
    except UnableToReadPersonalId:
        return None
    if len(parts) < 6:
        return Card(personal_id=number)
    return Card(
        personal_id=number,
        full_name=parts[2],
        birth=_birth(parts[3]),
        sex=_SEXES.get(parts[4].lower(), ""),
        residence=parts[5],
    )


def _birth(digits: str) -> str:
    if len(digits) == 8 and digits.isascii() and digits.isdecimal():
        text = f"{digits[:2]}/{digits[2:4]}/{digits[4:]}"
    else:
        text = digits
    try:
        return parse_partial_date(text).iso
    except UnableToReadDate:
        return ""
