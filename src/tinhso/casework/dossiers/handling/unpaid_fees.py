"""A dossier that ends without a result costs nothing that was not paid yet."""

from __future__ import annotations

from tinhso.casework.dossiers.record.loading import LoadedDossier
from tinhso.casework.dossiers.record.types import FeeState, Status
from tinhso.foundation.unit_of_work.service import UnitOfWork
from tinhso.services.payments.service import FeeState as PaymentState
from tinhso.services.payments.service import cancel_fee, fees_of

_WITHOUT_RESULT = frozenset({Status.REJECTED, Status.STOPPED})


def release_unpaid_fees(work: UnitOfWork, dossier: LoadedDossier, status: Status) -> dict[str, FeeState]:
    """Cancel what is still due when the dossier is refused, stopped or withdrawn; the column to write.

    What was paid stays paid: whether it is given back is decided by people. Needs the system's scope.
    """
    if status not in _WITHOUT_RESULT or dossier.fee_state is not FeeState.DUE:
        return {}
    for fee in fees_of(dossier.id):
        if fee.state not in (PaymentState.PAID, PaymentState.CANCELLED):
            cancel_fee(work, fee_id=fee.id)
    return {"fee_state": FeeState.NONE}
