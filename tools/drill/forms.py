"""The forms that citizens of a drill fill in at the house."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bench.residence_form import residence_fields
from tools.drill.crowd import Person

RESIDENCE, _LICENCE = "1.004194", "3.000347"
_OF_A_CHILD = ("has_minor", "guardian-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A procedure on one page: what a person of a commune types, and the paper they add."""

    procedure: str
    fields: Callable[[Person, str], dict[str, str]]
    paper: str
    has_fee: bool = False

    @property
    def path(self) -> str:
        """Where the page stands."""
        return f"/procedures/{self.procedure}/file"


def _residence(person: Person, commune: str) -> dict[str, str]:
    typed = residence_fields(person.personal_id, person.full_name)
    adult = {name: value for name, value in typed.items() if not name.startswith(_OF_A_CHILD)}
    return {**adult, "new_commune": commune}


def _licence(person: Person, commune: str) -> dict[str, str]:
    return {
        "personal_id": person.personal_id,
        "full_name": person.full_name,
        "birth-day": "3",
        "birth-month": "2",
        "birth-year": "1990",
        "phone": "0912345678",
        "current_commune": commune,
        "current_address": "Số 12/3, đường Yersin, khu phố 2",
        "licence_material": "card",
        "licence_number": "790123456789",
        "licence_class": "A1",
        "issued_date-day": "1",
        "issued_date-month": "2",
        "issued_date-year": "2015",
        "issued_by": "Sở Giao thông vận tải Bình Dương",
        "reason": "damaged",
        "delivery": "desk",
        "declaration": "yes",
    }


FORMS = {
    "house": Form(procedure=RESIDENCE, fields=_residence, paper="housing_proof"),
    "licence": Form(procedure=_LICENCE, fields=_licence, paper="licence_copy", has_fee=True),
}
"""By the names that a plan gives to filings at the house."""
