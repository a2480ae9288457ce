"""A draft before it is filed: what it says, what is missing, who will decide, what it costs, by when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tinhso.casework.dossiers.filing.damaged import damaged_files, damaged_papers
from tinhso.casework.dossiers.filing.registered import registered_facts
from tinhso.casework.dossiers.filing.reuse import offers_for
from tinhso.casework.dossiers.filing.told import facts_in_form
from tinhso.casework.dossiers.reading.wording import answer_rows
from tinhso.casework.dossiers.record.drafts import LoadedDraft, load_draft
from tinhso.casework.dossiers.record.kept import holder_of
from tinhso.casework.dossiers.record.papers import known_facts, missing_papers
from tinhso.casework.dossiers.record.types import AnswerRow, Channel, Draft
from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.calendar.service import working_calendar
from tinhso.foundation.process.service import due_at
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.agencies.service import (
    UnableToFindAdministrativeUnit,
    UnableToFindCompetentAgency,
    competent_agency,
)
from tinhso.registers.catalogue.service import (
    PaperNeed,
    ProcedureCase,
    ProcedureVersion,
    Reception,
    UnableToAcceptAnswers,
    UnableToFindCase,
    UnableToFindProcedure,
    case_for,
    fee_for,
    get_procedure,
    is_shown,
    papers_for,
    reception,
    validate_answers,
)
from tinhso.services.personal_store.service import KeptPaper
from tinhso.services.representation.service import confirm_mandate


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftReview:
    """A draft laid out to be read through before it is filed.

    ``fee`` and ``due_estimate`` are None while the answers do not yet say which case it is;
    ``agency`` is empty while they do not name a place.
    """

    draft: Draft
    answers: tuple[AnswerRow, ...]
    problems: Mapping[str, str]
    papers: tuple[PaperNeed, ...]
    offers: Mapping[str, tuple[KeptPaper, ...]]
    """Papers of the applicant's store that may be used instead, by the key of the paper."""
    paper_problems: Mapping[str, str]
    """What to tell about a paper that is missing, or of which nobody can open a photo."""
    damaged: frozenset[UUID]
    """Files that nobody can open."""
    agency: str
    case_title: str
    duration: str
    due_estimate: datetime | None
    fee: int | None
    fee_when: str
    reception: Reception
    is_former: bool
    """Another version of the procedure holds today: ``renew_draft`` first."""

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing or damaged; whether it is received today is said by ``reception``."""
        return not self.problems and not self.paper_problems


def review_draft(*, draft_id: UUID, actor: Actor, now: datetime) -> DraftReview:
    """Everything the citizen should see before filing; NotVisible for anybody else's draft.

    Where answers still break rules, ``problems`` names them and the rest is shown as far as it goes.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.DOSSIER_DRAFT)
        mandate = confirm_mandate(work, procedure_code="")
        draft = load_draft(draft_id, actor=actor)
        known = (
            *known_facts(mandate),
            *facts_in_form(draft.version, draft.content),
            *registered_facts(work, draft.version, mandate, filing_id=draft.id),
        )
        answers, problems = _judged(draft)
        needs = papers_for(draft.version, answers, known)
        offers = offers_for(work, draft.version, needs, holder_of(mandate, actor.person_id))
        damaged = damaged_files(draft.content.papers)
    case = _case(draft, answers)
    given = {paper.key for paper in draft.content.papers}
    return DraftReview(
        draft=draft.shown(),
        answers=answer_rows(draft.version, answers, on=now.date()),
        problems=problems,
        papers=needs,
        offers=offers,
        paper_problems={
            **missing_papers(draft.version, answers, given, known),
            **damaged_papers(draft.content.papers, needs, damaged),
        },
        damaged=damaged,
        agency=_agency(draft, answers, now),
        case_title=case.title if case else "",
        duration=case.duration.text if case else "",
        due_estimate=_estimate(case, now) if case else None,
        fee=fee_for(case, answers=answers) if case else None,
        fee_when=case.fee.when if case else "none",
        reception=reception(draft.version, now=now),
        is_former=_is_former(draft.version, now),
    )


def _is_former(version: ProcedureVersion, now: datetime) -> bool:
    try:
        return get_procedure(version.code, on=now.date()).version != version.version
    except UnableToFindProcedure:
        return False


def _judged(draft: LoadedDraft) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    """Clean answers; or those that are asked, as they were typed, with what is wrong about them."""
    typed = draft.content.merged()
    try:
        return validate_answers(draft.version, typed).values, {}
    except UnableToAcceptAnswers as refusal:
        asked = {field.key for field in draft.version.fields if is_shown(field.when, answers=typed)}
        return {key: value for key, value in typed.items() if key in asked and value}, refusal.fields


def _case(draft: LoadedDraft, answers: Mapping[str, Any]) -> ProcedureCase | None:
    try:
        return case_for(draft.version, channel=Channel.ONLINE.value, answers=answers)
    except UnableToFindCase:
        return None


def _agency(draft: LoadedDraft, answers: Mapping[str, Any], now: datetime) -> str:
    rule = draft.version.agency
    commune = str(answers.get(rule.commune_field) or "")
    try:
        return competent_agency(competence=rule.lead, commune_code=commune, on=now.date()).name
    except (UnableToFindCompetentAgency, UnableToFindAdministrativeUnit):
        return ""


def _estimate(case: ProcedureCase, now: datetime) -> datetime:
    """When the result would be due if the dossier were received this moment."""
    return due_at(now, case.duration, working_calendar(now=now), cut_off=case.cut_off)
