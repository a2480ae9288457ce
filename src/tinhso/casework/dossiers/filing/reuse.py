"""Using a paper of the personal store in a dossier that is being written, instead of handing one in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime
from uuid import UUID

from tinhso.casework.dossiers.filing.draft import open_draft, record_draft
from tinhso.casework.dossiers.record.drafts import DraftPaper, load_draft, save_content
from tinhso.casework.dossiers.record.kept import from_store, holder_of
from tinhso.casework.dossiers.record.types import Draft
from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.files.service import describe
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work
from tinhso.registers.catalogue.service import PaperNeed, ProcedureVersion, get_procedure
from tinhso.registers.people.service import find_by_personal_id
from tinhso.services.personal_store.service import KEPT_KIND, Holder, KeptPaper, usable_papers
from tinhso.services.representation.service import confirm_mandate

_PURPOSE = "Tìm giấy tờ đã số hóa để người nộp không phải nộp lại"
_BASIS = "Nghị định 107/2021/NĐ-CP"


def reuse_paper(*, draft_id: UUID, paper_key: str, kept_id: UUID, actor: Actor, now: datetime) -> Draft:
    """Use a paper of the applicant's store for a paper of the draft: by reference, nothing is copied.

    Raises UnableToReuse for one that is not theirs, does not serve as this paper, or may not be used today.
    Asked again when the dossier is filed.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.DOSSIER_DRAFT)
        draft = open_draft(work, draft_id)
        holder = holder_of(confirm_mandate(work, procedure_code=""), actor.person_id)
        with acting_as_system(work):
            given = from_store(draft.version, paper_key, kept_id, holder=holder, now=now)
            stored = describe([given.file_id])[given.file_id]
        paper = DraftPaper(
            key=paper_key,
            file_id=given.file_id,
            name=given.name,
            media_type=stored.media_type,
            size=stored.size,
            kept_id=kept_id,
        )
        save_content(draft_id, draft.content.with_paper(paper), now=now)
        record_draft(work, "draft.paper_reused", draft_id)
        return load_draft(draft_id, actor=actor).shown()


def offers_for(
    work: UnitOfWork, version: ProcedureVersion, needs: Sequence[PaperNeed], holder: Holder
) -> Mapping[str, tuple[KeptPaper, ...]]:
    """Papers of the store that may be used today, by the key of the paper that they serve as.

    Nothing is asked where no paper of the form accepts any. What somebody else's store shows to whoever acts
    for them is recorded.
    """
    asking = {
        need.paper.key: need.paper.accepts
        for need in needs
        if need.paper.accepts and need.status in ("needed", "optional")
    }
    if not asking:
        return {}
    kinds = {kind for accepted in asking.values() for kind in accepted}
    is_own = holder.person_id is not None and holder.person_id == work.actor.person_id
    with nullcontext() if is_own else acting_as_system(work):
        found = usable_papers(holder=holder, kinds=kinds, now=work.now)
    if found and not is_own:
        work.record(
            action="kept_paper.offered",
            object_kind=KEPT_KIND,
            object_id=None,
            subjects=holder.subjects,
            purpose=_PURPOSE,
            legal_basis=_BASIS,
            details={"procedure": version.code, "count": len(found)},
        )
    return {
        key: tuple(kept for kept in found if kept.kind in accepted)
        for key, accepted in asking.items()
        if any(kept.kind in accepted for kept in found)
    }


def counter_offers(
    *, procedure_code: str, personal_id: str, actor: Actor, now: datetime
) -> Mapping[str, tuple[KeptPaper, ...]]:
    """What the store of the person at the counter has for this procedure, by paper; empty for an unknown one.

    Recorded as read. Raises UnableToRead… for a number that is none, NotPermitted for whoever does not work
    at a counter.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.PERSON_LOOK_UP)
        version = get_procedure(procedure_code, on=now.date())
        asking = [PaperNeed(paper=paper, status="needed") for paper in version.papers if paper.accepts]
        person_id = find_by_personal_id(personal_id) if asking else None
        if person_id is None:
            return {}
        return offers_for(work, version, asking, Holder(person_id=person_id))
