"""What every request passes through: a trace id and an access line, safe headers, readable refusals."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from tinhso.sites.frame.access_log import write_access_line
from tinhso.sites.frame.errors import refusal_response
from tinhso.sites.frame.headers import house_policy, set_security_headers
from tinhso.sites.frame.tracing import begin_trace, trace_id_from

Answer = Callable[[HttpRequest], HttpResponseBase]


class TraceMiddleware:
    """Accepts a valid ``traceparent`` or makes an id; puts it on ``request.trace_id`` and the answer.

    First in the list, so that its line also covers what other middleware refuses.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request under its trace id."""
        began = time.perf_counter()
        trace_id = trace_id_from(request.headers.get("traceparent", ""))
        begin_trace(trace_id)
        request.trace_id = trace_id  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers["X-Trace-Id"] = trace_id
        write_access_line(
            request, response, milliseconds=(time.perf_counter() - began) * 1000, trace_id=trace_id
        )
        return response


class SecurityHeadersMiddleware:
    """Sets the security headers on every answer."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.policy = house_policy()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request with safe headers."""
        response = self.get_response(request)
        set_security_headers(request, response, policy=self.policy)
        return response


class RefusalMiddleware:
    """Turns anticipated errors of the house into pages or JSON; everything else flies on to Django."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """The readable answer to a refusal, or None for what nobody anticipated."""
        return refusal_response(request, error)
