"""Secrets and recovery codes: made here, sealed or hashed before they are kept."""

import base64
import datetime as dt
from uuid import UUID

import pyotp

from tinhso.foundation.clock.service import new_token
from tinhso.foundation.crypto.service import blind_index, open_text, seal_text
from tinhso.foundation.printing.service import qr_svg
from tinhso.services.second_factor import models
from tinhso.services.second_factor.rules import (
    DIGITS,
    RECOVERY_CODES,
    RECOVERY_RANDOM_BYTES,
    SECRET_BYTES,
    STEP_SECONDS,
    recovery_code,
    secret_from,
    without_gaps,
)

_ISSUER = "Tỉnh Số"
_SECRET, _PENDING = "second_factor.secret", "second_factor.pending"
_INDEX = "second_factor.recovery_code"


def new_secret() -> str:
    """A secret that nobody has seen."""
    return secret_from(_random(SECRET_BYTES))


def sealed_secret(officer_id: UUID, secret: str) -> bytes:
    """The secret in use, bound to its officer."""
    return seal_text(secret, owner=officer_id, field=_SECRET)


def sealed_pending(officer_id: UUID, secret: str) -> bytes:
    """A secret that waits for its first code; it does not open as one in use."""
    return seal_text(secret, owner=officer_id, field=_PENDING)


def secret_of(row: models.Authenticator) -> str:
    """The secret in use; empty when there is none."""
    return open_text(row.secret_sealed, owner=row.officer_id, field=_SECRET)


def pending_of(row: models.Authenticator) -> str:
    """The secret that waits; empty when there is none."""
    return open_text(row.pending_sealed, owner=row.officer_id, field=_PENDING)


def picture_of(secret: str, label: str) -> str:
    """The QR code that authenticator apps read, as inline SVG that says what it is."""
    totp = pyotp.TOTP(secret, digits=DIGITS, interval=STEP_SECONDS)
    address = totp.provisioning_uri(name=label, issuer_name=_ISSUER)
    return qr_svg(address).replace("<svg ", '<svg role="img" aria-label="Mã QR của khóa bí mật" ', 1)


def new_recovery_codes(officer_id: UUID, now: dt.datetime) -> tuple[str, ...]:
    """Ten new codes in place of all before; only their keyed hashes are kept."""
    codes = tuple(recovery_code(_random(RECOVERY_RANDOM_BYTES)) for _ in range(RECOVERY_CODES))
    models.RecoveryCode.objects.filter(officer_id=officer_id).delete()
    models.RecoveryCode.objects.bulk_create(
        models.RecoveryCode(code_index=recovery_index(officer_id, code), officer_id=officer_id, made_at=now)
        for code in codes
    )
    return codes


def recovery_index(officer_id: UUID, typed: str) -> bytes:
    """What is kept of a recovery code: it says nothing without the key, and fits one officer only."""
    return blind_index(f"{officer_id}:{without_gaps(typed)}", kind=_INDEX)


def _random(count: int) -> bytes:
    text = new_token(count)
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
