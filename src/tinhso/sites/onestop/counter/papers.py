"""Papers of a walk-in: a mistake elsewhere in the form loses none of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest

from tinhso.casework.dossiers.service import HeldPaper, UploadedPaper, hold_paper, take_held_paper
from tinhso.foundation.identifiers.service import DomainError
from tinhso.registers.catalogue.service import ProcedureVersion
from tinhso.sites.frame.service import Visit, read_upload


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
