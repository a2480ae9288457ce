"""What the sender is told, and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from tinhso.casework.feedback.loading import LoadedFeedback
from tinhso.foundation.clock.service import VIETNAM
from tinhso.foundation.identifiers.service import parse_mobile_number
from tinhso.foundation.unit_of_work.service import UnitOfWork
from tinhso.registers.agencies.service import get_agency
from tinhso.services.notices.service import notify, notify_number, templates

_TEMPLATE_OF: Mapping[str, str] = {
    "send": "feedback_sent",
    "assign": "feedback_assigned",
    "transfer": "feedback_assigned",
    "refuse": "feedback_refused",
    "refuse_there": "feedback_refused",
    "approve": "feedback_answered",
    "approve_for_publication": "feedback_answered",
}


def tell_sender(work: UnitOfWork, case: LoadedFeedback, *, action: str) -> None:
    """Tell the sender what a step means for them; steps inside the agency are not reported."""
    template = _TEMPLATE_OF.get(action)
    if template is None:
        return
    known = {
        "code": case.code,
        "agency": get_agency(case.agency_id or case.intake_agency_id).name,
        "due": _moment(case.due_at),
    }
    values = {name: known[name] for name in templates()[template].values}
    if case.sender_id is not None:
        notify(work, person_id=case.sender_id, case_id=case.id, template=template, values=values)
    else:
        number = parse_mobile_number(case.given_sender["phone"])
        notify_number(work, number=number, case_id=case.id, template=template, values=values)


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"
