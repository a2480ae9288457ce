"""Every verb and query of the cleaning's door × every actor × every state: allowed where the tables say so.

What is expected is computed from the table of permissions, the process and the place of the task, not from
the code under test. A refusal by authority is audited once; any refusal changes nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

import pytest

from tests.casework.cleaning.conftest import MARRED, RIGHT, Review, review  # noqa: F401 - a fixture
from tests.casework.cleaning.test_life_of_a_task import things
from tests.trust.door import DONE, NOT_PERMITTED, NOT_VISIBLE
from tests.trust.stage import seen_by_system
from tests.trust.test_authority_sweep import outcome_of, undone
from tinhso.casework.cleaning import service as cleaning
from tinhso.casework.cleaning.service import CleaningQueue, handling
from tinhso.foundation.authority.service import GRANTS, Actor, ActorKind, Permission, Role, anonymous_actor

pytestmark = pytest.mark.django_db
BY_PROCESS = "by process"


def _agreed(review: Review, task_id: UUID) -> None:  # noqa: F811
    review.collect(task_id, RIGHT)
    review.compare(task_id)
    review.settle()


def _concluded(review: Review, task_id: UUID) -> None:  # noqa: F811
    _agreed(review, task_id)
    review.noted(cleaning.conclude_statement_wrong, task_id, review.specialist)


def _proposed(review: Review, task_id: UUID) -> None:  # noqa: F811
    review.denied(task_id)
    review.propose(task_id)


WAYS: dict[str, Callable[[Review, UUID], object]] = {
    "new": lambda of, task_id: None,
    "comparing": lambda of, task_id: of.compare(task_id),
    "collecting": lambda of, task_id: of.collect(task_id, MARRED),
    "collecting, denied": Review.denied,
    "collecting, agreed": _agreed,
    "proposed": _proposed,
    "approved": Review.approved,
    "verifying": lambda of, task_id: (of.approved(task_id), of.verify(task_id)),
    "statement_wrong": _concluded,
}


@dataclass(frozen=True)
class Verb:
    """One verb of the door: its permission and the states it leads out of."""

    name: str
    permission: Permission
    act: Callable[[Actor], object]
    states: frozenset[str] = frozenset()
    is_query: bool = False


def verbs(review: Review, task_id: UUID, state: str) -> list[Verb]:  # noqa: F811
    def step(name: str, act: Callable[[Actor], object]) -> Verb:
        action = handling().process.action(name)
        permission = {"specialist": Permission.CLEANING_REVIEW, "leader": Permission.CLEANING_APPROVE}
        states = {
            "propose": {"collecting, denied"},
            "conclude": {"collecting, agreed"},
        }.get(name, {one for one in WAYS if one.split(",")[0] in action.from_states})
        return Verb(name=name, permission=permission[action.who], act=act, states=frozenset(states))

    def read(name: str, act: Callable[[Actor], object]) -> Verb:
        return Verb(name=name, permission=Permission.CLEANING_READ, act=act, is_query=True)

    other = review.stage.agencies["other"]
    noted = review.noted
    return [
        step("compare", lambda actor: review.compare(task_id, actor)),
        step(
            "collect" if state == "new" else "collect_more",
            lambda actor: review.collect(task_id, MARRED, actor),
        ),
        step("propose", lambda actor: review.propose(task_id, actor)),
        step("conclude", lambda actor: noted(cleaning.conclude_statement_wrong, task_id, actor)),
        step("transfer", lambda actor: noted(cleaning.transfer_task, task_id, actor, agency_id=other)),
        step("approve", lambda actor: review.approve(task_id, actor)),
        step("return_proposal", lambda actor: noted(cleaning.return_correction, task_id, actor)),
        step("verify", lambda actor: review.verify(task_id, actor)),
        step("collect_again", lambda actor: noted(cleaning.collect_again, task_id, actor)),
        read("get_cleaning_task", lambda actor: review.view(task_id, actor)),
        read(
            "print_proposal",
            lambda actor: cleaning.print_proposal(task_id=task_id, actor=actor, now=review.now),
        ),
    ]


def actors(review: Review) -> dict[str, Actor]:  # noqa: F811
    stage = review.stage
    found = {
        "citizen": stage.citizen,
        "the person themselves": replace(stage.citizen, person_id=review.person()),
        "nobody": anonymous_actor("trust"),
    }
    for place in ("commune_police", "commune_committee", "other"):
        for role in Role:
            found[f"{role} at {place}"] = stage.officer(role, agency=place)
    return found


def expected(review: Review, verb: Verb, actor: Actor, state: str) -> str:  # noqa: F811
    reading = GRANTS[Permission.CLEANING_READ].roles
    if not (actor.agency_id == review.police and actor.roles & reading):
        return NOT_VISIBLE
    if not actor.roles & GRANTS[verb.permission].roles:
        return NOT_PERMITTED
    if verb.is_query:
        printable = state in ("approved", "verifying")
        return DONE if verb.name == "get_cleaning_task" or printable else BY_PROCESS
    return DONE if state in verb.states else BY_PROCESS


def _refusals() -> int:
    with seen_by_system() as cursor:
        cursor.execute("select count(*) from audit_entry where outcome = 'refused'")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("state", WAYS)
def test_each_actor_may_do_in_each_state_what_the_tables_say_and_nothing_else(
    review: Review,  # noqa: F811
    state: str,
) -> None:
    task_id = review.raised()
    WAYS[state](review, task_id)
    everybody = actors(review)
    wrong = []
    before, refused_before = things(), _refusals()
    for verb in verbs(review, task_id, state):
        for who, actor in everybody.items():
            with undone():
                outcome = outcome_of(verb.act, actor)
                after, refused = things(), _refusals() - refused_before
            outcome = BY_PROCESS if outcome not in (DONE, NOT_PERMITTED, NOT_VISIBLE) else outcome
            wanted = expected(review, verb, actor, state)
            place = f"{state}: {verb.name} by {who}: {outcome}"
            if outcome != wanted:
                wrong.append(f"{place}, expected {wanted}")
            if outcome != DONE and after != before:
                wrong.append(f"{place}, and yet something changed")
            if refused != (outcome in (NOT_PERMITTED, NOT_VISIBLE)):
                wrong.append(f"{place}, audited {refused}×")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("state", ["new", "collecting, denied", "proposed", "approved"])
def test_what_a_list_shows_can_be_opened_and_what_a_page_offers_can_be_done(
    review: Review,  # noqa: F811
    state: str,
) -> None:
    task_id = review.raised()
    WAYS[state](review, task_id)
    by_name = {verb.name: verb for verb in verbs(review, task_id, state)}
    shown = set()
    for who, actor in actors(review).items():
        if actor.kind is not ActorKind.OFFICER or not actor.roles & GRANTS[Permission.CLEANING_LIST].roles:
            continue
        rows = {
            row.id
            for queue in CleaningQueue
            for row in cleaning.cleaning_list(queue=queue, actor=actor, now=review.now).rows
        }
        for row_id in rows:
            shown.add(who.split(" at ")[1])
            for action in review.view(row_id, actor).actions:
                with undone():
                    assert outcome_of(by_name[action.key].act, actor) == DONE, action.key
    assert shown == {"commune_police"}
