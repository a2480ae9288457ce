"""Entering a complete dossier: everything it needs, in as few statements as it takes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from tinhso.casework.dossiers.filing.applicant import ApplicantFacts
from tinhso.casework.dossiers.record import sealing
from tinhso.casework.dossiers.record.kept_types import Spared
from tinhso.casework.dossiers.record.papers import GivenPaper
from tinhso.casework.dossiers.record.placing import agency_for
from tinhso.casework.dossiers.record.rules import PlacedTask
from tinhso.casework.dossiers.record.types import (
    CASE_KIND,
    Channel,
    CheckState,
    FeeState,
    Filed,
    Status,
)
from tinhso.casework.dossiers.record.worklist import SummaryRow, summary_rows
from tinhso.foundation.authority.service import grant_access
from tinhso.foundation.calendar.service import working_calendar
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.crypto.service import name_words_index, seal_json, seal_text
from tinhso.foundation.identifiers.service import AgencyCode, DossierCode
from tinhso.foundation.process.service import NewTask, open_first_tasks, tasks_on_entering
from tinhso.foundation.unit_of_work.service import UnitOfWork
from tinhso.registers.agencies.service import Agency, competent_agency
from tinhso.registers.catalogue.service import (
    CleanAnswers,
    ProcedureCase,
    ProcedureVersion,
    fee_for,
)
from tinhso.services.representation.service import Mandate

OWNER_SYSTEM = "tinhso"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteDossier:
    """A dossier whose answers and papers have passed every rule, ready to be entered."""

    id: UUID
    version: ProcedureVersion
    case: ProcedureCase
    channel: Channel
    answers: CleanAnswers
    papers: tuple[GivenPaper, ...]
    applicant_id: UUID
    applicant: ApplicantFacts
    draft_id: UUID | None = None
    registered_by: UUID | None = None
    mandate: Mandate | None = None
    spared: tuple[Spared, ...] = ()
    lead: Agency | None = None
    """The agency that decides, where it was chosen and does not follow from the answers."""
    filed_at: datetime | None = None
    """When it was filed at another system; else now."""
    is_settled: bool = True
    """False while the answers that decide on case and fee are not known: nothing is charged yet."""
    asks_register: bool = True
    """Whether the population database can be asked about the applicant."""

    @property
    def organisation_id(self) -> UUID | None:
        """The organisation whose dossier it is."""
        return self.mandate.organisation_id if self.mandate else None

    @property
    def shown_name(self) -> str:
        """Whose dossier it is, as lists and slips name it."""
        organisation = self.mandate.organisation if self.mandate else None
        return organisation.name if organisation else self.applicant.full_name

    @property
    def subjects(self) -> tuple[UUID, ...]:
        """The people whose data stand in it."""
        representative = self.mandate.representative_id if self.mandate else None
        return tuple(dict.fromkeys(each for each in (self.applicant_id, representative) if each))

    @property
    def holder_ids(self) -> tuple[UUID, ...]:
        """Who else may pay: the organisation, and whoever acts under the mandate."""
        mandate_id = self.mandate.id if self.mandate else None
        return tuple(each for each in (self.organisation_id, mandate_id) if each)

    @property
    def fee(self) -> int:
        """What is to be paid, in đồng."""
        return fee_for(self.case, answers=self.answers.values) if self.is_settled else 0

    @property
    def is_paid_first(self) -> bool:
        """Whether it can be received only once its fee is paid."""
        return self.fee > 0 and self.case.fee.when == "before_receipt"


def enter_dossier(work: UnitOfWork, complete: CompleteDossier) -> tuple[Filed, datetime | None]:
    """Number the dossier and write it with its papers, access, tasks and work-list lines.

    Returns its code and the moment by which it should be received. What is entered later counts from the
    moment when it happened. Numbers come from one row for
    each agency and day, so agencies never wait for each other; a rollback leaves a gap.
    """
    agency = complete.lead or lead_agency(complete, work.at)
    agencies = agency_for(complete.version, complete.answers.values, agency.id, on=work.at)
    state = complete.version.process.state(complete.version.process.initial)
    tasks = tasks_on_entering(
        state,
        opened_at=work.at,
        calendar=working_calendar(now=work.now),
        agency_for=lambda competence: agencies[competence],
    )
    joining = {agency.id, *(task.agency_id for task in tasks)}
    if complete.registered_by:
        joining.add(complete.registered_by)  # a desk keeps seeing what it took in for another agency
    code = _insert_all(work, complete, agency, _summary(work, complete, agency, joining, tasks))
    open_first_tasks(work, case_kind=CASE_KIND, case_id=complete.id, tasks=tasks, opened_at=work.at)
    without_task = joining - {task.agency_id for task in tasks}
    if without_task:
        grant_access(
            case_kind=CASE_KIND,
            case_id=complete.id,
            agency_ids=sorted(without_task),
            basis="takes_part",
            now=work.now,
        )
    due = [task.due_at for task in tasks if task.due_at]
    return Filed(id=complete.id, code=code), min(due) if due else None


def lead_agency(complete: CompleteDossier, now: datetime) -> Agency:
    """The agency that will decide, competent at the commune that the answers name."""
    rule = complete.version.agency
    return competent_agency(
        competence=rule.lead,
        commune_code=str(complete.answers.values[rule.commune_field]),
        on=now.date(),
    )


def _summary(
    work: UnitOfWork,
    complete: CompleteDossier,
    agency: Agency,
    joining: Collection[UUID],
    tasks: Sequence[NewTask],
) -> list[SummaryRow]:
    return summary_rows(
        dossier_id=complete.id,
        status=Status.NEW,
        lead_agency_id=agency.id,
        agencies=joining,
        tasks=[PlacedTask(task.key, task.agency_id, task.role, task.due_at) for task in tasks],
        due_at=None,
        submitted_at=complete.filed_at or work.at,
        check=CheckState.PENDING,
    )


_ENTER = """
with number as (
  insert into dossiers_code_sequence (agency_id, day, last) values (%(agency)s, %(day)s, 1)
  on conflict (agency_id, day) do update set last = dossiers_code_sequence.last + 1
  returning last, lpad(last::text, greatest(4, length(last::text)), '0') as digits
), dossier as (
  insert into dossiers_dossier (id, code, dotted_code, owner_system, procedure_code,
    procedure_version, case_key, channel, agency_id, applicant_id, organisation_id, mandate_id,
    representative_id, status, state, version, sealed_answers, sealed_applicant_name, fee_state,
    fee_amount, check_state, submitted_at, supplement_rounds)
  select %(id)s, %(prefix)s || '-' || %(yymmdd)s || '-' || digits,
    %(dotted)s::text || '-' || %(yymmdd)s || '-' || digits, %(owner)s, %(procedure)s, %(version)s,
    %(case)s, %(channel)s, %(agency)s, %(applicant)s, %(organisation)s, %(mandate)s,
    %(representative)s, 1, %(state)s, 1, %(answers)s, %(name)s,
    %(fee_state)s, %(fee)s, %(check)s, %(filed_at)s, 0 from number
), papers as (
  insert into dossiers_paper (id, dossier_id, key, file_id, sealed_name, added_at, kept_paper_id,
    outside_code)
  select id, %(id)s, key, file_id, decode(name, 'hex'), %(now)s, kept_id, outside_code
  from jsonb_to_recordset(%(papers)s::jsonb)
    as p(id uuid, key text, file_id uuid, name text, kept_id uuid, outside_code text)
), spared as (
  insert into dossiers_spared_paper (dossier_id, key, by, fact)
  select %(id)s, key, by, fact from jsonb_to_recordset(%(spared)s::jsonb) as q(key text, by text, fact text)
), history as (
  insert into dossiers_event (dossier_id, version, at, action, from_status, status, state,
    actor_kind, actor_id, agency_id)
  values (%(id)s, 1, %(now)s, 'submit', 0, 1, %(state)s, %(actor_kind)s, %(actor)s, %(actor_agency)s)
), lines as (
  insert into dossiers_worklist (dossier_id, agency_id, queue, due_at, sort_at, is_unverified, code_tail)
  select %(id)s, line.*, reverse(%(yymmdd)s || '-' || digits) from number,
    jsonb_to_recordset(%(lines)s::jsonb) as line(agency_id uuid, queue text, due_at timestamptz,
      sort_at timestamptz, is_unverified boolean)
), names as (
  insert into dossiers_name_word (agency_id, word_index, dossier_id)
  select line.agency_id, decode(word, 'hex'), %(id)s
  from jsonb_to_recordset(%(lines)s::jsonb) as line(agency_id uuid),
    jsonb_array_elements_text(%(name_words)s::jsonb) as word
), draft as (
  update dossiers_draft set submitted_dossier_id = %(id)s, updated_at = %(now)s
  where id = %(draft)s
)
select last from number"""


def _insert_all(
    work: UnitOfWork, complete: CompleteDossier, agency: Agency, lines: Sequence[SummaryRow]
) -> str:
    fee = complete.fee
    day = work.at.date()
    parameters: dict[str, Any] = {
        "id": complete.id,
        "agency": agency.id,
        "day": day,
        "yymmdd": day.strftime("%y%m%d"),
        "prefix": agency.code,
        "dotted": agency.national_code or None,
        "owner": OWNER_SYSTEM,
        "procedure": complete.version.code,
        "version": complete.version.version,
        "case": complete.case.key,
        "channel": complete.channel.value,
        "applicant": complete.applicant_id,
        "organisation": complete.organisation_id,
        "mandate": complete.mandate.id if complete.mandate else None,
        "representative": complete.mandate.representative_id if complete.mandate else None,
        "state": complete.version.process.initial,
        "answers": seal_json(dict(complete.answers.values), owner=complete.id, field=sealing.ANSWERS),
        "name": seal_text(complete.shown_name, owner=complete.id, field=sealing.APPLICANT_NAME),
        "name_words": _json([word.hex() for word in name_words_index(complete.shown_name)]),
        "fee_state": (FeeState.DUE if fee else FeeState.NONE).value,
        "fee": fee,
        "check": CheckState.PENDING.value,
        "now": work.at,
        "filed_at": complete.filed_at or work.at,
        "papers": _paper_rows(complete.papers),
        "spared": _json([{"key": s.key, "by": s.by.value, "fact": s.fact} for s in complete.spared]),
        "actor_kind": work.actor.kind.value,
        "actor": work.actor.reference,
        "actor_agency": work.actor.agency_id,
        "lines": _json(lines),
        "draft": complete.draft_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ENTER, parameters)
        number = int(cursor.fetchone()[0])
    return _code(agency, number, work.at)


def _json(rows: object) -> str:
    # One text for many rows: the driver writes arrays element by element, at many times the price.
    return msgspec.json.encode(rows).decode()


def _code(agency: Agency, number: int, now: datetime) -> str:
    notation = AgencyCode(national=agency.code, dotted=agency.national_code)
    return str(DossierCode(agency=notation, received=now.date(), sequence=number))


def _paper_rows(papers: Sequence[GivenPaper]) -> str:
    rows = []
    ids = sorted(new_id() for _ in papers)  # added in one moment, and yet shown in the order given
    for paper_id, paper in zip(ids, papers, strict=True):
        sealed = seal_text(paper.name, owner=paper_id, field=sealing.PAPER_NAME)
        rows.append(
            {
                "id": str(paper_id),
                "key": paper.key,
                "file_id": str(paper.file_id),
                "name": sealed.hex(),
                "kept_id": str(paper.kept_id) if paper.kept_id else None,
                "outside_code": paper.outside_code,
            }
        )
    return _json(rows)
