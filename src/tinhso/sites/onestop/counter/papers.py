"""Papers of a walk-in: a mistake elsewhere in the form loses none of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from tinhso.casework.dossiers.service import (
    HeldPaper,
    UploadedPaper,
    counter_offers,
    hold_paper,
    take_held_paper,
)
from tinhso.foundation.identifiers.service import DomainError, UnableToReadPersonalId
from tinhso.registers.catalogue.service import ProcedureVersion
from tinhso.services.personal_store.service import KeptPaper
from tinhso.sites.frame.service import Visit, id_in, read_upload


@dataclass(slots=True, kw_only=True)
class Held:
    """Papers put aside, by the name of their file control, and why others were not accepted."""

    papers: dict[str, tuple[HeldPaper, ...]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def given_papers(request: HttpRequest, visit: Visit, version: ProcedureVersion) -> list[UploadedPaper]:
    """The files chosen or photographed now, and those put aside before for papers not chosen anew."""
    given: list[UploadedPaper] = []
    for paper in version.papers:
        files = request.FILES.getlist(_control(paper.key))
        given += [
            UploadedPaper(key=paper.key, name=file.name or paper.key, content=read_upload(file))
            for file in files
        ]
        if not files:
            given += _kept(paper.key, request.POST.getlist(f"held_{paper.key}"), visit)
    return given


def chosen_kept(request: HttpRequest, version: ProcedureVersion) -> dict[str, UUID]:
    """The papers of the store that were ticked, by the paper that they serve as."""
    ticked = {paper.key: id_in(request.POST.get(f"reuse_{paper.key}", "")) for paper in version.papers}
    return {key: kept_id for key, kept_id in ticked.items() if kept_id}


def kept_offers(
    version: ProcedureVersion, answers: Mapping[str, Any], visit: Visit
) -> Mapping[str, tuple[KeptPaper, ...]]:
    """What the applicant's store has for this procedure, once the form says whose it is."""
    numbers = [each.key for each in version.fields if each.prefill == "population.personal_id"]
    typed = str(answers.get(numbers[0], "")) if numbers else ""
    if not typed:
        return {}
    try:
        return counter_offers(
            procedure_code=version.code, personal_id=typed, actor=visit.actor, now=visit.now
        )
    except UnableToReadPersonalId:
        return {}


def hold_papers(given: Sequence[UploadedPaper], version: ProcedureVersion, visit: Visit) -> Held:
    """Put these aside for the form that is shown again."""
    held = Held()
    titles = {paper.key: paper.name for paper in version.papers}
    for paper in given:
        control = _control(paper.key)
        try:
            kept = hold_paper(paper, actor=visit.actor, now=visit.now)
        except DomainError as refusal:
            held.errors[control] = f"{titles[paper.key]}: {refusal.message}"
        else:
            held.papers[control] = (*held.papers.get(control, ()), kept)
    return held


def _kept(key: str, tokens: Sequence[str], visit: Visit) -> list[UploadedPaper]:
    """What these tokens bring back; one that is too old, or another officer's, brings nothing."""
    kept = []
    for token in tokens:
        try:
            kept.append(take_held_paper(key=key, token=token, actor=visit.actor))
        except DomainError:
            continue
    return kept


def _control(key: str) -> str:
    return f"paper_{key}"
