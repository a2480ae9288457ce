"""Addresses from which another system fetches one file, good for a few days, for nobody to guess."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core import signing

from tinhso.foundation.clock.service import legal_day, real_now

_SALT = "tinhso.exchange.file"
_PERIOD_DAYS = 7
"""An address is good in the week in which it was made and in the next one."""


def file_address(kind: str, dossier_id: str, item_id: str) -> str:
    """The address of a paper or a result of the house; it stays the same for some days."""
    period = _period()
    word = signing.Signer(salt=_SALT).sign_object([kind, dossier_id, item_id, period])
    return f"{settings.TINHSO_PUBLIC_URL}/exchange/files/{word}"


def read_file_address(word: str) -> tuple[str, UUID, UUID] | None:
    """Kind, dossier and file behind an address; None when it is forged or out of date."""
    try:
        kind, dossier_id, item_id, period = signing.Signer(salt=_SALT).unsign_object(word)
    except (signing.BadSignature, ValueError):
        return None
    return (kind, UUID(dossier_id), UUID(item_id)) if 0 <= _period() - period <= 1 else None


def _period() -> int:
    return legal_day(real_now()).toordinal() // _PERIOD_DAYS
