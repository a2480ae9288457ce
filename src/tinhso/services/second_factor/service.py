"""The door of the second factor: a code beside the password, for officers.

Whether a duty must have one is a setting (``TINHSO_SECOND_FACTOR_REQUIRED``); everybody else may. No browser
is ever trusted: each sign-in asks. The caller opens the session only after ``pass_second_step``.
"""

import datetime as dt
from uuid import UUID

from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.second_factor.actions.administration import (
    own_standing,
    removal_was_seen,
    reset_factor,
    standing_for_administration,
)
from tinhso.services.second_factor.actions.demonstration import (
    DEMONSTRATION_FILE,
    demonstration_code,
    demonstration_secret,
    give_demonstration_factor,
)
from tinhso.services.second_factor.actions.enrolment import (
    begin_enrolment,
    begin_replacement,
    confirm_enrolment,
    disable,
    renew_recovery_codes,
)
from tinhso.services.second_factor.actions.second_step import pass_second_step
from tinhso.services.second_factor.errors import UnableToKeepSecondFactor, UnableToPassSecondStep
from tinhso.services.second_factor.queries import is_required_of, standing
from tinhso.services.second_factor.types import Enrolment, FactorStanding, PassedStep, Removal

__all__ = [
    "DEMONSTRATION_FILE",
    "Enrolment",
    "FactorStanding",
    "PassedStep",
    "Removal",
    "UnableToKeepSecondFactor",
    "UnableToPassSecondStep",
    "asks_for_code",
    "begin_enrolment",
    "begin_replacement",
    "confirm_enrolment",
    "demonstration_code",
    "demonstration_secret",
    "disable",
    "give_demonstration_factor",
    "is_required_of",
    "own_standing",
    "pass_second_step",
    "removal_was_seen",
    "renew_recovery_codes",
    "reset_factor",
    "standing_for_administration",
]


def asks_for_code(*, officer_id: UUID, now: dt.datetime, trace_id: str = "") -> bool:
    """Whether a sign-in of this officer needs a code after the password."""
    with unit_of_work(actor=system_actor(trace_id), now=now):
        return standing(officer_id).is_enabled
