"""The door of the never-drop ledger: questions and writes to the outside.

A question is stored in the transaction that needs its answer and stays until it is answered; the
line may be down for days. The services above claim, send outside any transaction, and settle.
"""

from tinhso.foundation.ledger.history import line_stops, note_use
from tinhso.foundation.ledger.holders import (
    give_back_of_the_gone,
    holder,
    holding_leases,
    lease_time,
)
from tinhso.foundation.ledger.lines import (
    line_queue,
    line_state,
    may_try_line,
    note_answer,
    note_failure,
    pause_line,
    questions_waiting,
)
from tinhso.foundation.ledger.questions import (
    ASK_CTE,
    NewQuestion,
    ask,
    claim,
    claim_one,
    equal_in_flight,
    expire,
    failing_questions,
    hasten,
    new_question,
    others_are_due,
    postpone,
    settle,
    stored_answer,
    stored_body,
)
from tinhso.foundation.ledger.types import (
    BreakerState,
    FailingQuestion,
    LineQueue,
    LineState,
    Question,
    QuestionState,
    Stop,
    StopKind,
)

__all__ = [
    "ASK_CTE",
    "BreakerState",
    "FailingQuestion",
    "LineQueue",
    "LineState",
    "NewQuestion",
    "Question",
    "QuestionState",
    "Stop",
    "StopKind",
    "ask",
    "claim",
    "claim_one",
    "equal_in_flight",
    "expire",
    "failing_questions",
    "give_back_of_the_gone",
    "hasten",
    "holder",
    "holding_leases",
    "lease_time",
    "line_queue",
    "line_state",
    "line_stops",
    "may_try_line",
    "new_question",
    "note_answer",
    "note_failure",
    "note_use",
    "others_are_due",
    "pause_line",
    "postpone",
    "questions_waiting",
    "settle",
    "stored_answer",
    "stored_body",
]
