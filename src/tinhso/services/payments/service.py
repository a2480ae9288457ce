"""The door of payments: fees of cases, paid online or at the counter.

A fee is paid once; money that arrives without a fee to pay stands in a list until it is paid back.
"""

from tinhso.services.payments.actions.callback import receive_callback
from tinhso.services.payments.actions.cash_days import (
    agency_cash_books,
    cash_book,
    close_cash_day,
    confirm_cash_day,
    count_open_drawers,
    note_deposit,
    print_cash_book,
)
from tinhso.services.payments.actions.checkout import begin_checkout
from tinhso.services.payments.actions.receipts import cancel_receipt, printed_receipt
from tinhso.services.payments.actions.reconcile import reconcile_payments
from tinhso.services.payments.actions.request import (
    cancel_fee,
    request_fee,
    request_first_fee,
    settle_surplus,
    take_cash,
)
from tinhso.services.payments.errors import (
    UnableToCancelFee,
    UnableToCancelReceipt,
    UnableToKeepCash,
    UnableToPayFee,
    UnableToReachGateway,
    UnableToRequestFee,
    UnableToTakeCallback,
)
from tinhso.services.payments.queries import fees_of, get_fee, list_surplus, receipts_of
from tinhso.services.payments.types import (
    CallbackEffect,
    CashBook,
    ClosedDay,
    Deposit,
    Fee,
    FeeId,
    FeeState,
    PaymentMethod,
    Receipt,
    Surplus,
    SurplusReason,
)

__all__ = [
    "CallbackEffect",
    "CashBook",
    "ClosedDay",
    "Deposit",
    "Fee",
    "FeeId",
    "FeeState",
    "PaymentMethod",
    "Receipt",
    "Surplus",
    "SurplusReason",
    "UnableToCancelFee",
    "UnableToCancelReceipt",
    "UnableToKeepCash",
    "UnableToPayFee",
    "UnableToReachGateway",
    "UnableToRequestFee",
    "UnableToTakeCallback",
    "agency_cash_books",
    "begin_checkout",
    "cancel_fee",
    "cancel_receipt",
    "cash_book",
    "close_cash_day",
    "confirm_cash_day",
    "count_open_drawers",
    "fees_of",
    "get_fee",
    "list_surplus",
    "note_deposit",
    "print_cash_book",
    "printed_receipt",
    "receipts_of",
    "receive_callback",
    "reconcile_payments",
    "request_fee",
    "request_first_fee",
    "settle_surplus",
    "take_cash",
]
