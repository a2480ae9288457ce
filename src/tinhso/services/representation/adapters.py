"""The file of house rules, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from tinhso.services.representation.types import Terms

_FILE = Path(__file__).parent / "data" / "terms.yaml"


@cache
def mandate_terms() -> Terms:
    """How long a mandate may last, and whether the authorised person must agree."""
    return msgspec.yaml.decode(_FILE.read_bytes(), type=Terms)
