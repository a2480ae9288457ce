"""The interface to send, and the inboxes to look at."""

import hmac
import json
from typing import Any

from django.conf import settings
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from sandbox.messages.models import Delivery
from sandbox.messages.sending import UnableToSend, accept, read_message
from sandbox.population.models import Citizen

ROWS = 100
LONGEST_KEY = 128


@csrf_exempt
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Accept one message: ``{"channel", "to", "subject", "text"}`` under an Idempotency-Key."""
    expected = f"Bearer {settings.SHARED_SECRETS['messages_token']}"
    given = request.headers.get("Authorization", "")
    if not (given.isascii() and hmac.compare_digest(given, expected)):
        return _problem(UnableToSend("invalid_token", "Mã truy cập không đúng.", status=401))
    key = request.headers.get("Idempotency-Key", "").strip()
    try:
        if not key or len(key) > LONGEST_KEY:
            raise UnableToSend("invalid_key", "Thiếu tiêu đề Idempotency-Key.", status=400)
        submission, is_new = accept(read_message(_json(request)), key=key)
    except UnableToSend as error:
        return _problem(error)
    answer = {"message_id": submission.id, "status": submission.status}
    return JsonResponse(answer, status=202 if is_new else 200)


@require_safe
def show_inbox(request: HttpRequest) -> HttpResponse:
    """Who received something; with ``?to=`` what one person or number received.

    A personal id gathers the person's telephone, e-mail and VNeID messages.
    Asked for JSON (Accept: application/json), the inbox comes as data.
    """
    wish = request.GET.get("to", "").strip()
    addresses = _addresses_of(wish)
    found = Delivery.objects.filter(recipient__in=addresses).order_by("-pk") if wish else None
    messages = list(found[:ROWS]) if found is not None else []
    if not request.accepts("text/html"):
        return JsonResponse({"messages": [_message_json(message) for message in messages]})
    recipients = (
        Delivery.objects.values("recipient")
        .annotate(count=Count("pk"), latest=Max("delivered_at"))
        .order_by("-latest")[:ROWS]
    )
    context = {"wish": wish, "messages": messages, "recipients": recipients}
    return render(request, "sandbox/messages.html", context)


def _addresses_of(wish: str) -> list[str]:
    citizen = Citizen.objects.filter(personal_id=wish).first()
    known = (citizen.personal_id, citizen.phone, citizen.email) if citizen else (wish,)
    return [address for address in known if address]


def _message_json(message: Delivery) -> dict[str, Any]:
    return {
        "message_id": message.submission_id,
        "channel": message.channel,
        "to": message.recipient,
        "subject": message.subject,
        "text": message.text,
        "delivered_at": message.delivered_at.isoformat(),
    }


def _json(request: HttpRequest) -> object:
    try:
        return json.loads(request.body)
    except ValueError:
        raise UnableToSend("invalid_body", "Nội dung không phải JSON.") from None


def _problem(error: UnableToSend) -> JsonResponse:
    return JsonResponse({"code": error.code, "message": error.message}, status=error.status)
