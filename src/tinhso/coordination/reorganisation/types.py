"""What an ending would do, as it crosses the door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tinhso.casework.dossiers.service import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyHoldings:
    """What an agency has on its hands, in numbers alone.

    Dossiers by status, tasks, feedback and officers go to the successor; delegations end; drawers and reserve
    numbers are to be finished first, and until then the officers stay.
    """

    dossiers: Mapping[Status, int]
    tasks: int
    feedback: int
    officers: int
    delegations: int
    open_drawers: int
    reserve_numbers: int

    @property
    def dossier_count(self) -> int:
        """How many dossiers."""
        return sum(self.dossiers.values())

    @property
    def has_any(self) -> bool:
        """Whether something has still to move."""
        return bool(self.dossiers or self.tasks or self.feedback or self.officers)

    @property
    def keeps_officers(self) -> bool:
        """Whether something binds the officers to the agency."""
        return bool(self.open_drawers or self.reserve_numbers)
