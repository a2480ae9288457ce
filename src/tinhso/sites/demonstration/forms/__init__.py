"""What people write into the forms of the four procedures, and what officers ask them to correct."""

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

RESIDENCE, BIRTH, LICENCE, LINKED_BIRTH = "1.004194", "1.001193", "3.000347", "2.000986"


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
