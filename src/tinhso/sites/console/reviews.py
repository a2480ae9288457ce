"""People whose details the register does not confirm, and how far the police have come with each.

Part of the demonstration, told by its command before the other stories.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

from tinhso.casework.cleaning import service as cleaning
from tinhso.casework.cleaning.service import CleaningQueue, CleaningState, TypedFacts
from tinhso.foundation.authority.service import Actor, Role, system_actor
from tinhso.foundation.calendar.service import working_calendar
from tinhso.foundation.clock.service import legal_now, real_now
from tinhso.foundation.outbox.service import waiting_deliveries
from tinhso.foundation.unit_of_work.service import deliver_event, unit_of_work
from tinhso.registers.agencies.service import competent_agency
from tinhso.services.verification.events import PersonVerified
from tinhso.services.verification.service import drain_population_line
from tinhso.sites.demonstration.service import (
    PHU_CUONG,
    RESIDENCE,
    OfficeHours,
    Officers,
    People,
    SamplePerson,
    Story,
    Teller,
    tell_once,
    with_wrong_birth,
)

_NEIGHBOURS = "25741"
ENDINGS = ("new", "agreed", "statement_wrong", "proposed", "approved")
"""How far each has come. Whose record is the wrong one has papers that say another year."""
_PAPERS_DIFFER = frozenset({"proposed", "approved"})
_MOST_QUESTIONS = 10
_BASIS = "Giấy khai sinh, bản chính"
_NOTE = "Đã xem bản chính tại nhà, thông tin trên giấy rõ ràng."


@dataclass(frozen=True, slots=True, kw_only=True)
class CleaningStory:
    """The dossier that leads to a task, the person as they are, and how far the task has come."""

    story: Story
    truth: SamplePerson
    ending: str


def cleaning_stories(people: People, hours: OfficeHours) -> tuple[CleaningStory, ...]:
    """People of the neighbouring ward who came to Phú Cường's counter with a slip of the pen."""
    near = people.by_commune[_NEIGHBOURS][-len(ENDINGS) :]
    return tuple(
        CleaningStory(
            story=_story(f"cleaning.{ending}", truth, near[number - 1], hours),
            truth=truth,
            ending=ending,
        )
        for number, (ending, truth) in enumerate(zip(ENDINGS, near, strict=False))
    )


def _story(key: str, truth: SamplePerson, other: SamplePerson, hours: OfficeHours) -> Story:
    random = Random(f"plan {key}")  # noqa: S311 - invented, not a secret
    return Story(
        key=key,
        procedure=RESIDENCE,
        commune=PHU_CUONG,
        person=with_wrong_birth(truth),
        other=other,
        steps=(),
        moments=hours.script((), age=random.uniform(1.0, 6.0), random=random),
        is_online=False,
    )


def load_reviews(people: People, *, now: datetime) -> int:
    """Tell what has not been told; how many were. Call it before other stories: few questions wait then.

    The register itself is asked. Where it does not answer, the worker asks later and the tasks begin as new.
    """
    hours, officers = OfficeHours.before(now, working_calendar(now=now)), Officers()
    return sum(
        tell_once(each.story, partial(tell_cleaning, each, officers, now=now))
        for each in cleaning_stories(people, hours)
    )


def tell_cleaning(told: CleaningStory, officers: Officers, *, now: datetime) -> bool:
    """File the dossier and let the police do their part, in one transaction; whether there is a task."""
    police = competent_agency(competence="commune_police", commune_code=PHU_CUONG, on=now.date()).id
    specialist = officers.of(police, Role.SPECIALIST)
    before = _tasks(specialist, now)
    _settle(Teller(officers).tell(told.story))
    raised = _tasks(specialist, now) - before
    if len(raised) != 1:
        return False
    if told.ending != "new":
        _review(told, raised.pop(), specialist, officers.of(police, Role.LEADER))
    return True


def _review(told: CleaningStory, task_id: UUID, specialist: Actor, leader: Actor) -> None:
    def by(officer: Actor) -> dict[str, Any]:
        # The task was raised, and the register answers, while the clock runs: each step is taken now.
        return {"task_id": task_id, "expected_version": None, "actor": officer, "now": legal_now()}

    facts = _facts(told)
    cleaning.collect_facts(paper="birth_certificate", number="", facts=facts, note=_NOTE, **by(specialist))
    cleaning.compare_with_register(**by(specialist))
    if not _settle(task_id):
        return
    if told.ending == "statement_wrong":
        cleaning.conclude_statement_wrong(note=_NOTE, **by(specialist))
    if told.ending in _PAPERS_DIFFER:
        old = {"birth": told.truth.birth}
        cleaning.propose_correction(fields=["birth"], old=old, basis=_BASIS, **by(specialist))
    if told.ending == "approved":
        cleaning.approve_correction(**by(leader))


def _tasks(actor: Actor, now: datetime) -> set[UUID]:
    found = cleaning.cleaning_list(queue=CleaningQueue.TO_DO, actor=actor, now=now)
    return {row.id for row in found.rows if row.state is CleaningState.NEW}


def _settle(case_id: UUID) -> bool:
    """Put what waits to the register and deliver its answer about this case; whether there was one."""
    drain_population_line(_MOST_QUESTIONS)
    with unit_of_work(actor=system_actor("demonstration"), now=real_now()):
        waiting = waiting_deliveries(before=real_now(), subject_id=case_id)
    answered = {each.event_id for each in waiting if each.event_name == PersonVerified.name}
    for event_id in answered:
        deliver_event(event_id)
    return bool(answered)


def _facts(told: CleaningStory) -> TypedFacts:
    """What the papers show: the truth as the register has it, or another year where the register is wrong."""
    birth = told.truth.birth
    if told.ending in _PAPERS_DIFFER:
        birth = f"{int(birth[:4]) - 1}{birth[4:]}"
    return TypedFacts(
        full_name=told.truth.full_name,
        personal_id=told.truth.personal_id,
        birth=birth,
        sex=told.truth.sex,
    )
