"""Photos of a draft that nobody can open: filed with them, it would only come back for others."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from tinhso.casework.dossiers.record.drafts import DraftPaper
from tinhso.casework.dossiers.record.errors import UnableToFileDossier
from tinhso.foundation.files.service import describe
from tinhso.registers.catalogue.service import PaperNeed

_JPEG = "image/jpeg"
"""Other files are looked through before they are accepted."""
_ASKED = ("needed", "optional")


def damaged_files(papers: Iterable[DraftPaper]) -> frozenset[UUID]:
    """Which of a draft's files were found to be damaged; those of the personal store are not asked about.

    One statement, none where there is no photo. A photo that waits to be looked at counts as whole.
    """
    photos = [paper.file_id for paper in papers if paper.media_type == _JPEG and paper.kept_id is None]
    if not photos:
        return frozenset()
    return frozenset(file.id for file in describe(photos).values() if file.is_damaged)


def damaged_papers(
    papers: Iterable[DraftPaper], needs: Iterable[PaperNeed], damaged: Collection[UUID]
) -> dict[str, str]:
    """Papers with a file that is ``damaged``, with what to tell the applicant.

    Only those that the answers ask for: another one is on no page from which it could be taken out.
    """
    spoilt = {paper.key for paper in papers if paper.file_id in damaged}
    return {
        f"paper_{need.paper.key}": f"{need.paper.name}: có ảnh bị hỏng, không ai mở được."
        " Bạn hãy gỡ ảnh đó ra, chụp lại và tải ảnh khác lên."
        for need in needs
        if need.status in _ASKED and need.paper.key in spoilt
    }


def refuse_damaged(papers: Collection[DraftPaper], needs: Iterable[PaperNeed]) -> None:
    """Refuse when a paper has a photo that nobody can open, naming each one."""
    if found := damaged_papers(papers, needs, damaged_files(papers)):
        raise UnableToFileDossier(code="papers_damaged", message=" ".join(found.values()), fields=found)
