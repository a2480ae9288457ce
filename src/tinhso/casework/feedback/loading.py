"""Reading one case's row, locked when it is about to change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.casework.feedback import sealing
from tinhso.casework.feedback.errors import FeedbackChanged
from tinhso.casework.feedback.types import CASE_KIND, FeedbackKind, FeedbackState, FeedbackTopic
from tinhso.foundation.authority.service import NotVisible, Permission, Resource
from tinhso.foundation.crypto.service import open_json, open_text

_COLUMNS = (
    "id, code, kind, topic, sender_id, sealed_sender, sealed_text, dossier_id, dossier_code, procedure_code,"
    " about_agency_id, intake_agency_id, agency_id, turn_agency_id, may_publish, hides_name, is_classified,"
    " state, version, sent_at, due_at, finished_at, refusal_reason, score, scored_at"
)
_NAMES = tuple(name.strip() for name in _COLUMNS.split(","))
_SELECT = (
    f"select {_COLUMNS}, array(select a.agency_id from authority_access a"  # noqa: S608 - own names
    " where a.case_id = f.id) from feedback_case f where "
)


@dataclass(kw_only=True)
class LoadedFeedback:
    """A case's row, and who may see it."""

    id: UUID
    code: str
    kind: FeedbackKind
    topic: FeedbackTopic
    sender_id: UUID | None
    sealed_sender: Any
    sealed_text: Any
    dossier_id: UUID | None
    dossier_code: str
    procedure_code: str
    about_agency_id: UUID | None
    intake_agency_id: UUID
    agency_id: UUID | None
    turn_agency_id: UUID | None
    may_publish: bool
    hides_name: bool
    is_classified: bool
    state: FeedbackState
    version: int
    sent_at: datetime
    due_at: datetime
    finished_at: datetime | None
    refusal_reason: str
    score: int | None
    scored_at: datetime | None
    agencies: frozenset[UUID]

    @property
    def text(self) -> str:
        """What the sender wrote, opened."""
        return open_text(self.sealed_text, owner=self.id, field=sealing.TEXT)

    @cached_property
    def given_sender(self) -> dict[str, str]:
        """Name and telephone of a sender who is not signed in; empty for one who is."""
        if self.sealed_sender is None:
            return {}
        opened: dict[str, str] = open_json(self.sealed_sender, owner=self.id, field=sealing.SENDER)
        return opened

    @property
    def subjects(self) -> tuple[UUID, ...]:
        """The people whose data the case holds, as far as they are known to the register."""
        return (self.sender_id,) if self.sender_id else ()

    @property
    def resource(self) -> Resource:
        """What authority is asked about."""
        return Resource(kind=CASE_KIND, id=self.id, owners=frozenset(self.subjects), agencies=self.agencies)


def load_feedback(
    feedback_id: UUID,
    *,
    permission: Permission,
    expected_version: int | None = None,
    lock: bool = False,
) -> LoadedFeedback:
    """The case, if row-level security shows it; NotVisible else.

    ``expected_version`` refuses with FeedbackChanged when somebody else acted since the page was read.
    """
    found = _select("f.id = %s" + (" for update of f" if lock else ""), feedback_id)
    if found is None:
        raise NotVisible(object_kind=CASE_KIND, object_id=feedback_id, permission=permission)
    if expected_version is not None and found.version != expected_version:
        raise FeedbackChanged
    return found


def load_by_code(code: str, *, permission: Permission, lock: bool = False) -> LoadedFeedback:
    """The case of this code, if the actor holds it; NotVisible else."""
    found = _select("f.code = %s" + (" for update of f" if lock else ""), code)
    if found is None:
        raise NotVisible(object_kind=CASE_KIND, object_id=None, permission=permission)
    return found


def _select(condition: str, value: UUID | str) -> LoadedFeedback | None:
    with connection.cursor() as cursor:
        cursor.execute(_SELECT + condition, [value])
        row = cursor.fetchone()
    if row is None:
        return None
    values = dict(zip(_NAMES, row, strict=False))
    values["kind"] = FeedbackKind(values["kind"])
    values["topic"] = FeedbackTopic(values["topic"])
    values["state"] = FeedbackState(values["state"])
    return LoadedFeedback(**values, agencies=frozenset(row[-1]))
