"""A case that joins a question in the very moment of its answer, with transactions that really commit."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
from django.db import connection

from tests.services.verification.population_line import TUAN
from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.people.service import FactSource, PersonFacts, remember_person
from tinhso.services.verification.service import ask_about_person, drain_population_line

_OFFICER = "canbo.den.sau"


def _announced(owner_url: str, case_id) -> int:
    with psycopg.connect(owner_url) as owner:
        found = owner.execute(
            """select count(*) from outbox_event
               where name = 'verification.person_verified' and subject_id = %s""",
            [case_id],
        ).fetchone()
    return int(found[0])


def test_late_joiner_is_told_once_the_next_pass_runs(really_committed, line, owner_url, legal_moment):
    actor, first, late = system_actor("late"), new_id(), new_id()
    facts = PersonFacts(personal_id="074199009902", source=FactSource.DECLARED, as_of=legal_moment)
    with unit_of_work(actor=actor, now=legal_moment) as work:
        person_id = remember_person(work, facts=facts)

    def ask(case_id) -> None:
        with unit_of_work(actor=actor, now=legal_moment) as work:
            ask_about_person(
                work,
                case_id=case_id,
                person_id=person_id,
                facts=TUAN,
                asked_by=_OFFICER,
                service_name="1.004194",
                due_at=None,
            )
            if case_id == late:
                joined.set()
                assert answered.wait(timeout=20)

    def ask_late() -> None:
        try:
            ask(late)
        finally:
            connection.close()

    joined, answered = threading.Event(), threading.Event()
    ask(first)
    with ThreadPoolExecutor(max_workers=1) as pool:
        waiting = pool.submit(ask_late)
        assert joined.wait(timeout=20)
        drain_population_line()
        answered.set()
        waiting.result()

    assert _announced(owner_url, first) == 1
    assert _announced(owner_url, late) == 0, "its transaction was still open"

    drain_population_line()
    drain_population_line()
    assert _announced(owner_url, late) == 1
    assert _announced(owner_url, first) == 1
