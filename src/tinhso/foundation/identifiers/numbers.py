"""Numbers that name people, phones, enterprises and papers: formats and check digits."""

import re

from tinhso.foundation.identifiers.digits import refuse_foreign_digits, squeeze
from tinhso.foundation.identifiers.errors import (
    UnableToReadIdentifier,
    UnableToReadMobileNumber,
    UnableToReadPersonalId,
    UnableToReadTaxCode,
)
from tinhso.foundation.identifiers.types import MobileNumber, PersonalId, TaxCode

_PERSONAL_ID = re.compile(r"[0-9]{12}")
_MOBILE = re.compile(r"(?:0|\+?84)(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])([0-9]{7})")
_TAX_CODE = re.compile(r"([0-9]{10})(?:-?([0-9]{3}))?")
_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_OLD_IDENTITY_NUMBER = re.compile(r"[0-9]{9}")
_INSURANCE_NUMBER = re.compile(r"[0-9]{10}")
_HEALTH_CARD = re.compile(r"[A-Z]{2}[1-5][0-9]{12}")
_BUDGET_CODE = re.compile(r"[0-9]{7}")


def parse_personal_id(text: str) -> PersonalId:
    """Read a personal id; blanks between groups are allowed.

    Refuses anything but twelve plain digits and the place code 000, which is never issued. The place may be a
    country, so it is not compared with the provinces; there is no check digit to test.
    """
    refuse_foreign_digits(text, code="personal_id", error=UnableToReadPersonalId)
    value = squeeze(text)
    if not _PERSONAL_ID.fullmatch(value):
        raise UnableToReadPersonalId("personal_id.format", "Số định danh cá nhân phải gồm đúng 12 chữ số.")
    if value.startswith("000"):
        raise UnableToReadPersonalId(
            "personal_id.place", "Số định danh cá nhân không bắt đầu bằng 000; hãy xem lại trên thẻ căn cước."
        )
    return PersonalId(value)


def parse_mobile_number(text: str) -> MobileNumber:
    """Read a Vietnamese mobile number written with 0, 84 or +84; blank, dot or hyphen between groups."""
    refuse_foreign_digits(text, code="mobile_number", error=UnableToReadMobileNumber)
    found = _MOBILE.fullmatch(re.sub(r"[.\-()]", "", squeeze(text)))
    if not found:
        raise UnableToReadMobileNumber(
            "mobile_number.format",
            "Số điện thoại di động phải gồm 10 chữ số và bắt đầu bằng đầu số đang dùng.",
        )
    return MobileNumber("0" + found[1] + found[2])


def tax_check_digit(prefix: str) -> int | None:
    """Check digit of a nine-digit prefix, or ``None`` if the prefix is never issued (TT 105/2020/TT-BTC)."""
    remainder = sum(int(digit) * weight for digit, weight in zip(prefix, _TAX_WEIGHTS, strict=True)) % 11
    return 10 - remainder if remainder else None


def parse_tax_code(text: str) -> TaxCode:
    """Read a tax or enterprise code with its check digit, with or without a branch number."""
    refuse_foreign_digits(text, code="tax_code", error=UnableToReadTaxCode)
    found = _TAX_CODE.fullmatch(squeeze(text))
    if not found or found[2] == "000":
        raise UnableToReadTaxCode(
            "tax_code.format", "Mã số thuế phải gồm 10 chữ số; chi nhánh thêm 3 chữ số từ 001 đến 999."
        )
    if tax_check_digit(found[1][:9]) != int(found[1][9]):
        raise UnableToReadTaxCode(
            "tax_code.check_digit", "Mã số thuế sai chữ số kiểm tra; hãy xem lại từng chữ số."
        )
    return TaxCode(found[1], found[2] or "")


def parse_old_identity_number(text: str) -> str:
    """Read the nine digits of an old identity card (CMND)."""
    return _plain(
        text, _OLD_IDENTITY_NUMBER, "old_identity_number", "Số chứng minh nhân dân phải gồm 9 chữ số."
    )


def parse_insurance_number(text: str) -> str:
    """Read the ten digits of a social-insurance number."""
    return _plain(text, _INSURANCE_NUMBER, "insurance_number", "Mã số bảo hiểm xã hội phải gồm 10 chữ số.")


def parse_health_card(text: str) -> str:
    """Read a health-insurance card: two letters, benefit level 1–5, two and ten digits."""
    return _plain(
        text.upper(), _HEALTH_CARD, "health_card", "Số thẻ bảo hiểm y tế phải gồm 2 chữ cái và 13 chữ số."
    )


def parse_budget_code(text: str) -> str:
    """Read a budget code (mã số đơn vị có quan hệ với ngân sách): seven digits."""
    return _plain(
        text, _BUDGET_CODE, "budget_code", "Mã số đơn vị có quan hệ với ngân sách phải gồm 7 chữ số."
    )


def _plain(text: str, shape: re.Pattern[str], code: str, message: str) -> str:
    refuse_foreign_digits(text, code=code, error=UnableToReadIdentifier)
    value = squeeze(text)
    if not shape.fullmatch(value):
        raise UnableToReadIdentifier(f"{code}.format", message)
    return value
