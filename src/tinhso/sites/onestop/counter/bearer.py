"""Somebody comes for the applicant: what the officer reads on their authorisation paper and their card."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest

from tinhso.foundation.identifiers.service import DomainError, parse_partial_date
from tinhso.services.representation.service import CheckedPaper, UnableToRecordMandate
from tinhso.sites.frame.service import Field, read_values

FIELDS = (
    Field(
        key="bearer_personal_id",
        label="Số định danh của người đến nộp thay",
        type="personal_id",
        hint="Theo thẻ căn cước người đó xuất trình",
        required=False,
    ),
    Field(key="bearer_full_name", label="Họ, chữ đệm và tên của người nộp thay", required=False),
    Field(key="bearer_number", label="Số văn bản ủy quyền, giấy giới thiệu", required=False),
    Field(key="bearer_issued_on", label="Ngày lập văn bản", type="date", required=False),
    Field(
        key="bearer_issuer",
        label="Nơi lập, chứng thực",
        hint="Ví dụ: UBND phường Phú Cường; Văn phòng công chứng; hoặc tên tổ chức cấp giấy giới thiệu",
        required=False,
    ),
    Field(
        key="bearer_last_day",
        label="Có giá trị đến hết ngày",
        type="date",
        hint="Bỏ trống nếu văn bản không ghi",
        required=False,
    ),
)
_NO_DATE = "Hãy ghi đủ ngày, tháng, năm."


def typed_bearer(request: HttpRequest) -> dict[str, Any]:
    """What was typed about the person who came; empty where the applicant came in person."""
    return dict(read_values(request.POST, FIELDS))


def checked_paper(typed: Mapping[str, Any]) -> CheckedPaper | None:
    """The paper as it was read; None where nothing was typed. Raises UnableToRecordMandate for no date."""
    said = {key.removeprefix("bearer_"): str(value or "").strip() for key, value in typed.items()}
    if not any(said.values()):
        return None
    return CheckedPaper(
        personal_id=said["personal_id"],
        full_name=said["full_name"],
        number=said["number"],
        issuer=said["issuer"],
        issued_on=_day("bearer_issued_on", said["issued_on"]),
        last_day=_day("bearer_last_day", said["last_day"]),
    )


def _day(key: str, text: str) -> date | None:
    if not text:
        return None
    try:
        read = parse_partial_date(text)
    except DomainError as unreadable:
        raise _no_date(key) from unreadable
    if read.month is None or read.day is None:
        raise _no_date(key)
    return date(read.year, read.month, read.day)


def _no_date(key: str) -> UnableToRecordMandate:
    return UnableToRecordMandate("mandate.paper", "Phần người nộp thay còn chỗ cần sửa.", {key: _NO_DATE})
