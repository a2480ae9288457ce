"""What every form starts from: who files, where, when."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from tinhso.sites.demonstration.people import SamplePerson


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """One filing about to be written down; ``other`` is somebody else whom the form may name.

    ``commune_name`` is the name of ``commune``, ``wishes`` are answers that the story fixes.
    """

    person: SamplePerson
    other: SamplePerson
    commune: str
    commune_name: str
    filed_at: datetime
    random: Random
    is_online: bool
    wishes: dict[str, Any] = field(default_factory=dict)

    def applicant(self) -> dict[str, Any]:
        """The fields of the applicant that all four forms share."""
        return {
            "personal_id": self.person.personal_id,
            "full_name": self.person.full_name,
            "birth": self.person.birth,
            "phone": self.person.phone or "0912000000",
        }

    def named(self, person: SamplePerson) -> dict[str, str]:
        """Another person as a form names them."""
        return {
            "full_name": person.full_name,
            "personal_id": person.personal_id,
            "birth": person.birth,
        }

    def residence(self) -> str:
        """Where the applicant lives, in one line."""
        return self.person.residence or f"Khu phố 1, {self.commune_name}"

    def house(self) -> str:
        """A house number and a street that nobody lives at."""
        number, alley = self.random.randrange(1, 400), self.random.randrange(0, 12)
        street = self.random.choice(_STREETS)
        return f"Số {number}{f'/{alley}' if alley else ''}, đường {street}, khu phố {number % 9 + 1}"


_STREETS = (
    "Yersin", "Cách Mạng Tháng Tám", "Thích Quảng Đức", "Phú Lợi", "Huỳnh Văn Lũy", "Nguyễn Trãi",
    "Trần Hưng Đạo", "Lý Thường Kiệt", "Bùi Ngọc Thu", "Ngô Gia Tự", "Hùng Vương", "Lê Hồng Phong",
)  # fmt: skip
