"""Who lets whom act for them: one accepted and used, one waiting for an answer, one withdrawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Literal

from tinhso.casework.dossiers import service as dossiers
from tinhso.registers.catalogue.service import get_procedure
from tinhso.services.representation.service import (
    accept_mandate,
    act_for,
    grant_mandate,
    withdraw_mandate,
)
from tinhso.sites.demonstration.forms import FORMS
from tinhso.sites.demonstration.moments import OfficeHours
from tinhso.sites.demonstration.officers import citizen
from tinhso.sites.demonstration.people import People, SamplePerson
from tinhso.sites.demonstration.plan import PHU_CUONG, Story
from tinhso.sites.demonstration.telling import filing_of, papers_of, remember

_UT, _ANH, _HOA, _THANG, _UYEN = (
    "074147001401", "074188001202", "074170002101", "038079001901", "046192001801",
)  # fmt: skip
_PROCEDURE = "1.004194"
_LASTS = timedelta(days=150)
How = Literal["used", "offered", "withdrawn"]
_GRANTS: tuple[tuple[str, str, How], ...] = (
    (_UT, _ANH, "used"),
    (_HOA, _THANG, "offered"),
    (_UYEN, _HOA, "withdrawn"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorisation:
    """One authorisation, what came of it, and the dossier that would be filed under it."""

    story: Story
    representative: SamplePerson
    how: How


def authorisations(people: People, hours: OfficeHours) -> Iterator[Authorisation]:
    """Those between demonstration citizens that the sample holds."""
    known = people.demonstration
    for principal, representative, how in _GRANTS:
        if principal not in known or representative not in known:
            continue
        key = f"{_PROCEDURE}.for.{principal}"
        random = Random(f"plan {key}")  # noqa: S311
        story = Story(
            key=key,
            procedure=_PROCEDURE,
            commune=PHU_CUONG,
            person=known[principal],
            other=people.draw(PHU_CUONG),
            steps=(),
            moments=hours.script((), age=random.uniform(1.0, 3.0), random=random),
            is_online=True,
        )
        yield Authorisation(story=story, representative=known[representative], how=how)


def tell_authorisation(told: Authorisation) -> None:
    """Grant it, and let happen what came of it."""
    story, now = told.story, told.story.filed_at
    principal = citizen(remember(story.person, now=now))
    representative = citizen(remember(told.representative, now=now))
    mandate = grant_mandate(
        personal_id=told.representative.personal_id,
        full_name=told.representative.full_name,
        procedures=[_PROCEDURE] if told.how == "used" else [],
        first_day=now.date(),
        last_day=now.date() + _LASTS,
        key=f"demonstration.{story.key}",
        actor=principal,
        now=now,
    )
    if told.how == "offered":
        return
    accept_mandate(mandate_id=mandate.id, actor=representative, now=now)
    if told.how == "withdrawn":
        withdraw_mandate(mandate_id=mandate.id, actor=principal, now=now)
        return
    acting, _ = act_for(mandate_id=mandate.id, actor=representative, now=now)
    version = get_procedure(_PROCEDURE, on=now.date())
    answers = FORMS[_PROCEDURE].answers(filing_of(story))
    dossiers.file_online(
        procedure_code=_PROCEDURE,
        answers=answers,
        papers=papers_of(version, answers, person=story.person, dated=now),
        key=f"demonstration.{story.key}",
        actor=acting,
        now=now,
    )
