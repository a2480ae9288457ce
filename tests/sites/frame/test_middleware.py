"""Every request has a trace id and a log line without personal data; every answer has safe headers."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch
from pytest_django.fixtures import Settings

from tinhso.sites.frame.access_log import JsonLines
from tinhso.sites.frame.middleware import SecurityHeadersMiddleware, TraceMiddleware
from tinhso.sites.frame.tracing import current_trace_id, trace_id_from

TRACE = "0af7651916cd43dd8448eb211c80319c"
PERSONAL_ID = "074090001123"


def answer_with(status: int = 200) -> Callable[[HttpRequest], HttpResponse]:
    return lambda request: HttpResponse(current_trace_id(), status=status)


def test_a_valid_traceparent_is_taken_over() -> None:
    request = RequestFactory().get("/", headers={"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"})
    response = TraceMiddleware(answer_with())(request)
    assert response["X-Trace-Id"] == TRACE
    assert request.trace_id == TRACE  # type: ignore[attr-defined]
    assert isinstance(response, HttpResponse)
    assert response.content.decode() == TRACE


@pytest.mark.parametrize(
    "header", ["", "abc", f"00-{'0' * 32}-b7ad6b7169203331-01", f"01-{TRACE}-x-01", TRACE]
)
def test_anything_else_is_replaced_by_a_new_id(header: str) -> None:
    made = trace_id_from(header)
    assert made != TRACE
    assert len(made) == 32
    assert int(made, 16)


def test_the_access_line_names_the_route_and_nothing_typed(caplog: pytest.LogCaptureFixture) -> None:
    request = RequestFactory().get(f"/tra-cuu/{PERSONAL_ID}/?so={PERSONAL_ID}")
    request.resolver_match = ResolverMatch(lambda: None, (), {}, route="tra-cuu/<str:code>/")
    with caplog.at_level(logging.INFO, logger="tinhso.access"):
        TraceMiddleware(answer_with(404))(request)
    line = json.loads(caplog.records[-1].getMessage())
    assert line["route"] == "tra-cuu/<str:code>/"
    assert line["status"] == 404
    assert PERSONAL_ID not in caplog.text


def test_an_unknown_address_leaves_no_trace_of_what_was_typed(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="tinhso.access"):
        TraceMiddleware(answer_with(404))(RequestFactory().get(f"/{PERSONAL_ID}"))
    assert PERSONAL_ID not in caplog.text
    assert json.loads(caplog.records[-1].getMessage())["route"] == "(no route)"


def test_other_log_lines_leave_out_arguments_and_the_text_of_exceptions() -> None:
    try:
        raise ValueError(f"duplicate key: {PERSONAL_ID}")
    except ValueError as error:
        record = logging.LogRecord(
            "tinhso.x",
            logging.ERROR,
            "x.py",
            1,
            "failed for %s",
            (PERSONAL_ID,),
            (ValueError, error, error.__traceback__),
        )
    line = json.loads(JsonLines(lambda: TRACE).format(record))
    assert PERSONAL_ID not in json.dumps(line)
    assert line["exception"] == "ValueError"
    assert line["trace_id"] == TRACE
    assert "test_middleware.py" in line["at"]


def test_headers_allow_the_own_origin_only() -> None:
    response = SecurityHeadersMiddleware(answer_with())(RequestFactory().get("/"))
    policy = response["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


def test_policy_lets_forms_lead_to_sign_in_and_payment_and_pages_hear_the_live_process(
    settings: Settings,
) -> None:
    settings.TINHSO_VNEID_ISSUER = "https://vneid.example/oidc"
    settings.TINHSO_PAYMENT_URL = "https://pay.example/x"
    settings.TINHSO_LIVE_URL = "https://live.example"
    policy = SecurityHeadersMiddleware(answer_with())(RequestFactory().get("/"))["Content-Security-Policy"]
    assert "form-action 'self' https://pay.example https://vneid.example;" in policy
    assert "connect-src 'self' https://live.example;" in policy


def test_pages_of_signed_in_people_are_never_kept() -> None:
    request = RequestFactory().get("/")
    request.COOKIES["tinhso_session"] = "x"
    response = SecurityHeadersMiddleware(answer_with())(request)
    assert response["Cache-Control"] == "no-store"


def test_public_pages_may_say_how_long_they_last() -> None:
    def cached(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Cache-Control": "public, max-age=60"})

    assert (
        SecurityHeadersMiddleware(cached)(RequestFactory().get("/"))["Cache-Control"] == "public, max-age=60"
    )
    assert SecurityHeadersMiddleware(answer_with())(RequestFactory().get("/"))["Cache-Control"] == "no-cache"
