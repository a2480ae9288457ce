"""Typed text: one canonical spelling, and nothing in it that deceives a reader or a search."""

import re
import unicodedata

from tinhso.engines.text.service import confusable_letters
from tinhso.foundation.identifiers.errors import DomainError, UnableToReadText

_ORDINARY = re.compile(
    r"[ -~\u00c0-\u00cf\u00d1-\u00ef\u00f1-\u00ff\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169"
    r"\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9\u2013\u2014\u2018\u2019\u201c\u201d\u2026]*"
)
_INFORMATION_SEPARATORS = re.compile(r"[\x1c-\x1f]")
_BLANKS = re.compile(r"[^\S\n]+")
_BLANKS_AND_LINES = re.compile(r"\s+")
_LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
_BLANK_AROUND_LINES = re.compile(r" *\n *")
_TOO_MANY_LINES = re.compile(r"\n{3,}")
_PILED_MARKS = re.compile(r"[\u0300-\u036f]{2,}")
_REFUSED_CATEGORIES = {
    "Cc": "ký tự điều khiển",
    "Cf": "ký tự ẩn (không nhìn thấy được)",
    "Cs": "ký tự hỏng",
    "Co": "ký tự riêng của phông chữ",
    "Cn": "ký tự không có trong bảng mã Unicode",
}
_AREA_AND_VOLUME = frozenset("²³")
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)


class UnableToReadEmail(DomainError):
    """The text is not an e-mail address."""


def clean_text(text: str, max_length: int, *, multiline: bool = False) -> str:
    """Give a typed text its one spelling: NFC, trimmed, blanks collapsed (line ends kept when ``multiline``).

    Refuses what must not be stored: control, bidirectional and zero-width characters, letters of other
    scripts that look Latin, fullwidth and foreign digits, piled-up marks, more than ``max_length`` letters.
    Single combining marks stay, since Ê Đê and Gia Rai names need them (ê̆, ơ̆).
    """
    value = _spaced(unicodedata.normalize("NFC", text), multiline=multiline)
    if len(value) > max_length:
        raise UnableToReadText(
            "text.too_long", f"Nội dung dài {len(value)} ký tự, chỉ nhận tối đa {max_length} ký tự."
        )
    if not _ORDINARY.fullmatch(value):
        _refuse_invisible(value)
        _refuse_disguised(value)
    return value


def _spaced(text: str, *, multiline: bool) -> str:
    # Python counts the four information separators as blanks; they are control characters.
    if separator := _INFORMATION_SEPARATORS.search(text):
        raise _unreadable(separator.start(), _REFUSED_CATEGORIES["Cc"])
    if not multiline:
        return _BLANKS_AND_LINES.sub(" ", text).strip()
    text = _BLANKS.sub(" ", _LINE_ENDS.sub("\n", text))
    return _TOO_MANY_LINES.sub("\n\n", _BLANK_AROUND_LINES.sub("\n", text)).strip()


def _refuse_invisible(text: str) -> None:
    for position, character in enumerate(text):
        reason = _REFUSED_CATEGORIES.get(unicodedata.category(character))
        if reason and character != "\n":
            raise _unreadable(position, reason)
    if piled := _PILED_MARKS.search(text):
        raise _unreadable(piled.start(), "nhiều dấu chồng lên một chữ")


def _refuse_disguised(text: str) -> None:
    for position, character in enumerate(text):
        if character > "\x7f" and character.isdecimal():
            raise _unreadable(position, "chữ số không phải 0 đến 9")
    for letter in confusable_letters(text):
        if letter not in _AREA_AND_VOLUME:
            raise _unreadable(text.index(letter), "chữ trông giống chữ tiếng Việt nhưng thuộc bảng chữ khác")


def _unreadable(position: int, reason: str) -> UnableToReadText:
    return UnableToReadText(
        "text.refused_character",
        f"Ký tự thứ {position + 1} là {reason}. Hãy xóa ký tự đó và gõ lại bằng bộ gõ tiếng Việt.",
    )


def parse_email(text: str) -> str:
    """Read an e-mail address of at most 254 plain letters; the part after @ is lowered."""
    value = text.strip()
    if len(value) > 254 or not _EMAIL.fullmatch(value) or ".." in value:
        raise UnableToReadEmail("email.format", "Địa chỉ thư điện tử phải viết như ten@vidu.vn.")
    mailbox, _, host = value.rpartition("@")
    return f"{mailbox}@{host.lower()}"
