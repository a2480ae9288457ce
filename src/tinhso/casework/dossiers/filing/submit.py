"""Filing: a citizen's draft becomes a dossier; a walk-in's papers become one at the counter."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.events import DossierSubmitted
from tinhso.casework.dossiers.filing.applicant import ApplicantFacts, applicant_facts
from tinhso.casework.dossiers.filing.damaged import refuse_damaged
from tinhso.casework.dossiers.filing.entry import CompleteDossier, enter_dossier, lead_agency
from tinhso.casework.dossiers.filing.party import Behalf, behalf_of, named_organisation, party_answers
from tinhso.casework.dossiers.filing.registered import ask_business_register, may_be_spared, registered_facts
from tinhso.casework.dossiers.filing.told import facts_at_counter, facts_in_form
from tinhso.casework.dossiers.handling.steps import take_step
from tinhso.casework.dossiers.record.drafts import LoadedDraft, load_draft
from tinhso.casework.dossiers.record.errors import UnableToFileDossier
from tinhso.casework.dossiers.record.kept import from_store, holder_of, spared_papers
from tinhso.casework.dossiers.record.papers import GivenPaper, UploadedPaper, check_papers, keep_papers
from tinhso.casework.dossiers.record.types import CASE_KIND, Channel, Filed
from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.files.service import keep_within_draft
from tinhso.foundation.unit_of_work.service import (
    UnitOfWork,
    claim_key,
    unit_of_work,
)
from tinhso.registers.catalogue.service import (
    KnownFact,
    ProcedureVersion,
    UnableToFindProcedure,
    case_for,
    get_procedure,
    papers_for,
    require_open,
    validate_answers,
)
from tinhso.registers.people.service import FactSource, PersonFacts, find_by_personal_id, remember_person
from tinhso.services.payments.service import request_first_fee
from tinhso.services.representation.service import (
    CheckedPaper,
    Mandate,
    confirm_mandate,
    organisation_facts,
    record_paper_mandate,
)
from tinhso.services.verification.service import PersonFacts as QuestionFacts
from tinhso.services.verification.service import ask_about_person, portal_account

_PURPOSE = "Tiếp nhận hồ sơ"


def submit_draft(*, draft_id: UUID, actor: Actor, now: datetime) -> Filed:
    """File the citizen's draft: once, whatever the browser sends.

    The draft's own id is the idempotency key, so a second tab, a double click or twenty parallel
    requests all end in the same dossier. Never waits for an outside line. Raises UnableToReceiveNow
    outside the procedure's windows; what was filed in time is given back at any time. Refused, also for a
    photo that nobody can open, the draft stays as it is.
    """
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        require(actor=actor, permission=Permission.DOSSIER_SUBMIT)
        confirm_mandate(work, procedure_code="")
        dossier_id = new_id()
        first_id = claim_key(
            work,
            key=f"draft:{draft_id}",
            request_digest=draft_id.bytes,
            result_id=dossier_id,
        )
        if first_id != dossier_id:
            return filed(first_id)
        draft = load_draft(draft_id, actor=actor, lock=True)
        require_open(draft.version, now=now)
        _refuse_former_version(draft, now)
        behalf = behalf_of(work, draft.version)
        registered = registered_facts(work, draft.version, behalf.mandate, filing_id=draft.id)
        complete = _complete_from_draft(dossier_id, draft, behalf, registered, now=now)
        return file_complete(work, complete, asked_by=portal_account())


def file_online(
    *,
    procedure_code: str,
    answers: Mapping[str, Any],
    papers: Sequence[UploadedPaper],
    key: str,
    actor: Actor,
    now: datetime,
) -> Filed:
    """File a whole dossier in one request, for a citizen who fills everything in on one page.

    What a draft would have locked is typed here; so the personal id must be that of the account, or of the
    person it acts for. What the right to act for an organisation says goes over what was typed; of the
    organisation the business register is asked before, once for each ``key``, where that may spare a paper.
    """
    version = get_procedure(procedure_code, on=now.date())
    is_asking = actor.organisation_id is not None and may_be_spared(version)
    filing_id = _ask_once(version, key=key, actor=actor, now=now) if is_asking else None
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        require(actor=actor, permission=Permission.DOSSIER_SUBMIT)
        dossier_id, first_id = _claim(work, key, procedure_code, answers, papers)
        if first_id != dossier_id:
            return filed(first_id)
        require_open(version, now=now)
        behalf = behalf_of(work, version)
        clean = validate_answers(version, {**answers, **party_answers(version, behalf.mandate, now=now)})
        applicant = applicant_facts(version, clean.values)
        if find_by_personal_id(applicant.personal_id) != behalf.applicant_id:
            raise UnableToFileDossier(
                code="another_person",
                message="Số định danh người nộp không phải của tài khoản đang đăng nhập.",
            )
        keep_within_draft((), [len(paper.content) for paper in papers])
        complete = CompleteDossier(
            id=dossier_id,
            version=version,
            case=case_for(version, channel=Channel.ONLINE.value, answers=clean.values),
            channel=Channel.ONLINE,
            answers=clean,
            papers=keep_papers(papers, owner=str(actor.person_id), now=now),
            applicant_id=behalf.applicant_id,
            applicant=applicant,
            mandate=behalf.mandate,
        )
        registered = registered_facts(work, version, behalf.mandate, filing_id=filing_id) if filing_id else ()
        known = (*behalf.known_facts, *registered)
        complete = replace(complete, spared=spared_papers(version, clean.values, complete.papers, known))
        check_papers(version, clean, complete.papers, known)
        return file_complete(work, complete, asked_by=portal_account())


def register_at_counter(
    *,
    procedure_code: str,
    answers: Mapping[str, Any],
    papers: Sequence[UploadedPaper],
    key: str,
    reused: Mapping[str, UUID] | None = None,
    receive: bool = False,
    brought_by: CheckedPaper | None = None,
    told: str = "",
    actor: Actor,
    now: datetime,
) -> Filed:
    """Enter the dossier of a person who came to the one-stop desk; ``key`` is made by the form.

    With ``receive`` it is received in the same transaction, as an officer does who has the papers in
    hand; not where a fee comes first, nor where another agency decides: that agency receives it, and
    this desk keeps seeing it.
    ``reused`` names papers of the applicant's store by the paper that they serve as; raises UnableToReuse.
    ``brought_by`` is whoever came for the applicant, or for the organisation that the form names, with an
    authorisation paper that the officer has checked. ``told`` is what ``counter_prefill`` gave along: a paper
    that the population database makes unnecessary is not asked for.
    """
    version = get_procedure(procedure_code, on=now.date())
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        require(actor=actor, permission=Permission.DOSSIER_REGISTER)
        dossier_id, first_id = _claim(work, key, procedure_code, answers, papers, reused or {})
        if first_id != dossier_id:
            return filed(first_id)
        require_open(version, now=now)
        clean = validate_answers(version, answers, on=now.date())
        applicant = applicant_facts(version, clean.values)
        person_id = remember_person(work, facts=_counter_facts(applicant, now))
        mandate = _paper_mandate(work, version, clean.values, person_id, brought_by) if brought_by else None
        holder = holder_of(mandate, person_id)
        kept = [
            from_store(version, paper_key, kept_id, holder=holder, now=now)
            for paper_key, kept_id in (reused or {}).items()
        ]
        complete = CompleteDossier(
            id=dossier_id,
            version=version,
            case=case_for(version, channel=Channel.COUNTER.value, answers=clean.values),
            channel=Channel.COUNTER,
            answers=clean,
            papers=(*keep_papers(papers, owner=str(person_id), now=now), *kept),
            applicant_id=person_id,
            applicant=applicant,
            registered_by=actor.agency_id,
            mandate=mandate,
        )
        known = facts_at_counter(version, told, personal_id=applicant.personal_id, officer=actor, now=now)
        complete = replace(complete, spared=spared_papers(version, clean.values, complete.papers, known))
        check_papers(version, clean, complete.papers, known)
        entered = file_complete(work, complete, asked_by=str(actor.officer_id))
        if receive and not complete.is_paid_first and lead_agency(complete, now).id == actor.agency_id:
            take_step(dossier_id=entered.id, action="receive", expected_version=1, actor=actor, now=now)
        return entered


def _paper_mandate(
    work: UnitOfWork,
    version: ProcedureVersion,
    values: Mapping[str, Any],
    person_id: UUID,
    brought_by: CheckedPaper,
) -> Mandate:
    code, name, address = named_organisation(version, values)
    applicant = applicant_facts(version, values)
    if not name:
        return record_paper_mandate(
            work,
            paper=brought_by,
            principal_id=person_id,
            principal_name=applicant.full_name,
            procedure_code=version.code,
        )
    if brought_by.personal_id.replace(" ", "") != applicant.personal_id:
        raise UnableToFileDossier(
            code="another_bearer",
            message="Hồ sơ của tổ chức: người đến nộp phải là người ghi ở mục người nộp hồ sơ.",
            fields={"bearer_personal_id": "Khác số định danh ở mục người nộp hồ sơ."},
        )
    if not code:
        raise UnableToFileDossier(
            code="organisation_unknown",
            message="Cần mã số của tổ chức để ghi nhận văn bản ủy quyền.",
            fields={"bearer_number": "Hãy ghi mã số doanh nghiệp hoặc mã số thuế của tổ chức."},
        )
    return record_paper_mandate(
        work,
        paper=brought_by,
        organisation=organisation_facts(code=code, name=name, address=address),
        procedure_code=version.code,
    )


def filed(dossier_id: UUID) -> Filed:
    """The dossier that an earlier identical request produced."""
    with connection.cursor() as cursor:
        cursor.execute("select code from dossiers_dossier where id = %s", [dossier_id])
        return Filed(id=dossier_id, code=cursor.fetchone()[0])


def file_complete(work: UnitOfWork, complete: CompleteDossier, *, asked_by: str) -> Filed:
    """Enter a dossier that may be entered: the register asked, the fee requested, written down, announced."""
    entered, receive_by = enter_dossier(work, complete)
    if complete.asks_register:
        ask_about_person(
            work,
            case_id=complete.id,
            person_id=complete.applicant_id,
            facts=_question(complete.applicant),
            asked_by=asked_by,
            service_name=complete.version.code,
            due_at=receive_by,
            agency_id=(complete.lead or lead_agency(complete, work.at)).id,
        )
    if complete.fee:
        request_first_fee(
            work,
            case_id=complete.id,
            person_id=complete.applicant_id,
            amount_vnd=complete.fee,
            description=f"{complete.version.title[:150]}, hồ sơ {entered.code}",
            holder_ids=complete.holder_ids,
        )
    details = {"procedure": complete.version.code, "channel": complete.channel.value}
    if complete.mandate:
        details["mandate"] = str(complete.mandate.id)
    work.record(
        action="dossier.submit",
        object_kind=CASE_KIND,
        object_id=complete.id,
        subjects=complete.subjects,
        purpose=_PURPOSE,
        legal_basis=complete.version.legal_basis[0].instrument,
        details=details,
    )
    work.announce(DossierSubmitted(subject_id=complete.id, version=1, fee_is_asked=bool(complete.fee)))
    return entered


def _refuse_former_version(draft: LoadedDraft, now: datetime) -> None:
    """A dossier is filed under the version of its day, not of the day when somebody began to write."""
    try:
        current = get_procedure(draft.version.code, on=now.date())
    except UnableToFindProcedure as ended:
        raise UnableToFileDossier(
            code="procedure_ended", message="Thủ tục này không còn hiệu lực nên không nộp được nữa."
        ) from ended
    if current.version != draft.version.version:
        raise UnableToFileDossier(
            code="former_version",
            message="Thủ tục đã có tờ khai mới từ khi bạn bắt đầu soạn. Những gì bạn đã ghi vẫn được giữ;"
            " hãy chuyển sang tờ khai mới, xem lại rồi nộp.",
        )


def _complete_from_draft(
    dossier_id: UUID, draft: LoadedDraft, behalf: Behalf, registered: Sequence[KnownFact], *, now: datetime
) -> CompleteDossier:
    version, content = draft.version, draft.content
    clean = validate_answers(version, content.merged())
    holder = holder_of(behalf.mandate, behalf.person_id)
    papers = tuple(
        from_store(version, paper.key, paper.kept_id, holder=holder, now=now)
        if paper.kept_id
        else GivenPaper(key=paper.key, file_id=paper.file_id, name=paper.name)
        for paper in content.papers
    )
    known = (*behalf.known_facts, *facts_in_form(version, content), *registered)
    check_papers(version, clean, papers, known)
    refuse_damaged(content.papers, papers_for(version, clean.values, known))
    return CompleteDossier(
        id=dossier_id,
        version=version,
        case=case_for(version, channel=Channel.ONLINE.value, answers=clean.values),
        channel=Channel.ONLINE,
        answers=clean,
        papers=papers,
        applicant_id=behalf.applicant_id,
        applicant=applicant_facts(version, clean.values),
        mandate=behalf.mandate,
        draft_id=draft.id,
        spared=spared_papers(version, clean.values, papers, known),
    )


def _ask_once(version: ProcedureVersion, *, key: str, actor: Actor, now: datetime) -> UUID:
    """Ask about the organisation, unless the same page was sent before; under which id it was asked."""
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.DOSSIER_SUBMIT)
        behalf = behalf_of(work, version)
        wanted = new_id()
        first = claim_key(
            work, key=f"registers:{key}", request_digest=version.code.encode(), result_id=wanted
        )
    if first == wanted:
        ask_business_register(version=version, behalf=behalf, filing_id=wanted, actor=actor, now=now)
    return first


def _claim(
    work: UnitOfWork,
    key: str,
    procedure_code: str,
    answers: Mapping[str, Any],
    papers: Sequence[UploadedPaper],
    reused: Mapping[str, UUID] | None = None,
) -> tuple[UUID, UUID]:
    content = json.dumps([procedure_code, dict(answers)], sort_keys=True, default=str)
    digest = hashlib.sha256(content.encode())
    for paper in papers:
        digest.update(f"{paper.key} {paper.sha256} ".encode())
    for paper_key, kept_id in (reused or {}).items():
        digest.update(f"{paper_key} {kept_id} ".encode())
    dossier_id = new_id()
    first_id = claim_key(work, key=f"file:{key}", request_digest=digest.digest(), result_id=dossier_id)
    return dossier_id, first_id


def _counter_facts(applicant: ApplicantFacts, now: datetime) -> PersonFacts:
    return PersonFacts(
        personal_id=applicant.personal_id,
        source=FactSource.COUNTER,
        as_of=now,
        full_name=applicant.full_name,
        birth=applicant.birth,
        sex=applicant.sex,
        phone=applicant.phone or None,
        email=applicant.email or None,
    )


def _question(applicant: ApplicantFacts) -> QuestionFacts:
    return QuestionFacts(
        personal_id=applicant.personal_id,
        full_name=applicant.full_name,
        birth=applicant.birth,
        sex=applicant.sex,
    )
