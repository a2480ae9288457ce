"""The second step itself: a code of the app or a recovery code, counted, once each."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from tinhso.foundation.authority.service import Actor, ActorKind
from tinhso.foundation.clock.service import real_now
from tinhso.foundation.unit_of_work.service import UnitOfWork, unit_of_work
from tinhso.services.second_factor import models
from tinhso.services.second_factor.actions.making import recovery_index, secret_of
from tinhso.services.second_factor.errors import (
    UnableToKeepSecondFactor,
    UnableToPassSecondStep,
    closed,
    wrong_code,
)
from tinhso.services.second_factor.queries import codes_left
from tinhso.services.second_factor.rules import closed_for, is_app_code, matching_step, without_gaps
from tinhso.services.second_factor.types import PassedStep


def pass_second_step(*, officer_id: UUID, typed: str, actor: Actor, now: dt.datetime) -> PassedStep:
    """Accept a code of the officer's app, or one of the recovery codes, which is used up by it.

    A wrong code is counted and audited; every fifth in a row closes the step, each time for twice as long.
    A code of a step that has passed before is refused, also while it is still shown. Guesses made side by
    side wait for one another. Raises UnableToPassSecondStep, also where there is no factor.
    It begins a transaction of its own: inside another one the count would fall with it.
    """
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        row = locked(officer_id)
        outcome = _try(work, row, typed) if row is not None else wrong_code()
    # After the commit: the count of a wrong code must stay.
    if isinstance(outcome, UnableToPassSecondStep):
        raise outcome
    return outcome


def locked(officer_id: UUID) -> models.Authenticator | None:
    """The officer's row, locked until the end of the transaction."""
    return models.Authenticator.objects.select_for_update().filter(officer_id=officer_id).first()


def officer_in(actor: Actor) -> UUID:
    """The officer who acts on the own factor; nobody does on another's."""
    if actor.kind is not ActorKind.OFFICER or actor.officer_id is None:
        raise UnableToKeepSecondFactor(
            "second_factor.officers_only.not_permitted", "Chỉ cán bộ mới đặt bước xác nhận cho chính mình."
        )
    return actor.officer_id


def count_failure(work: UnitOfWork, row: models.Authenticator, *, step: str) -> None:
    """One more wrong code: counted, perhaps closing the step, and audited."""
    row.failed_attempts += 1
    closing = closed_for(row.failed_attempts)
    row.closed_until = real_now() + closing if closing else None
    row.save(update_fields=["failed_attempts", "closed_until"])
    record(work, f"second_factor.{step}", row.officer_id, outcome="refused", failures=row.failed_attempts)


def still_closed(row: models.Authenticator) -> UnableToPassSecondStep | None:
    """The refusal of a step that is closed after wrong codes; None when codes may be tried."""
    now = real_now()
    if row.closed_until is not None and row.closed_until > now:
        return closed(row.closed_until, now)
    return None


def record(
    work: UnitOfWork, action: str, officer_id: UUID, *, outcome: str = "done", **details: str | int | bool
) -> None:
    """An audit row about the officer's factor: it stands in the history of the account."""
    work.record(action=action, object_kind="officer", object_id=officer_id, outcome=outcome, details=details)


def _try(work: UnitOfWork, row: models.Authenticator, typed: str) -> PassedStep | UnableToPassSecondStep:
    refusal = still_closed(row)
    if refusal is not None or row.secret_sealed is None:
        return refusal or wrong_code()
    known = _known(row, without_gaps(typed), work.now)
    if known is None:
        count_failure(work, row, step="passed")
        return wrong_code()
    failed_before = row.failed_attempts
    row.failed_attempts, row.closed_until = 0, None
    row.last_step = known.step or row.last_step
    row.save(update_fields=["failed_attempts", "closed_until", "last_step"])
    by_recovery_code = known.step is None
    record(work, "second_factor.passed", row.officer_id, by_recovery_code=by_recovery_code)
    return PassedStep(
        by_recovery_code=by_recovery_code,
        recovery_codes_left=codes_left(row.officer_id),
        failed_before=failed_before,
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """A right code: its step, or None for a recovery code, which is used up."""

    step: int | None


def _known(row: models.Authenticator, typed: str, now: dt.datetime) -> _Known | None:
    if is_app_code(typed):
        step = matching_step(secret_of(row), typed, now=real_now(), last_step=row.last_step)
        return _Known(step) if step is not None else None
    used = models.RecoveryCode.objects.filter(
        code_index=recovery_index(row.officer_id, typed), officer_id=row.officer_id, used_at__isnull=True
    ).update(used_at=now)
    return _Known(None) if used else None
