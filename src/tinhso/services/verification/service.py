"""The door of verification: asks national registers about people and announces what they answer.

Nothing here refuses anything. A question waits in the never-drop ledger while the line is down.
"""

from tinhso.services.verification.actions.answer import drain_population_line, join_late_requests
from tinhso.services.verification.actions.ask import ask_about_person
from tinhso.services.verification.actions.prefill import prefill, record_prefill
from tinhso.services.verification.adapters.agreement import portal_officer
from tinhso.services.verification.adapters.citizen_record import RESIDENCE_ANYWHERE
from tinhso.services.verification.adapters.national_units import LAST_DAY_OF_THE_LIST
from tinhso.services.verification.queries import checks_of, latest_check, line_overview
from tinhso.services.verification.types import LINE, Answer, Check, LineOverview, PersonFacts

__all__ = [
    "LAST_DAY_OF_THE_LIST",
    "LINE",
    "RESIDENCE_ANYWHERE",
    "Answer",
    "Check",
    "LineOverview",
    "PersonFacts",
    "ask_about_person",
    "checks_of",
    "drain_population_line",
    "join_late_requests",
    "latest_check",
    "line_overview",
    "portal_account",
    "prefill",
    "record_prefill",
]


def portal_account() -> str:
    """The account under which the register knows the portal, for a citizen's own filing."""
    return portal_officer()
