"""The door of the unit of work.

``with unit_of_work(actor=…, now=…) as work:`` is the only way the house changes or reads cases:
the change, its audit rows, its announcements and its jobs commit together or not at all.
"""

from tinhso.foundation.unit_of_work.delivery import deliver_due, deliver_event
from tinhso.foundation.unit_of_work.draining import (
    Drained,
    UnableToReachLine,
    UnableToSendQuestion,
    drain_line,
    stop_draining,
)
from tinhso.foundation.unit_of_work.idempotency import UnableToRepeat, claim_key
from tinhso.foundation.unit_of_work.listening import deliver_as_announced
from tinhso.foundation.unit_of_work.work import UnitOfWork, acting_as_system, unit_of_work

__all__ = [
    "Drained",
    "UnableToReachLine",
    "UnableToRepeat",
    "UnableToSendQuestion",
    "UnitOfWork",
    "acting_as_system",
    "claim_key",
    "deliver_as_announced",
    "deliver_due",
    "deliver_event",
    "drain_line",
    "stop_draining",
    "unit_of_work",
]
