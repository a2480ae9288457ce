"""What may be tried how often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """``at_once`` tries, and one more each time ``one_per`` has passed."""

    purpose: str
    at_once: int
    one_per: timedelta
