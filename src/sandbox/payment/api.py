"""The interface for merchants: place an order, ask how orders stand. All of it is signed."""

import json
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from sandbox.dials.modes import Mode
from sandbox.dials.service import take
from sandbox.payment.models import Order
from sandbox.payment.orders import UnableToPlaceOrder, place_order, read_wish
from sandbox.payment.signing import is_signed

View = Callable[..., HttpResponse]


def signed_only(view: View) -> View:
    """Refuse a request without the right signature."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_signed(request):
            return _problem("invalid_signature", "Chữ ký không đúng.", status=401)
        return view(request, *args, **kwargs)

    return guarded


@csrf_exempt
@require_http_methods(["GET", "POST"])
@signed_only
def orders(request: HttpRequest) -> HttpResponse:
    """POST places an order; GET lists the orders of a day (``?date=yyyy-mm-dd``)."""
    if request.method == "GET":
        return _orders_of_day(request.GET.get("date", ""))
    if take("payment", {Mode.REFUSING}):
        return _problem("refused", "Cổng thanh toán từ chối khoản thu.", status=403)
    try:
        order, is_new = place_order(read_wish(_json(request)))
    except UnableToPlaceOrder as error:
        return _problem(error.code, error.message, status=error.status)
    return JsonResponse(order_json(order), status=201 if is_new else 200)


@require_GET
@signed_only
def one_order(request: HttpRequest, order_id: str) -> HttpResponse:
    """How one order stands, by its id or by the merchant's reference."""
    order = Order.objects.filter(id=order_id).first() or Order.objects.filter(reference=order_id).first()
    if order is None:
        return _problem("unknown_order", "Không có khoản thu này.", status=404)
    return JsonResponse(order_json(order))


def order_json(order: Order) -> dict[str, Any]:
    """An order as merchants see it."""
    return {
        "order_id": order.id,
        "reference": order.reference,
        "amount": order.amount,
        "status": order.status,
        "transaction_no": order.transaction_no,
        "pay_url": settings.PUBLIC_URL + reverse("payment-pay", args=[order.id]),
        "created_at": localtime(order.created_at).isoformat(),
        "ended_at": localtime(order.ended_at).isoformat() if order.ended_at else None,
    }


def _orders_of_day(text: str) -> HttpResponse:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return _problem("invalid_date", "Ngày phải có dạng yyyy-mm-dd.", status=422)
    found = Order.objects.filter(created_at__date=day).order_by("created_at")
    return JsonResponse({"date": text, "orders": [order_json(order) for order in found]})


def _json(request: HttpRequest) -> object:
    try:
        return json.loads(request.body)
    except ValueError:
        raise UnableToPlaceOrder("invalid_body", "Nội dung không phải JSON.") from None


def _problem(code: str, message: str, *, status: int) -> JsonResponse:
    return JsonResponse({"code": code, "message": message}, status=status)
