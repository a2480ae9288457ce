"""A page of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tinhso.services.verification.service import line_overview


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of the desk; each says when the population line is down."""
    return render(request, f"onestop/{template}", {"line": line_overview(), **context}, status=status)
