"""Writing a dossier: started with what the state already knows, saved step by step, never lost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from tinhso.casework.dossiers.filing.applicant import prefilled_answers
from tinhso.casework.dossiers.filing.party import behalf_of
from tinhso.casework.dossiers.filing.registered import ask_business_register
from tinhso.casework.dossiers.record.drafts import (
    DraftContent,
    DraftPaper,
    LoadedDraft,
    insert_draft,
    load_draft,
    save_content,
)
from tinhso.casework.dossiers.record.errors import UnableToFileDossier
from tinhso.casework.dossiers.record.types import Draft
from tinhso.foundation.authority.service import Actor, NotVisible, Permission, require
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.files.service import keep_within_day, keep_within_draft, store
from tinhso.foundation.unit_of_work.service import UnitOfWork, unit_of_work
from tinhso.registers.agencies.service import list_communes
from tinhso.registers.catalogue.service import (
    ProcedureVersion,
    Section,
    UnableToAcceptAnswers,
    get_procedure,
    require_open,
    validate_answers,
)
from tinhso.services.representation.service import confirm_mandate

_PURPOSE = "Nộp hồ sơ trực tuyến"
_MOST_FILES = 12
_MOST_TYPED = 60_000


def start_draft(*, procedure_code: str, actor: Actor, now: datetime) -> Draft:
    """A new draft, prefilled from the population database when its line answers within 2 s.

    Prefilling waits outside any transaction; when the line is down the citizen types, and the
    facts that VNeID vouched for stay filled in. Of an organisation the business register is asked, too,
    where that may spare a paper. Raises UnableToReceiveNow outside the procedure's windows.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.DOSSIER_DRAFT)
        version = get_procedure(procedure_code, on=now.date())
        if not any(case.channel == "online" for case in version.cases):
            raise UnableToFileDossier(code="not_online", message="Thủ tục này chưa nhận hồ sơ trực tuyến.")
        require_open(version, now=now)
        behalf = behalf_of(work, version)
    known = prefilled_answers(version=version, behalf=behalf, actor=actor, now=now)
    draft_id = new_id()
    with unit_of_work(actor=actor, now=now) as work:
        known.record(work, service_name=version.title)
        content = DraftContent(
            answers=dict(known.answers),
            locked=known.locked,
            prefilled=tuple(known.answers),
            from_population=known.from_population,
            relatives=known.relatives,
        )
        confirm_mandate(work, procedure_code=version.code)
        insert_draft(draft_id=draft_id, actor=actor, version=version, content=content, now=now)
        record_draft(work, "draft.started", draft_id)
        begun = load_draft(draft_id, actor=actor).shown()
    ask_business_register(version=version, behalf=behalf, filing_id=draft_id, actor=actor, now=now)
    return begun


def save_section(
    *, draft_id: UUID, section: str, answers: Mapping[str, Any], actor: Actor, now: datetime
) -> Draft:
    """Check one step of the form and keep it; raises the catalogue's errors field by field.

    What the register locked cannot be changed by what is typed or posted.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.DOSSIER_DRAFT)
        draft = open_draft(work, draft_id)
        asked = _section(draft, section)
        typed = {**draft.content.answers, **answers, **draft.content.locked}
        communes = {unit.code for unit in list_communes(on=now.date())}
        clean = validate_answers(draft.version, typed, sections=[section], communes=communes)
        content = draft.content.with_answers(clean.values, section=asked, is_done=True)
        save_content(draft_id, content, now=now)
        record_draft(work, "draft.saved", draft_id)
        return load_draft(draft_id, actor=actor).shown()


def keep_typed(
    *, draft_id: UUID, section: str, answers: Mapping[str, Any], actor: Actor, now: datetime
) -> Draft:
    """Keep what was typed in one step as it is, wrong or unfinished; the step is not done.

    Nothing typed is lost when somebody stops in the middle. Every rule is asked again when the step
    is saved and when the dossier is filed.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.DOSSIER_DRAFT)
        draft = open_draft(work, draft_id)
        asked = _section(draft, section)
        own = {field.key for field in asked.fields} - set(draft.content.locked)
        typed = {key: value for key, value in answers.items() if key in own}
        if len(json.dumps(typed)) > _MOST_TYPED:
            raise UnableToFileDossier(
                code="too_large", message="Nội dung bạn ghi dài quá mức cho phép. Bạn hãy viết ngắn lại."
            )
        content = draft.content.with_answers(typed, section=asked, is_done=False)
        save_content(draft_id, content, now=now)
        record_draft(work, "draft.kept", draft_id)
        return load_draft(draft_id, actor=actor).shown()


def attach_paper(
    *, draft_id: UUID, paper_key: str, name: str, content: bytes, actor: Actor, now: datetime
) -> Draft:
    """Keep one more file for a required paper; raises UnableToAcceptFile with a reason,
    UnableToKeepMore over a quota.

    A paper may be photographed page by page; the same content twice is kept once.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.DOSSIER_DRAFT)
        draft = open_draft(work, draft_id)
        if paper_key not in {paper.key for paper in draft.version.papers}:
            raise UnableToFileDossier(code="unknown_paper", message="Giấy tờ này không thuộc thủ tục.")
        if sum(paper.key == paper_key for paper in draft.content.papers) >= _MOST_FILES:
            raise UnableToFileDossier(
                code="too_many_files", message=f"Mỗi loại giấy tờ nhận nhiều nhất {_MOST_FILES} tệp."
            )
        keep_within_draft([kept.size for kept in draft.content.papers], [len(content)])
        keep_within_day([len(content)], owner=str(actor.person_id), now=now)
        stored = store(content=content, declared_name=name, owner=str(actor.person_id), now=now)
        paper = DraftPaper(
            key=paper_key,
            file_id=stored.id,
            name=name,
            media_type=stored.media_type,
            size=stored.size,
        )
        save_content(draft_id, draft.content.with_paper(paper), now=now)
        record_draft(work, "draft.paper_attached", draft_id)
        return load_draft(draft_id, actor=actor).shown()


def remove_paper(*, draft_id: UUID, paper_key: str, file_id: UUID, actor: Actor, now: datetime) -> Draft:
    """Take a file out of a paper of the draft."""
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.DOSSIER_DRAFT)
        draft = open_draft(work, draft_id)
        save_content(draft_id, draft.content.without_paper(paper_key, file_id), now=now)
        record_draft(work, "draft.paper_removed", draft_id)
        return load_draft(draft_id, actor=actor).shown()


def renew_draft(*, draft_id: UUID, actor: Actor, now: datetime) -> Draft:
    """Go on with the form that holds today, where another version began while the draft was open.

    What was typed and uploaded is kept wherever the new form asks for it; a step counts as done when what was
    typed passes its rules. A draft of today's version stays as it is.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.DOSSIER_DRAFT)
        draft = open_draft(work, draft_id)
        version = get_procedure(draft.version.code, on=now.date())
        if version.version != draft.version.version:
            content = draft.content.under(
                version, is_done=lambda key, typed: _passes(version, key, typed, now)
            )
            save_content(draft_id, content, now=now, version=version.version)
            record_draft(work, "draft.renewed", draft_id)
        return load_draft(draft_id, actor=actor).shown()


def _passes(version: ProcedureVersion, section: str, typed: Mapping[str, Any], now: datetime) -> bool:
    try:
        validate_answers(version, typed, sections=[section], on=now.date())
    except UnableToAcceptAnswers:
        return False
    return True


def discard_draft(*, draft_id: UUID, actor: Actor, now: datetime) -> None:
    """Throw a draft away; a submitted one stays."""
    from tinhso.casework.dossiers.models import Draft as DraftModel

    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.DOSSIER_DRAFT)
        draft = open_draft(work, draft_id)
        DraftModel.objects.filter(id=draft.id).update(discarded_at=now)
        record_draft(work, "draft.discarded", draft_id)


def open_draft(work: UnitOfWork, draft_id: UUID) -> LoadedDraft:
    """The actor's draft, locked for change; refuses one that was submitted, and a mandate that ended."""
    confirm_mandate(work, procedure_code="")
    draft = load_draft(draft_id, actor=work.actor, lock=True)
    if draft.dossier_id is not None:
        raise UnableToFileDossier(
            code="draft_submitted", message="Hồ sơ này đã nộp, không sửa được bản soạn nữa."
        )
    return draft


def _section(draft: LoadedDraft, key: str) -> Section:
    for section in draft.version.sections:
        if section.key == key:
            return section
    raise NotVisible(object_kind="draft", object_id=draft.id, permission=Permission.DOSSIER_DRAFT)


def record_draft(work: UnitOfWork, action: str, draft_id: UUID) -> None:
    """Write down what was done to a draft, for whoever writes it and whoever it is written for."""
    people = (work.actor.person_id, work.actor.principal_id)
    subjects = tuple(each for each in people if each)
    work.record(
        action=action,
        object_kind="draft",
        object_id=draft_id,
        subjects=subjects,
        purpose=_PURPOSE,
    )
