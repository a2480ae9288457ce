"""Every verb of the second factor × every actor: the own by its officer, another's by an administrator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.services.identity.staff import make_staff
from tests.services.second_factor.conftest import Phone, enrolled
from tests.trust.test_administration_authority import actors
from tests.trust.test_authority_sweep import undone
from tinhso.foundation.authority.service import Actor, NotPermitted, system_actor
from tinhso.foundation.clock.service import frozen
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.second_factor import models, service

pytestmark = pytest.mark.django_db

Act = Callable[[Actor], object]


@pytest.fixture
def phone(db: None, legal_moment: dt.datetime, settings: Any) -> Iterator[Phone]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.TINHSO_SECOND_FACTOR_REQUIRED = frozenset()
    with frozen(legal_moment, seed=31) as clock:
        yield enrolled(make_staff(clock))


def of_another(phone: Phone) -> dict[str, Act]:
    """What is done to somebody else's factor."""
    of: dict[str, Any] = {"officer_id": phone.officer_id, "now": phone.staff.now}
    return {
        "reset_factor": lambda actor: service.reset_factor(actor=actor, **of),
        "standing_for_administration": lambda actor: service.standing_for_administration(actor=actor, **of),
    }


def of_the_own(phone: Phone) -> dict[str, Act]:
    """What needs a code of the own app, or sets one up."""
    code: dict[str, Any] = {"typed": phone.shows(), "now": phone.staff.now}
    now = phone.staff.now
    return {
        "begin_enrolment": lambda actor: service.begin_enrolment(label="x", actor=actor, now=now),
        "begin_replacement": lambda actor: service.begin_replacement(actor=actor, **code),
        "confirm_enrolment": lambda actor: service.confirm_enrolment(actor=actor, **code),
        "renew_recovery_codes": lambda actor: service.renew_recovery_codes(actor=actor, **code),
        "disable": lambda actor: service.disable(actor=actor, **code),
        "own_standing": lambda actor: service.own_standing(actor=actor, now=now),
        "removal_was_seen": lambda actor: service.removal_was_seen(actor=actor, now=now),
    }


_NOT_OF_AN_ACTOR = {
    "asks_for_code": "asked at sign-in, before anybody acts",
    "demonstration_code": "only in the demonstration",
    "demonstration_secret": "only in the demonstration",
    "give_demonstration_factor": "only in the demonstration",
    "is_required_of": "a setting",
    "pass_second_step": "the way in",
}


def factor(phone: Phone) -> tuple[Any, ...]:
    with unit_of_work(actor=system_actor(), now=phone.staff.now):
        rows = models.Authenticator.objects.filter(officer_id=phone.officer_id)
        codes = models.RecoveryCode.objects.filter(officer_id=phone.officer_id)
        return (
            *rows.values_list("enabled_at", "secret_sealed", "pending_sealed"),
            *codes.order_by("pk").values_list(),
        )


def test_only_an_administrator_reaches_anothers_factor(phone: Phone) -> None:
    allowed = {"administrator here", "administrator elsewhere", "administrator", "system"}
    wrong, before = [], factor(phone)
    for name, act in of_another(phone).items():
        for who, actor in actors(phone.staff).items():
            with undone():
                try:
                    act(actor)
                    outcome = "done"
                except NotPermitted:
                    outcome = "refused"
                if outcome != ("done" if who in allowed else "refused"):
                    wrong.append(f"{name} by {who}: {outcome}")
                if outcome == "refused" and factor(phone) != before:
                    wrong.append(f"{name} by {who}: refused, and yet something changed")
    assert wrong == []


def test_no_verb_of_the_own_factor_reaches_anothers(phone: Phone) -> None:
    """An actor names no officer but themselves; whoever is none has none."""
    wrong, before = [], factor(phone)
    for name, act in of_the_own(phone).items():
        for who, actor in actors(phone.staff).items():
            if who == "the officer themselves":
                continue
            with undone():
                try:
                    act(actor)
                except (service.UnableToKeepSecondFactor, service.UnableToPassSecondStep):
                    pass
                except Exception as error:
                    if "foreign key" not in str(
                        error
                    ):  # actors of the sweep that are no officers of the register
                        raise
                    continue
                if factor(phone) != before:
                    wrong.append(f"{name} by {who}")
    assert wrong == []


def test_the_sweep_leaves_no_verb_of_the_door_out(phone: Phone) -> None:
    functions = {name for name in service.__all__ if callable(getattr(service, name)) and name[0].islower()}
    assert functions - set(of_another(phone)) - set(of_the_own(phone)) == set(_NOT_OF_AN_ACTOR)
