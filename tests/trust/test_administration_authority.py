"""Every verb of administration × every actor: an administrator may and nobody else; refusals change nothing.

A refusal by authority is audited once; it changes nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.services.identity.staff import Staff, audited, make_staff
from tests.trust.test_authority_sweep import undone
from tinhso.foundation.authority.service import (
    Actor,
    ActorKind,
    NotPermitted,
    Role,
    anonymous_actor,
    system_actor,
)
from tinhso.foundation.clock.service import frozen, new_id
from tinhso.registers.agencies import models as agencies
from tinhso.services.identity import models, service

pytestmark = pytest.mark.django_db

Act = Callable[[Actor], object]


@pytest.fixture
def staff(db: None, legal_moment: dt.datetime, settings: Any) -> Iterator[Staff]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with frozen(legal_moment, seed=9) as clock:
        yield make_staff(clock)


def actors(staff: Staff) -> dict[str, Actor]:
    """Everybody who may come: each role at home and elsewhere, citizens, strangers."""

    def officer(*roles: Role, agency: Any = None) -> Actor:
        return Actor(
            kind=ActorKind.OFFICER,
            account_id=new_id(),
            officer_id=new_id(),
            agency_id=agency or staff.police,
            roles=frozenset(roles),
        )

    return {
        "anonymous": anonymous_actor(),
        "citizen": Actor(kind=ActorKind.CITIZEN, account_id=new_id(), person_id=new_id(), assurance_level=2),
        "officer without role": officer(),
        **{f"{role} here": officer(role) for role in Role},
        **{f"{role} elsewhere": officer(role, agency=staff.other_police) for role in Role},
        "administrator": staff.administrator,
        "the officer themselves": staff.actor(),
        "system": system_actor("sweep"),
    }


def verbs(staff: Staff) -> dict[str, Act]:
    """Every function of the identity's door that asks who acts, on another officer's account."""
    of: dict[str, Any] = {"account_id": staff.officer.id, "now": staff.now}
    post = {
        "title": "Cán bộ", "roles": [Role.LEADER], "valid_from": staff.today,
    }  # fmt: skip
    post_id = staff.post_id()
    move = {"agency_id": staff.other_police, "effective_date": staff.today, "work_to": None}
    return {
        "create_officer_account": lambda actor: service.create_officer_account(
            username="moi-1", name="Võ Út", agency_id=staff.police, actor=actor, now=staff.now, **post
        ),
        "change_duties": lambda actor: service.change_duties(
            expected_post=post_id, actor=actor, **of, **post
        ),
        "lock_account": lambda actor: service.lock_account(reason=service.LockReason.LEFT, actor=actor, **of),
        "unlock_account": lambda actor: service.unlock_account(actor=actor, **of),
        "end_account_sessions": lambda actor: service.end_account_sessions(actor=actor, **of),
        "issue_code": lambda actor: service.issue_code(actor=actor, **of),
        "plan_transfer": lambda actor: service.plan_transfer(actor=actor, **of, **move),
        "transfer_account": lambda actor: service.transfer_account(
            title="Cán bộ", roles=[Role.LEADER], expected_tasks=0, actor=actor, **of, **move
        ),
        "planned_transfer": lambda actor: service.planned_transfer(actor=actor, **of),
        "withdraw_transfer": lambda actor: service.withdraw_transfer(actor=actor, **of),
        "list_officer_accounts": lambda actor: service.list_officer_accounts(actor=actor, now=staff.now),
        "get_officer_account": lambda actor: service.get_officer_account(actor=actor, **of),
        "follow_agency": lambda actor: service.follow_agency(
            from_agency=staff.police, to_agency=staff.other_police, actor=actor, now=staff.now
        ),
        "account_history": lambda actor: service.account_history(actor=actor, **of),
    }


_NOT_ADMINISTRATION = {
    "actor_of": "makes the actor",
    "actor_of_session": "makes the actor",
    "authenticate_officer": "the way in",
    "begin_half_session": "the way in",
    "begin_sign_in": "the way in",
    "change_own_password": "the own account only; tested with the account's own actor",
    "create_demonstration_accounts": "set-up of the demonstration",
    "disable_account": "inside a caller's unit of work",
    "end_own_sessions": "the own account only; tested with the account's own actor",
    "enable_account": "inside a caller's unit of work",
    "epoch_of": "reads the session",
    "finish_sign_in": "the way in",
    "forget_provider": "for tests and rotated keys",
    "half_signed_in": "reads the session",
    "has_second_step": "reads the session",
    "is_own_password": "the own account only; tested with the account's own actor",
    "own_account": "the way in",
    "open_officer_account": "inside a caller's unit of work",
    "replace_code": "the session of a one-time code",
    "set_officer_password": "inside a caller's unit of work",
    "sign_in_citizen": "the way in",
    "sign_in_session": "the way in",
    "sign_out": "the way out",
    "signed_in_account": "reads the session",
    "take_due_transfers": "the worker's own",
    "why_session_ended": "reads the session",
}


def things() -> tuple[Any, ...]:
    """What a refusal must leave as it was."""
    return (
        sorted(models.Account.objects.values_list("id", "password", "session_epoch", "disabled_at")),
        sorted(agencies.Assignment.objects.values_list("id", "title", "valid_to")),
        agencies.Officer.objects.count(),
    )


def test_only_an_administrator_administers_and_every_refusal_is_audited_once(staff: Staff) -> None:
    allowed = {"administrator here", "administrator elsewhere", "administrator", "system"}
    wrong = []
    before, refusals = things(), audited("account.administer", "refused")
    for name, act in verbs(staff).items():
        for who, actor in actors(staff).items():
            with undone():
                try:
                    act(actor)
                    outcome = "done"
                except NotPermitted:
                    outcome = "refused"
                except service.UnableToTransferOfficer:
                    outcome = "done"  # nothing to withdraw: authority had agreed
                if outcome != ("done" if who in allowed else "refused"):
                    wrong.append(f"{name} by {who}: {outcome}")
                if outcome == "refused" and things() != before:
                    wrong.append(f"{name} by {who}: refused, and yet something changed")
                if audited("account.administer", "refused") - refusals != (outcome == "refused"):
                    wrong.append(f"{name} by {who}: {outcome}, not audited exactly once")
    assert not wrong, "\n".join(wrong)


def test_what_the_list_shows_can_be_opened(staff: Staff) -> None:
    shown = service.list_officer_accounts(**staff.by()).rows
    assert len(shown) == 3
    for one in shown:
        assert service.get_officer_account(account_id=one.id, **staff.by()) == one


def test_the_sweep_leaves_no_verb_of_the_door_out(staff: Staff) -> None:
    """A verb added to the door of identity must be added here."""
    functions = {name for name in service.__all__ if callable(getattr(service, name)) and name[0].islower()}
    assert functions - set(verbs(staff)) == set(_NOT_ADMINISTRATION)
