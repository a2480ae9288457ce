"""An agency ends while a result is on its list for the post office: its successor lists and sends it."""

from __future__ import annotations

from tests.support.results_by_post import ADDRESS, NUMBERS, bring_to_result, file_confirmation
from tests.trust.test_agency_ends import forgotten, order, the_day_comes
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import PostalState
from tinhso.foundation.authority.service import Role

__all__ = ["forgotten"]


def test_what_had_not_left_is_listed_anew_by_the_successor(stage):
    roles = {"desk": Role.RECEPTION_OFFICER, "specialist": Role.SPECIALIST, "leader": Role.LEADER}
    officers = {name: stage.officer(role) for name, role in roles.items()}
    filed = bring_to_result(file_confirmation(stage.citizen, stage.now, key="one"), officers, stage.now)
    dossiers.choose_post(dossier_id=filed.id, address=ADDRESS, actor=stage.citizen, now=stage.now)
    by = {"actor": officers["desk"], "now": stage.now}
    made = dossiers.make_postal_list(dossier_ids=[filed.id], key="before", **by)
    order(stage)
    the_day_comes(stage)
    dossiers.take_over_from_ended()
    by = {"actor": stage.officer(Role.RECEPTION_OFFICER, agency="other"), "now": stage.now}
    (waiting,) = dossiers.postal_queue(state=PostalState.WANTED, **by).rows
    assert (waiting.dossier_id, waiting.list_id) == (filed.id, None)
    again = dossiers.make_postal_list(dossier_ids=[filed.id], key="after", **by)
    assert again.list_id not in (None, made.list_id)
    (parcel,) = dossiers.postal_list(list_id=again.list_id, **by).parcels
    dossiers.enter_parcel_number(parcel_id=parcel.id, number=NUMBERS[0], **by)
    (sent,) = dossiers.send_parcels(parcel_ids=[parcel.id], **by)
    assert sent.is_done, sent.message
