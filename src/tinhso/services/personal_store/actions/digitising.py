"""Scanning a paper, looking at it a second time, certifying it; and keeping a result by itself."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from tinhso.foundation.authority.service import Actor, NotPermitted, Permission, require
from tinhso.foundation.clock.service import legal_day, new_id
from tinhso.foundation.crypto.service import seal_json
from tinhso.foundation.files.service import read, store, store_again
from tinhso.foundation.identifiers.service import clean_text
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work
from tinhso.registers.catalogue.service import vietnamese_words
from tinhso.registers.people.service import FactSource, PersonFacts, find_by_personal_id, remember_person
from tinhso.services.personal_store import models
from tinhso.services.personal_store.errors import UnableToCertify, UnableToDigitise
from tinhso.services.personal_store.queries import LEGAL_BASIS, PURPOSE, lock_paper, of_holder
from tinhso.services.personal_store.rules import problems_of
from tinhso.services.personal_store.types import KEPT_KIND, Checked, Holder, KeptOrigin, PaperFacts

_LONGEST_NUMBER, _LONGEST_ISSUER = 60, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedPaper:
    """A paper under the scanner: whose it is, what it is, and the file."""

    personal_id: str = field(repr=False)
    full_name: str = field(default="", repr=False)
    kind: str
    name: str = field(repr=False)
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedResult:
    """A result on its way into its owner's store; ``kind`` is a kind of paper or the code of the result."""

    holder: Holder
    kind: str
    title: str
    facts: PaperFacts = field(repr=False)
    file_id: UUID
    agency_id: UUID
    case_id: UUID


def kind_names() -> Mapping[str, str]:
    """The kinds of paper that procedures know, with their Vietnamese names."""
    return vietnamese_words()["paper_kinds"]


def scan_paper(*, paper: ScannedPaper, actor: Actor, now: datetime) -> UUID:
    """Keep a scan for the person who stands at the counter, to be looked at and certified.

    Raises UnableToDigitise for an unknown kind, or an unknown person without a name; UnableToAcceptFile
    with a reason; UnableToRead… for a number that is none.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.PAPER_CERTIFY)
        _known_kind(paper.kind)
        with acting_as_system(work):
            person_id = _person(work, paper)
            stored = store(
                content=paper.content, declared_name=paper.name, owner=str(person_id), now=work.now
            )
            return _keep_scan(work, Holder(person_id=person_id), kind=paper.kind, file_id=stored.id)


def scan_of_case(work: UnitOfWork, *, holder: Holder, kind: str, file_id: UUID, case_id: UUID) -> UUID:
    """Keep a paper of a case as a scan to be certified; the caller has let the actor read the case.

    The same stored bytes, by reference. What the holder's store has of this file already is that paper.
    """
    require(actor=work.actor, permission=Permission.PAPER_CERTIFY)
    if work.actor.agency_id is None:  # a machine holds no original
        raise NotPermitted(permission=Permission.PAPER_CERTIFY)
    _known_kind(kind)
    with acting_as_system(work):
        own = store_again(file_id, owner=str(holder.id), now=work.now)
        rows = models.KeptPaper.objects.filter(file_id=own.id, revoked_at__isnull=True)
        known = rows.filter(of_holder(holder)).first()
        if known is not None and known.agency_id == work.actor.agency_id:
            return known.id
        if known is not None:
            raise UnableToDigitise(
                code="kept_paper.known",
                message="Giấy tờ này đã được một cơ quan khác số hóa; không cần làm lại.",
            )
        return _keep_scan(work, holder, kind=kind, file_id=own.id, case_id=case_id)


def certify_paper(
    *, kept_id: UUID, kind: str, facts: PaperFacts, checked: Checked, actor: Actor, now: datetime
) -> None:
    """Certify a scan as reusable after the second look: who, for which agency, when, and the bytes' digest.

    Raises UnableToCertify naming every field that is missing, and for what is certified already.
    """
    with unit_of_work(actor=actor, now=now) as work:
        row = lock_paper(work, kept_id, permission=Permission.PAPER_CERTIFY)
        if row.certified_at is not None:
            raise UnableToCertify(code="kept_paper.certified", message="Giấy tờ này đã được chứng nhận rồi.")
        title = _known_kind(kind)
        clean = _clean(facts)
        problems = problems_of(clean, checked, on=legal_day(now))
        if problems:
            raise UnableToCertify(
                code="kept_paper.not_ready", message="Chưa chứng nhận được giấy tờ này.", fields=problems
            )
        row.kind, row.valid_until = kind, clean.valid_until
        row.sealed_facts = _sealed(row.id, title, clean, sha256=hashlib.sha256(read(row.file_id)).hexdigest())
        row.certified_by, row.certified_at = actor.reference, now
        with acting_as_system(work):
            row.save(update_fields=["kind", "valid_until", "sealed_facts", "certified_by", "certified_at"])
        record(work, row, "kept_paper.certified")


def discard_scan(*, kept_id: UUID, actor: Actor, now: datetime) -> None:
    """Put a scan away that does not pass the second look; raises UnableToCertify for a certified paper."""
    with unit_of_work(actor=actor, now=now) as work:
        row = lock_paper(work, kept_id, permission=Permission.PAPER_CERTIFY)
        if row.certified_at is not None:
            raise UnableToCertify(
                code="kept_paper.certified",
                message="Giấy tờ đã chứng nhận thì không bỏ được; lãnh đạo có thể thu hồi và ghi lý do.",
            )
        record(work, row, "kept_paper.discarded")
        with acting_as_system(work):
            row.delete()


def keep_result(work: UnitOfWork, *, result: IssuedResult) -> UUID:
    """Put a result that was issued into its owner's store; needs the system's scope.

    The same file again, issued anew, is the same paper.
    """
    stored = store_again(result.file_id, owner=str(result.holder.id), now=work.now)
    known = models.KeptPaper.objects.filter(file_id=stored.id, case_id=result.case_id).first()
    if known is not None:
        return known.id
    kept_id = new_id()
    digest = hashlib.sha256(read(stored.id)).hexdigest()
    row = models.KeptPaper.objects.create(
        id=kept_id,
        person_id=result.holder.person_id,
        organisation_id=result.holder.organisation_id,
        kind=result.kind,
        origin=KeptOrigin.RESULT.value,
        file_id=stored.id,
        sealed_facts=_sealed(kept_id, result.title, result.facts, sha256=digest),
        valid_until=result.facts.valid_until,
        agency_id=result.agency_id,
        scanned_at=work.now,
        certified_at=work.now,
        case_id=result.case_id,
    )
    record(work, row, "kept_paper.result_kept")
    return kept_id


def record(work: UnitOfWork, row: models.KeptPaper, action: str) -> None:
    """Write down what was done to a paper; the owner sees it."""
    work.record(
        action=action,
        object_kind=KEPT_KIND,
        object_id=row.id,
        subjects=(row.person_id,) if row.person_id else (),
        purpose=PURPOSE,
        legal_basis=LEGAL_BASIS,
        details={"kind": row.kind},
    )


def _keep_scan(
    work: UnitOfWork, holder: Holder, *, kind: str, file_id: UUID, case_id: UUID | None = None
) -> UUID:
    kept_id = new_id()
    assert work.actor.agency_id is not None  # noqa: S101 - an officer works for an agency
    row = models.KeptPaper.objects.create(
        id=kept_id,
        person_id=holder.person_id,
        organisation_id=holder.organisation_id,
        kind=kind,
        origin=KeptOrigin.SCAN.value,
        file_id=file_id,
        sealed_facts=seal_json({"title": kind_names()[kind]}, owner=kept_id, field=models.FACTS),
        agency_id=work.actor.agency_id,
        scanned_by=work.actor.reference,
        scanned_at=work.now,
        case_id=case_id,
    )
    record(work, row, "kept_paper.scanned")
    return kept_id


def _person(work: UnitOfWork, paper: ScannedPaper) -> UUID:
    known = find_by_personal_id(paper.personal_id)
    if known is not None:
        return known
    if not paper.full_name.strip():
        raise UnableToDigitise(
            code="kept_paper.unknown_person",
            message="Chưa có người này trong dữ liệu của tỉnh.",
            fields={"full_name": "Hãy ghi họ, chữ đệm và tên theo thẻ căn cước."},
        )
    facts = PersonFacts(
        personal_id=paper.personal_id,
        source=FactSource.COUNTER,
        as_of=work.now,
        full_name=paper.full_name,
    )
    return remember_person(work, facts=facts)


def _known_kind(kind: str) -> str:
    title = kind_names().get(kind)
    if title is None:
        raise UnableToDigitise(
            code="kept_paper.unknown_kind",
            message="Hãy chọn loại giấy tờ.",
            fields={"kind": "Chưa chọn loại giấy tờ."},
        )
    return title


def _clean(facts: PaperFacts) -> PaperFacts:
    return PaperFacts(
        number=clean_text(facts.number, _LONGEST_NUMBER),
        issued_on=facts.issued_on,
        issuer=clean_text(facts.issuer, _LONGEST_ISSUER),
        valid_until=facts.valid_until,
    )


def _sealed(kept_id: UUID, title: str, facts: PaperFacts, *, sha256: str) -> bytes:
    said = {
        "title": title,
        "number": facts.number,
        "issued_on": _written(facts.issued_on),
        "issuer": facts.issuer,
        "sha256": sha256,
    }
    return seal_json(said, owner=kept_id, field=models.FACTS)


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""
