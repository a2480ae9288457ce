"""Dossiers of two organisations, by their representative: what the business register knows is not brought.

Both are organisations of the sandbox's VNeID, which names the same representative at sign-in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction

from tinhso.casework.dossiers.service import (
    Draft,
    attach_paper,
    own_dossiers,
    own_drafts,
    review_draft,
    save_section,
    start_draft,
    submit_draft,
)
from tinhso.foundation.authority.service import Actor
from tinhso.foundation.calendar.service import working_calendar
from tinhso.registers.catalogue.service import get_procedure
from tinhso.services.representation.service import (
    Mandate,
    OrganisationFacts,
    act_for,
    note_organisations,
    own_mandates,
)
from tinhso.sites.demonstration.endings import GAPS
from tinhso.sites.demonstration.forms import ELECTRICITY, SEAL, form_of
from tinhso.sites.demonstration.moments import OfficeHours
from tinhso.sites.demonstration.officers import Officers, citizen
from tinhso.sites.demonstration.people import People
from tinhso.sites.demonstration.plan import Story
from tinhso.sites.demonstration.telling import Teller, filing_of, page_of, remember

REPRESENTATIVE = "074075002201"
OFFICE = OrganisationFacts(
    code="3701234562",
    name="Văn phòng Công chứng Hiệp Thành",
    address="Số 120, đại lộ Bình Dương",
    commune_code="25741",
)
POTTERY = OrganisationFacts(
    code="3702345674",
    name="Công ty TNHH Gốm sứ Lái Thiêu",
    address="Số 55, đường Nguyễn Văn Tiết",
    commune_code="25966",
)
_SEAL_WISHES = {"seal_text": "VĂN PHÒNG CÔNG CHỨNG HIỆP THÀNH"}
_KILNS = {"purpose": "production", "phases": "three", "capacity": "60", "equipment": "2 lò nung gốm 25 kW"}
_DESKS = {"purpose": "office", "phases": "single", "capacity": "8"}
_FILED: tuple[tuple[OrganisationFacts, str, str, float, Mapping[str, Any]], ...] = (
    (OFFICE, SEAL, "receive hand_over draft approve", 3.0, _SEAL_WISHES),
    (POTTERY, ELECTRICITY, "receive hand_over", 5.0, _KILNS),
    (OFFICE, ELECTRICITY, "", 1.5, _DESKS),
)
"""For whom what is filed, the steps taken, how many working hours ago the last one was, and wishes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyStory:
    """One dossier of an organisation."""

    story: Story
    organisation: OrganisationFacts


def company_stories(people: People, hours: OfficeHours) -> Iterator[CompanyStory]:
    """Those of the representative, where the sample holds them."""
    person = people.demonstration.get(REPRESENTATIVE)
    if person is None:
        return
    for organisation, procedure, steps, age, wishes in _FILED:
        key = f"{procedure}.of.{organisation.code}"
        random = Random(f"plan {key}")  # noqa: S311 - invented, not a secret
        taken = tuple(steps.split())
        yield CompanyStory(
            story=Story(
                key=key,
                procedure=procedure,
                commune=organisation.commune_code,
                person=person,
                other=people.draw(organisation.commune_code),
                steps=taken,
                moments=hours.script([random.uniform(*GAPS[step]) for step in taken], age=age, random=random),
                is_online=True,
                wishes=dict(wishes),
            ),
            organisation=organisation,
        )


def load_companies(people: People, *, now: datetime) -> int:
    """File what these organisations have not filed yet; how many there were.

    The registers are asked for real, outside any transaction; a paper that none of them spares is handed in.
    Nothing is filed from before the day on which the representative became one.
    """
    hours = OfficeHours.before(now, working_calendar(now=now))
    teller, filed = Teller(Officers()), 0
    for told in company_stories(people.afresh(), hours):
        mandate, representative = _mandate(told, hours.slots[0], now)
        if mandate.valid_from > told.story.filed_at:
            continue
        at = told.story.filed_at
        actor, _ = act_for(mandate_id=mandate.id, actor=representative, now=at)
        title = get_procedure(told.story.procedure, on=at.date()).title
        if any(row.title == title for row in own_dossiers(actor=actor, now=now)):
            continue
        draft = _begun(told.story, actor)
        with transaction.atomic():
            answers = form_of(told.story.procedure).answers(filing_of(told.story))
            teller.go_on(told.story, _file(told.story, draft, answers, actor), answers)
        filed += 1
    return filed


def _mandate(told: CompanyStory, first: datetime, now: datetime) -> tuple[Mandate, Actor]:
    """The right to act for the organisation, as VNeID would confirm it at sign-in, and whose it is."""
    person_id = remember(told.story.person, now=first)
    actor = citizen(person_id)
    standing = {each.party_name: each for each in own_mandates(actor=actor, now=now).received}
    if told.organisation.name not in standing:
        note_organisations(person_id=person_id, organisations=[OFFICE, POTTERY], now=first)
        standing = {each.party_name: each for each in own_mandates(actor=actor, now=now).received}
    return standing[told.organisation.name], actor


def _begun(story: Story, actor: Actor) -> Draft:
    for draft in own_drafts(actor=actor, now=story.filed_at):
        if draft.procedure_code == story.procedure:
            return draft
    return start_draft(procedure_code=story.procedure, actor=actor, now=story.filed_at)


def _file(story: Story, draft: Draft, answers: Mapping[str, Any], actor: Actor) -> UUID:
    now = story.filed_at
    for section in get_procedure(story.procedure, on=now.date()).sections:
        asked = {field.key for field in section.fields}
        typed = {key: value for key, value in answers.items() if key in asked}
        save_section(draft_id=draft.id, section=section.key, answers=typed, actor=actor, now=now)
    for need in review_draft(draft_id=draft.id, actor=actor, now=now).papers:
        if need.status == "needed":
            page = page_of(need.paper, person=story.person, dated=now)
            attach_paper(
                draft_id=draft.id,
                paper_key=page.key,
                name=page.name,
                content=page.content,
                actor=actor,
                now=now,
            )
    return submit_draft(draft_id=draft.id, actor=actor, now=now).id
