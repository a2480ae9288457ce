"""The bytes of an entry that are hashed. Stable for ever: a change needs a new version mark. Pure.

A JSON array in UTF-8 without blanks: ``["tinhso-audit-1", id, at, recorded_at, actor_kind, actor_id,
agency_id, action, object_kind, object_id, subjects, purpose, legal_basis, outcome, details, trace_id,
hidden_until, hidden_basis]``. Ids are lower-case text, missing values ``null``, moments in UTC as
``2023-07-17T02:00:00.000000Z``; the keys of ``details`` are sorted by code point; strings are escaped no more
than JSON demands.
"""

from datetime import UTC, datetime
from uuid import UUID

import msgspec

from tinhso.foundation.audit.types import Entry

VERSION = "tinhso-audit-1"
_encoder = msgspec.json.Encoder(order="deterministic")


def canonical_bytes(entry: Entry) -> bytes:
    """What is hashed for ``entry``; it must have been recorded."""
    return _encoder.encode(
        (
            VERSION,
            str(entry.id),
            _moment(entry.at),
            _moment(entry.recorded_at),
            entry.actor_kind,
            _id(entry.actor_id),
            _id(entry.agency_id),
            entry.action,
            entry.object_kind,
            _id(entry.object_id),
            [str(subject) for subject in entry.subjects],
            entry.purpose,
            entry.legal_basis,
            entry.outcome,
            dict(entry.details),
            entry.trace_id,
            _moment(entry.hidden_until),
            entry.hidden_basis,
        )
    )


def _id(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
