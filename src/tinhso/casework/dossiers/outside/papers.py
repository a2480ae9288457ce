"""Where papers from another system stand that did not say which paper they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import connection

from tinhso.casework.dossiers.outside.codes import OTHER_PAPER
from tinhso.casework.dossiers.record.loading import LoadedDossier
from tinhso.foundation.files.service import describe
from tinhso.registers.catalogue.service import ProcedureVersion, papers_for

_MEDIA: Mapping[str, str] = {"application/pdf": "pdf", "image/jpeg": "jpeg", "image/png": "png"}


def keys_to_fill(version: ProcedureVersion, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """The papers that these answers need, then those that may be given as well."""
    needs = papers_for(version, answers)
    return tuple(
        need.paper.key for status in ("needed", "optional") for need in needs if need.status == status
    )


def first_open(
    version: ProcedureVersion, open_keys: Sequence[str], taken: Collection[str], medium: str
) -> str:
    """The first of these papers that is not there yet and takes such a file; else the one for all others."""
    takes = {paper.key for paper in version.papers if medium in paper.media}
    return next((key for key in open_keys if key in takes and key not in taken), OTHER_PAPER)


def medium_of(media_type: str) -> str:
    """A media type as the catalogue names it; empty for one that no paper takes."""
    return _MEDIA.get(media_type, "")


def place_others(dossier: LoadedDossier, answers: Mapping[str, Any]) -> None:
    """Let papers that fitted nothing so far stand where these answers need one, for an officer to look at.

    Needs the system's scope.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """select id, key, file_id from dossiers_paper
               where dossier_id = %s and replaced_at is null order by added_at, id""",
            [dossier.id],
        )
        papers = cursor.fetchall()
    others = [(row[0], row[2]) for row in papers if row[1] == OTHER_PAPER]
    if not others:
        return
    version, taken = dossier.procedure, {row[1] for row in papers}
    needed = [need.paper.key for need in papers_for(version, answers) if need.status == "needed"]
    files = describe([file_id for _, file_id in others])
    for paper_id, file_id in others:
        key = first_open(version, needed, taken, medium_of(files[file_id].media_type))
        taken.add(key)
        with connection.cursor() as cursor:
            cursor.execute("update dossiers_paper set key = %s where id = %s", [key, paper_id])
