"""Drafts that somebody began and has not filed yet."""

from collections.abc import Iterator
from random import Random

from tinhso.casework.dossiers.service import attach_paper, own_drafts, save_section, start_draft
from tinhso.registers.catalogue.service import get_procedure
from tinhso.sites.demonstration.citizens import CITIZENS
from tinhso.sites.demonstration.forms import FORMS, form_of
from tinhso.sites.demonstration.moments import OfficeHours
from tinhso.sites.demonstration.officers import citizen
from tinhso.sites.demonstration.people import People, SamplePerson
from tinhso.sites.demonstration.plan import MY_PHUOC, PHU_CUONG, Story
from tinhso.sites.demonstration.telling import filing_of, papers_of, remember

_OF_EACH = 2


def drafts(people: People, hours: OfficeHours) -> Iterator[Story]:
    """Drafts of the demonstration citizens, then two of each procedure; told by ``write_draft``."""
    wanted: list[tuple[SamplePerson, str]] = [
        (people.demonstration[known.personal_id], known.draft)
        for known in CITIZENS
        if known.draft and known.personal_id in people.demonstration
    ]
    for procedure, form in FORMS.items():
        for commune in (PHU_CUONG, MY_PHUOC)[:_OF_EACH]:
            married = form.applicant_lives_there
            wanted.append((people.draw(commune, at_home=True, married=married), procedure))
    for person, procedure in wanted:
        key = f"{procedure}.draft.{person.personal_id}"
        random = Random(f"plan {key}")  # noqa: S311
        yield Story(
            key=key,
            procedure=procedure,
            commune=PHU_CUONG,
            person=person,
            other=people.draw(PHU_CUONG),
            steps=(),
            moments=hours.script((), age=random.uniform(0.1, 20.0), random=random),
            is_online=True,
        )


def write_draft(story: Story) -> bool:
    """Begin the draft and answer its first steps; False when this person has one already.

    The population database fills in what it knows, outside any transaction, if its line answers.
    """
    now = story.filed_at
    actor = citizen(remember(story.person, now=now))
    if any(draft.procedure_code == story.procedure for draft in own_drafts(actor=actor, now=now)):
        return False
    version = get_procedure(story.procedure, on=now.date())
    draft = start_draft(procedure_code=story.procedure, actor=actor, now=now)
    answers = form_of(story.procedure).answers(filing_of(story))
    for number in range(story.random().randrange(1, len(version.sections))):
        section = version.sections[number]
        asked = {field.key for field in section.fields}
        save_section(
            draft_id=draft.id,
            section=section.key,
            answers={key: value for key, value in answers.items() if key in asked},
            actor=actor,
            now=now,
        )
    for paper in papers_of(version, answers, person=story.person, dated=now)[:1]:
        attach_paper(
            draft_id=draft.id,
            paper_key=paper.key,
            name=paper.name,
            content=paper.content,
            actor=actor,
            now=now,
        )
    return True
