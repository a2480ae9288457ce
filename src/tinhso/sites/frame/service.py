"""The door of the frame: what sites use besides its templates and middleware."""

from tinhso.sites.frame.acting import Acting, acting_of, choose_party, ended_acting_page
from tinhso.sites.frame.actor import actor_from, start_session
from tinhso.sites.frame.due import Due, due_badge
from tinhso.sites.frame.ended import lead_to_sign_in, why_ended
from tinhso.sites.frame.errors import (
    PAGES,
    ErrorPage,
    Refusal,
    error_response,
    problem_response,
    refusal_of,
    wants_json,
)
from tinhso.sites.frame.forms import Field, Option, error_for, read_date, read_values, show_value
from tinhso.sites.frame.handing_out import file_response
from tinhso.sites.frame.language.service import is_english_chosen, is_said_in_english
from tinhso.sites.frame.navigation import NavigationItem, add_navigation
from tinhso.sites.frame.second_step import begin_officer_session, open_officer_session
from tinhso.sites.frame.short_links import LINK_LASTS, by_short_link
from tinhso.sites.frame.tables import Cell, Column, Queue, Row, Step, SummaryRow, TimelineEvent, Tone
from tinhso.sites.frame.tracing import current_trace_id
from tinhso.sites.frame.uploads import read_upload
from tinhso.sites.frame.viewer import ANONYMOUS, Viewer, viewer_of
from tinhso.sites.frame.visits import Visit, id_in, officers_only, to_officers_sign_in, visit_of
from tinhso.sites.frame.wording import (
    DueLevel,
    Unit,
    ago,
    date_parts,
    day,
    due_level,
    file_size,
    long_day,
    masked_personal_id,
    moment,
    money,
    number,
    partial_date,
    quantity,
    remaining,
    span,
)

__all__ = [
    "ANONYMOUS",
    "LINK_LASTS",
    "PAGES",
    "Acting",
    "Cell",
    "Column",
    "Due",
    "DueLevel",
    "ErrorPage",
    "Field",
    "NavigationItem",
    "Option",
    "Queue",
    "Refusal",
    "Row",
    "Step",
    "SummaryRow",
    "TimelineEvent",
    "Tone",
    "Unit",
    "Viewer",
    "Visit",
    "acting_of",
    "actor_from",
    "add_navigation",
    "ago",
    "begin_officer_session",
    "by_short_link",
    "choose_party",
    "current_trace_id",
    "date_parts",
    "day",
    "due_badge",
    "due_level",
    "ended_acting_page",
    "error_for",
    "error_response",
    "file_response",
    "file_size",
    "id_in",
    "is_english_chosen",
    "is_said_in_english",
    "lead_to_sign_in",
    "long_day",
    "masked_personal_id",
    "moment",
    "money",
    "number",
    "officers_only",
    "open_officer_session",
    "partial_date",
    "problem_response",
    "quantity",
    "read_date",
    "read_upload",
    "read_values",
    "refusal_of",
    "remaining",
    "show_value",
    "span",
    "start_session",
    "to_officers_sign_in",
    "viewer_of",
    "visit_of",
    "wants_json",
    "why_ended",
]
