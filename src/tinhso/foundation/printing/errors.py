"""What can go wrong when a paper is printed."""

from tinhso.foundation.identifiers.service import DomainError


class UnableToPrint(DomainError):
    """The template is missing or does not fit the data."""
