"""What may follow on what when a result goes by post. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from tinhso.casework.dossiers.record.postal_types import PostalState

MOVES: Mapping[PostalState | None, frozenset[PostalState]] = {
    None: frozenset({PostalState.WANTED, PostalState.DESK}),
    PostalState.WANTED: frozenset({PostalState.LISTED, PostalState.DESK, PostalState.COLLECTED}),
    PostalState.LISTED: frozenset(
        {PostalState.SENT, PostalState.WANTED, PostalState.DESK, PostalState.COLLECTED}
    ),
    PostalState.SENT: frozenset({PostalState.DELIVERED, PostalState.CAME_BACK}),
    PostalState.CAME_BACK: frozenset({PostalState.WANTED, PostalState.DESK, PostalState.COLLECTED}),
    PostalState.DESK: frozenset({PostalState.WANTED, PostalState.COLLECTED}),
    PostalState.DELIVERED: frozenset(),
    PostalState.COLLECTED: frozenset(),
}
"""None: nobody has chosen yet, and the form said nothing of the post."""


class ReturnReason(StrEnum):
    """Why the post brought a parcel back; the words that people read stand beside it."""

    NOT_FOUND = "not_found"
    ABSENT = "absent"
    REFUSED = "refused"
    UNCLAIMED = "unclaimed"
    DAMAGED = "damaged"
    OTHER = "other"


REASONS: Mapping[ReturnReason, str] = {
    ReturnReason.NOT_FOUND: "Không tìm thấy địa chỉ nhận",
    ReturnReason.ABSENT: "Không gặp người nhận, không liên lạc được",
    ReturnReason.REFUSED: "Người nhận không nhận",
    ReturnReason.UNCLAIMED: "Người nhận không đến bưu cục lấy trong thời hạn",
    ReturnReason.DAMAGED: "Bưu gửi hỏng, bưu chính trả lại",
    ReturnReason.OTHER: "Lý do khác",
}


def may_follow(before: PostalState | None, after: PostalState) -> bool:
    """Whether a result may go over from one to the other."""
    return after in MOVES[before]


def is_open_choice(state: PostalState | None, *, is_returned: bool) -> bool:
    """Whether somebody may still choose between post and desk: before it leaves, and once it came back.

    A result that was handed over at the desk without ever going by post is a closed story.
    """
    if state is None:
        return not is_returned
    return may_follow(state, PostalState.WANTED) or may_follow(state, PostalState.DESK)
