"""Refusals become readable answers in one place, in the form that the client asked for."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from tinhso.foundation.authority.service import NotPermitted, NotVisible
from tinhso.foundation.identifiers.service import DomainError
from tinhso.sites.frame import errors
from tinhso.sites.frame.middleware import RefusalMiddleware

TRACE = "0af7651916cd43dd8448eb211c80319c"


def a_request(path: str = "/ho-so/", **headers: str) -> HttpRequest:
    request = RequestFactory().get(path, headers=headers)
    request.trace_id = TRACE  # type: ignore[attr-defined]
    return request


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (DomainError("dossier.already_received", "Hồ sơ đã được tiếp nhận."), 409),
        (DomainError("form.wrong", "Tờ khai còn chỗ sai.", {"born": "Ngày không có"}), 400),
        (DomainError("file.too_large", "Tệp lớn quá 20 MB."), 413),
        (DomainError("tracking.too_many_requests", "Bạn tra cứu quá nhanh."), 429),
        (NotPermitted(permission="dossier.receive"), 403),
        (NotVisible(object_kind="dossier", object_id=None, permission="dossier.read"), 404),
        (RequestDataTooBig("body"), 413),
    ],
)
def test_each_refusal_has_its_status(error: Exception, status: int) -> None:
    response = errors.refusal_response(a_request(), error)
    assert response is not None
    assert response.status_code == status


def test_json_has_one_shape() -> None:
    response = errors.refusal_response(
        a_request(accept="application/json"),
        DomainError("form.wrong", "Còn chỗ sai.", {"born": "Ngày không có"}),
    )
    assert response is not None
    assert json.loads(response.content) == {
        "code": "form.wrong",
        "message": "Còn chỗ sai.",
        "fields": {"born": "Ngày không có"},
        "trace_id": TRACE,
    }


def test_an_address_of_the_interface_always_answers_with_a_problem() -> None:
    response = errors.page_not_found(a_request("/api/v1/x", accept="text/html"))
    assert response["Content-Type"] == "application/problem+json"
    assert response.status_code == 404
    told = json.loads(response.content)
    assert (told["status"], told["code"], told["trace_id"]) == (404, "not_found", TRACE)


def test_a_page_says_what_happened_and_which_number_to_name() -> None:
    response = errors.refusal_response(
        a_request(accept="text/html"), DomainError("x", "Hồ sơ đã được tiếp nhận.")
    )
    assert response is not None
    page = response.content.decode()
    assert "Hồ sơ đã được tiếp nhận." in page
    assert TRACE[-12:] in page
    assert '<html lang="vi"' in page


def test_htmx_gets_a_notice_for_the_live_region() -> None:
    response = errors.refusal_response(a_request(**{"hx-request": "true"}), DomainError("x", "Đã thay đổi."))
    assert response is not None
    assert response["HX-Retarget"] == "#notices"
    assert "<html" not in response.content.decode()


def test_what_nobody_anticipated_flies_on() -> None:
    middleware = RefusalMiddleware(lambda request: HttpResponse())
    assert middleware.process_exception(a_request(), ValueError("chi tiết bên trong")) is None


@pytest.mark.parametrize("status", sorted(errors.PAGES))
def test_every_page_is_vietnamese_and_holds_no_details(status: int) -> None:
    page = errors.PAGES[status]
    refusal = errors.Refusal(status=status, code=page.code, message=page.message)
    response = errors.error_response(a_request(accept="text/html"), refusal)
    assert response.status_code == status
    assert page.title in response.content.decode()


def test_an_expired_form_says_so() -> None:
    response = errors.csrf_failure(a_request(accept="text/html"), reason="CSRF cookie not set.")
    assert response.status_code == 403
    assert "CSRF cookie" not in response.content.decode()


def test_the_page_of_a_failure_asks_nobody_who_is_signed_in() -> None:
    class Away:
        def __get__(self, *_: object) -> object:
            raise ConnectionError("database is away")

    class Failing(WSGIRequest):
        viewer = Away()
        actor = Away()

    request = Failing(RequestFactory().get("/", headers={"accept": "text/html"}).environ)
    assert "Hệ thống gặp lỗi" in errors.server_error(request).content.decode()
