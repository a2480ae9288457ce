"""Case and fee of a dossier filed elsewhere: settled once its answers say which case it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tinhso.casework.dossiers.outside.codes import fitting_case, offered_cases
from tinhso.casework.dossiers.record.errors import UnableToActOnDossier
from tinhso.casework.dossiers.record.loading import LoadedDossier
from tinhso.casework.dossiers.record.types import FeeState
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system
from tinhso.registers.catalogue.service import ProcedureCase, fee_for
from tinhso.services.payments.service import request_fee


def is_settled(dossier: LoadedDossier) -> bool:
    """Whether the answers decide the case and the fee; always so for what was filed here."""
    if dossier.received_at is not None or dossier.fee_state is not FeeState.NONE:
        return True
    settles = fitting_case(dossier.procedure, channel=dossier.channel.value, answers=dossier.answers)[1]
    return settles or not dossier.is_filed_outside


def settled_by_answers(
    work: UnitOfWork, dossier: LoadedDossier, answers: Mapping[str, Any]
) -> dict[str, Any]:
    """Columns by which new answers settle an unsettled dossier, its fee requested; none where they do not."""
    if is_settled(dossier):
        return {}
    case, settles = fitting_case(dossier.procedure, channel=dossier.channel.value, answers=answers)
    if not settles:
        return {"case_key": case.key}
    return {"case_key": case.key, **_charged(work, dossier, case, answers)}


def settled_by_receipt(work: UnitOfWork, dossier: LoadedDossier) -> dict[str, Any]:
    """Columns by which an officer who receives an unsettled dossier takes the case that is known so far.

    Raises UnableToActOnDossier where the fee comes before the receipt: first it must be known.
    """
    if is_settled(dossier):
        return {}
    if any(case.fee.when == "before_receipt" for case in offered_cases(dossier)):
        raise UnableToActOnDossier(
            code="case_unsettled",
            message="Chưa đủ nội dung tờ khai để xác định lệ phí phải nộp trước khi tiếp nhận."
            " Hãy ghi nội dung còn thiếu theo giấy tờ đã nộp, hoặc yêu cầu bổ sung.",
        )
    return _charged(work, dossier, dossier.case, dossier.answers)


def _charged(
    work: UnitOfWork, dossier: LoadedDossier, case: ProcedureCase, answers: Mapping[str, Any]
) -> dict[str, Any]:
    fee = fee_for(case, answers=answers)
    if not fee:
        return {}
    with acting_as_system(work):
        request_fee(
            work,
            case_id=dossier.id,
            person_id=dossier.applicant_id,
            amount_vnd=fee,
            description=f"{dossier.procedure.title[:150]}, hồ sơ {dossier.code}",
        )
    return {"fee_state": FeeState.DUE, "fee_amount": fee}
