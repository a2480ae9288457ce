"""Applies what concerns the line itself: down, hanging, slow, asked too often."""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sandbox.dials.modes import TRANSPORT_MODES, Mode
from sandbox.dials.service import DialPosition, take
from sandbox.dials.settings import Throttle
from sandbox.dials.systems import systems_of_path

GetResponse = Callable[[HttpRequest], HttpResponse]


class DialsMiddleware:
    """Answers 503 or 429, keeps the caller waiting, or delays, before the system sees the request.

    Wrong, duplicate and refusing answers are given by the systems themselves.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self._throttle = Throttle()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for system in systems_of_path(request.path):
            if not self._throttle.lets_pass(system):
                return HttpResponse(status=429, headers={"Retry-After": "1"})
            position = take(system, TRANSPORT_MODES)
            if position is not None and not _waited_out(position):
                return HttpResponse(status=503)
        return self.get_response(request)


def _waited_out(position: DialPosition) -> bool:
    if position.mode is Mode.SLOW:
        time.sleep(position.seconds)
        return True
    if position.mode is Mode.HANG:
        time.sleep(min(position.seconds or settings.HANG_SECONDS, settings.HANG_SECONDS))
    return False
