"""Writing a dossier: started with what the state already knows, saved step by step, never lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from tinhso.casework.dossiers.applicant import prefilled_answers
from tinhso.casework.dossiers.drafts import (
    DraftContent,
    DraftPaper,
    LoadedDraft,
    insert_draft,
    load_draft,
    save_content,
)
from tinhso.casework.dossiers.errors import UnableToFileDossier
from tinhso.casework.dossiers.types import Draft
from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.files.service import store
from tinhso.foundation.unit_of_work.service import UnitOfWork, unit_of_work
from tinhso.registers.catalogue.service import get_procedure, validate_answers

_PURPOSE = "Nộp hồ sơ trực tuyến"


def start_draft(*, procedure_code: str, actor: Actor, now: datetime) -> Draft:
    """A new draft, prefilled from the population database when its line answers within 2 s.

    Prefilling waits outside any transaction; when the line is down the citizen types, and the
    facts that VNeID vouched for stay filled in.
    """
    require(actor=actor, permission=Permission.DOSSIER_DRAFT)
    version = get_procedure(procedure_code, on=now.date())
    if not any(case.channel == "online" for case in version.cases):
        raise UnableToFileDossier(code="not_online", message="Thủ tục này chưa nhận hồ sơ trực tuyến.")
    known = prefilled_answers(version=version, actor=actor, now=now)
    draft_id = new_id()
    with unit_of_work(actor=actor, now=now) as work:
        known.record(work, service_name=version.title)
        content = DraftContent(
            answers=dict(known.answers),
            locked=known.locked,
            prefilled=tuple(known.answers),
        )
        assert actor.person_id is not None  # noqa: S101 - a citizen always has a person
        insert_draft(draft_id=draft_id, person_id=actor.person_id, version=version, content=content, now=now)
        _record(work, "draft.started", draft_id)
        return load_draft(draft_id, person_id=actor.person_id).shown()


def save_section(
    *, draft_id: UUID, section: str, answers: Mapping[str, Any], actor: Actor, now: datetime
) -> Draft:
    """Check one step of the form and keep it; raises the catalogue's errors field by field.

    What the register locked cannot be changed by what is typed or posted.
    """
    require(actor=actor, permission=Permission.DOSSIER_DRAFT)
    with unit_of_work(actor=actor, now=now) as work:
        draft = _open_draft(draft_id, actor)
        typed = {**draft.content.answers, **answers, **draft.content.locked}
        clean = validate_answers(draft.version, typed, sections=[section])
        content = draft.content.with_answers(clean.values, section=section)
        save_content(draft_id, content, now=now)
        _record(work, "draft.saved", draft_id)
        return load_draft(draft_id, person_id=draft.person_id).shown()


def attach_paper(
    *, draft_id: UUID, paper_key: str, name: str, content: bytes, actor: Actor, now: datetime
) -> Draft:
    """Keep a file for one required paper; raises UnableToAcceptFile with a reason."""
    require(actor=actor, permission=Permission.DOSSIER_DRAFT)
    with unit_of_work(actor=actor, now=now) as work:
        draft = _open_draft(draft_id, actor)
        if paper_key not in {paper.key for paper in draft.version.papers}:
            raise UnableToFileDossier(code="unknown_paper", message="Giấy tờ này không thuộc thủ tục.")
        stored = store(content=content, declared_name=name, owner=str(actor.person_id), now=now)
        paper = DraftPaper(
            key=paper_key,
            file_id=stored.id,
            name=name,
            media_type=stored.media_type,
            size=stored.size,
        )
        save_content(draft_id, draft.content.with_paper(paper), now=now)
        _record(work, "draft.paper_attached", draft_id)
        return load_draft(draft_id, person_id=draft.person_id).shown()


def remove_paper(*, draft_id: UUID, file_id: UUID, actor: Actor, now: datetime) -> Draft:
    """Take a file out of the draft."""
    require(actor=actor, permission=Permission.DOSSIER_DRAFT)
    with unit_of_work(actor=actor, now=now) as work:
        draft = _open_draft(draft_id, actor)
        save_content(draft_id, draft.content.without_paper(file_id), now=now)
        _record(work, "draft.paper_removed", draft_id)
        return load_draft(draft_id, person_id=draft.person_id).shown()


def discard_draft(*, draft_id: UUID, actor: Actor, now: datetime) -> None:
    """Throw a draft away; a submitted one stays."""
    from tinhso.casework.dossiers.models import Draft as DraftModel

    require(actor=actor, permission=Permission.DOSSIER_DRAFT)
    with unit_of_work(actor=actor, now=now) as work:
        draft = _open_draft(draft_id, actor)
        DraftModel.objects.filter(id=draft.id).update(discarded_at=now)
        _record(work, "draft.discarded", draft_id)


def _open_draft(draft_id: UUID, actor: Actor) -> LoadedDraft:
    draft = load_draft(draft_id, person_id=actor.person_id, lock=True)
    if draft.dossier_id is not None:
        raise UnableToFileDossier(
            code="draft_submitted", message="Hồ sơ này đã nộp, không sửa được bản soạn nữa."
        )
    return draft


def _record(work: UnitOfWork, action: str, draft_id: UUID) -> None:
    subjects = (work.actor.person_id,) if work.actor.person_id else ()
    work.record(
        action=action,
        object_kind="draft",
        object_id=draft_id,
        subjects=subjects,
        purpose=_PURPOSE,
    )
