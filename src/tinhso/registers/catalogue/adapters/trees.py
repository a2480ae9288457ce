"""From plain data to the frozen tree, and the name of its content."""

import datetime as dt
import hashlib
import json
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from tinhso.registers.catalogue.types import CatalogueEntry, PaymentService, ProcedureVersion


@lru_cache(maxsize=2)
def _adapter(shape: type[CatalogueEntry]) -> TypeAdapter[CatalogueEntry]:
    return TypeAdapter(shape)


def build_entry(body: Any) -> CatalogueEntry:
    """The tree of a procedure, or of a payment service where the file says that it is one.

    Raises pydantic's ``ValidationError`` with a location for each fault.
    """
    is_payment = isinstance(body, dict) and body.get("kind") == "payment"
    entry = _adapter(PaymentService if is_payment else ProcedureVersion).validate_python(body)
    object.__setattr__(entry, "digest", digest_of(body))
    return entry


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
