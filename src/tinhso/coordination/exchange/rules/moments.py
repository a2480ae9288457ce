"""Moments as the systems write them, by the clock of Việt Nam."""

from __future__ import annotations

from datetime import datetime

from tinhso.coordination.exchange.types import UnableToUnderstand
from tinhso.foundation.clock.service import VIETNAM

_COMPACT = "%Y%m%d%H%M%S"
_LOCAL = "%d/%m/%Y %H:%M"


def to_compact(text: object) -> str:
    """An ISO moment as yyyyMMddHHmmss; an absent one is empty."""
    return _moment(text).strftime(_COMPACT) if text else ""


def from_compact(text: object, field: str) -> datetime:
    """yyyyMMddHHmmss as a moment; raises UnableToUnderstand."""
    return _read(text, _COMPACT, field)


def to_local(text: object) -> str:
    """An ISO moment as dd/MM/yyyy HH:mm; an absent one is empty."""
    return _moment(text).strftime(_LOCAL) if text else ""


def from_local(text: object, field: str) -> datetime | None:
    """dd/MM/yyyy HH:mm, or ISO with a zone; empty is None. Raises UnableToUnderstand."""
    if text in ("", None):
        return None
    if isinstance(text, str) and "/" not in text:
        return from_iso(text, field)
    return _read(text, _LOCAL, field)


def from_iso(text: object, field: str) -> datetime:
    """An ISO moment with a zone; raises UnableToUnderstand."""
    try:
        moment = datetime.fromisoformat(text if isinstance(text, str) else "")
    except ValueError:
        raise UnableToUnderstand("moment", field=field) from None
    if moment.utcoffset() is None:
        raise UnableToUnderstand("moment", field=field)
    return moment.astimezone(VIETNAM)


def _moment(text: object) -> datetime:
    return datetime.fromisoformat(str(text)).astimezone(VIETNAM)


def _read(text: object, form: str, field: str) -> datetime:
    try:
        return datetime.strptime(text if isinstance(text, str) else "", form).replace(tzinfo=VIETNAM)
    except ValueError:
        raise UnableToUnderstand("moment", field=field) from None
