"""Taking in a dossier that a citizen filed at another system: whole as it is, and nothing invented."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from tinhso.casework.dossiers.crossing.deciding import Decider, find_decider
from tinhso.casework.dossiers.crossing.papers import kept_as_ours
from tinhso.casework.dossiers.crossing.types import OutsideFiling
from tinhso.casework.dossiers.filing.applicant import ApplicantFacts, facts_of
from tinhso.casework.dossiers.filing.entry import CompleteDossier
from tinhso.casework.dossiers.filing.submit import file_complete, filed
from tinhso.casework.dossiers.outside.codes import fitting_case, keep_outside_code
from tinhso.casework.dossiers.outside.papers import keys_to_fill
from tinhso.casework.dossiers.record.errors import UnableToFileDossier
from tinhso.casework.dossiers.record.outside_types import FiledOutside, OutsideCode
from tinhso.casework.dossiers.record.posted import BY_POST, QUESTION, offers_post
from tinhso.casework.dossiers.record.types import CASE_KIND, Channel, Filed
from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.clock.service import VIETNAM, new_id
from tinhso.foundation.files.service import UnableToAcceptFile
from tinhso.foundation.identifiers.service import (
    DomainError,
    PersonalId,
    clean_text,
    parse_email,
    parse_mobile_number,
    parse_partial_date,
    parse_personal_id,
)
from tinhso.foundation.unit_of_work.service import UnitOfWork, claim_key, unit_of_work
from tinhso.registers.catalogue.service import (
    CleanAnswers,
    ProcedureVersion,
    UnableToAcceptAnswers,
    UnableToFindProcedure,
    get_procedure,
    prefill_answers,
    validate_answers,
)
from tinhso.registers.people.service import FactSource, PersonFacts, get_people, remember_person
from tinhso.services.verification.service import portal_account

PERSON = "1"
_STATE = frozenset({FactSource.POPULATION, FactSource.VNEID})
_PREFILL = "Điền vào hồ sơ nộp tại hệ thống khác điều nhà nước đã biết"
_PREFILL_BASIS = "Nghị định 61/2018/NĐ-CP; không yêu cầu công dân khai lại dữ liệu đã có"
_KINDS = frozenset({PERSON, "2", "3", "4"})
_LONGEST_NAME, _LONGEST_TEXT, _LONGEST_CODE = 120, 2000, 100
_CLOCKS_DIFFER = timedelta(days=1)
_NATIONAL_CODE = re.compile(r"(\d\.\d{6})(\..*)?", re.ASCII)


def take_in(*, filing: OutsideFiling, actor: Actor, now: datetime) -> Filed:
    """Enter a dossier that was filed at another system as submitted here; the same filing gives the same.

    What its form does not say stays unanswered: the officer asks for it as for any supplement. It counts as
    filed when it was filed there, whatever window is open now, and is to be received from now on. Raises
    UnableToRepeat where the code came before with another content, UnableToFileDossier with a code
    ``outside.…`` for an unknown procedure or agency, a number that is none, a dangerous file.
    """
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        require(actor=actor, permission=Permission.DOSSIER_EXCHANGE)
        dossier_id = new_id()
        first_id = claim_key(
            work,
            key=f"outside:{filing.system}:{filing.code}",
            request_digest=_digest(filing),
            result_id=dossier_id,
        )
        if first_id != dossier_id:
            return filed(first_id)
        try:
            said, person = _read(filing, now)
            complete = _complete(work, dossier_id, filing, said, person)
        except UnableToAcceptFile as refused:
            raise _unable(refused.code, refused.message) from refused
        entered = file_complete(work, complete, asked_by=portal_account())
        code = OutsideCode(system=filing.system, code=filing.code, filed_at=complete.filed_at)
        keep_outside_code(dossier_id, code, said=said, now=now)
        work.record(
            action="dossier.taken_in",
            object_kind=CASE_KIND,
            object_id=dossier_id,
            subjects=(complete.applicant_id,),
            purpose="Nhận hồ sơ nộp tại hệ thống khác",
            details={"system": filing.system, "papers": len(complete.papers)},
        )
        return entered


def _unable(code: str, message: str) -> UnableToFileDossier:
    return UnableToFileDossier(code=f"outside.{code}", message=message)


def _digest(filing: OutsideFiling) -> bytes:
    words = [
        filing.procedure_code, filing.agency_code, filing.full_name, filing.personal_id,
        filing.applicant_kind, filing.email, filing.phone, filing.summary, filing.by_post,
        filing.filed_at.isoformat(),
    ]  # fmt: skip
    papers = [[paper.key, paper.name, paper.sha256] for paper in filing.papers]
    return hashlib.sha256(json.dumps([words, papers]).encode()).digest()


def _read(filing: OutsideFiling, now: datetime) -> tuple[FiledOutside, PersonalId]:
    """What was given, in its one spelling; refuses what makes no dossier."""
    try:
        person = parse_personal_id(filing.personal_id)
    except DomainError as unreadable:
        raise _unable("personal_id", "Số định danh người nộp không đúng.") from unreadable
    if filing.applicant_kind not in _KINDS:
        raise _unable("applicant_kind", "Loại đối tượng nộp hồ sơ không có trong danh mục.")
    if filing.filed_at > now + _CLOCKS_DIFFER:
        raise _unable("filed_at", "Ngày nộp hồ sơ nằm trong tương lai.")
    if not filing.code.strip() or len(filing.code) > _LONGEST_CODE or not filing.system:
        raise _unable("code", "Hồ sơ không có mã tại hệ thống nơi nộp.")
    name = _clean(filing.full_name, _LONGEST_NAME)
    if not name:
        raise _unable("full_name", "Hồ sơ không có tên người nộp.")
    return FiledOutside(
        full_name=name,
        personal_id=person.value,
        applicant_kind=filing.applicant_kind,
        email=_clean(filing.email, _LONGEST_TEXT),
        phone=_clean(filing.phone, _LONGEST_TEXT),
        summary=_clean(filing.summary, _LONGEST_TEXT),
        by_post=filing.by_post,
    ), person


def _clean(text: str, longest: int) -> str:
    return clean_text(text, longest) if text.strip() else ""


def _complete(
    work: UnitOfWork, dossier_id: UUID, filing: OutsideFiling, said: FiledOutside, number: PersonalId
) -> CompleteDossier:
    filed_at = min(filing.filed_at, work.now).astimezone(VIETNAM)
    version = _procedure(filing.procedure_code, filed_at)
    decider = find_decider(version, agency_code=filing.agency_code, on=work.now.date())
    if decider is None:
        raise _unable("agency", "Cơ quan xử lý không có trong tỉnh, hoặc không giải quyết thủ tục này.")
    person_id = remember_person(work, facts=_person_facts(said, filed_at))
    known = facts_known_of(work, person_id, said)
    answers = known_answers(version, said, decider, filed_at, known=known)
    case, is_settled = fitting_case(version, channel=Channel.ONLINE.value, answers=answers.values)
    return CompleteDossier(
        id=dossier_id,
        version=version,
        case=case,
        channel=Channel.ONLINE,
        answers=answers,
        papers=kept_as_ours(
            version,
            filing.papers,
            open_keys=keys_to_fill(version, answers.values),
            owner=person_id,
            now=work.now,
        ),
        applicant_id=person_id,
        applicant=_applicant(said, number, known),
        lead=decider.agency,
        filed_at=filed_at,
        is_settled=is_settled,
        asks_register=said.applicant_kind == PERSON,
    )


def _procedure(code: str, filed_at: datetime) -> ProcedureVersion:
    national = _NATIONAL_CODE.fullmatch(code.strip())
    try:
        return get_procedure(national[1] if national else code, on=filed_at.date())
    except UnableToFindProcedure as unknown:
        raise _unable("procedure", "Không có thủ tục này trong ngày nộp.") from unknown


def facts_known_of(work: UnitOfWork, person_id: UUID, said: FiledOutside) -> dict[str, str]:
    """Birth and sex as the state itself said them of this very person; nothing where the names differ."""
    if said.applicant_kind != PERSON:
        return {}
    person = get_people(work, [person_id], purpose=_PREFILL, legal_basis=_PREFILL_BASIS)[person_id]
    if (person.full_name or "").casefold() != said.full_name.casefold():
        return {}
    verified = {fact for fact, origin in person.origins.items() if origin.source in _STATE}
    if "full_name" not in verified:
        return {}
    return {
        source: value
        for source, value in facts_of(person).items()
        if source.removeprefix("population.") in verified & {"birth", "sex"}
    }


def known_answers(
    version: ProcedureVersion,
    said: FiledOutside,
    decider: Decider,
    filed_at: datetime,
    *,
    known: Mapping[str, str],
) -> CleanAnswers:
    """What the filing and the state answer of the form; what a question cannot take stays with the filing."""
    typed: Mapping[str, str] = {
        **prefill_answers(version, facts={**known, **_facts(said)}),
        **({version.agency.commune_field: decider.commune_code} if decider.commune_code else {}),
        **({QUESTION: BY_POST} if said.by_post and offers_post(version) else {}),
    }
    every = frozenset(field.key for field in version.fields)
    try:
        return validate_answers(version, typed, on=filed_at.date(), lacking=every)
    except UnableToAcceptAnswers as refused:
        wrong = {key.split(".")[0] for key in refused.fields}
        taken = {key: value for key, value in typed.items() if key not in wrong}
        return validate_answers(version, taken, on=filed_at.date(), lacking=every)


def _facts(said: FiledOutside) -> dict[str, str]:
    """The filing under the names by which forms ask."""
    name = "population.full_name" if said.applicant_kind == PERSON else "organisation.name"
    return {
        "population.personal_id": said.personal_id,
        name: said.full_name,
        "vneid.phone": said.phone,
        "vneid.email": said.email,
    }


def _person_facts(said: FiledOutside, filed_at: datetime) -> PersonFacts:
    return PersonFacts(
        personal_id=said.personal_id,
        source=FactSource.DECLARED,
        as_of=filed_at,
        full_name=said.full_name if said.applicant_kind == PERSON else None,
        phone=said.phone if _is_readable(parse_mobile_number, said.phone) else None,
        email=said.email if _is_readable(parse_email, said.email) else None,
    )


def _applicant(said: FiledOutside, number: PersonalId, known: Mapping[str, str]) -> ApplicantFacts:
    """Who applies; where the state has not said, year of birth and sex are those that the number tells."""
    return ApplicantFacts(
        personal_id=number.value,
        full_name=said.full_name,
        birth=parse_partial_date(known.get("population.birth") or str(number.birth_year)),
        sex=number.sex,
        phone=said.phone,
        email=said.email,
    )


def _is_readable(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except DomainError:
        return False
    return True
