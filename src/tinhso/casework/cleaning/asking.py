"""A question of a task to the national register: stored, never dropped, answered when the line is up."""

from __future__ import annotations

from tinhso.casework.cleaning import models
from tinhso.casework.cleaning.adapters.reviewed_files import handling
from tinhso.casework.cleaning.advance import LEGAL_BASIS, PURPOSE
from tinhso.casework.cleaning.rules import Facts
from tinhso.casework.cleaning.types import CASE_KIND, CleaningPurpose
from tinhso.foundation.identifiers.service import parse_partial_date
from tinhso.foundation.unit_of_work.service import UnitOfWork
from tinhso.services.verification.service import PersonFacts, ask_about_person


def ask_register(
    work: UnitOfWork,
    task: models.CleaningTask,
    facts: Facts,
    *,
    purpose: CleaningPurpose,
    is_as_declared: bool,
) -> None:
    """Put ``facts`` to the register in the officer's name; call it in the system's scope.

    The answer comes as PersonVerified, also days later.
    """
    sex = facts["sex"]
    verification_id = ask_about_person(
        work,
        case_kind=CASE_KIND,
        case_id=task.id,
        person_id=task.person_id,
        facts=PersonFacts(
            personal_id=facts["personal_id"],
            full_name=facts["full_name"],
            birth=parse_partial_date(facts["birth"]),
            sex="male" if sex == "male" else "female" if sex == "female" else None,
        ),
        asked_by=str(work.actor.officer_id),
        service_name=handling().service,
        due_at=task.due_at,
        agency_id=task.agency_id,
        purpose=PURPOSE,
        legal_basis=LEGAL_BASIS,
    )
    models.CleaningQuestion.objects.create(
        verification_id=verification_id,
        task_id=task.id,
        agency_id=task.agency_id,
        purpose=purpose.value,
        is_as_declared=is_as_declared,
        asked_at=work.now,
    )
    work.defer("verification.drain")
