"""What can go wrong with figures, said in Vietnamese."""

from __future__ import annotations

from tinhso.foundation.identifiers.service import DomainError


class UnableToReadPeriod(DomainError):
    """The period cannot be read, ends before it begins, has not begun, or is too long."""


class UnableToExportFigures(DomainError):
    """The list is too long for one file."""
