"""The verbs of the dossiers' door by which the house deals with other systems: none is anybody's."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.trust.door import Act
from tests.trust.stage import ANSWERS, TEMPORARY_RESIDENCE, Stage
from tinhso.casework.dossiers import service as dossiers


def crossing_verbs(stage: Stage, dossier_id: UUID) -> dict[str, tuple[Act, set[str]]]:
    """Taking in, telling, handing out, what was done elsewhere: only the house itself."""
    by: dict[str, Any] = {"now": stage.now}
    told: dict[str, Any] = {"dossier_id": dossier_id, "key": "sweep", "at": stage.now, **by}
    filing = dossiers.OutsideFiling(
        system="national_portal",
        code="G22.99-230717-000001",
        procedure_code=TEMPORARY_RESIDENCE,
        agency_code="H09",
        full_name=ANSWERS["full_name"],
        personal_id=ANSWERS["personal_id"],
        applicant_kind="1",
        email="",
        phone="",
        summary="Tạm trú",
        papers=(),
        by_post=False,
        filed_at=stage.now,
    )
    acts: dict[str, Act] = {
        "take_in": lambda actor: dossiers.take_in(filing=filing, actor=actor, **by),
        "find_by_outside_code": lambda actor: dossiers.find_by_outside_code(
            system="national_portal", code="G22.99-230717-000001", actor=actor
        ),
        "dossiers_after": lambda actor: dossiers.dossiers_after(None, limit=1, actor=actor),
        "outline_of": lambda actor: dossiers.outline_of(dossier_id, actor=actor, **by),
        "open_paper_for": lambda actor: dossiers.open_paper_for(
            dossier_id=dossier_id, paper_id=dossier_id, actor=actor, **by
        ),
        "open_result_for": lambda actor: dossiers.open_result_for(
            dossier_id=dossier_id, result_id=dossier_id, actor=actor, **by
        ),
        "answer_from_outside": lambda actor: dossiers.answer_from_outside(
            note="", papers=(), actor=actor, **told
        ),
        "ask_withdrawal_from_outside": lambda actor: dossiers.ask_withdrawal_from_outside(
            reason="", actor=actor, **told
        ),
    }
    return {name: (act, set()) for name, act in acts.items()}
