"""Every verb and query of the feedback's door × every actor × every state: allowed where the tables say so.

What is expected is computed from the table of permissions, the process and the place of the case, not from
the code under test. A refusal by authority is audited once; any refusal changes nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import pytest

from tests.casework.feedback.conftest import WAYS, Desk
from tests.casework.feedback.test_life_of_a_feedback import things
from tests.trust.door import DONE, NOT_PERMITTED, NOT_VISIBLE
from tests.trust.stage import PDF, seen_by_system, stage_of
from tests.trust.test_authority_sweep import outcome_of, undone
from tinhso.casework.feedback import service as feedback
from tinhso.casework.feedback.service import FeedbackQueue, FeedbackTopic, Sent, handling
from tinhso.foundation.authority.service import GRANTS, Actor, ActorKind, Permission, Role, anonymous_actor
from tinhso.foundation.files.service import HandedIn

pytestmark = pytest.mark.django_db
BY_PROCESS = "by process"
_STATE_OF = {name: "received" if name == "classified" else name for name in WAYS}
_REASONED = (
    feedback.send_feedback_back,
    feedback.return_answer,
    feedback.keep_answer_private,
    feedback.unpublish_answer,
)


@dataclass(frozen=True)
class Verb:
    """One verb of the door: its permission, the state it leads out of, whose place it is."""

    name: str
    permission: Permission
    act: Callable[[Actor], object]
    states: frozenset[str] = frozenset()
    at_intake: bool = False
    is_query: bool = False


@pytest.fixture
def desk(db: None, legal_moment: datetime) -> Iterator[Desk]:
    with stage_of(legal_moment, seed=23) as stage:
        yield Desk(stage=stage)


def verbs(desk: Desk, sent: Sent, state: str) -> list[Verb]:
    file_id = desk.view(sent).files[0].id

    def step(name: str, act: Callable[[Actor], object]) -> Verb:
        action = handling().process.action(name)
        permission = {
            "reception_officer": Permission.FEEDBACK_RECEIVE,
            "specialist": Permission.FEEDBACK_ANSWER,
            "leader": Permission.FEEDBACK_APPROVE,
        }[action.who]
        if name in ("publish", "keep_private", "unpublish"):
            permission = Permission.FEEDBACK_PUBLISH
        return Verb(
            name=name,
            permission=permission,
            act=act,
            states=frozenset(action.from_states),
            at_intake=action.who == "reception_officer",
        )

    named = dict(zip(("send_back", "return_draft", "keep_private", "unpublish"), _REASONED, strict=True))
    refusal = "refuse" if state in ("sent", "received", "classified") else "refuse_there"
    return [
        step("receive", lambda actor: desk.receive(sent, actor)),
        step("classify", lambda actor: desk.classify(sent, FeedbackTopic.DELAY, actor)),
        step("assign", lambda actor: desk.assign(sent, None, actor)),
        step("transfer", lambda actor: desk.transfer(sent, None, actor)),
        step(refusal, lambda actor: desk.refuse(sent, actor)),
        step("draft", lambda actor: desk.draft(sent, actor)),
        step("approve_for_publication", lambda actor: desk.approve(sent, actor)),
        step("publish", lambda actor: desk.publish(sent, actor)),
        *(step(name, lambda actor, verb=verb: desk.noted(verb, sent, actor)) for name, verb in named.items()),
        Verb(
            name="get_feedback",
            permission=Permission.FEEDBACK_READ,
            act=lambda actor: desk.view(sent, actor),
            is_query=True,
        ),
        Verb(
            name="open_file",
            permission=Permission.PAPER_READ,
            act=lambda actor: feedback.open_file(
                feedback_id=sent.id, file_id=file_id, actor=actor, now=desk.now
            ),
            is_query=True,
        ),
    ]


def actors(desk: Desk) -> dict[str, Actor]:
    stage, owner = desk.stage, desk.stage.citizen
    found = {
        "owner": owner,
        "owner, level 1": replace(owner, assurance_level=1),
        "owner, level 0": replace(owner, assurance_level=0),
        "other citizen": stage.other_citizen,
        "nobody": anonymous_actor("trust"),
    }
    stage.agencies["intake"] = desk.intake_id
    for place in ("intake", "commune_police", "commune_committee", "other"):
        for role in Role:
            found[f"{role} at {place}"] = stage.officer(role, agency=place)
    return found


def expected(desk: Desk, verb: Verb, actor: Actor, state: str) -> str:
    grant, here = GRANTS[verb.permission], _STATE_OF[state]
    has_answering_agency = here not in ("sent", "received") and state != "refused"
    taking_part = {desk.intake_id} | ({desk.police} if has_answering_agency else set())
    owns = actor.person_id == desk.stage.citizen.person_id
    reading = GRANTS[Permission.FEEDBACK_READ]
    opens = owns and actor.assurance_level >= (reading.citizen_level or 0)
    if not (opens or (actor.agency_id in taking_part and actor.roles & reading.roles)):
        return NOT_VISIBLE
    if actor.kind is ActorKind.OFFICER:
        if not actor.roles & grant.roles:
            return NOT_PERMITTED
    elif grant.citizen_level is None or actor.assurance_level < grant.citizen_level:
        return NOT_PERMITTED
    if verb.is_query:
        return DONE
    if here in verb.states:
        place = desk.intake_id if verb.at_intake else (desk.police if has_answering_agency else None)
        if actor.agency_id != place:
            return NOT_PERMITTED
        return BY_PROCESS if verb.name == "assign" and state == "received" else DONE
    return BY_PROCESS


def _refusals() -> int:
    with seen_by_system() as cursor:
        cursor.execute("select count(*) from audit_entry where outcome = 'refused'")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("state", WAYS)
def test_each_actor_may_do_in_each_state_what_the_tables_say_and_nothing_else(desk: Desk, state: str) -> None:
    sent = desk.send(files=(HandedIn(name="ảnh.pdf", content=PDF),))
    desk.bring_to(state, sent)
    wrong = []
    before, refused_before = things(), _refusals()
    for verb in verbs(desk, sent, state):
        for who, actor in actors(desk).items():
            with undone():
                outcome = outcome_of(verb.act, actor)
                after, refused = things(), _refusals() - refused_before
            outcome = BY_PROCESS if outcome not in (DONE, NOT_PERMITTED, NOT_VISIBLE) else outcome
            wanted = expected(desk, verb, actor, state)
            place = f"{state}: {verb.name} by {who}: {outcome}"
            if outcome != wanted:
                wrong.append(f"{place}, expected {wanted}")
            if outcome != DONE and after != before:
                wrong.append(f"{place}, and yet something changed")
            if refused != (outcome in (NOT_PERMITTED, NOT_VISIBLE)):
                wrong.append(f"{place}, audited {refused}×")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("state", WAYS)
def test_what_a_list_shows_can_be_opened_and_what_a_page_offers_can_be_done(desk: Desk, state: str) -> None:
    sent = desk.send(files=(HandedIn(name="ảnh.pdf", content=PDF),))
    desk.bring_to(state, sent)
    by_name = {verb.name: verb for verb in verbs(desk, sent, state)}
    shown = set()
    for who, actor in actors(desk).items():
        if actor.kind is not ActorKind.OFFICER or not actor.roles & GRANTS[Permission.FEEDBACK_LIST].roles:
            continue
        rows = {
            row.id
            for queue in FeedbackQueue
            for row in feedback.feedback_list(queue=queue, actor=actor, now=desk.now).rows
        }
        for row_id in rows:
            shown.add(who.split(" at ")[1])
            view = feedback.get_feedback(feedback_id=row_id, actor=actor, now=desk.now)
            for action in view.actions:
                if action.key != "assign" or state != "received":
                    with undone():
                        assert outcome_of(by_name[action.key].act, actor) == DONE, action.key
    assert "intake" in shown
    assert shown <= {"intake", "commune_police"}
    assert [row.id for row in feedback.own_feedback(actor=desk.stage.citizen, now=desk.now)] == [sent.id]
    assert feedback.own_feedback(actor=desk.stage.other_citizen, now=desk.now) == ()
