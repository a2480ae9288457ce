"""Feedback in every state, in time and late; and ratings of delivered dossiers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from tinhso.casework.feedback import service as feedback
from tinhso.casework.feedback.service import FeedbackKind, FeedbackTopic, NewFeedback
from tinhso.foundation.authority.service import Role
from tinhso.foundation.calendar.service import working_calendar
from tinhso.registers.agencies.service import competent_agency
from tinhso.registers.catalogue.service import get_procedure
from tinhso.services.ratings.service import FinishedDossier, rate_service
from tinhso.sites.demonstration.feedback_words import Said, sayings
from tinhso.sites.demonstration.moments import OfficeHours
from tinhso.sites.demonstration.officers import Officers, citizen
from tinhso.sites.demonstration.people import People, SamplePerson
from tinhso.sites.demonstration.plan import MY_PHUOC, PHU_CUONG, Story
from tinhso.sites.demonstration.telling import remember

_ASSIGNED = ("receive", "classify", "assign")
_DRAFTED = (*_ASSIGNED, "draft")
_ENDINGS: tuple[tuple[tuple[str, ...], int], ...] = (
    ((), 6),
    (("receive",), 3),
    (("receive", "classify"), 3),
    (_ASSIGNED, 8),
    ((*_ASSIGNED, "transfer"), 2),
    (_DRAFTED, 5),
    ((*_DRAFTED, "return_draft"), 2),
    ((*_DRAFTED, "approve_for_publication"), 4),
    ((*_DRAFTED, "approve"), 5),
    ((*_DRAFTED, "approve_for_publication", "publish"), 12),
    (("refuse",), 4),
)
_OLD = (15, 14, 17)
"""Working days ago: due today, late tomorrow, late already, where a case still waits for its answer."""
_SCORES = (5, 5, 4, 4, 4, 3, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackStory:
    """One case: who says what of which commune's police or committee, and every step with its moment."""

    key: str
    said: Said
    person: SamplePerson
    commune: str
    competence: str
    steps: tuple[str, ...]
    moments: tuple[datetime, ...]

    @property
    def filed_at(self) -> datetime:
        """When it was sent."""
        return self.moments[0]


def feedback_stories(people: People, hours: OfficeHours) -> Iterator[FeedbackStory]:
    """All stories; another story changes nothing in one of them."""
    said = sayings()
    for steps, count in _ENDINGS:
        for number in range(count):
            key = f"feedback.{'-'.join(steps) or 'sent'}.{number}"
            random = Random(f"plan {key}")  # noqa: S311 - invented, not a secret
            gaps = [random.uniform(1.0, 6.0) for _ in steps]
            moments = hours.script(gaps, age=random.uniform(0.3, 20.0), random=random)
            if number < len(_OLD) and steps and steps[-1] in ("assign", "draft"):
                moments = (_days_before(hours, _OLD[number]), *moments[1:])
            yield FeedbackStory(
                key=key,
                said=said.refused
                if steps == ("refuse",)
                else said.sayings[(number + len(steps)) % len(said.sayings)],
                person=people.draw(PHU_CUONG),
                commune=PHU_CUONG if number % 3 else MY_PHUOC,
                competence="commune_committee" if number % 4 == 3 else "commune_police",
                steps=steps,
                moments=moments,
            )


def tell_feedback(story: FeedbackStory, officers: Officers) -> None:
    """Send it and take every step, by the people whose work it is; inside the caller's transaction."""
    on = story.filed_at.date()
    about, other = (
        competent_agency(competence=competence, commune_code=story.commune, on=on).id
        for competence in _judge_first(story.competence)
    )
    answering = other if story.said.topic is FeedbackTopic.OFFICER else about
    sent = feedback.send_feedback(
        given=NewFeedback(
            kind=FeedbackKind.PROPOSAL if story.said.topic is FeedbackTopic.OTHER else FeedbackKind.COMPLAINT,
            topic=story.said.topic,
            text=story.said.text,
            about_agency_id=about,
            may_publish="approve" not in story.steps,
        ),
        key=story.key,
        actor=citizen(remember(story.person, now=story.filed_at)),
        now=story.filed_at,
    )
    for step, now in zip(story.steps, story.moments[1:], strict=True):
        given: dict[str, Any] = {"feedback_id": sent.id, "expected_version": None, "now": now}
        answering = _take(story, step, given, officers, (about, other, answering))


def rate_told(story: Story, dossier_id: UUID) -> bool:
    """A rating of a dossier that was filed online and delivered, by two of three such citizens."""
    random = story.random()
    if not story.is_online or story.steps[-1:] != ("deliver",) or random.random() > 0.67:
        return False
    version = get_procedure(story.procedure, on=story.filed_at.date())
    lead = competent_agency(
        competence=version.agency.lead, commune_code=story.commune, on=story.filed_at.date()
    )
    now = story.moments[-1] + timedelta(minutes=20)
    score = random.choice(_SCORES)
    rate_service(
        dossier=FinishedDossier(
            id=dossier_id,
            agency_id=lead.id,
            procedure_code=story.procedure,
            finished_at=story.moments[-1],
        ),
        score=score,
        reasons={
            "processing": ["on_time" if score > 3 else "late"],
            "filing": ["easy"] if score == 5 else [],
        },
        actor=citizen(remember(story.person, now=now)),
        now=now,
    )
    return True


def _judge_first(competence: str) -> tuple[str, str]:
    both = ("commune_police", "commune_committee")
    return both if competence == both[0] else (both[1], both[0])


def _take(
    story: FeedbackStory,
    step: str,
    given: dict[str, Any],
    officers: Officers,
    agencies: tuple[UUID, UUID, UUID],
) -> UUID:
    """Take one step; the agency that answers from then on."""
    about, other, answering = agencies
    intake = officers.of(feedback.intake_agency(now=given["now"]).id, Role.RECEPTION_OFFICER)
    said = story.said
    match step:
        case "receive":
            feedback.receive_feedback(**given, actor=intake)
        case "classify":
            feedback.classify_feedback(topic=said.topic, about_agency_id=about, **given, actor=intake)
        case "assign":
            feedback.assign_feedback(agency_id=answering, **given, actor=intake)
        case "refuse":
            note = "Nội dung đã được trả lời ngày 12/6, không có tình tiết mới."
            feedback.refuse_feedback(reason="settled", note=note, **given, actor=intake)
        case "transfer":
            target = other if answering == about else about
            if said.topic is FeedbackTopic.OFFICER:
                return answering
            feedback.transfer_feedback(
                agency_id=target,
                note="Nội dung thuộc thẩm quyền của cơ quan được chuyển đến.",
                **given,
                actor=officers.of(answering, Role.SPECIALIST),
            )
            return target
        case "draft":
            specialist = officers.of(answering, Role.SPECIALIST)
            feedback.draft_answer(text=said.answer, **given, actor=specialist)
        case "publish":
            specialist = officers.of(answering, Role.SPECIALIST)
            feedback.publish_answer(question=said.question, answer=said.answer, **given, actor=specialist)
        case "return_draft":
            leader = officers.of(answering, Role.LEADER)
            feedback.return_answer(note="Cần nêu rõ ngày trả kết quả.", **given, actor=leader)
        case _:
            leader = officers.of(answering, Role.LEADER)
            feedback.approve_answer(for_publication=step == "approve_for_publication", **given, actor=leader)
    return answering


def _days_before(hours: OfficeHours, count: int) -> datetime:
    """Ten in the morning, so many working days before today."""
    calendar, day = working_calendar(now=hours.now), hours.now.date()
    while count:
        day -= timedelta(days=1)
        count -= calendar.is_working_day(day)
    return hours.now.replace(year=day.year, month=day.month, day=day.day, hour=10, minute=0)
