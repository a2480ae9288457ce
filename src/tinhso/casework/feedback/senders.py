"""The case of a code for whoever sent it: signed in, or with the telephone number that it came from."""

from __future__ import annotations

from tinhso.casework.feedback import models, sealing
from tinhso.casework.feedback.loading import LoadedFeedback, load_by_code
from tinhso.casework.feedback.types import CASE_KIND
from tinhso.foundation.authority.service import NotVisible, Permission, require
from tinhso.foundation.crypto.service import blind_index
from tinhso.foundation.identifiers.service import DomainError, parse_mobile_number
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system


def load_for_sender(work: UnitOfWork, *, code: str, number: str, permission: Permission) -> LoadedFeedback:
    """The case of this code for whoever sent it, locked; NotVisible for everybody else."""
    with acting_as_system(work):
        case = load_by_code(code, permission=permission, lock=True)
        is_senders = case.sender_id is not None and case.sender_id == work.actor.person_id
        if case.sender_id is None and number:
            is_senders = _came_from(case, number)
    if not is_senders:
        raise NotVisible(object_kind=CASE_KIND, object_id=case.id, permission=permission)
    if case.sender_id is not None:
        require(actor=work.actor, permission=permission, resource=case.resource)
    return case


def _came_from(case: LoadedFeedback, number: str) -> bool:
    try:
        read = parse_mobile_number(number)
    except DomainError:
        return False
    index = blind_index(str(read), kind=sealing.NUMBER_KIND)
    return models.Feedback.objects.filter(id=case.id, number_index=index).exists()
