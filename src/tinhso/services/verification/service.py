"""The door of verification: asks national registers and announces what they answer.

Population: whether facts belong to one person, for a case. Business, insurance, budget codes: what an officer
looks up for a case; of a business also whether it spares whoever files for it a paper. Nothing here refuses
anything: a question waits in the never-drop ledger while the line is down.
"""

from tinhso.services.verification.actions.answer import drain_population_line, join_late_requests
from tinhso.services.verification.actions.ask import ask_about_person
from tinhso.services.verification.actions.prefill import prefill, record_prefill
from tinhso.services.verification.adapters.agreement import portal_officer
from tinhso.services.verification.adapters.citizen_record import (
    FATHER,
    MOTHER,
    RESIDENCE_ANYWHERE,
    SPOUSE,
)
from tinhso.services.verification.adapters.national_units import LAST_DAY_OF_THE_LIST
from tinhso.services.verification.errors import UnableToAskForOfficer, UnableToLookUp, UnableToSetPolicy
from tinhso.services.verification.look_up_types import (
    AskedByClient,
    ClientAgreement,
    LookUp,
    LookUpState,
    NumberKind,
    OpenedLookUp,
    Purpose,
    PurposeKind,
    Register,
    RegisterUse,
    StalePolicy,
)
from tinhso.services.verification.look_up_words import TITLES
from tinhso.services.verification.looking_up.answering import drain_register_line, expire_old_answers
from tinhso.services.verification.looking_up.asking import look_up
from tinhso.services.verification.looking_up.for_clients import (
    asked_through_client,
    get_look_up_through_client,
    look_up_through_client,
)
from tinhso.services.verification.looking_up.for_filing import is_active_business, look_up_for_filing
from tinhso.services.verification.looking_up.policies import is_check_old, set_stale_policy, stale_policies
from tinhso.services.verification.looking_up.reading import get_look_up, look_ups_of, own_look_ups
from tinhso.services.verification.looking_up.use import register_use
from tinhso.services.verification.queries import (
    asked_about_person,
    checks_of,
    latest_check,
    line_now,
    line_overview,
    line_overviews,
    said_last,
    waited_for,
)
from tinhso.services.verification.types import (
    DOSSIER,
    LINE,
    Answer,
    AskedAboutPerson,
    Check,
    LineNow,
    LineOverview,
    PersonFacts,
    WaitedFor,
)

__all__ = [
    "DOSSIER",
    "FATHER",
    "LAST_DAY_OF_THE_LIST",
    "LINE",
    "MOTHER",
    "RESIDENCE_ANYWHERE",
    "SPOUSE",
    "TITLES",
    "Answer",
    "AskedAboutPerson",
    "AskedByClient",
    "Check",
    "ClientAgreement",
    "LineNow",
    "LineOverview",
    "LookUp",
    "LookUpState",
    "NumberKind",
    "OpenedLookUp",
    "PersonFacts",
    "Purpose",
    "PurposeKind",
    "Register",
    "RegisterUse",
    "StalePolicy",
    "UnableToAskForOfficer",
    "UnableToLookUp",
    "UnableToSetPolicy",
    "WaitedFor",
    "ask_about_person",
    "asked_about_person",
    "asked_through_client",
    "checks_of",
    "drain_population_line",
    "drain_register_line",
    "expire_old_answers",
    "get_look_up",
    "get_look_up_through_client",
    "is_active_business",
    "is_check_old",
    "join_late_requests",
    "latest_check",
    "line_now",
    "line_overview",
    "line_overviews",
    "look_up",
    "look_up_for_filing",
    "look_up_through_client",
    "look_ups_of",
    "own_look_ups",
    "portal_account",
    "prefill",
    "record_prefill",
    "register_use",
    "said_last",
    "set_stale_policy",
    "stale_policies",
    "waited_for",
]


def portal_account() -> str:
    """The account under which the register knows the portal, for a citizen's own filing."""
    return portal_officer()
