"""Numbers of postal items: the international one with its check digit (UPU S10), or the post office's own."""

import re

from tinhso.foundation.identifiers.digits import refuse_foreign_digits, squeeze
from tinhso.foundation.identifiers.errors import UnableToReadIdentifier
from tinhso.foundation.identifiers.types import PostalItemNumber

_S10 = re.compile(r"([A-Z]{2})([0-9]{8})([0-9])([A-Z]{2})")
_LIKE_S10 = re.compile(r"[A-Z]{2}[0-9]{7,11}[A-Z]{2}")
_LOCAL = re.compile(r"[A-Z0-9][A-Z0-9./\-]{4,29}")
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def s10_check_digit(serial: str) -> int:
    """Check digit of the eight digits of a serial number (UPU S10, annex A)."""
    found = 11 - sum(int(digit) * weight for digit, weight in zip(serial, _WEIGHTS, strict=True)) % 11
    return {10: 0, 11: 5}.get(found, found)


def parse_postal_item_number(text: str, *, is_local: bool = False) -> PostalItemNumber:
    """Read the number on a postal item, as typed or scanned, whatever its case and blanks.

    ``is_local`` takes a number of the post office's own, which nothing can check; what has the shape of the
    international number is checked even then. Refuses what may be a personal id scanned by mistake.
    """
    refuse_foreign_digits(text, code="postal_item", error=UnableToReadIdentifier)
    value = squeeze(text).upper()
    if found := _S10.fullmatch(value):
        if s10_check_digit(found[2]) != int(found[3]):
            raise UnableToReadIdentifier(
                "postal_item.check_digit",
                "Số bưu gửi sai chữ số kiểm tra; hãy quét lại hoặc xem từng chữ số.",
            )
        return PostalItemNumber(value, is_standard=True)
    if not is_local or _LIKE_S10.fullmatch(value):
        raise UnableToReadIdentifier(
            "postal_item.format",
            "Số bưu gửi gồm 2 chữ cái, 9 chữ số và 2 chữ cái, như EB123456785VN. "
            "Số riêng của bưu cục thì đánh dấu ô bên dưới.",
        )
    if not _LOCAL.fullmatch(value):
        raise UnableToReadIdentifier(
            "postal_item.local", "Số riêng của bưu cục gồm 5 đến 30 chữ cái, chữ số, dấu . / -"
        )
    if re.fullmatch(r"0[0-9]{11}", value):
        raise UnableToReadIdentifier(
            "postal_item.personal_id",
            "Dãy 12 chữ số này giống số định danh cá nhân; hãy quét mã trên bưu gửi.",
        )
    return PostalItemNumber(value, is_standard=False)
