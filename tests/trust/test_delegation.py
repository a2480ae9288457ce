"""Approving in a leader's place: from a moment to a moment, said on every record, and not a moment longer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.trust.stage import Stage
from tests.trust.standing_in import A_MOMENT, LASTS, People, audit_of, officer_of
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import ChosenDossier, UnableToActOnDossier
from tinhso.foundation.authority.service import NotPermitted, Role, system_actor
from tinhso.foundation.clock.service import legal_day
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.agencies.service import (
    DelegationState,
    UnableToDelegate,
    change_duties,
    end_delegation,
    list_delegations,
    posts_of,
    release_officer,
    transfer_officer,
    withdraw_planned_post,
)
from tinhso.services.identity.service import (
    Account,
    LockReason,
    lock_account,
    unlock_account,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(stage: Stage, settings: Any) -> People:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return People(stage)


def test_the_deputy_approves_and_everybody_reads_in_whose_place(stage: Stage, people: People) -> None:
    filed = people.drafted()
    with pytest.raises(NotPermitted):
        people.deputy_approves(filed)
    people.give()
    people.deputy_approves(filed)
    written = audit_of(filed, "dossier.approve")
    assert written["actor"] == people.deputy.officer_id
    assert written["on_behalf_of"] == str(people.leader.officer_id)
    desk = stage.view(filed, stage.officer(Role.RECEPTION_OFFICER)).timeline[-1]
    assert desk.by.endswith(" · Lê Thị Phó thay mặt Trần Văn Trưởng")
    owner = stage.view(filed).timeline[-1]
    assert owner.by.endswith(" · thay mặt lãnh đạo cơ quan, theo ủy quyền")
    assert "Lê Thị" not in owner.by


def test_a_leaders_own_act_says_nothing_of_anybody_else(stage: Stage, people: People) -> None:
    people.give()
    filed = people.drafted()
    stage.approve(filed, people.acts(people.leader))
    assert "on_behalf_of" not in audit_of(filed, "dossier.approve")
    assert "thay mặt" not in stage.view(filed).timeline[-1].by


def test_the_deputys_own_acts_are_not_done_in_anybodys_place(stage: Stage, people: People) -> None:
    people.give()
    filed = stage.file()
    stage.bring_to("processing", filed)
    stage.draft(filed, people.acts(people.deputy))
    assert "on_behalf_of" not in audit_of(filed, "dossier.draft")


def test_the_deputy_returns_a_draft_and_approves_a_pile(stage: Stage, people: People) -> None:
    people.give()
    returned = people.drafted("returned")
    stage.step(returned, "return_draft", people.acts(people.deputy))
    assert audit_of(returned, "dossier.return_draft")["on_behalf_of"] == str(people.leader.officer_id)
    pile = [people.drafted(f"pile {number}") for number in range(3)]
    own = stage.file(key="own")
    stage.bring_to("processing", own)
    stage.draft(own, people.acts(people.deputy))
    deputy = people.acts(people.deputy)
    chosen = [ChosenDossier(id=each.id, version=stage.view(each, deputy).version) for each in (*pile, own)]
    outcomes = dossiers.take_step_on_each(verb="approve", chosen=chosen, actor=deputy, now=stage.now)
    assert [each.is_done for each in outcomes] == [True, True, True, False]
    assert "tự phê duyệt" in outcomes[-1].message
    for each in pile:
        assert audit_of(each, "dossier.approve")["on_behalf_of"] == str(people.leader.officer_id)


def test_whoever_drafted_does_not_approve_under_a_delegation_nor_is_offered_to(
    stage: Stage, people: People
) -> None:
    people.give()
    filed = stage.file()
    stage.bring_to("processing", filed)
    deputy = people.acts(people.deputy)
    stage.draft(filed, deputy)
    assert "approve" not in {action.key for action in stage.view(filed, deputy).actions}
    with pytest.raises(UnableToActOnDossier, match="tự phê duyệt"):
        stage.approve(filed, deputy)
    other = people.drafted("other")
    assert "approve" in {action.key for action in stage.view(other, deputy).actions}


class TestItsMoments:
    @pytest.mark.parametrize(
        ("after", "may"),
        [
            (timedelta(0), False),
            (timedelta(hours=1) - A_MOMENT, False),
            (timedelta(hours=1), True),
            (timedelta(hours=5) - A_MOMENT, True),
            (timedelta(hours=5), False),
            (timedelta(hours=6), False),
        ],
    )
    def test_it_holds_from_its_first_moment_to_the_one_before_its_end(
        self, stage: Stage, people: People, after: timedelta, may: bool
    ) -> None:
        begins = stage.now + timedelta(hours=1)
        people.give(begins_at=begins, ends_at=begins + LASTS)
        filed = people.drafted()
        stage.clock.advance(after)
        assert (people.acts(people.deputy).stands_in_for is not None) == may
        if may:
            people.deputy_approves(filed)
        else:
            with pytest.raises(NotPermitted):
                people.deputy_approves(filed)

    def test_an_actor_from_before_the_end_does_not_approve_after_it(
        self, stage: Stage, people: People
    ) -> None:
        """The page was opened in time; the act was not."""
        people.give()
        filed = people.drafted()
        in_time = people.acts(people.deputy)
        stage.clock.advance(LASTS)
        with pytest.raises(NotPermitted, match="đã kết thúc"):
            stage.approve(filed, in_time)
        stage.clock.advance(-A_MOMENT)
        stage.approve(filed, in_time)

    def test_ended_early_it_ends_at_once_also_for_who_is_in_the_middle(
        self, stage: Stage, people: People
    ) -> None:
        given = people.give()
        filed = people.drafted()
        in_the_middle = people.acts(people.deputy)
        end_delegation(delegation_id=given.id, actor=people.acts(people.leader), now=stage.now)
        with pytest.raises(NotPermitted):
            stage.approve(filed, in_the_middle)
        with pytest.raises(UnableToDelegate):
            end_delegation(delegation_id=given.id, actor=people.acts(people.leader), now=stage.now)


class TestWhatEndsIt:
    def ends(self, people: People, act: Callable[[], object]) -> None:
        people.give()
        filed = people.drafted()
        before = people.acts(people.deputy)
        act()
        assert people.acts(people.deputy).stands_in_for is None
        with pytest.raises(NotPermitted):
            people.stage.approve(filed, before)
        (kept,) = list_delegations(actor=people.administrator, now=people.stage.now)
        assert kept.state_at(people.stage.now) is DelegationState.OVER

    @pytest.mark.parametrize("who", ["leader", "deputy"])
    def test_a_transfer_of_either(self, stage: Stage, people: People, who: str) -> None:
        account: Account = getattr(people, who)

        def transfer() -> None:
            with unit_of_work(actor=system_actor(), now=stage.now) as work:
                transfer_officer(
                    work,
                    officer_id=officer_of(account),
                    title="Cán bộ",
                    agency_id=stage.agencies["other"],
                    roles=[Role.LEADER],
                    valid_from=stage.now.date(),
                )

        self.ends(people, transfer)

    @pytest.mark.parametrize("who", ["leader", "deputy"])
    def test_a_lock_of_either_for_good(self, stage: Stage, people: People, who: str) -> None:
        account: Account = getattr(people, who)
        by: dict[str, Any] = {"account_id": account.id, "actor": people.administrator, "now": stage.now}
        self.ends(people, lambda: lock_account(reason=LockReason.LEAVE, **by))
        unlock_account(**by)
        assert people.acts(people.deputy).stands_in_for is None

    def test_a_leader_who_is_one_no_more(self, stage: Stage, people: People) -> None:
        leader = officer_of(people.leader)

        def another_duty() -> None:
            with unit_of_work(actor=system_actor(), now=stage.now) as work:
                change_duties(
                    work,
                    officer_id=leader,
                    title="Chuyên viên",
                    roles=[Role.SPECIALIST],
                    valid_from=stage.now.date(),
                    expected_post=posts_of([leader])[leader][0].id,
                )

        self.ends(people, another_duty)

    def test_a_release(self, stage: Stage, people: People) -> None:
        def release() -> None:
            with unit_of_work(actor=system_actor(), now=stage.now) as work:
                release_officer(work, officer_id=officer_of(people.deputy), valid_to=stage.now.date())

        self.ends(people, release)

    def test_a_transfer_on_a_later_day_ends_it_on_that_day_and_withdrawn_lets_it_run(
        self, stage: Stage, people: People
    ) -> None:
        given = people.give(ends_at=stage.now + timedelta(days=10))
        deputy = officer_of(people.deputy)
        day = stage.now.date() + timedelta(days=3)
        with unit_of_work(actor=system_actor(), now=stage.now) as work:
            transfer_officer(
                work,
                officer_id=deputy,
                title="Cán bộ",
                agency_id=stage.agencies["other"],
                roles=[Role.SPECIALIST],
                valid_from=day,
            )
        (kept,) = list_delegations(actor=people.administrator, now=stage.now)
        assert (legal_day(kept.until), kept.state_at(stage.now)) == (day, DelegationState.RUNNING)
        assert people.acts(people.deputy).stands_in_for is not None
        with unit_of_work(actor=system_actor(), now=stage.now) as work:
            withdraw_planned_post(work, officer_id=deputy, on=stage.now.date())
        (kept,) = list_delegations(actor=people.administrator, now=stage.now)
        assert kept.until == given.ends_at


def test_the_second_lock_shows_delegations_to_their_agency_alone(stage: Stage, people: People) -> None:
    from tinhso.registers.agencies import models

    people.give()
    seen = []
    for actor in (stage.officer(Role.LEADER), stage.officer(Role.LEADER, agency="other"), stage.citizen):
        with unit_of_work(actor=actor, now=stage.now):
            seen.append(models.Delegation.objects.count())
    assert seen == [1, 0, 0]
