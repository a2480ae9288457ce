"""The door of identifiers: how every typed number, code, date and text is read, and the shape of refusals."""

from tinhso.foundation.identifiers.codes import (
    feedback_code,
    parse_agency_code,
    parse_dossier_code,
    parse_feedback_code,
    parse_procedure_code,
)
from tinhso.foundation.identifiers.dates import parse_partial_date
from tinhso.foundation.identifiers.errors import (
    DomainError,
    UnableToReadAgencyCode,
    UnableToReadDate,
    UnableToReadDossierCode,
    UnableToReadIdentifier,
    UnableToReadMobileNumber,
    UnableToReadPersonalId,
    UnableToReadTaxCode,
    UnableToReadText,
)
from tinhso.foundation.identifiers.numbers import (
    parse_budget_code,
    parse_health_card,
    parse_insurance_number,
    parse_mobile_number,
    parse_old_identity_number,
    parse_personal_id,
    parse_tax_code,
    tax_check_digit,
)
from tinhso.foundation.identifiers.texts import UnableToReadEmail, clean_text, parse_email
from tinhso.foundation.identifiers.types import (
    AgencyCode,
    DossierCode,
    MobileNumber,
    PartialDate,
    PersonalId,
    Sex,
    TaxCode,
)

__all__ = [
    "AgencyCode",
    "DomainError",
    "DossierCode",
    "MobileNumber",
    "PartialDate",
    "PersonalId",
    "Sex",
    "TaxCode",
    "UnableToReadAgencyCode",
    "UnableToReadDate",
    "UnableToReadDossierCode",
    "UnableToReadEmail",
    "UnableToReadIdentifier",
    "UnableToReadMobileNumber",
    "UnableToReadPersonalId",
    "UnableToReadTaxCode",
    "UnableToReadText",
    "clean_text",
    "feedback_code",
    "parse_agency_code",
    "parse_budget_code",
    "parse_dossier_code",
    "parse_email",
    "parse_feedback_code",
    "parse_health_card",
    "parse_insurance_number",
    "parse_mobile_number",
    "parse_old_identity_number",
    "parse_partial_date",
    "parse_personal_id",
    "parse_procedure_code",
    "parse_tax_code",
    "tax_check_digit",
]
