"""What can go wrong with a look-up, said in Vietnamese."""

from __future__ import annotations

from tinhso.foundation.identifiers.service import DomainError


class UnableToLookUp(DomainError):
    """The number is not one of that register, or the purpose is not complete."""


class UnableToSetPolicy(DomainError):
    """The days of a stale policy are none, or its source is not named."""


class NotPermittedToAsk(Exception):
    """The register does not let this officer, account or service ask."""
