"""The door of payments: fees of cases, paid online or at the counter.

A fee is paid once; money that arrives without a fee to pay stands in a list until it is paid back.
"""

from tinhso.services.payments.actions.callback import receive_callback
from tinhso.services.payments.actions.checkout import begin_checkout
from tinhso.services.payments.actions.reconcile import reconcile_payments
from tinhso.services.payments.actions.request import (
    cancel_fee,
    request_fee,
    settle_surplus,
    take_cash,
)
from tinhso.services.payments.errors import (
    UnableToCancelFee,
    UnableToPayFee,
    UnableToReachGateway,
    UnableToRequestFee,
    UnableToTakeCallback,
)
from tinhso.services.payments.queries import fees_of, get_fee, list_surplus
from tinhso.services.payments.types import (
    CallbackEffect,
    Fee,
    FeeId,
    FeeState,
    PaymentMethod,
    Surplus,
    SurplusReason,
)

__all__ = [
    "CallbackEffect",
    "Fee",
    "FeeId",
    "FeeState",
    "PaymentMethod",
    "Surplus",
    "SurplusReason",
    "UnableToCancelFee",
    "UnableToPayFee",
    "UnableToReachGateway",
    "UnableToRequestFee",
    "UnableToTakeCallback",
    "begin_checkout",
    "cancel_fee",
    "fees_of",
    "get_fee",
    "list_surplus",
    "receive_callback",
    "reconcile_payments",
    "request_fee",
    "settle_surplus",
    "take_cash",
]
