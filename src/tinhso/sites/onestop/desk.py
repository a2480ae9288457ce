"""A page of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tinhso.services.verification.service import line_overview
from tinhso.sites.frame.service import address_of

_NOBODY = UUID(int=0)


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of the desk; each says when the population line is down."""
    return render(request, f"onestop/{template}", {"line": line_overview(), **context}, status=status)


def dossier_address(dossier_id: UUID) -> str:
    """The address of a dossier's page; a list asks for dozens, so the route is worked out once."""
    return address_of("onestop:dossier", _NOBODY).replace(str(_NOBODY), str(dossier_id))
