"""What the applicant is told, and when: one template of the notices room for each kind of news."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.record.loading import LoadedDossier, mandate_of
from tinhso.casework.dossiers.record.posted import POSTAL_ACTS
from tinhso.casework.dossiers.record.types import FeeState
from tinhso.foundation.clock.service import VIETNAM
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system
from tinhso.registers.agencies.service import get_agency
from tinhso.registers.catalogue.service import verb_of
from tinhso.services.notices.service import notify, templates
from tinhso.services.representation.service import MandateState, contact_of

_TEMPLATE_OF: Mapping[str, str] = {
    "receive": "received",
    "refuse": "refused",
    "ask_supplement": "supplement_asked",
    "supplement_answered": "answered",
    "ask_fee": "fee_asked",
    "fee_paid": "fee_paid",
    "deliver": "delivered",
    "grant_withdraw": "withdrawn",
    "stop": "stopped",
    "apologise": "apologised",
    "posted": "posted",
    "posted_again": "posted",
    "parcel_number_changed": "parcel_number_changed",
    "parcel_came_back": "parcel_came_back",
    "parcel_delivered": "delivered",
    "parcel_collected": "delivered",
}


def tell_filed(work: UnitOfWork, dossier: LoadedDossier, *, fee_is_asked: bool) -> None:
    """The dossier is in; where a fee was asked with it and is due still, say so too.

    News may come late, and a fee that was charged since is told by the step that charged it.
    """
    _tell(work, dossier, "submitted")
    if fee_is_asked and dossier.fee_state is FeeState.DUE:
        _tell(work, dossier, "fee_asked")


def tell_step(work: UnitOfWork, dossier: LoadedDossier, *, action: str, is_done: bool) -> None:
    """What a step means for the applicant; steps inside the agency are not reported."""
    is_ready = is_done and action not in POSTAL_ACTS
    template = "ready" if is_ready else _TEMPLATE_OF.get(verb_of(action) or action)
    if template is not None:
        _tell(work, dossier, template)


def tell_fee_paid(work: UnitOfWork, dossier: LoadedDossier) -> None:
    """The fee was paid."""
    _tell(work, dossier, "fee_paid")


def tell_fee_asked(work: UnitOfWork, dossier: LoadedDossier) -> None:
    """What is to be paid is known now."""
    _tell(work, dossier, "fee_asked")


def tell_receipt_cancelled(work: UnitOfWork, dossier: LoadedDossier) -> None:
    """A receipt for cash was cancelled: the fee is due again."""
    _tell(work, dossier, "receipt_cancelled")


def tell_fee_failed(work: UnitOfWork, dossier: LoadedDossier) -> None:
    """An attempt to pay failed; the dossier is kept."""
    _tell(work, dossier, "fee_failed")


def tell_mandate_ended(work: UnitOfWork, dossier: LoadedDossier) -> None:
    """Whoever filed for the applicant acts no longer; the dossier goes on."""
    _tell(work, dossier, "mandate_ended")


def tell_due_moved(work: UnitOfWork, dossier: LoadedDossier, *, reason: str) -> None:
    """The working calendar changed, and with it the day of the result: which, and why."""
    _tell(work, dossier, "due_moved", reason=reason)


def tell_taken_over(work: UnitOfWork, dossier: LoadedDossier) -> None:
    """Another agency goes on with the dossier; nothing else changes."""
    _tell(work, dossier, "taken_over")


def tell_no_match(work: UnitOfWork, dossier: LoadedDossier) -> None:
    """The population database holds other facts: ask the person to compare, refuse nothing."""
    _tell(work, dossier, "no_match")


def _tell(work: UnitOfWork, dossier: LoadedDossier, template: str, *, reason: str = "") -> None:
    wanted = templates()[template].values
    known = {
        "code": dossier.code,
        "procedure": dossier.procedure.title,
        "agency": get_agency(dossier.agency_id).name,
        "due": _moment(dossier.due_at),
        "promised": _moment(dossier.promised_at),
        "reason": reason,
        "amount": f"{dossier.fee_amount:,}".replace(",", "."),
    }
    if "answer_by" in wanted:
        known["answer_by"] = _moment(_answer_by(dossier))
    for person_id in _whom(work, dossier):
        notify(
            work,
            person_id=person_id,
            case_id=dossier.id,
            template=template,
            values={name: known[name] for name in wanted},
        )


def _whom(work: UnitOfWork, dossier: LoadedDossier) -> tuple[UUID, ...]:
    """The applicant, and whoever acts for them while they may; for an organisation who stands for it now."""
    if dossier.mandate_id is None:
        return (dossier.applicant_id,)
    with acting_as_system(work):
        mandate = mandate_of(dossier, now=work.now)
        acts = mandate is not None and mandate.state is MandateState.ACTIVE
        stands_for = dossier.representative_id if acts else None
        if dossier.organisation_id is None:
            people = [dossier.applicant_id, stands_for]
        else:
            people = [stands_for or contact_of(dossier.organisation_id)]
    return tuple(dict.fromkeys(each for each in people if each))


def _answer_by(dossier: LoadedDossier) -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select answer_by from dossiers_supplement where dossier_id = %s order by round desc",
            [dossier.id],
        )
        row = cursor.fetchone()
    return row[0] if row else None


def _moment(moment: datetime | None) -> str:
    if moment is None:
        return "khi cơ quan báo tiếp"
    return f"{moment.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"
