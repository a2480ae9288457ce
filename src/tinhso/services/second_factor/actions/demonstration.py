"""A factor that everybody who runs the demonstration can use; never outside it."""

import datetime as dt
import os
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.conf import settings

from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.clock.service import real_now
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.second_factor import models
from tinhso.services.second_factor.actions.making import new_secret, sealed_secret
from tinhso.services.second_factor.errors import UnableToKeepSecondFactor
from tinhso.services.second_factor.rules import STEP_SECONDS, code_of, step_at

DEMONSTRATION_FILE = "demonstration-second-factor"
"""Kept in the run-time folder (mode 0600), as the demonstration's password is."""


def give_demonstration_factor(*, officer_ids: Iterable[UUID], now: dt.datetime) -> str:
    """Give these officers the one app of the demonstration, where they have none; returns its secret.

    The secret is made once for each installation. Idempotent; an app that an officer has set up stays.
    """
    secret = demonstration_secret(make=True)
    with unit_of_work(actor=system_actor(), now=now):
        for officer_id in officer_ids:
            models.Authenticator.objects.get_or_create(
                officer_id=officer_id,
                defaults={"secret_sealed": sealed_secret(officer_id, secret), "enabled_at": now},
            )
    return secret


def demonstration_secret(*, make: bool = False) -> str:
    """The secret of the demonstration's app; refused outside the demonstration, and where none was made."""
    file = Path(settings.TINHSO_VAR_DIR) / DEMONSTRATION_FILE
    if not settings.TINHSO_DEMONSTRATION or not (make or file.exists()):
        raise UnableToKeepSecondFactor(
            "second_factor.not_a_demonstration", "Mã trình diễn chỉ có trong bản trình diễn đã nạp dữ liệu."
        )
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as lines:
            lines.write(new_secret())
    return file.read_text(encoding="ascii").strip()


def demonstration_code() -> tuple[str, int]:
    """The code that the demonstration's app shows now, and for how many seconds more."""
    moment = real_now()
    left = STEP_SECONDS - int(moment.timestamp()) % STEP_SECONDS
    return code_of(demonstration_secret(), step_at(moment)), left
