"""The one shape of every anticipated refusal in the house."""

from collections.abc import Mapping
from types import MappingProxyType


class DomainError(Exception):
    """A refusal that a person can understand and act on.

    ``code`` is stable and English (``dossier.already_received``), ``message`` is Vietnamese and holds no
    personal data, ``fields`` maps a form field to what is wrong with it.
    """

    def __init__(self, code: str, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(code, message, dict(fields or {}))
        self.code = code
        self.message = message
        self.fields: Mapping[str, str] = MappingProxyType(dict(fields or {}))

    def __str__(self) -> str:
        return self.message


class UnableToReadIdentifier(DomainError):
    """A typed number or code is not what it is meant to be."""


class UnableToReadPersonalId(UnableToReadIdentifier):
    """The text is not a personal id (số định danh cá nhân)."""


class UnableToReadMobileNumber(UnableToReadIdentifier):
    """The text is not a Vietnamese mobile number."""


class UnableToReadTaxCode(UnableToReadIdentifier):
    """The text is not a tax or enterprise code, or its check digit is wrong."""


class UnableToReadDossierCode(UnableToReadIdentifier):
    """The text is not a dossier code in either notation."""


class UnableToReadAgencyCode(UnableToReadIdentifier):
    """The text is not an agency code in either notation."""


class UnableToReadText(DomainError):
    """A typed text holds letters or marks that must not be stored."""


class UnableToReadDate(DomainError):
    """The text is not a date of the calendar, nor a year."""
