"""From plain data to the frozen tree, and the name of its content."""

import datetime as dt
import hashlib
import json
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from tinhso.registers.catalogue.types import ProcedureVersion


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[ProcedureVersion]:
    return TypeAdapter(ProcedureVersion)


def build_version(body: Any) -> ProcedureVersion:
    """The tree of a procedure; raises pydantic's ``ValidationError`` with a location for each fault."""
    version = _adapter().validate_python(body)
    object.__setattr__(version, "digest", digest_of(body))
    return version


def canonical(body: Any) -> str:
    """The one JSON text of a procedure: keys in order, days as ISO text."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_day)


def digest_of(body: Any) -> str:
    """SHA-256 of the canonical text: comments, layout and the order of keys make no difference."""
    return hashlib.sha256(canonical(body).encode()).hexdigest()


def _day(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} does not belong in a procedure")
