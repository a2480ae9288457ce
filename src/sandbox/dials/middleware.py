"""Applies what concerns the line itself: down, hanging, slow."""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sandbox.dials.modes import TRANSPORT_MODES, Mode
from sandbox.dials.service import take
from sandbox.dials.systems import system_of_path

GetResponse = Callable[[HttpRequest], HttpResponse]


class DialsMiddleware:
    """Answers 503, keeps the caller waiting, or delays, before the system sees the request.

    Wrong, duplicate and refusing answers are given by the systems themselves.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        system = system_of_path(request.path)
        position = take(system, TRANSPORT_MODES) if system else None
        if position is None:
            return self.get_response(request)
        if position.mode is Mode.DOWN:
            return _cut()
        if position.mode is Mode.HANG:
            time.sleep(min(position.seconds or settings.HANG_SECONDS, settings.HANG_SECONDS))
            return _cut()
        time.sleep(position.seconds)
        return self.get_response(request)


def _cut() -> HttpResponse:
    return HttpResponse(status=503, headers={"Connection": "close"})
