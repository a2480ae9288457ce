"""A page of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tinhso.registers.agencies.service import officer_names
from tinhso.services.verification.service import line_now
from tinhso.sites.frame.service import actor_from

_NOBODY = UUID(int=0)


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of the desk; each says when the population line is down, and for whom the officer stands in."""
    leader_id = actor_from(request).stands_in_for
    shared = {
        "line": line_now(),
        "stands_in_for": officer_names([leader_id]).get(leader_id, "") if leader_id else "",
    }
    return render(request, f"onestop/{template}", {**shared, **context}, status=status)


def dossier_address(dossier_id: UUID) -> str:
    """The address of a dossier's page; a list asks for dozens, so the route is worked out once."""
    return _dossier_route(settings.ROOT_URLCONF).replace(str(_NOBODY), str(dossier_id))


@lru_cache(maxsize=8)
def _dossier_route(urls: str) -> str:
    return reverse("onestop:dossier", urlconf=urls, args=[_NOBODY])
