"""The verbs of the dossiers' door that reach into the personal store, and who may try them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from tests.trust.stage import TEMPORARY_RESIDENCE, Stage
from tinhso.casework.dossiers import service as dossiers
from tinhso.foundation.authority.service import Actor, Role

_CITIZENS = {"owner", "other citizen"}
_COUNTERS = {f"{Role.RECEPTION_OFFICER} here", "every role elsewhere"}


def verbs_of_the_store(
    stage: Stage, listers: set[str], watchers: set[str]
) -> dict[str, tuple[Callable[[Actor], object], set[str]]]:
    """By name: the try, and whom the table of permissions lets through."""
    now, some_id = stage.now, UUID(int=5)
    here = stage.agencies["commune_police"]
    month = dossiers.CountedDossiers(agencies=(here,), since=now - timedelta(days=30), at=now)
    return {
        "counter_offers": (
            lambda actor: dossiers.counter_offers(
                procedure_code=TEMPORARY_RESIDENCE, personal_id="074199009999", actor=actor, now=now
            ),
            _COUNTERS,
        ),
        "reuse_paper": (
            lambda actor: dossiers.reuse_paper(
                draft_id=some_id, paper_key="housing_proof", kept_id=some_id, actor=actor, now=now
            ),
            _CITIZENS,
        ),
        "uses_of_kept_papers": (
            lambda actor: dossiers.uses_of_kept_papers([some_id], actor=actor, now=now),
            listers,
        ),
        "count_spared_papers": (
            lambda actor: dossiers.count_spared_papers(of=month, actor=actor, now=now),
            watchers,
        ),
        "spared_dossiers": (
            lambda actor: dossiers.spared_dossiers(
                of=month, by=dossiers.SparedBy.STORE, actor=actor, now=now
            ),
            watchers,
        ),
    }
