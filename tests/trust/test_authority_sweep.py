"""Every verb and query of the dossiers' door × every actor × every state: allowed where the tables say so.

What is expected stands in ``door``. A refusal by authority is audited once; any refusal changes nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from tests.trust.client_verbs import client_verbs
from tests.trust.crossing_verbs import crossing_verbs
from tests.trust.door import (
    BY_PROCESS,
    DESK,
    DONE,
    NOT_PERMITTED,
    NOT_VISIBLE,
    STANDS_IN,
    STOOD_IN,
    WORKERS,
    Act,
    Door,
    actors,
)
from tests.trust.of_the_province import versions_of_procedures, working_calendar
from tests.trust.postal_verbs import postal_verbs
from tests.trust.reserve_verbs import reserve_verbs
from tests.trust.stage import ANSWERS, STATES, TEMPORARY_RESIDENCE, Stage, housing_proof
from tests.trust.store_verbs import verbs_of_the_store
from tests.trust.traces import refusals, things
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import Queue, UnableToActOnDossier, UploadedPaper
from tinhso.foundation.authority.service import Actor, ActorKind, NotPermitted, NotVisible, Role
from tinhso.foundation.identifiers.service import DomainError
from tinhso.registers.catalogue.service import verb_of

pytestmark = pytest.mark.django_db


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is taken back, so that each attempt meets the same dossier."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def outcome_of(act: Act, actor: Actor) -> str:
    from tinhso.services.payments.service import UnableToReachGateway

    try:
        act(actor)
    except NotVisible:
        return NOT_VISIBLE
    except NotPermitted:
        return NOT_PERMITTED
    except UnableToReachGateway:
        return DONE
    except UnableToActOnDossier as refused:
        # A guard (the fee is not paid yet) speaks after authority and process have agreed.
        return DONE if refused.code.startswith("guard_") else BY_PROCESS
    except DomainError:
        return BY_PROCESS
    return DONE


def _tried(act: Act, actor: Actor) -> str:
    """What came of it; only what was done is taken back, so that one look sees what all refusals left."""
    refused_before = refusals()
    with transaction.atomic():
        outcome = outcome_of(act, actor)
        if outcome == DONE:
            outcome = f"{DONE}, and refused" if refusals() != refused_before else DONE
            transaction.set_rollback(True)
    return outcome


def _left_behind(act: Act, actor: Actor, outcome: str, before: Any, refused_before: int) -> Iterator[str]:
    """What is wrong with the traces of one try alone."""
    with undone():
        outcome_of(act, actor)
        after, refused = things()
    if outcome != DONE and after != before:
        yield "and yet something changed"
    if refused - refused_before != (outcome in (NOT_PERMITTED, NOT_VISIBLE)):
        yield f"audited {refused - refused_before}×"


@pytest.mark.parametrize("state", STATES)
def test_each_actor_may_do_in_each_state_what_the_tables_say_and_nothing_else(stage, state, settings):
    settings.TINHSO_PAYMENT_URL = "http://127.0.0.1:9"
    filed = stage.file()
    stage.bring_to(state, filed)
    wrong, everybody = [], actors(stage)
    before, refused_before = things()
    for verb in Door(stage, filed, state).verbs():
        with undone():
            outcomes = {who: _tried(verb.act, actor) for who, actor in everybody.items()}
            after, refused = things()
        expected = sum(each in (NOT_PERMITTED, NOT_VISIBLE) for each in outcomes.values())
        is_as_before = after == before and refused - refused_before == expected
        for who, actor in everybody.items():
            said = f"{state}: {verb.name} by {who}: {outcomes[who]}"
            if outcomes[who] != verb.expected(actor):
                wrong.append(f"{said}, expected {verb.expected(actor)}")
            if not is_as_before:
                left = _left_behind(verb.act, actor, outcomes[who], before, refused_before)
                wrong += [f"{said}, {problem}" for problem in left]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("state", STATES)
def test_what_a_list_shows_can_be_opened_by_the_one_who_sees_the_list(stage, state):
    filed = stage.file()
    stage.bring_to(state, filed)
    shown = set()
    for who, actor in actors(stage).items():
        for queue in [
            *(each.value for each in Queue),
            "late",
            "due_today",
            "late_tomorrow",
            "to_apologise",
            "unverified",
        ]:
            try:
                rows = dossiers.work_list(queue=queue, actor=actor, now=stage.now).rows
                following = dossiers.next_in_queue(queue=queue, but=None, actor=actor, now=stage.now)
            except NotPermitted:
                continue
            for dossier_id in {row.dossier_id for row in rows} | ({following} - {None}):
                assert dossiers.get_dossier(dossier_id=dossier_id, actor=actor, now=stage.now)
                shown.add(who)
        for row in _behind_figures(stage, actor):
            if row.can_open:
                assert dossiers.get_dossier(dossier_id=row.dossier_id, actor=actor, now=stage.now)
            else:
                with pytest.raises((NotPermitted, NotVisible)):
                    dossiers.get_dossier(dossier_id=row.dossier_id, actor=actor, now=stage.now)
                assert actor.roles & {Role.CONTROLLER}
        if actor.kind is ActorKind.CITIZEN:
            for row in dossiers.own_dossiers(actor=actor, now=stage.now):
                assert dossiers.get_dossier(dossier_id=row.id, actor=actor, now=stage.now)
                shown.add(who)
            listed = {row.id: row.code for row in dossiers.own_dossiers(actor=actor, now=stage.now)}
            asked = {"ids": [filed.id, *listed], "code": filed.code}
            assert dossiers.own_dossier_codes(actor=actor, now=stage.now, **asked) == listed
    here = {f"{role} here" for role in WORKERS}
    assert shown == {"owner", "owner, level 1", STANDS_IN, STOOD_IN} | here


@pytest.mark.parametrize("state", STATES)
def test_what_a_search_shows_can_be_opened_and_each_thing_typed_finds_the_same(stage, state):
    filed = stage.file()
    stage.bring_to(state, filed)
    shown = set()
    for who, actor in actors(stage).items():
        for text in ("hoa", "nguyen thi", filed.code, filed.code[-4:], ANSWERS["personal_id"]):
            try:
                rows = dossiers.search_dossiers(text=text, actor=actor, now=stage.now).rows
            except NotPermitted:
                continue
            for row in rows:
                assert dossiers.get_dossier(dossier_id=row.dossier_id, actor=actor, now=stage.now)
                shown.add((who, text))
    assert len(shown) == 5 * (len(WORKERS) + len({STANDS_IN, STOOD_IN}))
    assert {who for who, _ in shown} == {f"{role} here" for role in WORKERS} | {STANDS_IN, STOOD_IN}


def _behind_figures(stage: Stage, actor: Actor) -> list[dossiers.CountedLine]:
    """Every line behind every figure that this actor may ask for."""
    of = dossiers.CountedDossiers(
        agencies=(stage.agencies["commune_police"],), since=stage.now - timedelta(days=30), at=stage.now
    )
    found: list[dossiers.CountedLine] = []
    for figure in dossiers.Figure:
        with suppress(NotPermitted):
            found += dossiers.counted_dossiers(of=of, figure=figure, actor=actor, now=stage.now).rows
    return found


def test_offered_buttons_are_permitted(stage):
    """Whatever a page offers, the one who sees the page may press."""
    for number, state in enumerate(STATES):
        filed = stage.file(key=str(number))
        stage.bring_to(state, filed)
        door = Door(stage, filed, state)
        by_name = {verb.name: verb for verb in door.verbs()}
        for actor in (stage.citizen, stage.stand_in(), *(stage.officer(role) for role in WORKERS)):
            for button in stage.view(filed, actor).actions:
                verb = by_name.get(button.key) or by_name[_CONTENT[verb_of(button.key)]]
                assert verb.expected(actor) == DONE, (state, button.key, actor.roles)


_CONTENT = {
    "ask_supplement": "ask_supplement",
    "supplement_answered": "answer_supplement",
    "draft": "draft_result",
    "approve": "approve_result",
}

_WATCHERS = {f"{role} here" for role in (DESK, Role.LEADER, Role.CONTROLLER)}
"""Who sees the figures of their own agency."""
_CITIZEN_2 = {"owner", "other citizen"}
_DESKS = {f"{DESK} here", "every role elsewhere"}
_WORKERS = {f"{role} here" for role in WORKERS} | {"every role elsewhere", STANDS_IN, STOOD_IN}
_ADMINISTRATORS = {f"{Role.ADMINISTRATOR} here", "every role elsewhere", "administrator elsewhere"}
_CITIZENS = _CITIZEN_2 | {"owner, level 1"}


def _open_register(actor: Actor, now: datetime) -> object:
    return dossiers.open_register(first=now.date(), last=now.date(), actor=actor, now=now)


def _verbs_without_a_dossier(stage: Stage) -> dict[str, tuple[Act, set[str]]]:
    now, draft_id = stage.now, UUID(int=5)
    filing: dict[str, Any] = {"procedure_code": TEMPORARY_RESIDENCE, "answers": ANSWERS, "key": "sweep"}
    filing["papers"] = [housing_proof()]
    of_draft: dict[str, Any] = {"draft_id": draft_id, "now": now}
    return {
        "file_online": (lambda actor: dossiers.file_online(actor=actor, now=now, **filing), _CITIZEN_2),
        "start_draft": (
            lambda actor: dossiers.start_draft(procedure_code=TEMPORARY_RESIDENCE, actor=actor, now=now),
            _CITIZEN_2,
        ),
        "submit_draft": (lambda actor: dossiers.submit_draft(actor=actor, **of_draft), _CITIZEN_2),
        "get_draft": (lambda actor: dossiers.get_draft(actor=actor, **of_draft), _CITIZEN_2),
        "review_draft": (lambda actor: dossiers.review_draft(actor=actor, **of_draft), _CITIZEN_2),
        "discard_draft": (lambda actor: dossiers.discard_draft(actor=actor, **of_draft), _CITIZEN_2),
        "save_section": (
            lambda actor: dossiers.save_section(section="place", answers={}, actor=actor, **of_draft),
            _CITIZEN_2,
        ),
        "keep_typed": (
            lambda actor: dossiers.keep_typed(section="place", answers={}, actor=actor, **of_draft),
            _CITIZEN_2,
        ),
        "attach_paper": (
            lambda actor: dossiers.attach_paper(
                paper_key="housing_proof", name="a.pdf", content=b"", actor=actor, **of_draft
            ),
            _CITIZEN_2,
        ),
        "remove_paper": (
            lambda actor: dossiers.remove_paper(
                paper_key="housing_proof", file_id=draft_id, actor=actor, **of_draft
            ),
            _CITIZEN_2,
        ),
        "register_at_counter": (
            lambda actor: dossiers.register_at_counter(actor=actor, now=now, **filing),
            _DESKS,
        ),
        "counter_prefill": (
            lambda actor: dossiers.counter_prefill(
                procedure_code=TEMPORARY_RESIDENCE, personal_id="074199009999", actor=actor, now=now
            ),
            _DESKS,
        ),
        **_figures(stage),
        **client_verbs(stage),
        **versions_of_procedures(stage, _ADMINISTRATORS),
        **working_calendar(stage, _ADMINISTRATORS),
        **postal_verbs(stage, desks=_DESKS, finders=_CITIZENS | _WORKERS),
        **reserve_verbs(stage, filing, desks=_DESKS, finders=_CITIZENS | _WORKERS),
        **crossing_verbs(stage, stage.file(key="crossing").id),
        "renew_draft": (lambda actor: dossiers.renew_draft(actor=actor, **of_draft), _CITIZEN_2),
        "hold_paper": (
            lambda actor: dossiers.hold_paper(
                UploadedPaper(key="housing_proof", name="a.pdf", content=b""), actor=actor, now=now
            ),
            _CITIZEN_2 | _DESKS,
        ),
    }


def _lists(stage: Stage) -> dict[str, tuple[Act, set[str]]]:
    everybody = _CITIZENS | _WORKERS
    return {
        **verbs_of_the_store(stage, everybody, _WATCHERS),
        "own_drafts": (lambda actor: dossiers.own_drafts(actor=actor, now=stage.now), everybody),
        "own_dossiers": (lambda actor: dossiers.own_dossiers(actor=actor, now=stage.now), everybody),
        "own_dossier_codes": (
            lambda actor: dossiers.own_dossier_codes(actor=actor, now=stage.now),
            everybody,
        ),
        "queue_counts": (lambda actor: dossiers.queue_counts(actor=actor, now=stage.now), everybody),
        "open_register": (lambda actor: _open_register(actor, stage.now), _WORKERS),
        "open_queue": (
            lambda actor: dossiers.open_queue(among=("to_receive",), actor=actor, now=stage.now),
            everybody,
        ),
        "search_dossiers": (
            lambda actor: dossiers.search_dossiers(text="hoa", actor=actor, now=stage.now),
            _WORKERS,
        ),
    }


def _figures(stage: Stage) -> dict[str, tuple[Act, set[str]]]:
    now, here = stage.now, stage.agencies["commune_police"]
    month = dossiers.CountedDossiers(agencies=(here,), since=now - timedelta(days=30), at=now)
    day = dossiers.DayOfAgency(agency_id=here, day=now.date())
    return {
        "count_dossiers": (
            lambda actor: dossiers.count_dossiers(
                of=month, by=dossiers.CountedBy.CHANNEL, actor=actor, now=now
            ),
            _WATCHERS,
        ),
        "counted_dossiers": (
            lambda actor: dossiers.counted_dossiers(
                of=month, figure=dossiers.Figure.LATE, actor=actor, now=now
            ),
            _WATCHERS,
        ),
        "day_counts": (lambda actor: dossiers.day_counts(of=day, actor=actor, now=now), _WATCHERS),
        "day_dossiers": (
            lambda actor: dossiers.day_dossiers(
                of=day, figure=dossiers.DayFigure.RECEIVED, actor=actor, now=now
            ),
            _WATCHERS,
        ),
        "give_tasks": (
            lambda actor: dossiers.give_tasks(task_ids=[UUID(int=5)], officer_id=None, actor=actor, now=now),
            {f"{Role.LEADER} here", "every role elsewhere"},
        ),
        "counted_lines": (
            lambda actor: dossiers.counted_lines(dossier_ids=[UUID(int=5)], actor=actor, now=now),
            _WATCHERS | {"every role elsewhere"},
        ),
    }


def test_verbs_without_a_dossier_ask_authority_first_and_audit_the_refusal_once(stage, settings):
    settings.TINHSO_POPULATION_WSDL = "http://127.0.0.1:9/"
    wrong, verbs = [], _verbs_without_a_dossier(stage) | _lists(stage)
    everybody = actors(stage)
    before, refused_before = things()
    for name, (act, allowed) in verbs.items():
        asking = {who: actor for who, actor in everybody.items() if actor.kind is not ActorKind.SYSTEM}
        with undone():  # the house itself writes no forms
            outcomes = {who: _tried(act, actor) for who, actor in asking.items()}
            after, refused = things()
        wrong += [
            f"{name} by {who}: {outcome}"
            for who, outcome in outcomes.items()
            if (outcome != NOT_PERMITTED) != (who in allowed)
        ]
        turned_away = sum(outcome == NOT_PERMITTED for outcome in outcomes.values())
        others = sum(outcome == NOT_VISIBLE for outcome in outcomes.values())
        if after != before or refused - refused_before != turned_away + others:
            wrong.append(f"{name}: something changed, or a refusal was not audited exactly once")
    assert not wrong, "\n".join(wrong)


def test_the_sweep_leaves_no_verb_of_the_door_out(stage):
    """A verb added to the door must be added here."""
    filed = stage.file()
    swept = {verb.name for verb in Door(stage, filed, "submitted").verbs()}
    swept |= set(_verbs_without_a_dossier(stage) | _lists(stage)) | {
        "take_step",
        "work_list",
        "next_in_queue",
    }
    functions = {name for name in dossiers.__all__ if callable(getattr(dossiers, name)) and name[0].islower()}
    assert functions - swept == set(_NOT_ASKED_BY_AN_ACTOR)


_NOT_ASKED_BY_AN_ACTOR = {
    "lay_on_calendar": "the worker's own",
    "make_findable": "a step of setting up; it gives back a number",
    "newly_needed_papers": "compares two sets of answers and reads nothing",
    "remember_wishes": "a step of setting up; it gives back a number",
    "told_change": "inside the caller's transaction and scope",
    "track_dossier": "open to whoever holds the code",
    "track_reserve_number": "open to whoever holds the number",
    "take_due_timers": "the worker's own",
    "take_over_from_ended": "the worker's own",
    "take_held_paper": "the token names who may use it",
    "who_takes_part": "inside the caller's transaction and scope",
}


def test_the_page_about_authority_is_up_to_date():
    from tools.pages.authorisation import authorisation_page

    page = Path(__file__).resolve().parents[2] / "docs" / "authorisation.md"
    assert page.read_text(encoding="utf-8") == authorisation_page(), "run: python -m tools.pages"
