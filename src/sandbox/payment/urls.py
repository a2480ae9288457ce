"""Addresses of the payment gateway."""

from django.urls import path

from sandbox.payment import api, pages

urlpatterns = [
    path("", pages.show_orders, name="payment"),
    path("pay/<str:order_id>", pages.pay, name="payment-pay"),
    path("api/orders", api.orders, name="payment-orders"),
    path("api/orders/<str:order_id>", api.one_order, name="payment-order"),
]
