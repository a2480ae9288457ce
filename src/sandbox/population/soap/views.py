"""The endpoint: WSDL by GET, questions by POST; every question is logged."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from sandbox.dials.modes import Mode
from sandbox.dials.service import DialPosition, take
from sandbox.population.models import QueryLogEntry
from sandbox.population.soap.envelope import (
    LARGEST_REQUEST,
    SoapFault,
    check_order,
    read_request,
    service_description,
    write_envelope,
    write_fault,
)
from sandbox.population.soap.operations import (
    OPERATIONS,
    Question,
    Reply,
    read_question,
    require_permission,
    verification_reply,
)

ANSWER_MODES = frozenset({Mode.WRONG, Mode.DUPLICATE, Mode.REFUSING})
_last_answer: dict[str, bytes] = {}


@csrf_exempt
@require_http_methods(["GET", "POST"])
def soap_endpoint(request: HttpRequest) -> HttpResponse:
    """Answer one SOAP request, or describe the service."""
    if request.method == "GET":
        location = settings.PUBLIC_URL + reverse("population-soap")
        return _xml(service_description(location))
    try:
        return _answer(_limited_body(request))
    except SoapFault as fault:
        return _xml(write_fault(fault), status=500)


def _limited_body(request: HttpRequest) -> bytes:
    announced = int(request.META.get("CONTENT_LENGTH") or 0)
    if announced > LARGEST_REQUEST:
        raise SoapFault("TOO_LARGE", "Yêu cầu vượt quá dung lượng cho phép.")
    return request.read(LARGEST_REQUEST + 1)


def _answer(content: bytes) -> HttpResponse:
    element = read_request(content)
    question = read_question(element)
    position = take("population", ANSWER_MODES)
    try:
        operation = OPERATIONS.get(question.operation)
        if operation is None:
            raise SoapFault("UNKNOWN_OPERATION", "Không có thao tác này.")
        check_order(element)
        if position is not None and position.mode is Mode.REFUSING:
            raise SoapFault("NOT_PERMITTED", "Hệ thống từ chối truy vấn.")
        require_permission(question)
        reply = operation(question)
    except SoapFault as fault:
        _log(question, fault.code)
        raise
    _log(question, reply.outcome)
    return _deliver(question, reply, position)


def _deliver(question: Question, reply: Reply, position: DialPosition | None) -> HttpResponse:
    answer = write_envelope(_flipped(question, reply, position).element)
    if position is None:
        _last_answer[question.operation] = answer
        return _xml(answer)
    if position.mode is Mode.DUPLICATE:
        return _xml(_last_answer.get(question.operation, answer))
    if position.variant == "garbled":
        return HttpResponse(b"<html>502", content_type="text/html")
    if position.variant == "truncated":
        return _xml(answer[: len(answer) // 2])
    return _xml(answer)


def _flipped(question: Question, reply: Reply, position: DialPosition | None) -> Reply:
    if position is None or question.operation != "XacThucThongTinCongDan":
        return reply
    if position.variant == "flipped":
        return verification_reply(question.request_code, matches=reply.outcome != "match")
    if position.variant == "other_request":
        return verification_reply("YC-KHAC", matches=reply.outcome == "match")
    return reply


def _log(question: Question, outcome: str) -> None:
    QueryLogEntry.objects.create(
        operation=question.operation[:40],
        request_code=question.request_code[:64],
        account=question.account[:40],
        service=question.service[:40],
        officer=question.officer[:64],
        subject_id=(question.personal_id or question.old_id)[:12],
        outcome=outcome,
    )


def _xml(content: bytes, *, status: int = 200) -> HttpResponse:
    return HttpResponse(content, status=status, content_type="text/xml; charset=utf-8")
