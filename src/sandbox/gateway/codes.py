"""Numbers of businesses, insured persons and budget units: their shapes and check digits."""

import re

WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
BUSINESS_CODE = re.compile(r"\d{10}(-\d{3})?", re.ASCII)
INSURANCE_NUMBER = re.compile(r"\d{10}", re.ASCII)
PERSONAL_ID = re.compile(r"\d{12}", re.ASCII)
BUDGET_CODE = re.compile(r"\d{7}", re.ASCII)


def check_digit(prefix: str) -> int | None:
    """The tenth digit of a tax code; None for a prefix that is never issued (Thông tư 105/2020/TT-BTC)."""
    rest = sum(int(digit) * weight for digit, weight in zip(prefix, WEIGHTS, strict=True)) % 11
    return 10 - rest if rest else None


def is_business_code(code: str) -> bool:
    """Ten digits whose last one is right, a branch number from 001 after a hyphen or not."""
    if not BUSINESS_CODE.fullmatch(code) or code.endswith("-000"):
        return False
    return check_digit(code[:9]) == int(code[9])
