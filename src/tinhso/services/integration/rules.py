"""What terms may say, which purposes a token gets. Pure."""

from __future__ import annotations

from collections.abc import Mapping

MOST_PER_MINUTE = 6_000
LONGEST_TEXT = 300


_NEEDED = {
    "name": "Hãy ghi tên hệ thống.",
    "operator": "Hãy ghi đơn vị vận hành.",
    "reason": "Hãy ghi mục đích sử dụng; người dân sẽ đọc câu này.",
    "legal_basis": "Hãy ghi căn cứ pháp lý.",
}


def wrong_terms(
    *, texts: Mapping[str, str], purposes: int, agencies: int | None, per_minute: int, is_over: bool
) -> Mapping[str, str]:
    """What is wrong with the terms, by field; empty when they may be kept.

    ``texts`` by the names of _NEEDED; ``purposes`` and ``agencies`` are how many (None: the province);
    ``is_over``: the last day has passed.
    """
    wrong: dict[str, str] = {}
    for key, message in _NEEDED.items():
        if not texts[key].strip():
            wrong[key] = message
        elif len(texts[key]) > LONGEST_TEXT:
            wrong[key] = f"Nhiều nhất {LONGEST_TEXT} ký tự."
    if not purposes:
        wrong["purposes"] = "Hãy chọn ít nhất một mục đích."
    if agencies == 0:
        wrong["agencies"] = "Hãy chọn cơ quan, hoặc toàn tỉnh."
    if is_over:
        wrong["valid_until"] = "Hãy ghi một ngày sau hôm nay."
    if not 1 <= per_minute <= MOST_PER_MINUTE:
        wrong["per_minute"] = f"Ghi một số từ 1 đến {MOST_PER_MINUTE}."
    return wrong


def granted_purposes(*, asked: str, agreed: frozenset[str]) -> frozenset[str] | None:
    """The purposes of a token: those asked for by blanks (RFC 6749, 3.3), or all agreed when none is named.

    None where something was asked for that is not agreed.
    """
    words = frozenset(asked.split())
    return (words or agreed) if words <= agreed else None
