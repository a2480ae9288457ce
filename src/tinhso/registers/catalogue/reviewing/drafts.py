"""A version in the making: kept with all that is wrong with it, compared, published from its first day."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.db.models import F

from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.clock.service import legal_day, new_id
from tinhso.foundation.identifiers.service import DomainError
from tinhso.foundation.unit_of_work.service import UnitOfWork, unit_of_work
from tinhso.registers.catalogue.adapters.wordlists import vietnamese_words
from tinhso.registers.catalogue.models import DraftProcedure, PublishedProcedure
from tinhso.registers.catalogue.queries import find_version, forget_versions
from tinhso.registers.catalogue.reviewing.files import ReadFile, read_text
from tinhso.registers.catalogue.reviewing.publishing import UnableToPublish, publish_one
from tinhso.registers.catalogue.reviewing.rules import differences
from tinhso.registers.catalogue.reviewing.types import Change, Problem
from tinhso.registers.catalogue.types import ProcedureVersion

LONGEST = 300_000
"""Bytes of one draft; the longest reviewed file has a tenth."""

_NAME = Path("bản nháp")


class UnableToSaveDraft(DomainError):
    """Somebody else saved first, the text is too long, or there is no such draft."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """A published version in the list of a procedure."""

    version: str
    title: str
    valid_from: date
    valid_to: date | None
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftReading:
    """A draft as it stands: its text, what is wrong with it, what it changes against the one before."""

    id: UUID
    code: str
    text: str = field(repr=False)
    revision: int
    saved_at: datetime
    published_version: str | None
    problems: tuple[Problem, ...]
    version: ProcedureVersion | None
    before: str
    changes: tuple[Change, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing is wrong with it and it is not published yet."""
        return self.version is not None and not self.problems and self.published_version is None


def list_versions(*, code: str, actor: Actor, now: datetime) -> tuple[VersionRow, ...]:
    """The published versions of a procedure, the latest first."""
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.CATALOGUE_ADMINISTER)
        rows = PublishedProcedure.objects.filter(code=code, kind="procedure").order_by("-valid_from")
        return tuple(
            VersionRow(
                version=row.version,
                title=row.title,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
                published_at=row.published_at,
            )
            for row in rows
        )


def version_text(*, code: str, version: str, actor: Actor, now: datetime) -> str:
    """A published version as text to begin a draft from: as written here, else in the order of its keys."""
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.CATALOGUE_ADMINISTER)
        find_version(code=code, version=version)
        written = DraftProcedure.objects.filter(code=code, published_version=version).first()
        if written is not None:
            return written.text
        body: Any = PublishedProcedure.objects.values_list("body", flat=True).get(code=code, version=version)
        return yaml.safe_dump(in_order(body), allow_unicode=True, sort_keys=False, width=110)


def list_drafts(*, code: str, actor: Actor, now: datetime) -> tuple[DraftReading, ...]:
    """The drafts of a procedure that are neither published nor put away, latest first."""
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.CATALOGUE_ADMINISTER)
        rows = DraftProcedure.objects.filter(
            code=code, published_version__isnull=True, discarded_at__isnull=True
        ).order_by("-saved_at")
        return tuple(_reading(row) for row in rows)


def read_draft(*, draft_id: UUID, actor: Actor, now: datetime) -> DraftReading:
    """One draft; raises UnableToSaveDraft for an unknown one."""
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.CATALOGUE_ADMINISTER)
        return _reading(_found(draft_id))


def begin_draft(*, code: str, text: str, actor: Actor, now: datetime) -> DraftReading:
    """A new draft of a procedure that is in the catalogue."""
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.CATALOGUE_ADMINISTER)
        _refuse_long(text)
        if not PublishedProcedure.objects.filter(code=code, kind="procedure").exists():
            raise UnableToSaveDraft("catalogue.unknown_procedure", "Danh mục không có thủ tục này.")
        assert actor.officer_id is not None  # noqa: S101 - an administrator is an officer
        row = DraftProcedure.objects.create(
            id=new_id(), code=code, text=text, revision=1, saved_by=actor.officer_id, saved_at=now
        )
        _record(work, "procedure.draft_begun", row.id, code)
        return _reading(row)


def save_draft(
    *, draft_id: UUID, text: str, expected_revision: int, actor: Actor, now: datetime
) -> DraftReading:
    """Keep the text, wrong or not; UnableToSaveDraft when somebody else saved since it was read."""
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.CATALOGUE_ADMINISTER)
        _refuse_long(text)
        row = _locked(draft_id, expected_revision)
        DraftProcedure.objects.filter(id=draft_id).update(
            text=text, revision=F("revision") + 1, saved_by=actor.officer_id, saved_at=now
        )
        _record(work, "procedure.draft_saved", draft_id, row.code)
        return _reading(_found(draft_id))


def put_draft_away(*, draft_id: UUID, expected_revision: int, actor: Actor, now: datetime) -> str:
    """Take a draft off the list; returns the code of its procedure."""
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.CATALOGUE_ADMINISTER)
        row = _locked(draft_id, expected_revision)
        DraftProcedure.objects.filter(id=draft_id).update(discarded_at=now)
        _record(work, "procedure.draft_discarded", draft_id, row.code)
        return row.code


def publish_draft(*, draft_id: UUID, expected_revision: int, actor: Actor, now: datetime) -> ProcedureVersion:
    """Publish exactly the text that was looked at; it holds from its ``valid_from``, today at the earliest.

    What is published never changes. Raises UnableToPublish when something is wrong with it, when it would
    begin in the past, or when a version begins on that day already; UnableToSaveDraft when it has changed.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.CATALOGUE_ADMINISTER)
        row = _locked(draft_id, expected_revision)
        read = _read(row)
        version = _publishable(row, read, today=legal_day(now))
        publish_one(work, read.body, version)
        DraftProcedure.objects.filter(id=draft_id).update(published_version=version.version)
    forget_versions()
    return version


def _publishable(row: DraftProcedure, read: ReadFile, *, today: date) -> ProcedureVersion:
    version = _own_version(row, read)
    problems = (*read.problems, *_of_another(row, read))
    if version is None or problems:
        message = f"Bản nháp còn {len(problems)} lỗi nên chưa công bố."
        raise UnableToPublish("catalogue.not_valid", message, problems)
    if version.valid_from < today:
        raise UnableToPublish(
            "catalogue.begins_in_the_past",
            "Phiên bản không được có hiệu lực từ một ngày đã qua. Hãy sửa valid_from và version.",
        )
    if PublishedProcedure.objects.filter(code=row.code, valid_from=version.valid_from).exists():
        raise UnableToPublish(
            "catalogue.version_is_fixed", "Đã có một phiên bản bắt đầu đúng ngày đó; hãy chọn ngày khác."
        )
    return version


def _reading(row: DraftProcedure) -> DraftReading:
    read = _read(row)
    version = _own_version(row, read)
    before = _before(row.code, version.valid_from) if version is not None else None
    changes: tuple[Change, ...] = ()
    if version is not None and before is not None:
        older = find_version(code=row.code, version=before)
        changes = tuple(differences.differences(older, version, names=vietnamese_words()["keys"]))
    return DraftReading(
        id=row.id,
        code=row.code,
        text=row.text,
        revision=row.revision,
        saved_at=row.saved_at,
        published_version=row.published_version,
        problems=(*read.problems, *_of_another(row, read)),
        version=version,
        before=before or "",
        changes=changes,
    )


def _own_version(row: DraftProcedure, read: ReadFile) -> ProcedureVersion | None:
    """What was read, where it is a procedure and this one."""
    version = read.version
    return version if isinstance(version, ProcedureVersion) and version.code == row.code else None


def _of_another(row: DraftProcedure, read: ReadFile) -> tuple[Problem, ...]:
    if read.version is None or _own_version(row, read) is not None:
        return ()
    message = f"Mã phải là {row.code}: đây là bản nháp của thủ tục đó."
    return (Problem(file=_NAME.name, line=1, rule="another_procedure", message_vi=message),)


def _read(row: DraftProcedure) -> ReadFile:
    return read_text(row.text.encode(), _NAME, is_named=False)


def _before(code: str, valid_from: date) -> str | None:
    return (
        PublishedProcedure.objects.filter(code=code, valid_from__lt=valid_from)
        .order_by("-valid_from")
        .values_list("version", flat=True)
        .first()
    )


def in_order(body: dict[str, Any]) -> dict[str, Any]:
    """The database keeps keys in an order of its own; the file's order is that of the type."""
    known = [each.name for each in dataclasses.fields(ProcedureVersion) if each.name in body]
    return {key: body[key] for key in (*known, *(key for key in body if key not in known))}


def _found(draft_id: UUID) -> DraftProcedure:
    row = DraftProcedure.objects.filter(id=draft_id, discarded_at__isnull=True).first()
    if row is None:
        raise _unknown()
    return row


def _locked(draft_id: UUID, expected_revision: int) -> DraftProcedure:
    row = DraftProcedure.objects.select_for_update().filter(id=draft_id, discarded_at__isnull=True).first()
    if row is None:
        raise _unknown()
    if row.published_version is not None:
        raise UnableToSaveDraft("catalogue.draft_published", "Bản nháp này đã công bố, không sửa được nữa.")
    if row.revision != expected_revision:
        raise UnableToSaveDraft(
            "catalogue.draft_changed",
            "Người khác vừa lưu bản nháp này. Bạn hãy sao lại phần mình viết rồi tải lại trang.",
        )
    return row


def _unknown() -> UnableToSaveDraft:
    return UnableToSaveDraft("catalogue.unknown_draft", "Không có bản nháp này, hoặc bản nháp đã bỏ.")


def _refuse_long(text: str) -> None:
    if len(text.encode()) > LONGEST:
        raise UnableToSaveDraft("catalogue.draft_too_long", "Bản nháp dài quá 300 kB. Hãy viết ngắn lại.")


def _record(work: UnitOfWork, action: str, draft_id: UUID, code: str) -> None:
    work.record(action=action, object_kind="procedure_draft", object_id=draft_id, details={"code": code})
