"""What people write into the forms of the demonstration, and what officers ask them to correct."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tinhso.casework.dossiers.service import SupplementItem
from tinhso.sites.demonstration.forms.birth import (
    BIRTH_RESULT,
    BIRTH_SUPPLEMENTS,
    LINKED_RESULT,
    birth_answers,
    linked_birth_answers,
)
from tinhso.sites.demonstration.forms.case import Filing
from tinhso.sites.demonstration.forms.company import (
    ELECTRICITY_RESULT,
    SEAL_RESULT,
    electricity_answers,
    seal_answers,
)
from tinhso.sites.demonstration.forms.exam import EXAM_RESULT, EXAM_SUPPLEMENTS, exam_answers
from tinhso.sites.demonstration.forms.licence import (
    LICENCE_RESULT,
    LICENCE_SUPPLEMENTS,
    licence_answers,
)
from tinhso.sites.demonstration.forms.residence import (
    RESIDENCE_RESULT,
    RESIDENCE_SUPPLEMENTS,
    residence_answers,
)
from tinhso.sites.demonstration.forms.vehicle import (
    VEHICLE_RESULT,
    VEHICLE_SUPPLEMENTS,
    domestic_answers,
    imported_answers,
    in_person_answers,
)

RESIDENCE, BIRTH, LICENCE, LINKED_BIRTH = "1.004194", "1.001193", "3.000347", "2.000986"
MOTORCYCLES = ("1.012575", "1.013066", "1.013067")
EXAM = "1.005142"
SEAL, ELECTRICITY = "2.001428", "3.000001"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One procedure as the demonstration fills it in."""

    answers: Callable[[Filing], dict[str, Any]]
    supplements: tuple[SupplementItem, ...]
    result: str
    applicant_lives_there: bool = False


FORMS: Mapping[str, Form] = {
    RESIDENCE: Form(answers=residence_answers, supplements=RESIDENCE_SUPPLEMENTS, result=RESIDENCE_RESULT),
    BIRTH: Form(
        answers=birth_answers,
        supplements=BIRTH_SUPPLEMENTS,
        result=BIRTH_RESULT,
        applicant_lives_there=True,
    ),
    LICENCE: Form(
        answers=licence_answers,
        supplements=LICENCE_SUPPLEMENTS,
        result=LICENCE_RESULT,
        applicant_lives_there=True,
    ),
    LINKED_BIRTH: Form(
        answers=linked_birth_answers,
        supplements=BIRTH_SUPPLEMENTS,
        result=LINKED_RESULT,
        applicant_lives_there=True,
    ),
}

FURTHER_FORMS: Mapping[str, Form] = {
    **{
        code: Form(answers=answers, supplements=VEHICLE_SUPPLEMENTS, result=VEHICLE_RESULT)
        for code, answers in zip(
            MOTORCYCLES, (domestic_answers, imported_answers, in_person_answers), strict=True
        )
    },
    EXAM: Form(answers=exam_answers, supplements=EXAM_SUPPLEMENTS, result=EXAM_RESULT),
    SEAL: Form(answers=seal_answers, supplements=(), result=SEAL_RESULT),
    ELECTRICITY: Form(answers=electricity_answers, supplements=(), result=ELECTRICITY_RESULT),
}
"""Of these there are a handful of cases only, not one in every state."""


def form_of(procedure: str) -> Form:
    """How the demonstration fills in that procedure's form; KeyError where it does not know it."""
    return FORMS.get(procedure) or FURTHER_FORMS[procedure]
