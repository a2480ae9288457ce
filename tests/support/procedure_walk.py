"""One dossier of any procedure, taken from filing to its result by the people whose turn it is.

The way is read from the published process: in each state the officer of the task at hand presses the
main button. Whoever writes a process in which that leads nowhere is told so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

from PIL import Image

from tests.support.filled_forms import COMMUNE, FACTS
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import Channel, DossierView, FeeState, Filed, Status, UploadedPaper
from tinhso.foundation.authority.service import Actor, ActorKind, Role, system_actor
from tinhso.foundation.calendar.service import forget_calendar, seed_calendar
from tinhso.foundation.clock.service import VIETNAM, FrozenClock, frozen
from tinhso.foundation.identifiers.service import DomainError, parse_partial_date
from tinhso.foundation.outbox.service import waiting_deliveries
from tinhso.foundation.process.service import LEAD, ActionDefinition
from tinhso.foundation.unit_of_work.service import deliver_event, unit_of_work
from tinhso.registers.agencies.service import competent_agency, load_province
from tinhso.registers.catalogue.service import (
    ProcedureVersion,
    action_for,
    papers_for,
    publish_folder,
    verb_of,
)
from tinhso.registers.people.service import FactSource, PersonFacts, remember_person
from tinhso.services.representation.service import (
    OrganisationFacts,
    act_for,
    note_organisations,
    own_mandates,
)

_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\n"
    b"trailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
)
_MOST_STEPS = 20
_ROLES = {role.value: role for role in (Role.RECEPTION_OFFICER, Role.SPECIALIST, Role.LEADER)}


class DoesNotEnd(AssertionError):
    """The main way of a process leads to no result; names the state where it stands still or turns round."""


@dataclass(frozen=True, kw_only=True)
class Walk:
    """A province on one day, its catalogue, and a citizen; ``now`` follows the still clock."""

    clock: FrozenClock
    citizen: Actor
    representative: Actor

    @property
    def now(self) -> datetime:
        return self.clock.moment

    def officer(self, competence: str, role: str) -> Actor:
        """The officer with that role at the agency competent for the commune of the forms."""
        agency = competent_agency(competence=competence, commune_code=COMMUNE, on=self.now.date()).id
        number = agency.int % 2**64 + sum(map(ord, role))
        return Actor(
            kind=ActorKind.OFFICER,
            officer_id=UUID(int=number),
            agency_id=agency,
            roles=frozenset({_ROLES[role]}),
        )

    def file(
        self, version: ProcedureVersion, channel: Channel, answers: Mapping[str, Any], *, key: str
    ) -> Filed:
        """File it as this channel does, with every paper that these answers need."""
        papers = needed_papers(version, answers)
        given = {"procedure_code": version.code, "answers": answers, "papers": papers, "key": key}
        if channel is Channel.ONLINE:
            return dossiers.file_online(**given, actor=self.applicant(version), now=self.now)
        desk = self.officer(version.agency.lead, Role.RECEPTION_OFFICER.value)
        return dossiers.register_at_counter(**given, actor=desk, now=self.now)

    def applicant(self, version: ProcedureVersion) -> Actor:
        """The citizen; where only organisations file, the same acting for the one that they represent."""
        return self.citizen if "person" in version.applicants else self.representative

    def look(self, filed: Filed, actor: Actor | None = None) -> DossierView:
        """The dossier as its owner, or that actor, sees it now."""
        owner = actor or self.owner_of(filed)
        return dossiers.get_dossier(dossier_id=filed.id, actor=owner, now=self.now)

    def owner_of(self, filed: Filed) -> Actor:
        """Whose dossier it is: the citizen's, or the organisation's that they represent."""
        of_office = {row.id for row in dossiers.own_dossiers(actor=self.representative, now=self.now)}
        return self.representative if filed.id in of_office else self.citizen

    def to_its_result(self, version: ProcedureVersion, filed: Filed) -> list[str]:
        """Take every main step until the result is handed over; the states passed, or ``DoesNotEnd``."""
        passed: list[str] = []
        while (view := self.look(filed)).status is not Status.RETURNED:
            passed.append(view.state)
            if len(passed) > _MOST_STEPS:
                raise DoesNotEnd(f"{version.code}/{version.version} turns round: {', '.join(passed)}")
            self._next_step(version, filed, view)
        return [*passed, view.state]

    def _next_step(self, version: ProcedureVersion, filed: Filed, view: DossierView) -> None:
        refusals = []
        for action in _main_actions(version, view):
            task = version.process.state(view.state).task(action.completes or "")
            competence = version.agency.lead if task is None or task.competence == LEAD else task.competence
            officer = self.officer(competence, action.who)
            if action.key not in {row.key for row in self.look(filed, officer).actions}:
                continue
            try:
                self._take(version, filed, view, action, officer)
            except DomainError as refusal:
                refusals.append(f"{action.key}: {refusal.code} {', '.join(refusal.fields)}")
                continue
            return
        raise DoesNotEnd(f"{version.code}/{version.version} stands still in {view.state} {refusals}")

    def _take(
        self,
        version: ProcedureVersion,
        filed: Filed,
        view: DossierView,
        action: ActionDefinition,
        officer: Actor,
    ) -> None:
        here: dict[str, Any] = {
            "dossier_id": filed.id, "expected_version": None, "actor": officer, "now": self.now,
        }  # fmt: skip
        if "fee_paid" in action.guards and view.fee_state is FeeState.DUE:
            ask = action_for(version.process, state=view.state, verb="ask_fee")
            if ask is not None:
                dossiers.take_step(action=ask.key, **here)
            dossiers.take_fee_in_cash(dossier_id=filed.id, actor=officer, now=self.now)
            self._deliver_events()  # a dossier that waited for its fee goes on by itself
        elif verb_of(action.key) == "draft":
            dossiers.draft_result(text="Đồng ý giải quyết theo đề nghị.", **here)
        elif verb_of(action.key) == "approve":
            dossiers.approve_result(note="Đồng ý.", **here)
        else:
            dossiers.take_step(action=action.key, note="Theo quy trình.", **here)

    def _deliver_events(self) -> None:
        for event_id in {each.event_id for each in waiting_deliveries(before=self.now)}:
            deliver_event(event_id)


def first_legal_moment(version: ProcedureVersion) -> datetime:
    """When this version can first be filed: nine in the morning of its first day, or as its window opens."""
    if version.windows:
        return version.windows[0].opens_at.astimezone(VIETNAM)
    return datetime.combine(version.valid_from, time(9), VIETNAM)


@contextmanager
def province_on(moment: datetime, *, catalogue: Path) -> Iterator[Walk]:
    """The province standing still at ``moment``, with the procedures of that folder published."""
    forget_calendar()
    with frozen(moment, seed=7) as clock:
        load_province(now=moment)
        seed_calendar([moment.year, moment.year + 1])
        publish_folder(catalogue, now=moment)
        citizen = _applicant(moment)
        yield Walk(clock=clock, citizen=citizen, representative=_representative(citizen, moment))
    forget_calendar()


def _main_actions(version: ProcedureVersion, view: DossierView) -> list[ActionDefinition]:
    """The main buttons of officers in this state; of tasks side by side only those still open."""
    open_tasks = {task.key for task in view.tasks}
    return [
        action
        for action in version.process.actions_from(view.state)
        if action.button_kind == "primary"
        and action.who in _ROLES
        and (action.completes is None or action.completes in open_tasks)
    ]


def _applicant(moment: datetime) -> Actor:
    with unit_of_work(actor=system_actor(), now=moment) as work:
        person_id = remember_person(
            work,
            facts=PersonFacts(
                personal_id=FACTS["population.personal_id"],
                source=FactSource.VNEID,
                as_of=moment,
                full_name=FACTS["population.full_name"],
                birth=parse_partial_date(FACTS["population.birth"]),
                sex="female",
                phone=FACTS["vneid.phone"],
            ),
        )
    return Actor(kind=ActorKind.CITIZEN, account_id=person_id, person_id=person_id, assurance_level=2)


def _representative(citizen: Actor, moment: datetime) -> Actor:
    office = OrganisationFacts(
        code="3701234562",
        name="Văn phòng Công chứng Hiệp Thành",
        address="Số 120, đại lộ Bình Dương",
        commune_code=COMMUNE,
    )
    assert citizen.person_id is not None
    note_organisations(person_id=citizen.person_id, organisations=[office], now=moment)
    (mandate,) = own_mandates(actor=citizen, now=moment).received
    return act_for(mandate_id=mandate.id, actor=citizen, now=moment)[0]


def needed_papers(version: ProcedureVersion, answers: Mapping[str, Any]) -> list[UploadedPaper]:
    """A file for every paper that these answers need."""
    wanted = [need.paper for need in papers_for(version, answers) if need.status == "needed"]
    return [_paper(each.key, each.media) for each in wanted]


def _paper(key: str, media: Collection[str]) -> UploadedPaper:
    if "pdf" in media:
        return UploadedPaper(key=key, name="giấy tờ.pdf", content=_PDF)
    picture = BytesIO()
    Image.new("RGB", (40, 60), "white").save(picture, "PNG")
    return UploadedPaper(key=key, name="ảnh.png", content=picture.getvalue())
