"""Papers that come from another system as papers of the procedure; none is ever dropped."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from tinhso.casework.dossiers.outside.papers import first_open, medium_of
from tinhso.casework.dossiers.record.papers import GivenPaper, UploadedPaper, keep_papers
from tinhso.foundation.files.service import describe
from tinhso.registers.catalogue.service import ProcedureVersion


def kept_as_ours(
    version: ProcedureVersion,
    papers: Sequence[UploadedPaper],
    *,
    open_keys: Sequence[str],
    owner: UUID,
    now: datetime,
) -> tuple[GivenPaper, ...]:
    """Store the papers; each by its component code, else as the first of ``open_keys`` that takes it.

    The officer who checks the papers sees which code another system gave; raises UnableToAcceptFile.
    """
    stored = keep_papers(papers, owner=str(owner), now=now)
    files = describe([paper.file_id for paper in stored])
    ours = {paper.key for paper in version.papers if not paper.from_form}
    taken = {key for paper in stored if (key := _by_code(paper.key, ours))}
    placed = []
    for paper in stored:
        medium = medium_of(files[paper.file_id].media_type)
        key = _by_code(paper.key, ours) or first_open(version, open_keys, taken, medium)
        taken.add(key)
        placed.append(replace(paper, key=key, outside_code=paper.key))
    return tuple(placed)


def _by_code(code: str, ours: Collection[str]) -> str:
    return next((key for key in ours if key.casefold() == code.strip().casefold()), "")
