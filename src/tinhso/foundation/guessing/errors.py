"""Tried too often."""

from __future__ import annotations

from datetime import datetime

from tinhso.foundation.guessing.rules import waiting_words
from tinhso.foundation.identifiers.service import DomainError


class TooManyTries(DomainError):
    """The counter of this place is full: shown as 429, with the time to come again."""

    def __init__(self, *, retry_at: datetime, now: datetime) -> None:
        clock = f"{retry_at:%H:%M}"
        super().__init__(
            code="guessing.too_many_requests",
            message=(
                "Từ mạng bạn đang dùng đã thử quá nhiều lần. "
                f"Bạn hãy chờ {waiting_words(retry_at - now)} rồi thử lại (từ {clock})."
            ),
        )
        self.retry_at = retry_at
        self.wait_s = max(1, round((retry_at - now).total_seconds()))
