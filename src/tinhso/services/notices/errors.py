"""What can go wrong with a message."""

from __future__ import annotations

from tinhso.foundation.identifiers.service import DomainError


class UnableToNotify(DomainError):
    """The text does not exist, a value is missing, or a value must not stand in a message."""


class UnableToConfirmNumber(DomainError):
    """The code is wrong, too old, guessed too often, or asked for too often."""
