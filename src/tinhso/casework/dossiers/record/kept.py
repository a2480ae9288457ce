"""What a dossier takes from the personal store, and what it was spared."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.record.kept_types import KeptMark, Spared, SparedBy, SparedMark
from tinhso.casework.dossiers.record.papers import GivenPaper
from tinhso.registers.catalogue.service import KnownFact, ProcedureVersion, papers_for
from tinhso.services.personal_store.service import (
    Holder,
    KeptOrigin,
    KeptPaper,
    KeptState,
    kept_papers,
    require_usable,
)
from tinhso.services.representation.service import Mandate

_WHY_NOT: Mapping[KeptState, str] = {
    KeptState.REVOKED: "Đã bị thu hồi",
    KeptState.EXPIRED: "Đã hết giá trị",
    KeptState.SCANNED: "Chưa được chứng nhận",
}


def holder_of(mandate: Mandate | None, person_id: UUID | None) -> Holder:
    """Whose store serves a dossier: that of the organisation or person it is filed for."""
    if mandate is not None and mandate.organisation_id is not None:
        return Holder(organisation_id=mandate.organisation_id)
    return Holder(person_id=(mandate.principal_id if mandate else None) or person_id)


def from_store(
    version: ProcedureVersion, key: str, kept_id: UUID, *, holder: Holder, now: datetime
) -> GivenPaper:
    """The stored file of a kept paper as this paper of the dossier: by reference, without a copy.

    Raises UnableToReuse when it is not the holder's, does not serve as this paper, or may not be used today.
    Needs the system's scope.
    """
    kinds = accepted_kinds(version, key)
    kept = require_usable(kept_id=kept_id, holder=holder, kinds=kinds, now=now)
    return GivenPaper(key=key, file_id=kept.file_id, name=kept.label, kept_id=kept.id, kind=kept.kind)


def accepted_kinds(version: ProcedureVersion, key: str) -> tuple[str, ...]:
    """The kinds of the personal store that serve as this paper; none for a paper that is not there."""
    return next((paper.accepts for paper in version.papers if paper.key == key), ())


def spared_papers(
    version: ProcedureVersion,
    answers: Mapping[str, Any],
    given: Sequence[GivenPaper],
    known: Collection[KnownFact] = (),
) -> tuple[Spared, ...]:
    """What the applicant did not have to bring, each paper once."""
    held = {paper.key for paper in given}
    by_register = {
        need.paper.key: Spared(key=need.paper.key, by=SparedBy.REGISTER, fact=need.fact)
        for need in papers_for(version, answers, known)
        if need.status == "waived" and need.paper.key not in held
    }
    by_store = {
        paper.key: Spared(key=paper.key, by=SparedBy.STORE, fact=paper.kind)
        for paper in given
        if paper.kept_id
    }
    return (*by_register.values(), *by_store.values())


def spared_marks(version: ProcedureVersion, dossier_id: UUID) -> tuple[SparedMark, ...]:
    """What a register spared this dossier, in the order of the form; nothing is asked where none can."""
    may_be_spared = [(paper, waiver) for paper in version.papers for waiver in paper.waived_when]
    if not may_be_spared:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(
            "select key, fact from dossiers_spared_paper where dossier_id = %s and by = %s",
            [dossier_id, SparedBy.REGISTER.value],
        )
        spared = set(cursor.fetchall())
    return tuple(
        SparedMark(title=paper.name, reason=waiver.label)
        for paper, waiver in may_be_spared
        if (paper.key, waiver.fact) in spared
    )


def kept_marks(ids: Iterable[UUID], *, now: datetime) -> dict[UUID, KeptMark]:
    """What to say of these kept papers; nothing is asked where there are none. Needs the system's scope."""
    wanted = set(ids)
    return {key: _mark(kept) for key, kept in kept_papers(wanted, now=now).items()} if wanted else {}


def _mark(kept: KeptPaper) -> KeptMark:
    return KeptMark(
        kept_id=kept.id,
        label=kept.label,
        is_result=kept.origin is KeptOrigin.RESULT,
        by=kept.certified_by_name,
        agency=kept.agency_name,
        at=kept.certified_at,
        valid_until=kept.facts.valid_until,
        why_not=_WHY_NOT.get(kept.state, ""),
        revoked_at=kept.revoked_at,
        reason=kept.revoked_reason,
    )
