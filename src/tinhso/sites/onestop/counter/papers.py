"""Papers of a walk-in: a mistake elsewhere in the form loses none of them."""

from __future__ import annotations

from collections.abc import Mapping
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
from tinhso.registers.catalogue.service import Paper, ProcedureVersion, asked_answers, is_shown
from tinhso.services.personal_store.service import KeptPaper
from tinhso.sites.frame.service import Visit, id_in, read_upload
from tinhso.sites.onestop.counter.layout import CounterForm


@dataclass(slots=True, kw_only=True)
class Held:
    """Papers put aside, by the name of their file control, and why others were not accepted."""

    papers: dict[str, tuple[HeldPaper, ...]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    incomplete: set[str] = field(default_factory=set)
    """Controls whose next files join those put aside: others of the same paper were not accepted."""

    def keep(self, control: str, paper: HeldPaper) -> None:
        """One more that waits."""
        self.papers[control] = (*self.papers.get(control, ()), paper)

    def refuse(self, control: str, told: str) -> None:
        """One more reason at this control, behind those that stand there."""
        self.errors[control] = f"{self.errors[control]} {told}" if control in self.errors else told
        self.incomplete.add(control)


@dataclass(slots=True, kw_only=True)
class Given:
    """Papers that came with the form; ``held`` tells of those put aside before that it cannot have now."""

    papers: list[UploadedPaper] = field(default_factory=list)
    held: Held = field(default_factory=Held)


def given_papers(request: HttpRequest, visit: Visit, form: CounterForm) -> Given:
    """The files chosen or photographed now, and those put aside before for papers not chosen anew."""
    given = Given()
    answers = asked_answers(form.version, form.answers)
    for paper in form.version.papers:
        files = request.FILES.getlist(_control(paper.key))
        joins = f"join_{paper.key}" in request.POST
        if joins or not files:
            _take_held(given, paper, request, visit, is_asked=is_shown(paper.when, answers=answers))
        if joins and not files:
            given.held.incomplete.add(_control(paper.key))
        given.papers += [
            UploadedPaper(key=paper.key, name=file.name or paper.key, content=read_upload(file))
            for file in files
        ]
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


def hold_papers(given: Given, version: ProcedureVersion, visit: Visit) -> Held:
    """Put these aside for the form that is shown again."""
    held = given.held
    titles = {paper.key: paper.name for paper in version.papers}
    for paper in given.papers:
        control = _control(paper.key)
        try:
            held.keep(control, hold_paper(paper, actor=visit.actor, now=visit.now))
        except DomainError as refusal:
            held.refuse(control, f"{titles[paper.key]}: {paper.name}: {refusal.message}")
    return held


def _take_held(given: Given, paper: Paper, request: HttpRequest, visit: Visit, *, is_asked: bool) -> None:
    """What was put aside for this paper, taken again; of each that is not to be had it is told why.

    Of a paper that nobody asks for any more nothing is told: the file waits in case it is asked for again.
    """
    control = _control(paper.key)
    for token in request.POST.getlist(f"held_{paper.key}"):
        name = request.POST.get(f"name_of_{token}", "")
        held = HeldPaper(key=paper.key, token=token, name=name, size=0)
        taken = take_held_paper(held, paper_name=paper.name, actor=visit.actor)
        if taken.paper:
            given.papers.append(taken.paper)
            continue
        if taken.waits or not is_asked:
            given.held.keep(control, taken.held)
        if is_asked:
            given.held.refuse(control, taken.told)


def _control(key: str) -> str:
    return f"paper_{key}"
