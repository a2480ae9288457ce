"""Setting up an authenticator app, changing it, and the recovery codes that belong to it."""

import datetime as dt
from uuid import UUID

from tinhso.foundation.authority.service import Actor
from tinhso.foundation.clock.service import real_now
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.second_factor import models
from tinhso.services.second_factor.actions.making import (
    new_recovery_codes,
    new_secret,
    pending_of,
    picture_of,
    sealed_pending,
    sealed_secret,
)
from tinhso.services.second_factor.actions.second_step import (
    count_failure,
    locked,
    officer_in,
    pass_second_step,
    record,
    still_closed,
)
from tinhso.services.second_factor.errors import (
    UnableToKeepSecondFactor,
    UnableToPassSecondStep,
    wrong_code,
)
from tinhso.services.second_factor.queries import is_required_of
from tinhso.services.second_factor.rules import ENROLMENT_LASTS, matching_step, without_gaps
from tinhso.services.second_factor.types import Enrolment


def begin_enrolment(*, label: str, actor: Actor, now: dt.datetime) -> Enrolment:
    """The secret of a new app, the same for half an hour, so that the page may be loaded again.

    ``label`` is what the app shows beside the code: the user name. Refuses an officer who has a factor: that
    is replaced only by who has a code of it (``begin_replacement``).
    """
    officer_id = officer_in(actor)
    with unit_of_work(actor=actor, now=now, as_system=True):
        row = _row_of(officer_id)
        if row.secret_sealed is not None and not _is_pending(row):
            raise _is_there()
        if not _is_pending(row):
            _set_pending(row)
        secret = pending_of(row)
    return Enrolment(secret=secret, picture=picture_of(secret, label))


def begin_replacement(*, typed: str, actor: Actor, now: dt.datetime) -> None:
    """Let the officer set up another phone; asks for a code of the present one, or a recovery code.

    The present app goes on serving until the new one has shown its first code.
    """
    officer_id = officer_in(actor)
    pass_second_step(officer_id=officer_id, typed=typed, actor=actor, now=now)
    with unit_of_work(actor=actor, now=now, as_system=True):
        _set_pending(_row_of(officer_id))


def confirm_enrolment(*, typed: str, actor: Actor, now: dt.datetime) -> tuple[str, ...]:
    """Take the waiting secret into use when its first code is right; returns ten recovery codes, once.

    Codes and an app from before are worth nothing then. Raises UnableToPassSecondStep for a wrong code, which
    counts, and UnableToKeepSecondFactor when no secret waits or its half hour is over.
    """
    officer_id = officer_in(actor)
    refusal: UnableToPassSecondStep | None = None
    codes: tuple[str, ...] = ()
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        row = locked(officer_id)
        if row is None or not _is_pending(row):
            raise UnableToKeepSecondFactor(
                "second_factor.enrolment_over", "Đã quá 30 phút kể từ khi mở khóa này. Hãy quét khóa mới."
            )
        secret = pending_of(row)
        refusal = still_closed(row)
        step = None
        if refusal is None:
            step = matching_step(secret, without_gaps(typed), now=real_now(), last_step=0)
        if step is not None:
            _enable(row, secret, step, now)
            codes = new_recovery_codes(officer_id, now)
            record(work, "second_factor.enabled", officer_id)
        elif refusal is None:
            refusal = wrong_code()
            count_failure(work, row, step="enabled")
    if refusal is not None:
        raise refusal
    return codes


def renew_recovery_codes(*, typed: str, actor: Actor, now: dt.datetime) -> tuple[str, ...]:
    """Ten new recovery codes in place of those left; asks for a code of the app or one of them."""
    officer_id = officer_in(actor)
    pass_second_step(officer_id=officer_id, typed=typed, actor=actor, now=now)
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        record(work, "second_factor.codes_renewed", officer_id)
        return new_recovery_codes(officer_id, now)


def disable(*, typed: str, actor: Actor, now: dt.datetime) -> None:
    """Do without a second factor from now on; asks for a code, and refuses where duty requires one."""
    if is_required_of(actor.acting_roles):
        raise UnableToKeepSecondFactor(
            "second_factor.required", "Nhiệm vụ của bạn bắt buộc có bước xác nhận thứ hai, không tắt được."
        )
    officer_id = officer_in(actor)
    pass_second_step(officer_id=officer_id, typed=typed, actor=actor, now=now)
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        take_away(_row_of(officer_id))
        record(work, "second_factor.disabled", officer_id)


def take_away(row: models.Authenticator) -> None:
    """No app, no secret that waits, no recovery codes; what was used stays used."""
    row.secret_sealed = row.enabled_at = row.pending_sealed = row.pending_since = None
    row.failed_attempts, row.closed_until = 0, None
    row.save()
    models.RecoveryCode.objects.filter(officer_id=row.officer_id).delete()


def _enable(row: models.Authenticator, secret: str, step: int, now: dt.datetime) -> None:
    row.secret_sealed, row.enabled_at = sealed_secret(row.officer_id, secret), now
    row.pending_sealed = row.pending_since = None
    row.last_step, row.failed_attempts, row.closed_until = step, 0, None
    row.save()


def _row_of(officer_id: UUID) -> models.Authenticator:
    models.Authenticator.objects.bulk_create(
        [models.Authenticator(officer_id=officer_id)], ignore_conflicts=True
    )
    return models.Authenticator.objects.select_for_update().get(officer_id=officer_id)


def _set_pending(row: models.Authenticator) -> None:
    row.pending_sealed = sealed_pending(row.officer_id, new_secret())
    row.pending_since = real_now()
    row.save(update_fields=["pending_sealed", "pending_since"])


def _is_pending(row: models.Authenticator) -> bool:
    return row.pending_since is not None and row.pending_since + ENROLMENT_LASTS > real_now()


def _is_there() -> UnableToKeepSecondFactor:
    return UnableToKeepSecondFactor("second_factor.is_there", "Bước xác nhận thứ hai đã được bật.")
