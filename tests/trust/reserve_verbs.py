"""The verbs of the dossiers' door about reserve numbers, and who may ask for them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.trust.door import Act
from tests.trust.stage import Stage
from tinhso.casework.dossiers import service as dossiers


def reserve_verbs(
    stage: Stage, filing: dict[str, Any], *, desks: set[str], finders: set[str]
) -> dict[str, tuple[Act, set[str]]]:
    """Booklets of stubs and their later entry: whoever receives at a counter; finding one: every desk."""
    by: dict[str, Any] = {"now": stage.now}
    number, batch_id = "DP-H09.1-000001", UUID(int=5)
    acts: dict[str, Act] = {
        "print_reserve_batch": lambda actor: dossiers.print_reserve_batch(size=5, actor=actor, **by),
        "reserve_batches": lambda actor: dossiers.reserve_batches(actor=actor, **by),
        "reserve_batch": lambda actor: dossiers.reserve_batch(batch_id=batch_id, actor=actor, **by),
        "open_reserve_booklet": lambda actor: dossiers.open_reserve_booklet(
            batch_id=batch_id, tracking_url="/{number}", actor=actor, **by
        ),
        "void_reserve_numbers": lambda actor: dossiers.void_reserve_numbers(
            numbers=[number], reason="Viết hỏng", actor=actor, **by
        ),
        "check_reserved": lambda actor: dossiers.check_reserved(
            number=number, received_at=stage.now, actor=actor, **by
        ),
        "enter_reserved": lambda actor: dossiers.enter_reserved(
            number=number, received_at=stage.now, actor=actor, **filing, **by
        ),
    }
    return {name: (act, desks) for name, act in acts.items()} | {
        "find_reserve_number": (
            lambda actor: dossiers.find_reserve_number(number=number, actor=actor, **by),
            finders,
        ),
    }
