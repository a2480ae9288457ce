"""A draft's content: typed answers, what the register filled in, uploaded papers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from tinhso.casework.dossiers.record import sealing
from tinhso.casework.dossiers.record.types import Draft, PaperRow
from tinhso.foundation.authority.service import Actor, NotVisible, Permission
from tinhso.foundation.crypto.service import open_json, seal_json
from tinhso.registers.catalogue.service import ProcedureVersion, Section, get_version


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPaper:
    """An uploaded file of a draft."""

    key: str
    file_id: UUID
    name: str
    media_type: str
    size: int
    kept_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftContent:
    """What a draft holds sealed."""

    answers: dict[str, Any] = field(default_factory=dict)
    locked: dict[str, Any] = field(default_factory=dict)
    prefilled: tuple[str, ...] = ()
    from_population: bool = False
    relatives: dict[str, str] = field(default_factory=dict)
    """Personal ids that the register's answer named, by source: they prove a relation and fill in nothing."""
    papers: tuple[DraftPaper, ...] = ()
    done_sections: tuple[str, ...] = ()

    def merged(self) -> dict[str, Any]:
        """Typed answers under what the register locked."""
        return {**self.answers, **self.locked}

    def with_answers(self, values: Mapping[str, Any], *, section: Section, is_done: bool) -> DraftContent:
        """The same draft with ``section`` answered anew; what was emptied or is not asked now is gone."""
        asked = {field.key for field in section.fields}
        kept = {key: value for key, value in self.answers.items() if key not in asked}
        others = [key for key in self.done_sections if key != section.key]
        done = (*others, section.key) if is_done else tuple(others)
        return replace(self, answers={**kept, **values}, done_sections=done)

    def under(
        self, version: ProcedureVersion, *, is_done: Callable[[str, Mapping[str, Any]], bool]
    ) -> DraftContent:
        """The same draft on another version's form; ``is_done`` judges a step by its key and what is kept."""
        asked = {field.key for field in version.fields}
        wanted = {paper.key for paper in version.papers}
        kept = replace(
            self,
            answers={key: value for key, value in self.answers.items() if key in asked},
            locked={key: value for key, value in self.locked.items() if key in asked},
            prefilled=tuple(key for key in self.prefilled if key in asked),
            papers=tuple(paper for paper in self.papers if paper.key in wanted),
        )
        done = [
            section.key
            for section in version.sections
            if section.key in self.done_sections and is_done(section.key, kept.merged())
        ]
        return replace(kept, done_sections=tuple(done))

    def with_paper(self, paper: DraftPaper) -> DraftContent:
        """The same draft with one more file: a paper may be photographed page by page."""
        kept = [old for old in self.papers if (old.key, old.file_id) != (paper.key, paper.file_id)]
        return replace(self, papers=(*kept, paper))

    def without_paper(self, paper_key: str, file_id: UUID) -> DraftContent:
        """The same draft without that file of that paper."""
        kept = [old for old in self.papers if (old.key, old.file_id) != (paper_key, file_id)]
        return replace(self, papers=tuple(kept))


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedDraft:
    """A draft row, opened."""

    id: UUID
    person_id: UUID
    mandate_id: UUID | None
    version: ProcedureVersion
    content: DraftContent
    updated_at: datetime
    dossier_id: UUID | None

    def shown(self) -> Draft:
        """The draft as it crosses the door."""
        titles = {paper.key: paper.name for paper in self.version.papers}
        return Draft(
            id=self.id,
            procedure_code=self.version.code,
            procedure_version=self.version.version,
            title=self.version.title,
            answers=self.content.merged(),
            prefilled=frozenset(self.content.prefilled),
            locked=frozenset(self.content.locked),
            from_population=self.content.from_population,
            papers=tuple(
                PaperRow(
                    key=paper.key,
                    title=titles.get(paper.key, paper.key),
                    file_id=paper.file_id,
                    name=paper.name,
                    media_type=paper.media_type,
                    size=paper.size,
                    kept_id=paper.kept_id,
                )
                for paper in self.content.papers
            ),
            done_sections=frozenset(self.content.done_sections),
            updated_at=self.updated_at,
            dossier_id=self.dossier_id,
        )


def insert_draft(
    *, draft_id: UUID, actor: Actor, version: ProcedureVersion, content: DraftContent, now: datetime
) -> None:
    """A new draft row of whoever writes it, under the mandate by which they act."""
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into dossiers_draft
                 (id, person_id, mandate_id, procedure_code, procedure_version, sealed_content, updated_at)
               values (%s, %s, %s, %s, %s, %s, %s)""",
            [
                draft_id, actor.person_id, actor.mandate_id, version.code, version.version,
                _seal(content, draft_id), now,
            ],
        )  # fmt: skip


_SELECT = """
select id, person_id, procedure_code, procedure_version, sealed_content, updated_at,
  submitted_dossier_id, mandate_id
from dossiers_draft
where id = %s and person_id = %s and mandate_id is not distinct from %s and discarded_at is null"""


def load_draft(draft_id: UUID, *, actor: Actor, lock: bool = False) -> LoadedDraft:
    """The actor's draft, locked for change if asked; raises NotVisible for anybody else's.

    What was begun for somebody else is theirs only while they act under the same mandate.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _SELECT + (" for update" if lock else ""),
            [draft_id, actor.person_id, actor.mandate_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise NotVisible(object_kind="draft", object_id=draft_id, permission=Permission.DOSSIER_DRAFT)
    content = msgspec.convert(open_json(row[4], owner=draft_id, field=sealing.DRAFT), DraftContent)
    return LoadedDraft(
        id=row[0],
        person_id=row[1],
        version=get_version(row[2], row[3]),
        content=content,
        updated_at=row[5],
        dossier_id=row[6],
        mandate_id=row[7],
    )


def discard_drafts_of(mandate_id: UUID, *, now: datetime) -> None:
    """Put aside what was being written under a mandate that ended; needs the system's scope."""
    with connection.cursor() as cursor:
        cursor.execute(
            """update dossiers_draft set discarded_at = %s
               where mandate_id = %s and submitted_dossier_id is null and discarded_at is null""",
            [now, mandate_id],
        )


def save_content(draft_id: UUID, content: DraftContent, *, now: datetime, version: str | None = None) -> None:
    """Write the draft's content back, under another version of the procedure if one is given."""
    with connection.cursor() as cursor:
        cursor.execute(
            """update dossiers_draft set sealed_content = %s, updated_at = %s,
                 procedure_version = coalesce(%s, procedure_version) where id = %s""",
            [_seal(content, draft_id), now, version, draft_id],
        )


def _seal(content: DraftContent, draft_id: UUID) -> bytes:
    return seal_json(msgspec.to_builtins(content), owner=draft_id, field=sealing.DRAFT)
