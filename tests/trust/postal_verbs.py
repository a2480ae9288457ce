"""The verbs of the dossiers' door about results by post that name no dossier, and who may ask for them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.trust.door import Act
from tests.trust.stage import Stage
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import PostalState, ReturnReason


def postal_verbs(stage: Stage, *, desks: set[str], finders: set[str]) -> dict[str, tuple[Act, set[str]]]:
    """Lists and parcels: whoever returns results at a desk; finding a parcel by its number: every desk."""
    now, nobody = stage.now, UUID(int=5)
    by: dict[str, Any] = {"now": now}
    parcel: dict[str, Any] = {"parcel_id": nobody, "now": now}
    acts: dict[str, Act] = {
        "postal_queue": lambda actor: dossiers.postal_queue(state=PostalState.WANTED, actor=actor, **by),
        "postal_lists": lambda actor: dossiers.postal_lists(actor=actor, **by),
        "postal_list": lambda actor: dossiers.postal_list(list_id=nobody, actor=actor, **by),
        "open_postal_sheet": lambda actor: dossiers.open_postal_sheet(list_id=nobody, actor=actor, **by),
        "make_postal_list": lambda actor: dossiers.make_postal_list(
            dossier_ids=[nobody], key="sweep", actor=actor, **by
        ),
        "send_parcels": lambda actor: dossiers.send_parcels(parcel_ids=[nobody], actor=actor, **by),
        "get_parcel": lambda actor: dossiers.get_parcel(actor=actor, **parcel),
        "enter_parcel_number": lambda actor: dossiers.enter_parcel_number(
            number="EB123456785VN", actor=actor, **parcel
        ),
        "change_parcel_number": lambda actor: dossiers.change_parcel_number(
            number="", reason="Ghi nhầm", actor=actor, **parcel
        ),
        "take_off_postal_list": lambda actor: dossiers.take_off_postal_list(
            reason="Thiếu dấu", actor=actor, **parcel
        ),
        "parcel_arrived": lambda actor: dossiers.parcel_arrived(on=now.date(), actor=actor, **parcel),
        "parcel_came_back": lambda actor: dossiers.parcel_came_back(
            on=now.date(), reason=ReturnReason.ABSENT, actor=actor, **parcel
        ),
    }
    return {name: (act, desks) for name, act in acts.items()} | {
        "find_parcel": (
            lambda actor: dossiers.find_parcel(number="EB123456785VN", actor=actor, **by),
            finders,
        ),
    }
