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


class UnableToSubscribe(DomainError):
    """The address may not be told, or the client has enough subscriptions."""

    def __init__(self, code: str, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(f"integration.{code}", message, fields)


class UnableToReachReceiver(Exception):
    """The receiver refused the connection, hung, answered an error, or may not be connected to.

    ``reason`` is a closed word for operators, never text from outside. ``is_about_the_event``: the receiver
    works but does not take this one event.
    """

    def __init__(self, reason: str, *, is_about_the_event: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_about_the_event = is_about_the_event
