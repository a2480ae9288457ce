"""Which field of which row a sealed value belongs to: the associated data of the dossiers room."""

from __future__ import annotations

from uuid import UUID

ANSWERS = "dossiers_dossier.sealed_answers"
APPLICANT_NAME = "dossiers_dossier.sealed_applicant_name"
PAPER_NAME = "dossiers_paper.sealed_name"
NOTE = "dossiers_event.sealed_note"
ITEMS = "dossiers_supplement.sealed_items"
RESULT_TEXT = "dossiers_result.sealed_text"
APOLOGY_REASON = "dossiers_apology.sealed_reason"
DRAFT = "dossiers_draft.sealed_content"
VOID_REASON = "dossiers_reserve_number.sealed_reason"
POSTAL_ADDRESS = "dossiers_postal.sealed_address"
PARCEL_ADDRESS = "dossiers_parcel.sealed_address"
PARCEL_REASON = "dossiers_parcel.sealed_reason"
NUMBER_REASON = "dossiers_withdrawn_parcel_number.sealed_reason"
OUTSIDE_FILING = "dossiers_outside_code.sealed_filing"
COUNTER_TOLD = "counter_form.told"
MOVE_REASON = "dossiers_version_move.sealed_reason"


def note_owner(dossier_id: UUID, version: int) -> UUID:
    """Notes belong to one version of one dossier."""
    return UUID(int=dossier_id.int ^ version)
