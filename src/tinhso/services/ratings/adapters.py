"""The file of reasons, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

_FILE = Path(__file__).parent / "data" / "reasons.yaml"


class RatingWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Reasons by stage, the smallest group that is shown, and for how many days a rating may be changed."""

    smallest_group: int
    days: int
    reasons: dict[str, dict[str, str]]


@cache
def rating_words() -> RatingWords:
    """The reasons that citizens choose from, and the house values."""
    return msgspec.yaml.decode(_FILE.read_bytes(), type=RatingWords)
