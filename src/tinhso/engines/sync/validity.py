"""Whether a change may be: judged by itself, what its origin did before, the opening, and who was the owner.

The owner is the one whom the change's origin knew of when it made it. Nothing else is looked at, so every
system judges alike, in whatever order the changes of different origins came. Two reasons depend on the judge:
a format that is newer than its program, and a date that its clock has not reached.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from tinhso.engines.sync.ownership import Agreement
from tinhso.engines.sync.types import Change, ItemKey, Parts, Replica, System


class Reason(StrEnum):
    """Why a change is refused at home, or set apart when it comes from elsewhere."""

    FUTURE_FORMAT = "future_format"
    MALFORMED = "malformed"
    UNKNOWN_SYSTEM = "unknown_system"
    UNKNOWN_OWNER = "unknown_owner"
    NOT_OPENED = "not_opened"
    OPENED_TWICE = "opened_twice"
    FOREIGN_OPENING = "foreign_opening"
    UNKNOWN_FIELD = "unknown_field"
    FOREIGN_FIELD = "foreign_field"
    FIXED_FIELD = "fixed_field"
    UNKNOWN_ITEM = "unknown_item"
    FOREIGN_ITEM = "foreign_item"
    ALTERED_ITEM = "altered_item"
    FOREIGN_REMOVAL = "foreign_removal"
    FOREIGN_STATUS = "foreign_status"
    STATUS_MAY_NOT_FOLLOW = "status_may_not_follow"
    FOREIGN_ENDING = "foreign_ending"
    FOREIGN_HANDOVER = "foreign_handover"
    AFTER_ENDING = "after_ending"
    REMOVED_ITEM = "removed_item"
    FUTURE_DATE = "future_date"
    UNKNOWN_PAST = "unknown_past"
    SECOND_CONTENT = "second_content"


NEWEST_FORMAT = 2


def why_not(
    replica: Replica, change: Change, agreement: Agreement, *, latest: datetime | None = None
) -> Reason | None:
    """The first reason against a change whose earlier ones of the same origin are applied; None if it may be.

    ``latest`` is the furthest date that the judge's clock lets pass.
    """
    if change.format > NEWEST_FORMAT:
        return Reason.FUTURE_FORMAT
    if not _is_sound(change):
        return Reason.MALFORMED
    if change.origin not in agreement.systems:
        return Reason.UNKNOWN_SYSTEM
    reason = _opening(replica, change, agreement) or _content(replica, change, agreement)
    if reason is None and latest is not None and change.at > latest:
        return Reason.FUTURE_DATE
    return reason


def _is_sound(change: Change) -> bool:
    parts = change.parts
    return (
        change.seq >= 1
        and change.after.get(change.origin, 0) == change.seq - 1
        and change.at.tzinfo is not None
        and _are_scalars(parts.fields)
        and all(_are_scalars(item.content) for item in parts.items)
        and not _says_nothing(parts)
    )


def _are_scalars(values: Mapping[str, object]) -> bool:
    return all(value is None or isinstance(value, str | int) for value in values.values())


def _says_nothing(parts: Parts) -> bool:
    return not (
        parts.fields
        or parts.items
        or parts.status is not None
        or parts.removed
        or parts.ending
        or parts.opening
        or parts.handover
    )


def _opening(replica: Replica, change: Change, agreement: Agreement) -> Reason | None:
    creator, opening = change.dossier.creator, change.parts.opening
    if opening is None:
        is_first = change.origin == creator and change.seq == 1
        return Reason.NOT_OPENED if is_first or replica.owner is None else None
    if change.origin != creator:
        return Reason.FOREIGN_OPENING
    if change.seq != 1:
        return Reason.OPENED_TWICE
    return None if opening in agreement.owners else Reason.UNKNOWN_OWNER


def _content(replica: Replica, change: Change, agreement: Agreement) -> Reason | None:
    parts, origin = change.parts, change.origin
    owner: System = parts.opening or replica.owner_as_of(change.after) or origin
    if replica.ending and origin == owner:
        return Reason.AFTER_ENDING
    reason = None
    if parts.fields:
        reason = _fields(change, owner, agreement)
    if reason is None and (parts.items or parts.removed):
        reason = _items(replica, change, owner, agreement)
    if reason is None and parts.status is not None:
        reason = _status(replica, change, owner, agreement)
    if reason is None and parts.ending and origin != owner:
        reason = Reason.FOREIGN_ENDING
    if reason is None and parts.handover:
        reason = _handover(parts.handover, origin, owner, agreement)
    return reason


def _handover(to: System, origin: System, owner: System, agreement: Agreement) -> Reason | None:
    if origin != owner:
        return Reason.FOREIGN_HANDOVER
    return None if to in agreement.owners and to != owner else Reason.UNKNOWN_OWNER


def _fields(change: Change, owner: System, agreement: Agreement) -> Reason | None:
    creator = change.dossier.creator
    for name in change.parts.fields:
        rule = agreement.fields.get(name)
        if rule is None:
            return Reason.UNKNOWN_FIELD
        if change.parts.opening:
            continue
        if not rule.writers:
            return Reason.FIXED_FIELD
        if not agreement.may_write(rule, change.origin, is_owner=change.origin == owner, creator=creator):
            return Reason.FOREIGN_FIELD
    return None


def _items(replica: Replica, change: Change, owner: System, agreement: Agreement) -> Reason | None:
    origin = change.origin
    for item in change.parts.items:
        rule = agreement.items.get(item.kind)
        if rule is None:
            return Reason.UNKNOWN_ITEM
        if not agreement.may_write(rule, origin, is_owner=origin == owner, creator=change.dossier.creator):
            return Reason.FOREIGN_ITEM
        if replica.items.get(ItemKey(item.kind, origin, item.item_id), item.content) != item.content:
            return Reason.ALTERED_ITEM
    for key in change.parts.removed:
        if origin not in (key.origin, owner):
            return Reason.FOREIGN_REMOVAL
    return None


def _status(replica: Replica, change: Change, owner: System, agreement: Agreement) -> Reason | None:
    if change.origin != owner and not change.parts.opening:
        return Reason.FOREIGN_STATUS
    if change.parts.status not in agreement.transitions.get(replica.status, ()):
        return Reason.STATUS_MAY_NOT_FOLLOW
    return None


def why_not_here(replica: Replica, parts: Parts, *, me: System) -> Reason | None:
    """What a system refuses of its own besides: it knows what has ended and what was taken back."""
    if replica.ending:
        return Reason.AFTER_ENDING
    if any(ItemKey(item.kind, me, item.item_id) in replica.removed for item in parts.items):
        return Reason.REMOVED_ITEM
    if any(key in replica.removed or key not in replica.items for key in parts.removed):
        return Reason.REMOVED_ITEM
    return None
