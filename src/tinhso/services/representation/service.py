"""The door of representation: who may act for whom, for which procedures, from when until when, how proven.

A mandate lets its representative act only while it stands: the actor is made anew on every request, and the
question is asked again, with the row held, inside every change.
"""

from tinhso.services.representation.acting import act_for, confirm_mandate
from tinhso.services.representation.actions.ending import (
    end_expired_mandates,
    leave_mandate,
    withdraw_mandate,
)
from tinhso.services.representation.actions.granting import accept_mandate, grant_mandate
from tinhso.services.representation.actions.legal import note_organisations
from tinhso.services.representation.actions.paper import (
    CheckedPaper,
    organisation_facts,
    record_paper_mandate,
)
from tinhso.services.representation.adapters import mandate_terms
from tinhso.services.representation.errors import (
    UnableToAct,
    UnableToAnswerMandate,
    UnableToEndMandate,
    UnableToGrantMandate,
    UnableToRecordMandate,
)
from tinhso.services.representation.queries import (
    contact_of,
    given_mandate,
    held_mandate,
    mandates_of,
    own_mandates,
    representative_names,
)
from tinhso.services.representation.types import (
    Mandate,
    MandateEnd,
    MandateKind,
    MandatePaper,
    MandateProof,
    MandateState,
    OrganisationFacts,
    OwnMandates,
    Terms,
)

__all__ = [
    "CheckedPaper",
    "Mandate",
    "MandateEnd",
    "MandateKind",
    "MandatePaper",
    "MandateProof",
    "MandateState",
    "OrganisationFacts",
    "OwnMandates",
    "Terms",
    "UnableToAct",
    "UnableToAnswerMandate",
    "UnableToEndMandate",
    "UnableToGrantMandate",
    "UnableToRecordMandate",
    "accept_mandate",
    "act_for",
    "confirm_mandate",
    "contact_of",
    "end_expired_mandates",
    "given_mandate",
    "grant_mandate",
    "held_mandate",
    "leave_mandate",
    "mandate_terms",
    "mandates_of",
    "note_organisations",
    "organisation_facts",
    "own_mandates",
    "record_paper_mandate",
    "representative_names",
    "withdraw_mandate",
]
