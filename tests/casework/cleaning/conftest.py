"""A commune whose police review people, and the real line to the sandbox's population database."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from tests.services.verification.population_line import TUAN
from tests.trust.stage import COMMUNE, TEMPORARY_RESIDENCE, Stage, seen_by_system, stage_of
from tinhso.casework.cleaning import service as cleaning
from tinhso.casework.cleaning.service import CleaningState, CleaningView, TypedFacts
from tinhso.foundation.authority.service import Actor, Role, system_actor
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.identifiers.service import PartialDate
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.people.service import FactSource, remember_person
from tinhso.registers.people.service import PersonFacts as KnownFacts
from tinhso.services.verification.service import (
    PersonFacts,
    ask_about_person,
    drain_population_line,
    portal_account,
)

RIGHT = TypedFacts(full_name=TUAN.full_name, personal_id=TUAN.personal_id, birth=TUAN.birth.iso, sex="male")
"""What the national register holds of a known person of the sandbox."""

WRONG = PersonFacts(
    personal_id=TUAN.personal_id, full_name=TUAN.full_name, birth=PartialDate(1985, 3, 21), sex="male"
)
"""The same person with a slip in the day of birth."""

MARRED = TypedFacts(full_name=TUAN.full_name, personal_id=TUAN.personal_id, birth="1986-04-02", sex="male")
"""What the person's papers show where the national record is the wrong one."""

NOTE = "Đã đối chiếu bản gốc tại nhà."


@dataclass
class Review:
    """The stage with what people do to a cleaning task; each method goes through the door."""

    stage: Stage
    line: Any
    specialist: Actor = field(init=False)
    leader: Actor = field(init=False)

    def __post_init__(self) -> None:
        self.specialist = self.stage.officer(Role.SPECIALIST)
        self.leader = self.stage.officer(Role.LEADER)

    @property
    def now(self) -> datetime:
        return self.stage.now

    @property
    def police(self) -> UUID:
        return self.stage.agencies["commune_police"]

    def person(self, *, residence: str | None = COMMUNE, personal_id: str = TUAN.personal_id) -> UUID:
        facts = KnownFacts(
            personal_id=personal_id,
            source=FactSource.VNEID,
            as_of=self.now,
            full_name=TUAN.full_name,
            birth=TUAN.birth,
            sex="male",
            residence_code=residence,
        )
        with unit_of_work(actor=system_actor("test"), now=self.now) as work:
            return remember_person(work, facts=facts)

    def ask(self, person_id: UUID, facts: PersonFacts = WRONG, *, agency_id: UUID | None = None) -> UUID:
        """A dossier asks about the person; the dossier's id. Nothing is answered yet."""
        case_id = new_id()
        with unit_of_work(actor=system_actor("test"), now=self.now) as work:
            ask_about_person(
                work,
                case_id=case_id,
                person_id=person_id,
                facts=facts,
                asked_by=portal_account(),
                service_name=TEMPORARY_RESIDENCE,
                due_at=None,
                agency_id=agency_id,
            )
        return case_id

    def settle(self) -> None:
        """What the worker does: put what is due to the register, deliver what was announced."""
        drain_population_line()
        self.stage.deliver_all()

    def raised(self, **changes: Any) -> UUID:
        """The task that a NO_MATCH of the register raises."""
        self.ask(self.person(**changes))
        self.settle()
        (task_id,) = ids()
        return task_id

    def view(self, task_id: UUID, actor: Actor | None = None) -> CleaningView:
        return cleaning.get_cleaning_task(task_id=task_id, actor=actor or self.specialist, now=self.now)

    def state(self, task_id: UUID) -> CleaningState:
        with seen_by_system() as cursor:
            cursor.execute("select state from cleaning_task where id = %s", [task_id])
            return CleaningState(cursor.fetchone()[0])

    def compare(self, task_id: UUID, actor: Actor | None = None) -> int:
        return cleaning.compare_with_register(
            task_id=task_id, expected_version=None, actor=actor or self.specialist, now=self.now
        )

    def collect(self, task_id: UUID, facts: TypedFacts = RIGHT, actor: Actor | None = None) -> int:
        return cleaning.collect_facts(
            task_id=task_id,
            paper="birth_certificate",
            number="12/1985",
            facts=facts,
            note=NOTE,
            expected_version=None,
            actor=actor or self.specialist,
            now=self.now,
        )

    def propose(self, task_id: UUID, actor: Actor | None = None, **changes: Any) -> int:
        given = {"fields": ["birth"], "old": {"birth": "12/3/1985"}, "basis": "Giấy khai sinh 12/1985"}
        return cleaning.propose_correction(
            task_id=task_id,
            **{**given, **changes},
            expected_version=None,
            actor=actor or self.specialist,
            now=self.now,
        )

    def approve(self, task_id: UUID, actor: Actor | None = None) -> int:
        return cleaning.approve_correction(
            task_id=task_id, expected_version=None, actor=actor or self.leader, now=self.now
        )

    def verify(self, task_id: UUID, actor: Actor | None = None) -> int:
        return cleaning.verify_correction(
            task_id=task_id, expected_version=None, actor=actor or self.specialist, now=self.now
        )

    def noted(self, verb: Any, task_id: UUID, actor: Actor, **more: Any) -> int:
        return verb(task_id=task_id, note=NOTE, expected_version=None, actor=actor, now=self.now, **more)

    def denied(self, task_id: UUID) -> None:
        """The register denies what the papers show."""
        self.collect(task_id, MARRED)
        self.compare(task_id)
        self.settle()

    def approved(self, task_id: UUID) -> None:
        self.denied(task_id)
        self.propose(task_id)
        self.approve(task_id)


def ids() -> list[UUID]:
    with seen_by_system() as cursor:
        cursor.execute("select id from cleaning_task order by raised_at, id")
        return [row[0] for row in cursor.fetchall()]


@pytest.fixture
def review(db: None, legal_moment: datetime, dials: Any, settings: Any) -> Iterator[Review]:
    from tinhso.services.verification.adapters.population_soap import register_client

    settings.TINHSO_POPULATION_WSDL = dials.wsdl_url
    settings.TINHSO_POPULATION_PER_SECOND = 1000.0
    register_client.cache_clear()
    # The sandbox outlives a test, so that ids must differ between tests.
    with stage_of(legal_moment, seed=secrets.randbits(64)) as stage:
        yield Review(stage=stage, line=dials)
    register_client.cache_clear()
