"""An officer with an app on a phone: the codes it shows, and a clock to turn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from pytest_django import Settings

from tests.services.identity.staff import Staff, make_staff
from tinhso.foundation.authority.service import Actor, system_actor
from tinhso.foundation.clock.service import frozen
from tinhso.services.second_factor import service
from tinhso.services.second_factor.rules import code_of, step_at

_STEP = dt.timedelta(seconds=30)


@dataclass
class Phone:
    """The officer's phone, and the sign-in before which they stand."""

    staff: Staff
    secret: str
    recovery_codes: tuple[str, ...] = ()

    @property
    def actor(self) -> Actor:
        return self.staff.actor()

    @property
    def officer_id(self) -> UUID:
        assert self.staff.officer.officer_id is not None
        return self.staff.officer.officer_id

    def shows(self, *, steps: int = 0) -> str:
        """The code of the present step, or of one that many steps away."""
        return code_of(self.secret, step_at(self.staff.now) + steps)

    def wrong(self) -> str:
        """Six digits that are no code of these minutes."""
        near = {self.shows(steps=steps) for steps in range(-2, 3)}
        return next(
            text for text in ("000000", "111111", "222222", "333333", "444444", "555555") if text not in near
        )

    def waits(self, steps: int = 1) -> None:
        self.staff.clock.advance(_STEP * steps)

    def passes(self, typed: str) -> service.PassedStep:
        return service.pass_second_step(
            officer_id=self.officer_id, typed=typed, actor=system_actor("sign-in"), now=self.staff.now
        )

    def is_refused(self, typed: str) -> str:
        """The code of the refusal."""
        with pytest.raises(service.UnableToPassSecondStep) as refusal:
            self.passes(typed)
        return refusal.value.code

    def by(self) -> dict[str, object]:
        return {"actor": self.actor, "now": self.staff.now}


@pytest.fixture
def staff(db: None, legal_moment: dt.datetime, settings: Settings) -> Iterator[Staff]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with frozen(legal_moment, seed=21) as clock:
        yield make_staff(clock)


def enrolled(staff: Staff) -> Phone:
    """The officer has set up an app; its first code has just been used."""
    begun = service.begin_enrolment(label="mau-25747", actor=staff.actor(), now=staff.now)
    phone = Phone(staff, begun.secret)
    phone.recovery_codes = service.confirm_enrolment(typed=phone.shows(), actor=staff.actor(), now=staff.now)
    phone.waits()
    return phone


@pytest.fixture
def phone(staff: Staff) -> Phone:
    return enrolled(staff)
