"""What can go wrong with a kept paper, said in Vietnamese."""

from __future__ import annotations

from tinhso.foundation.identifiers.service import DomainError


class UnableToDigitise(DomainError):
    """The paper cannot be taken into the store as asked: an unknown kind, no person."""


class UnableToCertify(DomainError):
    """The second look or what was read on the paper is not complete, or it is certified already."""


class UnableToRevoke(DomainError):
    """Without a reason, or not a certified paper, or revoked already."""


class UnableToReuse(DomainError):
    """Expired, revoked, withheld, not certified, of another kind, or somebody else's."""
