"""Organisations with an e-identity, and whom they name as legal representative.

What VNeID calls these claims is not known; the words here are the sandbox's own.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An invented organisation; ``representatives`` are personal ids."""

    tax_code: str
    name: str
    address: str
    commune: str
    representatives: tuple[str, ...]

    def claim(self) -> dict[str, Any]:
        """What VNeID says of it to a system that may know."""
        return {
            "tax_code": self.tax_code,
            "name": self.name,
            "address": self.address,
            "commune": self.commune,
            "role": "legal_representative",
        }


ORGANISATIONS = (
    Organisation(
        tax_code="3701234562",
        name="Văn phòng Công chứng Hiệp Thành",
        address="Số 120, đại lộ Bình Dương",
        commune="25741",
        representatives=("074075002201",),
    ),
    Organisation(
        tax_code="3702345674",
        name="Công ty TNHH Gốm sứ Lái Thiêu",
        address="Số 55, đường Nguyễn Văn Tiết",
        commune="25966",
        representatives=("074183002301", "074075002201"),
    ),
)


def organisations_of(personal_id: str) -> list[dict[str, Any]]:
    """The claims about all organisations that this person legally represents."""
    return [each.claim() for each in ORGANISATIONS if personal_id in each.representatives]
