"""Orders of merchants and the callbacks that tell how they ended."""

from django.db import models


class OrderStatus(models.TextChoices):
    """How an order stands."""

    PENDING = "pending", "Chờ thanh toán"
    PAID = "paid", "Đã thanh toán"
    FAILED = "failed", "Thanh toán không thành công"
    CANCELLED = "cancelled", "Đã hủy"


class Order(models.Model):
    """An amount a merchant wants paid once, known by the merchant's own reference."""

    id = models.CharField(max_length=32, primary_key=True)
    reference = models.CharField(max_length=64, unique=True)
    amount = models.PositiveBigIntegerField()
    description = models.CharField(max_length=255)
    callback_url = models.CharField(max_length=500)
    return_url = models.CharField(max_length=500)
    request_digest = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=OrderStatus.choices, default=OrderStatus.PENDING)
    transaction_no = models.CharField(max_length=32, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payment_order"


class Callback(models.Model):
    """One delivery to the merchant, tried until it is taken or the attempts are used up."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="callbacks")
    body = models.TextField()
    signature = models.CharField(max_length=64)
    due_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_status = models.CharField(max_length=60, blank=True)
    is_finished = models.BooleanField(default=False, db_index=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payment_callback"
