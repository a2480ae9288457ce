"""A morning without electricity in Phú Cường: one booklet of stubs, one of them entered, one spoilt."""

from __future__ import annotations

from datetime import datetime, timedelta

from tinhso.casework.dossiers.service import (
    enter_reserved,
    print_reserve_batch,
    reserve_batch,
    void_reserve_numbers,
)
from tinhso.foundation.authority.service import Role
from tinhso.registers.agencies.service import competent_agency
from tinhso.registers.catalogue.service import get_procedure
from tinhso.sites.demonstration.forms import RESIDENCE, form_of
from tinhso.sites.demonstration.moments import OfficeHours
from tinhso.sites.demonstration.officers import Officers
from tinhso.sites.demonstration.people import People
from tinhso.sites.demonstration.plan import PHU_CUONG, Story
from tinhso.sites.demonstration.telling import filing_of, papers_of

_STUBS = 12
_DAYS_AGO = 2


def power_cut(people: People, hours: OfficeHours) -> Story:
    """Somebody who came two working days ago, in the third hour of the morning."""
    days = sorted({slot.date() for slot in hours.slots})
    morning = [slot for slot in hours.slots if slot.date() == days[-1 - _DAYS_AGO]]
    return Story(
        key=f"{RESIDENCE}.power_cut",
        procedure=RESIDENCE,
        commune=PHU_CUONG,
        person=people.draw(PHU_CUONG),
        other=people.draw(PHU_CUONG),
        steps=(),
        moments=(morning[len(morning) // 3],),
        is_online=False,
    )


def tell_power_cut(story: Story, officers: Officers, hours: OfficeHours) -> None:
    """The booklet is printed long before; the stub is entered on the next working morning."""
    received_at = story.filed_at
    entered_at = next(slot for slot in hours.slots if slot.date() > received_at.date())
    version = get_procedure(story.procedure, on=received_at.date())
    lead = competent_agency(competence=version.agency.lead, commune_code=story.commune, on=received_at.date())
    desk = officers.of(lead.id, Role.RECEPTION_OFFICER)
    answers = form_of(story.procedure).answers(filing_of(story))
    batch_id = print_reserve_batch(size=_STUBS, actor=desk, now=_printed_at(hours))
    written, spoilt = reserve_batch(batch_id=batch_id, actor=desk, now=entered_at).numbers[:2]
    enter_reserved(
        number=written.number,
        received_at=received_at,
        procedure_code=story.procedure,
        answers=answers,
        papers=papers_of(version, answers, person=story.person, dated=received_at),
        key=f"demonstration.{story.key}",
        actor=desk,
        now=entered_at,
    )
    void_reserve_numbers(
        numbers=[spoilt.number],
        reason="Viết nhầm thủ tục, đã gạch chéo cả hai phần của phiếu.",
        actor=desk,
        now=entered_at + timedelta(minutes=5),
    )


def _printed_at(hours: OfficeHours) -> datetime:
    return hours.slots[0]
