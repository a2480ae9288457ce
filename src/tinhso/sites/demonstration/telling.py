"""Telling one story: filing and every step, by the people whose work it is, through the doors."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import SupplementItem, UploadedPaper
from tinhso.foundation.authority.service import Actor, Role, system_actor
from tinhso.foundation.clock.service import frozen, real_now
from tinhso.foundation.identifiers.service import parse_partial_date
from tinhso.foundation.outbox.service import waiting_deliveries
from tinhso.foundation.process.service import CITIZEN, ActionDefinition
from tinhso.foundation.unit_of_work.service import deliver_event, unit_of_work
from tinhso.registers.agencies.service import competent_agency, get_unit
from tinhso.registers.catalogue.service import (
    Paper,
    ProcedureVersion,
    action_for,
    get_procedure,
    papers_for,
    validate_answers,
)
from tinhso.registers.people.service import FactSource, PersonFacts, remember_person
from tinhso.sites.demonstration.forms import LICENCE, form_of
from tinhso.sites.demonstration.forms.case import Filing
from tinhso.sites.demonstration.officers import TRACE, Officers, citizen
from tinhso.sites.demonstration.papers import scanned_paper
from tinhso.sites.demonstration.people import SamplePerson
from tinhso.sites.demonstration.plan import Story

FEE_PAID = "payments.fee_paid"
NOTES: Mapping[str, str] = {
    "refuse": "Chỗ ở hoặc nơi cư trú không thuộc địa bàn của cơ quan; đề nghị nộp nơi có thẩm quyền.",
    "return_draft": "Bổ sung căn cứ pháp lý và sửa lỗi đánh máy ở dòng thứ hai.",
    "stop": "Thông tin khai không đúng sự thật sau khi xác minh; dừng giải quyết.",
    "stop_overdue": "Quá hạn bổ sung, đã liên hệ ba lần mà công dân không trả lời.",
    "ask_withdraw": "Công dân thay đổi nhu cầu nên rút hồ sơ.",
    "complete_register_residence": "Đã đăng ký thường trú cho trẻ theo nơi thường trú của cha mẹ.",
    "complete_issue_health_card": "Đã cấp mã thẻ bảo hiểm y tế của trẻ.",
}


class UnableToTellStory(RuntimeError):
    """A door refused what the story needs: a flaw of the demonstration, named by the story's key."""


@dataclass(slots=True)
class _Told:
    """A story as far as it has been told."""

    story: Story
    version: ProcedureVersion
    answers: Mapping[str, Any]
    lead: UUID
    dossier_id: UUID
    person_id: UUID | None
    state: str
    done_here: set[str] = field(default_factory=set)


class Teller:
    """Tells stories; one officer for each post."""

    def __init__(self, officers: Officers) -> None:
        self._officers = officers
        self.took_cash: set[UUID] = set()

    def tell(self, story: Story) -> UUID:
        """Make the story's dossier; call it inside a transaction, so that a story is told whole."""
        version = get_procedure(story.procedure, on=story.filed_at.date())
        answers = form_of(story.procedure).answers(filing_of(story))
        papers = papers_of(version, answers, person=story.person, dated=story.filed_at)
        filed = self.file(story, version, answers, papers)
        self.go_on(story, filed.id, answers)
        return filed.id

    def go_on(self, story: Story, dossier_id: UUID, answers: Mapping[str, Any]) -> None:
        """Take the story's steps on a dossier that was filed with these answers."""
        version = get_procedure(story.procedure, on=story.filed_at.date())
        told = _Told(
            story=story,
            version=version,
            answers=answers,
            lead=self._lead(story, version),
            dossier_id=dossier_id,
            person_id=remember(story.person, now=story.filed_at) if story.is_online else None,
            state=version.process.initial,
        )
        for step, now in zip(story.steps, story.moments[1:], strict=True):
            try:
                self._take(told, step, now)
            except (KeyError, ValueError) as flaw:
                raise UnableToTellStory(f"{story.key}: {step}") from flaw

    def file(
        self,
        story: Story,
        version: ProcedureVersion,
        answers: Mapping[str, Any],
        papers: Sequence[UploadedPaper],
        reused: Mapping[str, UUID] | None = None,
    ) -> dossiers.Filed:
        """The story's dossier, online or at the counter, where papers of the store may be ``reused``."""
        now = story.filed_at
        if story.is_online:
            actor = citizen(remember(story.person, now=now))
            file: Callable[..., dossiers.Filed] = partial(dossiers.file_online, actor=actor)
        else:
            agency = self._desk(story, self._lead(story, version))
            desk = self._officers.of(agency, Role.RECEPTION_OFFICER)
            file = partial(dossiers.register_at_counter, actor=desk, reused=reused)
        return file(
            procedure_code=story.procedure,
            answers=answers,
            papers=papers,
            key=f"demonstration.{story.key}",
            now=now,
        )

    def _lead(self, story: Story, version: ProcedureVersion) -> UUID:
        return competent_agency(
            competence=version.agency.lead, commune_code=story.commune, on=story.filed_at.date()
        ).id

    def _desk(self, story: Story, lead: UUID) -> UUID:
        """The counter the applicant came to: the lead agency's, or one that takes in for it."""
        if not story.at_another_desk:
            return lead
        kind = "provincial_one_stop" if story.procedure == LICENCE else "commune_committee"
        return competent_agency(competence=kind, commune_code=story.commune, on=story.filed_at.date()).id

    def _take(self, told: _Told, step: str, now: datetime) -> None:
        if step == "cash":
            self._take_cash(told, now)
            return
        action = action_for(told.version.process, state=told.state, verb=step)
        if action is None:
            raise ValueError(f"{step} cannot be taken from {told.state}")
        if step == "supplement_overdue":
            with frozen(now, seed=_seed(told.story.key, step)):
                dossiers.take_due_timers()
        else:
            self._act(told, step, actor=self._actor(told, action), now=now)
        self._follow(told, action)

    def _act(self, told: _Told, step: str, *, actor: Actor, now: datetime) -> None:
        given: dict[str, Any] = {
            "dossier_id": told.dossier_id,
            "expected_version": None,
            "actor": actor,
            "now": now,
        }
        match step:
            case "ask_supplement":
                dossiers.ask_supplement(items=[_asked(told)], **given)
            case "supplement_answered":
                dossiers.answer_supplement(**_correction(told, now), **given)
            case "draft":
                dossiers.draft_result(text=form_of(told.story.procedure).result, **given)
            case "approve":
                dossiers.approve_result(**given)
            case _:
                dossiers.take_step(action=step, note=NOTES.get(step, ""), **given)

    def _take_cash(self, told: _Told, now: datetime) -> None:
        """Money at the counter; what follows from it is delivered at once, since the next step needs it."""
        desk = self._officers.of(told.lead, Role.RECEPTION_OFFICER)
        dossiers.take_fee_in_cash(dossier_id=told.dossier_id, actor=desk, now=now)
        self.took_cash.add(told.lead)
        with unit_of_work(actor=system_actor(TRACE), now=now):
            waiting = waiting_deliveries(before=real_now(), subject_id=told.dossier_id)
        with frozen(now, seed=_seed(told.story.key, "cash")):
            for event_id in {each.event_id for each in waiting if each.event_name == FEE_PAID}:
                if deliver_event(event_id):
                    raise UnableToTellStory(f"{told.story.key}: {FEE_PAID}")
        paid = action_for(told.version.process, state=told.state, verb="fee_paid")
        if paid is not None:
            self._follow(told, paid)

    def _actor(self, told: _Told, action: ActionDefinition) -> Actor:
        if action.who == CITIZEN:
            if told.person_id is not None:
                return citizen(told.person_id)
            return self._officers.of(told.lead, Role.RECEPTION_OFFICER)
        return self._officers.of(self._place(told, action), action.who)

    def _place(self, told: _Told, action: ActionDefinition) -> UUID:
        """The agency whose task this is: in a state of several agencies one of them, else the lead."""
        tasks = told.version.process.state(told.state).tasks
        for further in told.version.agency.further:
            if any(task.key == further.task for task in tasks) and action.completes in (None, further.task):
                code = str(told.answers[further.commune_field])
                return competent_agency(
                    competence=further.competence, commune_code=code, on=told.story.filed_at.date()
                ).id
        return told.lead

    def _follow(self, told: _Told, action: ActionDefinition) -> None:
        """Keep in step with the process: the next state, or the joint end of parallel tasks."""
        if action.to is not None:
            told.state, told.done_here = action.to, set()
            return
        state = told.version.process.state(told.state)
        told.done_here.add(str(action.completes))
        if state.on_all_done and all(task.key in told.done_here for task in state.tasks):
            told.state, told.done_here = state.on_all_done, set()


def filing_of(story: Story) -> Filing:
    """What the form of this story starts from."""
    return Filing(
        person=story.person,
        other=story.other,
        commune=story.commune,
        commune_name=get_unit(story.commune, story.filed_at.date()).name,
        filed_at=story.filed_at,
        random=story.random(),
        is_online=story.is_online,
        wishes=story.wishes,
    )


def papers_of(
    version: ProcedureVersion, answers: Mapping[str, Any], *, person: SamplePerson, dated: datetime
) -> list[UploadedPaper]:
    """A scanned page for each paper that these answers ask for."""
    clean = validate_answers(version, answers, on=dated.date())
    return [
        page_of(need.paper, person=person, dated=dated)
        for need in papers_for(version, clean.values)
        if need.status == "needed"
    ]


def page_of(paper: Paper, *, person: SamplePerson, dated: datetime) -> UploadedPaper:
    """A scanned page that stands for this paper."""
    return _paper(paper.key, paper.name, person=person, dated=dated, media=paper.media)


def remember(person: SamplePerson, *, now: datetime) -> UUID:
    """The person as VNeID would vouch for them, in the register of people."""
    with unit_of_work(actor=system_actor(TRACE), now=now) as work:
        return remember_person(
            work,
            facts=PersonFacts(
                personal_id=person.personal_id,
                source=FactSource.VNEID,
                as_of=now,
                full_name=person.full_name,
                birth=parse_partial_date(person.birth),
                sex="female" if person.sex == "female" else "male",
                phone=person.phone or None,
                email=person.email or None,
            ),
        )


def _asked(told: _Told) -> SupplementItem:
    """What the officer asks for: the procedure's paper if this dossier has it, else a field."""
    paper, one_field = form_of(told.story.procedure).supplements
    has_paper = any(
        need.paper.key == paper.key and need.status == "needed"
        for need in papers_for(told.version, told.answers)
    )
    return paper if has_paper and told.story.random().random() < 0.7 else one_field


def _correction(told: _Told, now: datetime) -> dict[str, Any]:
    item = _asked(told)
    if item.target == "field":
        return {"answers": {item.key: f"{told.answers[item.key]} (đã sửa)"}, "papers": []}
    names = {paper.key: paper.name for paper in told.version.papers}
    page = _paper(item.key, names[item.key], person=told.story.person, dated=now, media=())
    return {"answers": {}, "papers": [page]}


def _paper(
    key: str, title: str, *, person: SamplePerson, dated: datetime, media: tuple[str, ...]
) -> UploadedPaper:
    as_pdf = media == ("pdf",)
    content = scanned_paper(title=title, name=person.full_name, dated=dated, as_pdf=as_pdf)
    return UploadedPaper(key=key, name=f"{title[:60]}.{'pdf' if as_pdf else 'jpg'}", content=content)


def _seed(key: str, step: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{key} {step}".encode()).digest()[:8])
