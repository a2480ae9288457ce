"""Named patterns that a field's rule may ask for: no regular expressions in the files of the law."""

import re
from typing import NamedTuple


class Pattern(NamedTuple):
    """What a whole clean text must look like, and how a refusal is worded."""

    shape: re.Pattern[str]
    message: str


_LETTER = r"[^\W\d_][\u0300-\u036f]?"

PATTERNS: dict[str, Pattern] = {
    "person_name": Pattern(
        re.compile(rf"(?:{_LETTER})+(?:[ '’.\-]{{1,3}}(?:{_LETTER})+)*\.?"),
        "Họ tên chỉ gồm chữ cái, dấu cách, dấu nháy và dấu gạch nối.",
    ),
    "address": Pattern(
        re.compile(r"[\w\u0300-\u036f ,./\-()'’:;°º&+#]+"), "Địa chỉ chỉ gồm chữ, số và các dấu , . / - ( )."
    ),
    "recipient": Pattern(
        re.compile(r"[\w\u0300-\u036f ,./\-()'’&]+"),
        "Tên người nhận chỉ gồm chữ, số và các dấu , . / - & ( ).",
    ),
    "licence_number": Pattern(re.compile(r"[0-9]{12}"), "Số giấy phép lái xe gồm 12 chữ số."),
    "old_licence_number": Pattern(
        re.compile(r"[A-Z0-9][A-Z0-9 /\-]{3,19}"),
        "Số giấy phép lái xe gồm chữ in hoa, chữ số và các dấu / -.",
    ),
    "old_identity_number": Pattern(
        re.compile(r"[0-9]{9}(?:[0-9]{3})?"), "Số chứng minh nhân dân gồm 9 hoặc 12 chữ số."
    ),
    "time_of_day": Pattern(re.compile(r"(?:[01]?[0-9]|2[0-3])[:h][0-5][0-9]"), "Giờ và phút viết như 14:30."),
    "bank_account": Pattern(re.compile(r"[0-9]{6,19}"), "Số tài khoản gồm 6 đến 19 chữ số."),
    "certificate_number": Pattern(
        re.compile(r"[\w/.\- ]{1,40}"), "Số giấy tờ chỉ gồm chữ, số và các dấu / . -"
    ),
}
