"""Who may give a delegation, to whom, for which period, and who may end it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.trust.stage import Stage
from tests.trust.standing_in import LASTS, People, audit_of
from tinhso.foundation.authority.service import NotPermitted, NotVisible, Role
from tinhso.registers.agencies.service import UnableToDelegate, end_delegation, list_delegations

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(stage: Stage, settings: Any) -> People:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return People(stage)


def test_an_administrator_gives_it_on_a_leaders_behalf_and_ends_it(stage: Stage, people: People) -> None:
    given = people.give(actor=people.administrator)
    filed = people.drafted()
    people.deputy_approves(filed)
    assert audit_of(filed, "dossier.approve")["on_behalf_of"] == str(people.leader.officer_id)
    end_delegation(delegation_id=given.id, actor=people.administrator, now=stage.now)


def test_it_is_not_passed_on(stage: Stage, people: People) -> None:
    people.give()
    third = stage.appoint(Role.SPECIALIST)
    deputy = people.acts(people.deputy)
    for leader_id in (people.leader.officer_id, people.deputy.officer_id):
        with pytest.raises(NotPermitted):
            people.give(actor=deputy, leader_id=leader_id, deputy_id=third)


@pytest.mark.parametrize("role", [Role.RECEPTION_OFFICER, Role.SPECIALIST, Role.INSPECTOR])
def test_nobody_else_gives_or_ends_it(stage: Stage, people: People, role: Role) -> None:
    given = people.give()
    somebody = stage.officer(role)
    with pytest.raises(NotPermitted):
        people.give(actor=somebody)
    with pytest.raises(NotPermitted):
        end_delegation(delegation_id=given.id, actor=somebody, now=stage.now)
    with pytest.raises(NotPermitted):
        end_delegation(delegation_id=given.id, actor=stage.officer(Role.LEADER), now=stage.now)
    assert people.acts(people.deputy).stands_in_for is not None


def test_another_leader_does_not_give_what_is_not_theirs(stage: Stage, people: People) -> None:
    with pytest.raises(NotPermitted):
        people.give(actor=stage.officer(Role.LEADER))


def test_an_administrator_does_not_give_it_to_themselves(stage: Stage, people: People) -> None:
    with pytest.raises(UnableToDelegate, match="chính mình"):
        people.give(actor=people.administrator, deputy_id=people.administrator.officer_id)


def test_what_the_leader_may_not_do_is_not_delegated(stage: Stage, people: People) -> None:
    """Nothing at another agency, no reception, no administration."""
    people.give()
    deputy = people.acts(people.deputy)
    filed = stage.file()
    with pytest.raises(NotPermitted):
        stage.step(filed, "receive", deputy)
    elsewhere = replace(deputy, agency_id=stage.agencies["commune_committee"])
    drafted = people.drafted("drafted")
    with pytest.raises(NotVisible):
        stage.approve(drafted, elsewhere)


@pytest.mark.parametrize(
    ("roles", "agency"),
    [
        ([Role.SPECIALIST], "other"),
        ([Role.LEADER], "commune_police"),
        ([Role.ADMINISTRATOR], "commune_police"),
    ],
)
def test_only_a_desk_officer_of_the_same_agency_receives_it(
    stage: Stage, people: People, roles: list[Role], agency: str
) -> None:
    with pytest.raises(UnableToDelegate) as refusal:
        people.give(deputy_id=stage.appoint(*roles, agency=agency))
    assert "deputy" in refusal.value.fields


def test_who_is_no_leader_has_nothing_to_delegate(stage: Stage, people: People) -> None:
    with pytest.raises(UnableToDelegate) as refusal:
        people.give(actor=people.administrator, leader_id=stage.appoint(Role.SPECIALIST))
    assert "leader" in refusal.value.fields


@pytest.mark.parametrize(
    ("begins", "ends"),
    [(0, 0), (2, 1), (-3, -1), (0, 24 * 400)],
)
def test_a_period_has_a_future_an_order_and_a_length(
    stage: Stage, people: People, begins: int, ends: int
) -> None:
    with pytest.raises(UnableToDelegate):
        people.give(begins_at=stage.now + timedelta(hours=begins), ends_at=stage.now + timedelta(hours=ends))


def test_two_at_once_for_the_same_people_are_refused_and_one_after_the_other_is_not(
    stage: Stage, people: People
) -> None:
    first = people.give()
    third = stage.appoint(Role.SPECIALIST)
    with pytest.raises(UnableToDelegate, match="ủy quyền khác"):
        people.give(deputy_id=third)
    people.give(deputy_id=third, begins_at=first.ends_at, ends_at=first.ends_at + LASTS)
    end_delegation(delegation_id=first.id, actor=people.administrator, now=stage.now)
    people.give()


def test_each_reads_the_own_ones(stage: Stage, people: People) -> None:
    given = people.give()
    for account in (people.leader, people.deputy):
        assert list_delegations(actor=people.acts(account), now=stage.now) == (given,)
    assert list_delegations(actor=stage.officer(Role.LEADER), now=stage.now) == ()
    with pytest.raises(NotPermitted):
        list_delegations(actor=stage.citizen, now=stage.now)
