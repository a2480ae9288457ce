"""The verbs of the dossiers' door on one dossier, and what the law of the house says of each actor.

What is expected is worked out here from the process file and from who a role is, not by asking the code
under test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from tests.trust.client_verbs import clients
from tests.trust.look_up_verbs import for_officers, look_up
from tests.trust.stage import (
    PROOF,
    TEMPORARY_RESIDENCE,
    Stage,
    housing_proof,
    paper_of,
    receipt_of,
    seen_by_system,
)
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import ChosenDossier, Filed
from tinhso.foundation.authority.service import Actor, ActorKind, Role, system_actor
from tinhso.foundation.process.service import ActionDefinition
from tinhso.registers.catalogue.service import get_procedure, verb_of

DESK, SPECIALIST, LEADER = Role.RECEPTION_OFFICER, Role.SPECIALIST, Role.LEADER
WORKERS = {DESK, SPECIALIST, LEADER}
STANDS_IN, STOOD_IN = "specialist standing in for the leader", "specialist whose delegation is over"
DONE, BY_PROCESS, NOT_PERMITTED, NOT_VISIBLE = (
    "done",
    "refused by the process",
    "not permitted",
    "not visible",
)
Act = Callable[[Actor], object]


@dataclass(frozen=True)
class Verb:
    """One thing that can be tried, and what must come of it for one actor."""

    name: str
    act: Act
    expected: Callable[[Actor], str]


def actors(stage: Stage) -> dict[str, Actor]:
    return {
        "anonymous": Actor(kind=ActorKind.ANONYMOUS),
        "owner, level 1": replace(stage.citizen, assurance_level=1),
        "owner": stage.citizen,
        "other citizen": stage.other_citizen,
        **{f"{role} here": stage.officer(role) for role in Role},
        STANDS_IN: stage.stand_in(),
        STOOD_IN: replace(stage.officer(SPECIALIST), stands_in_for=stage.stand_in().stands_in_for),
        "every role elsewhere": stage.officer(*Role, agency="other"),
        "administrator elsewhere": stage.officer(Role.ADMINISTRATOR, agency="other"),
        **clients(stage),
        "system": system_actor("sweep"),
    }


class Door:
    """The verbs on one dossier in one state, with what the law of the house says of each."""

    def __init__(self, stage: Stage, filed: Filed, state: str) -> None:
        self.stage, self.filed, self.state = stage, filed, state
        self.process = get_procedure(TEMPORARY_RESIDENCE, on=stage.now.date()).process

    def verbs(self) -> Iterator[Verb]:
        yield from self.steps()
        yield from self.acts_with_content()
        yield from self.readings()
        yield from self.slips_and_cash()
        yield from self.results_by_post()

    def steps(self) -> Iterator[Verb]:
        for action in self.process.actions:
            if verb_of(action.key) in ("ask_supplement", "supplement_answered", "draft", "approve"):
                continue
            meant = self.meant_by(action)
            expected = self.expected_of(meant.who, is_open=self.state in meant.from_states)
            yield Verb(action.key, self.step(action.key), expected)

    def meant_by(self, action: ActionDefinition) -> ActionDefinition:
        """A bare verb means whichever of its actions is open here ("stop" also "stop_overdue")."""
        if self.state in action.from_states:
            return action
        open_here = self.process.actions_from(self.state)
        return next((each for each in open_here if verb_of(each.key) == action.key), action)

    def acts_with_content(self) -> Iterator[Verb]:
        stage, filed = self.stage, self.filed
        of_dossier: dict[str, Any] = {"dossier_id": filed.id, "expected_version": None, "now": stage.now}
        before = {"submitted", "waiting_supplement_before_receipt"}
        who = DESK if self.state in before else SPECIALIST
        yield Verb(
            "ask_supplement",
            lambda actor: dossiers.ask_supplement(items=[PROOF], actor=actor, **of_dossier),
            self.expected_of(
                who if self.state == "submitted" else SPECIALIST,
                is_open=self.state in ("submitted", "processing"),
            ),
        )
        answerable = ("waiting_supplement_before_receipt", "waiting_supplement", "supplement_overdue")
        yield Verb(
            "answer_supplement",
            lambda actor: dossiers.answer_supplement(
                answers={}, papers=[housing_proof()], actor=actor, **of_dossier
            ),
            self.expected_of("citizen", is_open=self.state in answerable),
        )
        yield Verb(
            "enter_answers",
            lambda actor: dossiers.enter_answers(answers={"reason": "study"}, actor=actor, **of_dossier),
            self.entering,
        )
        yield Verb("take_step_on_each", self.receive_in_bulk, self.bulk)
        yield Verb(
            "draft_result",
            lambda actor: dossiers.draft_result(text="Đồng ý.", actor=actor, **of_dossier),
            self.expected_of(SPECIALIST, is_open=self.state == "processing"),
        )
        yield Verb(
            "approve_result",
            lambda actor: dossiers.approve_result(actor=actor, **of_dossier),
            self.expected_of(LEADER, is_open=self.state == "drafted"),
        )
        yield Verb(
            "settle_identity_check",
            lambda actor: dossiers.settle_identity_check(note="Đã so.", actor=actor, **of_dossier),
            self.expected_of(DESK, is_open=False),
        )
        yield Verb(
            "take_fee_in_cash",
            lambda actor: dossiers.take_fee_in_cash(dossier_id=filed.id, actor=actor, now=stage.now),
            self.fee(citizens=False),
        )
        yield Verb(
            "begin_payment",
            lambda actor: dossiers.begin_payment(
                dossier_id=filed.id, return_url="http://127.0.0.1/", actor=actor, now=stage.now
            ),
            self.fee(citizens=True),
        )

    def readings(self) -> Iterator[Verb]:
        stage, filed = self.stage, self.filed
        of_dossier: dict[str, Any] = {"dossier_id": filed.id, "now": stage.now}
        file_id = paper_of(filed.id)
        yield Verb(
            "get_dossier", lambda actor: dossiers.get_dossier(actor=actor, **of_dossier), self.reading()
        )
        yield Verb(
            "open_receipt",
            lambda actor: dossiers.open_receipt(tracking_url="/{code}", actor=actor, **of_dossier),
            self.reading(),
        )
        yield Verb(
            "open_paper",
            lambda actor: dossiers.open_paper(
                holder_id=filed.id, file_id=file_id, actor=actor, now=stage.now
            ),
            self.reading(),
        )
        yield Verb(
            "open_hand_over_sheet",
            lambda actor: dossiers.open_hand_over_sheet(dossier_ids=[filed.id], actor=actor, now=stage.now),
            self.expected_of(DESK, is_open=True),
        )
        yield Verb(
            "digitise_paper",
            lambda actor: dossiers.digitise_paper(file_id=file_id, actor=actor, **of_dossier),
            self.digitising,
        )
        yield Verb("look_up_for_dossier", look_up(filed.id, stage.now), for_officers(self.reading()))
        yield Verb("fee_of", lambda actor: dossiers.fee_of(actor=actor, **of_dossier), self.reading())
        has_result = self.state in ("done", "delivered")
        yield Verb(
            "open_result",
            lambda actor: dossiers.open_result(actor=actor, **of_dossier),
            lambda actor: (
                self.reading()(actor) if has_result or self.reading()(actor) != DONE else NOT_VISIBLE
            ),
        )
        yield Verb(
            "find_dossier",
            lambda actor: dossiers.find_dossier(code=filed.code, actor=actor, now=stage.now),
            self.finding,
        )

    def slip_to_open(self) -> tuple[str, int, bool]:
        """A slip that this state gives: the house's own once received, the refusal, or none (version 0)."""
        with seen_by_system() as cursor:
            cursor.execute(
                "select version, action from dossiers_event where dossier_id = %s order by version",
                [self.filed.id],
            )
            events = cursor.fetchall()
        if any(action == "receive" for _, action in events):
            return "control", events[-1][0], True
        refused = [version for version, action in events if action == "refuse"]
        return ("refusal", refused[0], False) if refused else ("receipt", 0, False)

    def cancelling(self, actor: Actor) -> str:
        """By the desk of the one agency; here only what was delivered was paid in cash, and has ended."""
        if not self.sees(actor):
            return NOT_VISIBLE
        if actor.kind is not ActorKind.OFFICER or DESK not in actor.roles:
            return NOT_PERMITTED
        return BY_PROCESS if self.state == "delivered" else NOT_VISIBLE

    def apologising(self, actor: Actor) -> str:
        """By the desk or the leader of the one agency, while the clock runs."""
        if not self.sees(actor):
            return NOT_VISIBLE
        if actor.kind is not ActorKind.OFFICER or not actor.roles & {DESK, LEADER}:
            return NOT_PERMITTED
        return DONE if self.state in ("received", "processing", "drafted") else BY_PROCESS

    def results_by_post(self) -> Iterator[Verb]:
        """This procedure's result is not posted: whoever may choose is told so, and nothing came back."""
        of_dossier: dict[str, Any] = {"dossier_id": self.filed.id, "now": self.stage.now}
        choosing: dict[str, Act] = {
            "choose_post": lambda actor: dossiers.choose_post(address={}, actor=actor, **of_dossier),
            "choose_desk": lambda actor: dossiers.choose_desk(actor=actor, **of_dossier),
        }
        yield from (Verb(name, act, self.choosing_return) for name, act in choosing.items())
        yield Verb(
            "return_choice", lambda actor: dossiers.return_choice(actor=actor, **of_dossier), self.reading()
        )
        yield Verb(
            "hand_over_returned",
            lambda actor: dossiers.hand_over_returned(actor=actor, **of_dossier),
            lambda actor: self.choosing_return(replace(actor, assurance_level=0)),
        )

    def choosing_return(self, actor: Actor) -> str:
        """By its owner with an account of level 2, or for them by the desk of the one agency."""
        if not self.sees(actor):
            return NOT_VISIBLE
        by_owner = actor.kind is ActorKind.CITIZEN and actor.assurance_level >= 2
        by_desk = actor.kind is ActorKind.OFFICER and DESK in actor.roles
        return BY_PROCESS if by_owner or by_desk else NOT_PERMITTED

    def slips_and_cash(self) -> Iterator[Verb]:
        stage, filed = self.stage, self.filed
        of_dossier: dict[str, Any] = {"dossier_id": filed.id, "now": stage.now}
        near = stage.now + timedelta(days=2)  # the day before the result is due
        yield Verb(
            "issue_apology",
            lambda actor: dossiers.issue_apology(
                reason="Chưa xác minh xong.",
                working_days=2,
                expected_version=None,
                actor=actor,
                **of_dossier | {"now": near},
            ),
            self.apologising,
        )
        receipt_id = receipt_of(filed.id)
        yield Verb(
            "cancel_cash_receipt",
            lambda actor: dossiers.cancel_cash_receipt(
                dossier_id=filed.id, receipt_id=receipt_id, reason="Nhầm.", actor=actor, now=stage.now
            ),
            self.cancelling,
        )
        yield Verb(
            "open_cash_receipt",
            lambda actor: dossiers.open_cash_receipt(
                receipt_id=receipt_id, tracking_url="/{code}", actor=actor, **of_dossier
            ),
            lambda actor: (
                NOT_VISIBLE
                if self.reading()(actor) == DONE and self.state != "delivered"
                else self.reading()(actor)
            ),
        )
        kind, about, is_inside = self.slip_to_open()
        yield Verb(
            "open_slip",
            lambda actor: dossiers.open_slip(
                kind=kind, about=about, tracking_url="/{code}", actor=actor, **of_dossier
            ),
            lambda actor: (
                NOT_VISIBLE
                if self.reading()(actor) == DONE
                and (not about or (is_inside and actor.kind is ActorKind.CITIZEN))
                else self.reading()(actor)
            ),
        )

    def step(self, action: str) -> Act:
        return lambda actor: dossiers.take_step(
            dossier_id=self.filed.id,
            action=action,
            note="Lý do.",
            expected_version=None,
            actor=actor,
            now=self.stage.now,
        )

    def entering(self, actor: Actor) -> str:
        """By the desk of the one agency, and only into a dossier that was filed at another system."""
        if not self.sees(actor):
            return NOT_VISIBLE
        return BY_PROCESS if DESK in actor.roles else NOT_PERMITTED

    def receive_in_bulk(self, actor: Actor) -> object:
        """The step on a pile of one; its refusal is that of the step alone."""
        with seen_by_system() as cursor:
            cursor.execute("select version from dossiers_dossier where id = %s", [self.filed.id])
            chosen = ChosenDossier(id=self.filed.id, version=cursor.fetchone()[0])
        (outcome,) = dossiers.take_step_on_each(
            verb="receive", chosen=[chosen], actor=actor, now=self.stage.now
        )
        if outcome.refusal is not None:
            raise outcome.refusal
        return outcome

    def bulk(self, actor: Actor) -> str:
        """First who may see lists at all, then what the step itself says."""
        if self.finding(actor) == NOT_PERMITTED:
            return NOT_PERMITTED
        return self.expected_of(DESK, is_open=self.state == "submitted")(actor)

    def sees(self, actor: Actor) -> bool:
        """Who may learn that it exists: the owner, desks of the agency that takes part, the system."""
        if actor.kind is ActorKind.SYSTEM:
            return True
        if actor.kind is ActorKind.CITIZEN:
            return actor.person_id == self.stage.citizen.person_id
        return (
            actor.kind is ActorKind.OFFICER
            and actor.agency_id == self.stage.agencies["commune_police"]
            and bool(actor.roles & WORKERS)
        )

    def expected_of(self, who: str, *, is_open: bool) -> Callable[[Actor], str]:
        def expected(actor: Actor) -> str:
            if not self.sees(actor):
                return NOT_VISIBLE
            in_place_of_a_leader = who == LEADER and actor == self.stage.stand_in()
            if not _holds(actor, who) and not in_place_of_a_leader:
                return NOT_PERMITTED
            return DONE if is_open else BY_PROCESS

        return expected

    def reading(self) -> Callable[[Actor], str]:
        def expected(actor: Actor) -> str:
            return DONE if self.sees(actor) else NOT_VISIBLE

        return expected

    def digitising(self, actor: Actor) -> str:
        """By the desk of the one agency, whatever the state; a machine holds no original."""
        if not self.sees(actor):
            return NOT_VISIBLE
        return DONE if DESK in actor.roles else NOT_PERMITTED

    def finding(self, actor: Actor) -> str:
        if actor.kind in (ActorKind.ANONYMOUS, ActorKind.CLIENT) or (
            actor.kind is ActorKind.OFFICER and not actor.roles & WORKERS
        ):
            return NOT_PERMITTED
        return DONE if self.sees(actor) else NOT_VISIBLE

    def fee(self, *, citizens: bool) -> Callable[[Actor], str]:
        """The owner pays online only; the counter and the owner may go to the gateway."""

        def expected(actor: Actor) -> str:
            if not self.sees(actor):
                return NOT_VISIBLE
            is_payer = _holds(actor, "citizen") or actor.kind is ActorKind.SYSTEM
            if not is_payer:
                return NOT_PERMITTED
            if self.state in ("delivered", "refused", "stopped"):  # paid, or cancelled with its dossier
                return BY_PROCESS
            is_at_the_counter = actor.kind is ActorKind.OFFICER  # a machine has no drawer
            return DONE if citizens or is_at_the_counter else NOT_PERMITTED

        return expected


def _holds(actor: Actor, who: str) -> bool:
    """Whether the actor is the one that an action's ``who`` means; the counter may act for its citizens."""
    if actor.kind is ActorKind.SYSTEM or who == "system":
        return actor.kind is ActorKind.SYSTEM and who == "system"
    if actor.kind is ActorKind.CITIZEN:
        return who == "citizen" and actor.assurance_level >= 2
    meant = DESK if who == "citizen" else who
    return meant in {role.value for role in actor.roles} or meant in actor.roles
