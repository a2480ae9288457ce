"""Which encoding a file of text is in; what is no text, or in one that cannot be told, is refused."""

from __future__ import annotations

import codecs
import re
import unicodedata

from tinhso.engines.tables.types import UnreadableTable

_BY_MARK = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_OLE, _PDF = b"\xd0\xcf\x11\xe0", b"%PDF"
_SAMPLE = 65_536
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STRAY_TONE = re.compile(f"(?:^|[^AEIOUYaeiouyÂĂÊÔƠƯâăêôơư])[{_TONES}]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_TCVN3_ONLY = frozenset(range(0xB5, 0xBF))
"""Bytes that write à, ả, ã, á, ạ, ằ … in TCVN3 (.VnTime) and signs nobody types in Windows-1258."""

_SAVE_AGAIN = "Bạn hãy mở tệp, chọn lưu thành “CSV UTF-8” rồi nhập lại."


def decode_text(content: bytes) -> tuple[str, str]:
    """The text in composed form, and the name of the encoding; raises UnreadableTable."""
    _check_is_text(content)
    for mark, codec, name in _BY_MARK:
        if content.startswith(mark):
            return _decoded(content, codec, name)
    if b"\0" in content[:_SAMPLE]:
        return _unmarked_utf16(content)
    try:
        return _composed(content.decode()), "UTF-8"
    except UnicodeDecodeError:
        return _one_byte(content)


def _check_is_text(content: bytes) -> None:
    if not content.strip(b"\0 \t\r\n"):
        raise UnreadableTable("empty", "Tệp không có nội dung.")
    if content.startswith(_OLE):
        raise UnreadableTable(
            "old_excel",
            "Tệp là Excel kiểu cũ (.xls) hoặc có mật khẩu. Hãy bỏ mật khẩu, lưu thành .xlsx rồi nhập lại.",
        )
    if content.startswith(_PDF):
        raise UnreadableTable("not_a_table", "Tệp là PDF, không phải bảng CSV hoặc XLSX.")


def _unmarked_utf16(content: bytes) -> tuple[str, str]:
    sample = content[:_SAMPLE]
    evens, odds = sample[::2].count(0), sample[1::2].count(0)
    codec = "utf-16-le" if odds > evens else "utf-16-be"
    if max(evens, odds) < len(sample) // 8:
        raise UnreadableTable("not_a_table", "Tệp không phải bảng CSV hoặc XLSX.")
    return _decoded(content, codec, "UTF-16")


def _one_byte(content: bytes) -> tuple[str, str]:
    high = [byte for byte in content[:_SAMPLE] if byte >= 0x80]
    if sum(byte in _TCVN3_ONLY for byte in high) * 20 > len(high):
        raise UnreadableTable(
            "tcvn3", f"Tệp dùng bảng mã TCVN3 (phông .VnTime), không phải Unicode. {_SAVE_AGAIN}"
        )
    try:
        text = content.decode("cp1258")
    except UnicodeDecodeError:
        text = ""
    if not text or _STRAY_TONE.search(text):
        raise UnreadableTable("unknown_encoding", f"Không nhận ra bảng mã của tệp. {_SAVE_AGAIN}")
    return _composed(text), "Windows-1258"


def _decoded(content: bytes, codec: str, name: str) -> tuple[str, str]:
    try:
        return _composed(content.decode(codec)), name
    except UnicodeDecodeError as error:
        message = f"Tệp ghi là {name} nhưng có chỗ không đọc được. {_SAVE_AGAIN}"
        raise UnreadableTable("broken_encoding", message) from error


def _composed(text: str) -> str:
    if _CONTROL.search(text, 0, _SAMPLE):
        raise UnreadableTable("not_a_table", "Tệp có ký tự điều khiển, không phải bảng CSV hoặc XLSX.")
    return unicodedata.normalize("NFC", text)
