"""The door of the exchange: dossiers kept equal in the house and the systems around it.

What comes in is on disk before it is acknowledged; what goes out follows from what each peer has
acknowledged, so that a line may be down for days and nothing is lost, doubled or turned back.
"""

from tinhso.coordination.exchange.actions.catching_up import catch_up
from tinhso.coordination.exchange.actions.handing_out import open_exchanged_file
from tinhso.coordination.exchange.actions.hearing import UnableToHear, hear_push, poll_wishes, read_feed
from tinhso.coordination.exchange.actions.operating import (
    UnableToOperateLine,
    accept_jump,
    dismiss,
    judge_again,
    mend,
    pause,
    read_feed_again,
    record_operation,
    tell_again,
    tell_one_again,
)
from tinhso.coordination.exchange.actions.reconciling import (
    conflicts,
    convergence,
    differences,
    dossier_conflicts,
    equality,
    reconcile,
)
from tinhso.coordination.exchange.actions.sending import Sent, send_due
from tinhso.coordination.exchange.actions.taking import take_due
from tinhso.coordination.exchange.actions.telling import tell
from tinhso.coordination.exchange.conflict_types import (
    WHY_TITLES,
    ConflictRow,
    DossierConflict,
    Why,
)
from tinhso.coordination.exchange.queries import (
    apart_message,
    apart_messages,
    exchange_lines,
    latest_operations,
    refused_dossiers,
    told_late,
)
from tinhso.coordination.exchange.types import (
    FIELD_TITLES,
    SYSTEM_TITLES,
    ApartMessage,
    ApartRow,
    Convergence,
    DifferenceKind,
    DifferenceRow,
    EqualityRow,
    Heard,
    InboundState,
    LineRow,
    OperationRow,
    RefusedRow,
    ToldLate,
)

__all__ = [
    "FIELD_TITLES",
    "SYSTEM_TITLES",
    "WHY_TITLES",
    "ApartMessage",
    "ApartRow",
    "ConflictRow",
    "Convergence",
    "DifferenceKind",
    "DifferenceRow",
    "DossierConflict",
    "EqualityRow",
    "Heard",
    "InboundState",
    "LineRow",
    "OperationRow",
    "RefusedRow",
    "Sent",
    "ToldLate",
    "UnableToHear",
    "UnableToOperateLine",
    "Why",
    "accept_jump",
    "apart_message",
    "apart_messages",
    "catch_up",
    "conflicts",
    "convergence",
    "differences",
    "dismiss",
    "dossier_conflicts",
    "equality",
    "exchange_lines",
    "hear_push",
    "judge_again",
    "latest_operations",
    "mend",
    "open_exchanged_file",
    "pause",
    "poll_wishes",
    "read_feed",
    "read_feed_again",
    "reconcile",
    "record_operation",
    "refused_dossiers",
    "send_due",
    "take_due",
    "tell",
    "tell_again",
    "tell_one_again",
    "told_late",
]
