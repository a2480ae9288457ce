"""Addresses of named routes, worked out once: a page of the desk holds dozens of them."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.urls import reverse


def address_of(route: str, *args: object) -> str:
    """The address of a route; raises NoReverseMatch for one that this installation leaves out."""
    return _worked_out(settings.ROOT_URLCONF, route, args)


@lru_cache(maxsize=1024)
def _worked_out(urls: str, route: str, args: tuple[object, ...]) -> str:
    return reverse(route, urlconf=urls, args=args or None)
