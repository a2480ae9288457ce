"""Why a client is not let in, or not kept."""

from __future__ import annotations

from collections.abc import Mapping

from tinhso.foundation.identifiers.service import DomainError


class UnableToKeepClient(DomainError):
    """The terms are not complete, or the client is not in a state for it."""

    def __init__(self, code: str, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(f"integration.{code}", message, fields)


class UnableToLetClientIn(DomainError):
    """The id is unknown, the secret is wrong, or the agreement has ended: one answer for all of these."""

    def __init__(self) -> None:
        super().__init__(
            "integration.invalid_client", "Mã hoặc khóa của hệ thống không đúng, hoặc thỏa thuận đã hết."
        )


class UnableToGrantPurposes(DomainError):
    """A purpose was asked for that the agreement does not name."""

    def __init__(self) -> None:
        super().__init__("integration.invalid_scope", "Thỏa thuận không có mục đích được yêu cầu.")
