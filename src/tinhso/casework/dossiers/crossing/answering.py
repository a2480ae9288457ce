"""What a citizen did elsewhere with a dossier that is handled here: answered, or asked to withdraw."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from tinhso.casework.dossiers.crossing.papers import kept_as_ours
from tinhso.casework.dossiers.handling.advance import Move, Ready, advance_dossier, load_for_action
from tinhso.casework.dossiers.handling.supplement import (
    PAPER,
    close_request,
    open_request,
    replace_papers,
)
from tinhso.casework.dossiers.outside.codes import filed_outside
from tinhso.casework.dossiers.record.errors import UnableToAnswerSupplement
from tinhso.casework.dossiers.record.loading import load_dossier
from tinhso.casework.dossiers.record.outside_types import SYSTEM_NAMES
from tinhso.casework.dossiers.record.papers import UploadedPaper
from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.files.service import UnableToAcceptFile
from tinhso.foundation.identifiers.service import clean_text
from tinhso.foundation.unit_of_work.service import UnitOfWork, claim_key, unit_of_work

_LONGEST_NOTE = 2000


def answer_from_outside(
    *,
    dossier_id: UUID,
    key: str,
    note: str,
    papers: Sequence[UploadedPaper],
    at: datetime,
    actor: Actor,
    now: datetime,
    system: str = "",
) -> int:
    """The open request for a supplement was answered at another system; the clock resumes as of now.

    Papers go where they were asked for by their key, others beside the ones that are there; what was asked
    for and did not come stays to be seen as missing. ``system`` is where it was given, if not where the
    dossier was filed. ``key`` names the answer: told again, nothing changes.
    Returns the dossier's version. Raises UnableToAnswerSupplement where nothing is asked for, or for a file
    that is not accepted; UnableToRepeat for another content under the same key.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.DOSSIER_EXCHANGE)
        content = [note, at.isoformat(), *([paper.key, paper.name, paper.sha256] for paper in papers)]
        if not _is_first(work, dossier_id, key, content):
            return _version(dossier_id)
        ready = load_for_action(
            work, dossier_id, verb="supplement_answered", expected_version=None, by_exchange=True
        )
        dossier = ready.dossier
        request_id, items = open_request(dossier.id)
        due_before = dossier.due_at
        asked = [item.key for item in items if item.target == PAPER]
        try:
            given = kept_as_ours(
                dossier.procedure, papers, open_keys=asked, owner=dossier.applicant_id, now=now
            )
        except UnableToAcceptFile as refused:
            raise UnableToAnswerSupplement(
                code=f"outside.{refused.code}", message=refused.message
            ) from refused
        _take(work, ready, note, at, system)
        replace_papers(work, dossier, given, replacing=asked)
        close_request(request_id, dossier, due_before, now)
        return dossier.version


def ask_withdrawal_from_outside(
    *, dossier_id: UUID, key: str, reason: str, at: datetime, actor: Actor, now: datetime, system: str = ""
) -> int:
    """The citizen asked at another system to withdraw the dossier: the same as if they had asked here.

    ``key`` names the wish: told again, nothing changes. Returns the dossier's version. Raises
    UnableToActOnDossier or UnableToTakeAction where the process does not allow it (any more).
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.DOSSIER_EXCHANGE)
        if not _is_first(work, dossier_id, key, [reason, at.isoformat()]):
            return _version(dossier_id)
        ready = load_for_action(
            work, dossier_id, verb="ask_withdraw", expected_version=None, by_exchange=True
        )
        _take(work, ready, reason, at, system)
        return ready.dossier.version


def _take(work: UnitOfWork, ready: Ready, note: str, at: datetime, system: str) -> None:
    said = clean_text(note, _LONGEST_NOTE) if note.strip() else ""
    where = filed_outside(ready.dossier.id)
    name = SYSTEM_NAMES.get(system) or (where[0].name if where else "hệ thống khác")
    told = f"Qua {name}, {at:%H:%M ngày %d/%m/%Y}" + (f": {said}" if said else ".")
    advance_dossier(work, ready.dossier, ready.tasks, Move(action=ready.action, note=told))


def _is_first(work: UnitOfWork, dossier_id: UUID, key: str, content: object) -> bool:
    mark = new_id()
    digest = hashlib.sha256(json.dumps([str(dossier_id), content]).encode()).digest()
    return claim_key(work, key=f"outside-act:{key}", request_digest=digest, result_id=mark) == mark


def _version(dossier_id: UUID) -> int:
    return load_dossier(dossier_id, permission=Permission.DOSSIER_EXCHANGE).version
