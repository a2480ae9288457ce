"""The pay page: how shall this payment end?"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from sandbox.payment.callbacks import announce
from sandbox.payment.models import Order, OrderStatus
from sandbox.payment.orders import end_order

LONGEST_DELAY = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """One button of the pay page."""

    name: str
    label: str
    status: OrderStatus
    copies: int = 1
    is_late: bool = False
    wrong_amount: bool = False
    is_plain: bool = False


ENDINGS = {
    ending.name: ending
    for ending in (
        Ending(name="success", label="Thanh toán thành công", status=OrderStatus.PAID, is_plain=True),
        Ending(name="failure", label="Thanh toán không thành công", status=OrderStatus.FAILED, is_plain=True),
        Ending(name="cancel", label="Hủy thanh toán", status=OrderStatus.CANCELLED, is_plain=True),
        Ending(name="late", label="Thành công, báo kết quả chậm", status=OrderStatus.PAID, is_late=True),
        Ending(name="double", label="Thành công, báo kết quả hai lần", status=OrderStatus.PAID, copies=2),
        Ending(
            name="wrong_amount",
            label="Thành công, báo sai số tiền",
            status=OrderStatus.PAID,
            wrong_amount=True,
        ),
        Ending(name="silent", label="Thành công, không báo kết quả", status=OrderStatus.PAID, copies=0),
    )
}


@require_safe
def show_orders(request: HttpRequest) -> HttpResponse:
    """The latest orders and how their callbacks fared."""
    orders = Order.objects.prefetch_related("callbacks").order_by("-created_at")[:50]
    return render(request, "sandbox/payment_orders.html", {"orders": orders})


@require_http_methods(["GET", "POST"])
def pay(request: HttpRequest, order_id: str) -> HttpResponse:
    """Show an order and end it as chosen, then send the payer back to the merchant."""
    order = get_object_or_404(Order, id=order_id)
    if request.method == "GET" or order.status != OrderStatus.PENDING:
        return _page(request, order)
    ending = ENDINGS.get(request.POST.get("ending", ""))
    delay = _delay(request.POST.get("delay", "0")) if ending and ending.is_late else 0
    if ending is None or delay is None:
        return _page(request, order, problem="Hãy chọn một kết quả; số giây từ 0 đến 3600.")
    ended = end_order(order_id, ending.status)
    if ended is None:
        return _page(request, get_object_or_404(Order, id=order_id))
    announce(ended, delay_seconds=delay, copies=ending.copies, wrong_amount=ending.wrong_amount)
    return HttpResponseRedirect(_return_address(ended))


def _return_address(order: Order) -> str:
    glue = "&" if "?" in order.return_url else "?"
    answer = {"order_id": order.id, "reference": order.reference, "status": order.status}
    return f"{order.return_url}{glue}{urlencode(answer)}"


def _delay(text: str) -> float | None:
    try:
        seconds = float(text)
    except ValueError:
        return None
    return seconds if 0 <= seconds <= LONGEST_DELAY else None


def _page(request: HttpRequest, order: Order, *, problem: str = "") -> HttpResponse:
    context = {
        "order": order,
        "is_pending": order.status == OrderStatus.PENDING,
        "return_address": _return_address(order),
        "plain": [ending for ending in ENDINGS.values() if ending.is_plain],
        "faulty": [e for e in ENDINGS.values() if not e.is_plain and not e.is_late],
        "problem": problem,
    }
    return render(request, "sandbox/payment_pay.html", context, status=422 if problem else 200)
