"""Which papers a dossier needs, and which of them it has."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tinhso.casework.dossiers.record.errors import UnableToFileDossier
from tinhso.foundation.files.service import HandedIn, store_again, store_all
from tinhso.registers.catalogue.service import CleanAnswers, KnownFact, ProcedureVersion, papers_for
from tinhso.services.representation.service import Mandate, MandateProof

AUTHORISATION = "representation.authorisation"
"""The fact that spares a letter of authorisation: it was granted in the portal, or VNeID names the person."""


def known_facts(mandate: Mandate | None) -> tuple[KnownFact, ...]:
    """Facts of the right to act that spare a paper; one proven by a paper spares none."""
    is_known = mandate is not None and mandate.proof is not MandateProof.PAPER
    return (KnownFact(fact=AUTHORISATION),) if is_known else ()


@dataclass(frozen=True, kw_only=True)
class UploadedPaper(HandedIn):
    """One file given for one required paper; ``file_id`` names it where it was put aside before."""

    key: str
    file_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenPaper:
    """A stored file for one required paper."""

    key: str
    file_id: UUID
    name: str
    kept_id: UUID | None = None
    """The kept paper it is, where it comes from the personal store; ``kind`` is then its kind."""
    kind: str = ""
    outside_code: str | None = None
    """What another system called its component, empty where it did not say; None for a paper given here."""


def missing_papers(
    version: ProcedureVersion,
    answers: Mapping[str, Any],
    given: Collection[str],
    known: Collection[KnownFact] = (),
) -> dict[str, str]:
    """Needed papers that are not among the ``given`` keys, with what to tell the applicant.

    ``known`` are facts at hand that spare a paper.
    """
    return {
        f"paper_{need.paper.key}": f"Còn thiếu: {need.paper.name}."
        for need in papers_for(version, answers, known)
        if need.status == "needed" and need.paper.key not in given
    }


def needed_papers(version: ProcedureVersion, answers: Mapping[str, Any]) -> set[str]:
    """Keys of the papers that these answers need."""
    return {need.paper.key for need in papers_for(version, answers, ()) if need.status == "needed"}


def newly_needed_papers(
    version: ProcedureVersion,
    *,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    held: Collection[str],
) -> dict[str, str]:
    """Papers (key to name) that only the changed answers need and that are not ``held`` yet."""
    already = needed_papers(version, before)
    return {
        need.paper.key: need.paper.name
        for need in papers_for(version, after, ())
        if need.status == "needed" and need.paper.key not in already | set(held)
    }


def check_papers(
    version: ProcedureVersion,
    answers: CleanAnswers,
    given: Sequence[GivenPaper],
    known: Collection[KnownFact] = (),
) -> None:
    """Refuse when a needed paper is not there, naming each one."""
    missing = missing_papers(version, answers.values, {paper.key for paper in given}, known)
    if missing:
        raise UnableToFileDossier(
            code="papers_missing",
            message="Hồ sơ còn thiếu giấy tờ. Bạn hãy bổ sung các giấy tờ được nêu.",
            fields=missing,
        )


def keep_papers(papers: Sequence[UploadedPaper], *, owner: str, now: datetime) -> tuple[GivenPaper, ...]:
    """Store what is given for one owner; what was put aside before is not judged again.

    Refuses all as UnableToAcceptFile when one is refused.
    """
    fresh = [paper for paper in papers if paper.file_id is None]
    stored = iter(store_all(fresh, owner=owner, now=now))
    return tuple(
        GivenPaper(
            key=paper.key,
            file_id=(store_again(paper.file_id, owner=owner, now=now) if paper.file_id else next(stored)).id,
            name=paper.name,
        )
        for paper in papers
    )
