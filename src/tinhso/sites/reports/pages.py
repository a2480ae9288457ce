"""A page of reports in the desk's frame, and the tabs between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tinhso.services.verification.service import line_now

TABS = (
    ("reports:home", "Thống kê"),
    ("reports:day", "Báo cáo ngày"),
    ("reports:load", "Khối lượng việc"),
    ("reports:spared", "Giấy tờ không phải nộp"),
    ("reports:registers", "Tra cứu cơ sở dữ liệu"),
)


def show(
    request: HttpRequest, template: str, tab: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """The page under its tab."""
    frame = {"line": line_now(), "tabs": TABS, "tab": tab}
    return render(request, f"reports/{template}", {**frame, **context}, status=status)
