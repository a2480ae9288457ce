"""The door of cleaning: a person whose record and papers disagree is reviewed by the police of the commune.

A NO_MATCH of the national register raises a task; officers compare, see papers, propose; another approves.
The national record is never touched here, and only the register's own answer says that the two agree.
"""

from __future__ import annotations

from tinhso.casework.cleaning.actions.collecting import collect_facts
from tinhso.casework.cleaning.actions.comparing import compare_with_register, verify_correction
from tinhso.casework.cleaning.actions.concluding import (
    collect_again,
    conclude_statement_wrong,
    transfer_task,
)
from tinhso.casework.cleaning.actions.proposing import (
    approve_correction,
    propose_correction,
    return_correction,
)
from tinhso.casework.cleaning.adapters.reviewed_files import Handling, handling
from tinhso.casework.cleaning.errors import CleaningChanged, UnableToClean
from tinhso.casework.cleaning.placing import REVIEWERS
from tinhso.casework.cleaning.queries.delays import delayed_tasks
from tinhso.casework.cleaning.queries.details import get_cleaning_task
from tinhso.casework.cleaning.queries.lists import cleaning_counts, cleaning_list
from tinhso.casework.cleaning.queries.printing import PrintedProposal, print_proposal
from tinhso.casework.cleaning.taking_over import take_over_from_ended
from tinhso.casework.cleaning.types import (
    CASE_KIND,
    ENDED,
    FACTS,
    WAITING,
    CleaningAction,
    CleaningPurpose,
    CleaningQueue,
    CleaningRow,
    CleaningSlice,
    CleaningState,
    CleaningStory,
    CleaningView,
    DelayedCleaning,
    FactRow,
    ProposalView,
    ProposedChange,
    QuestionRow,
    ReachedBy,
    SeenPaper,
    TypedFacts,
    VisitRow,
)

__all__ = [
    "CASE_KIND", "ENDED", "FACTS", "REVIEWERS", "WAITING", "CleaningAction", "CleaningChanged",
    "CleaningPurpose", "CleaningQueue", "CleaningRow", "CleaningSlice", "CleaningState", "CleaningStory",
    "CleaningView", "DelayedCleaning", "FactRow", "Handling", "PrintedProposal", "ProposalView",
    "ProposedChange", "QuestionRow", "ReachedBy", "SeenPaper", "TypedFacts", "UnableToClean",
    "VisitRow", "approve_correction", "cleaning_counts", "cleaning_list", "collect_again", "collect_facts",
    "compare_with_register", "conclude_statement_wrong", "delayed_tasks", "get_cleaning_task", "handling",
    "print_proposal", "propose_correction", "return_correction", "take_over_from_ended", "transfer_task",
    "verify_correction",
]  # fmt: skip
