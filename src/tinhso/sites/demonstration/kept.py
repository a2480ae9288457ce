"""Papers that the ward's committee digitised once, and that stand for a paper in a later dossier."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any

from tinhso.foundation.authority.service import Role
from tinhso.registers.agencies.service import competent_agency
from tinhso.registers.catalogue.service import get_procedure
from tinhso.services.personal_store.service import (
    Checked,
    PaperFacts,
    ScannedPaper,
    certify_paper,
    scan_paper,
)
from tinhso.sites.demonstration.endings import GAPS
from tinhso.sites.demonstration.forms import BIRTH, RESIDENCE, form_of
from tinhso.sites.demonstration.moments import OfficeHours
from tinhso.sites.demonstration.officers import Officers
from tinhso.sites.demonstration.people import People
from tinhso.sites.demonstration.plan import PHU_CUONG, Story
from tinhso.sites.demonstration.telling import Teller, filing_of, page_of, papers_of, remember

_SEEN = Checked(is_readable=True, is_complete=True, is_same=True)
_ISSUED = date(2021, 4, 12)
_USED: tuple[tuple[str, str, str, float, dict[str, Any]], ...] = (
    (RESIDENCE, "housing_proof", "receive hand_over", 2.5, {"dwelling_kind": "own"}),
    (BIRTH, "marriage_certificate", "receive hand_over draft", 2.0, {}),
    (BIRTH, "marriage_certificate", "receive hand_over draft approve deliver", 12.0, {}),
)
"""In what which paper is used, the steps taken, how many working hours ago the last one was, and wishes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptStory:
    """A dossier at the counter, and the paper for which the store has one of this kind."""

    story: Story
    paper: str
    scanned_at: datetime


def kept_stories(people: People, hours: OfficeHours) -> Iterator[KeptStory]:
    """People of Phú Cường who came before."""
    for number, (procedure, paper, steps, age, wishes) in enumerate(_USED):
        key = f"{procedure}.kept.{number}"
        random = Random(f"plan {key}")  # noqa: S311 - invented, not a secret
        taken = tuple(steps.split())
        story = Story(
            key=key,
            procedure=procedure,
            commune=PHU_CUONG,
            person=people.draw(PHU_CUONG, at_home=True, married=procedure == BIRTH),
            other=people.draw(PHU_CUONG),
            steps=taken,
            moments=hours.script([random.uniform(*GAPS[step]) for step in taken], age=age, random=random),
            is_online=False,
            wishes=wishes,
        )
        yield KeptStory(story=story, paper=paper, scanned_at=hours.slots[number])


def tell_kept(told: KeptStory, teller: Teller, officers: Officers) -> None:
    """The paper is scanned and certified at the committee, and used at the counter days later."""
    story, at = told.story, told.scanned_at
    version = get_procedure(story.procedure, on=story.filed_at.date())
    answers = form_of(story.procedure).answers(filing_of(story))
    committee = competent_agency(competence="commune_committee", commune_code=PHU_CUONG, on=at.date())
    desk = officers.of(committee.id, Role.RECEPTION_OFFICER)
    remember(story.person, now=at)
    page = page_of(
        next(paper for paper in version.papers if paper.key == told.paper), person=story.person, dated=at
    )
    scanned = ScannedPaper(
        personal_id=story.person.personal_id, kind=told.paper, name=page.name, content=page.content
    )
    kept_id = scan_paper(paper=scanned, actor=desk, now=at)
    certify_paper(
        kept_id=kept_id,
        kind=told.paper,
        facts=PaperFacts(
            number=f"{story.random().randrange(1, 200)}/{_ISSUED:%Y}",
            issued_on=_ISSUED,
            issuer=committee.name,
        ),
        checked=_SEEN,
        actor=desk,
        now=at,
    )
    given = papers_of(version, answers, person=story.person, dated=story.filed_at)
    others = [paper for paper in given if paper.key != told.paper]
    filed = teller.file(story, version, answers, others, {told.paper: kept_id})
    teller.go_on(story, filed.id, answers)
