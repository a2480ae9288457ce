"""Steps that need nothing but their note: receive, refuse, hand over, stop, grant a withdrawal…"""

from __future__ import annotations

from contextlib import nullcontext
from datetime import datetime
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.handling.advance import Move, advance_dossier, load_for_action
from tinhso.casework.dossiers.handling.messages import tell_fee_asked
from tinhso.casework.dossiers.handling.settling import settled_by_receipt
from tinhso.casework.dossiers.record.loading import LoadedDossier, mandate_of
from tinhso.casework.dossiers.record.papers import known_facts, missing_papers
from tinhso.casework.dossiers.record.posted import AT_THE_OFFICE, hand_over_instead
from tinhso.casework.dossiers.record.types import FeeState, Status
from tinhso.foundation.authority.service import Actor
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work
from tinhso.registers.catalogue.service import verb_of

SPECIAL = frozenset({"ask_supplement", "supplement_answered", "draft", "approve", "fee_paid"})
"""Verbs with content of their own; each has its own function."""


def take_step(
    *,
    dossier_id: UUID,
    action: str,
    note: str = "",
    expected_version: int | None,
    actor: Actor,
    now: datetime,
) -> int:
    """Take a plain step of the process and return the dossier's new version.

    Raises NotPermitted, NotVisible, DossierChanged, UnableToTakeAction, UnableToActOnDossier; then
    nothing has changed, nothing is announced.
    """
    if verb_of(action) in SPECIAL:
        raise ValueError(f"{action} has a verb of its own")
    with unit_of_work(actor=actor, now=now) as work:
        ready = load_for_action(work, dossier_id, verb=action, expected_version=expected_version)
        move = Move(action=ready.action, note=note.strip(), met_guards=met_guards(work, ready.dossier))
        if verb_of(ready.action) == "receive":
            move.columns |= settled_by_receipt(work, ready.dossier)
        charged = bool(move.columns.get("fee_amount"))
        advance_dossier(work, ready.dossier, ready.tasks, move)
        if charged:
            tell_fee_asked(work, ready.dossier)
        if ready.dossier.postal in AT_THE_OFFICE and ready.dossier.status is Status.RETURNED:
            with acting_as_system(work):
                hand_over_instead(work, ready.dossier.id)
        return ready.dossier.version


def met_guards(work: UnitOfWork, dossier: LoadedDossier) -> frozenset[str]:
    """Which of the closed list of guards hold for this dossier now; one statement, two when represented."""
    with acting_as_system(work) if dossier.mandate_id else nullcontext():
        known = known_facts(mandate_of(dossier, now=work.now))
    with connection.cursor() as cursor:
        cursor.execute(
            """select array(select p.key from dossiers_paper p
                 where p.dossier_id = d.id and p.replaced_at is null
                 union all select s.key from dossiers_spared_paper s where s.dossier_id = d.id),
               r.dossier_id is not null, r.approved_at is not null
               from dossiers_dossier d left join dossiers_result r on r.dossier_id = d.id
               where d.id = %s""",
            [dossier.id],
        )
        paper_keys, has_draft, is_approved = cursor.fetchone()
    holds = {
        "papers_complete": not missing_papers(dossier.procedure, dossier.answers, paper_keys, known),
        "fee_paid": dossier.fee_state is not FeeState.DUE,
        "draft_present": has_draft,
        "signed": is_approved,
    }
    return frozenset(guard for guard, is_met in holds.items() if is_met)
