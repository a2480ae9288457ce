"""What happened to a dossier is told to the pages of its agencies and of its applicant.

PostgreSQL gives a notification out when the transaction commits, so a page never hears of what was rolled
back. Repeating one is harmless: a page shows anew what it shows.
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import connection

from tinhso.casework.dossiers.events import DossierAdvanced, DossierSubmitted
from tinhso.casework.dossiers.service import who_takes_part
from tinhso.foundation.outbox.service import handles
from tinhso.foundation.unit_of_work.service import UnitOfWork
from tinhso.services.payments.events import FeeFailed, FeePaid
from tinhso.services.verification.events import (
    LookUpAnswered,
    PersonAnswerChanged,
    PersonVerified,
    RegisterAnswerChanged,
)
from tinhso.sites.live.channels import channel_of, live_key
from tinhso.sites.live.messages import NOTIFICATION, Change, to_notifications


@handles(DossierSubmitted)
def on_submitted(event: DossierSubmitted, *, work: UnitOfWork) -> None:
    """A new line on the work lists."""
    tell_pages(event.subject_id)


@handles(DossierAdvanced)
def on_advanced(event: DossierAdvanced, *, work: UnitOfWork) -> None:
    """A step was taken."""
    tell_pages(event.subject_id)


@handles(PersonVerified)
def on_verified(event: PersonVerified, *, work: UnitOfWork) -> None:
    """The population register answered."""
    tell_pages(event.subject_id)


@handles(PersonAnswerChanged)
def on_person_answer_changed(event: PersonAnswerChanged, *, work: UnitOfWork) -> None:
    """The population register now says otherwise."""
    tell_pages(event.subject_id)


@handles(LookUpAnswered)
def on_look_up_answered(event: LookUpAnswered, *, work: UnitOfWork) -> None:
    """A register answered an officer's look-up."""
    tell_pages(event.subject_id)


@handles(RegisterAnswerChanged)
def on_register_answer_changed(event: RegisterAnswerChanged, *, work: UnitOfWork) -> None:
    """A register now says otherwise of what was looked up."""
    tell_pages(event.subject_id)


@handles(FeePaid)
def on_fee_paid(event: FeePaid, *, work: UnitOfWork) -> None:
    """Money came in."""
    tell_pages(event.subject_id)


@handles(FeeFailed)
def on_fee_failed(event: FeeFailed, *, work: UnitOfWork) -> None:
    """An attempt to pay ended without money."""
    tell_pages(event.subject_id)


def tell_pages(dossier_id: UUID) -> None:
    """Notify the live process at the commit of this transaction; silent for a case of another kind."""
    found = who_takes_part(dossier_id)
    if found is None:
        return
    key = live_key(settings.SECRET_KEY)
    agencies = frozenset(channel_of("agency", agency_id, key=key) for agency_id in found.agencies)
    change = Change(
        dossier=dossier_id,
        version=found.version,
        channels=agencies | {channel_of("person", holder, key=key) for holder in found.holders},
    )
    with connection.cursor() as cursor:
        for text in to_notifications(change):
            cursor.execute("select pg_notify(%s, %s)", [NOTIFICATION, text])
