"""What representation refuses."""

from __future__ import annotations

from tinhso.foundation.identifiers.service import DomainError


class UnableToGrantMandate(DomainError):
    """The authorisation cannot be given as it is asked for."""


class UnableToAnswerMandate(DomainError):
    """The offer is not open, or not for the one who answers."""


class UnableToEndMandate(DomainError):
    """It ended before."""


class UnableToAct(DomainError):
    """The right to act for somebody does not hold, or does not cover this; nothing was done."""


class UnableToRecordMandate(DomainError):
    """What the officer wrote down of the authorisation paper is incomplete or does not hold today."""
