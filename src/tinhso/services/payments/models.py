"""Fees and what became of them. Amounts in đồng; no name, number or card of anybody."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Fee(models.Model):
    """One amount that one case asks of one person."""

    id = models.UUIDField(primary_key=True)
    case_id = models.UUIDField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    holder_ids = ArrayField(models.UUIDField(), db_default=[])
    kind = models.TextField()
    description = models.TextField()
    amount_vnd = models.IntegerField()
    state = models.TextField(default="due")
    method = models.TextField(null=True)
    received_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payments_fee"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["due", "paid", "failed", "cancelled"]),
                name="fee_state_known",
            ),
            models.CheckConstraint(condition=models.Q(amount_vnd__gt=0), name="fee_is_positive"),
            models.CheckConstraint(
                condition=models.Q(state="paid", paid_at__isnull=False, method__isnull=False)
                | (~models.Q(state="paid") & models.Q(paid_at__isnull=True)),
                name="fee_paid_has_time_and_method",
            ),
            models.UniqueConstraint(
                fields=["case_id", "kind"],
                condition=~models.Q(state="cancelled"),
                name="fee_asked_once",
            ),
        ]


class Attempt(models.Model):
    """One order at the gateway; its id is the reference that the gateway knows us by."""

    id = models.UUIDField(primary_key=True)
    fee = models.ForeignKey(Fee, on_delete=models.PROTECT, related_name="+")
    order_id = models.TextField(null=True, unique=True)
    amount_vnd = models.IntegerField()
    state = models.TextField(default="started")
    return_url = models.TextField()
    pay_url = models.TextField(default="")
    transaction_no = models.TextField(default="")
    callback_digest = models.BinaryField(null=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    checks = models.IntegerField(default=0)
    check_at = models.DateTimeField()

    class Meta:
        db_table = "payments_attempt"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["started", "open", "paid", "failed", "cancelled"]),
                name="attempt_state_known",
            ),
            models.UniqueConstraint(
                fields=["fee"],
                condition=models.Q(state__in=["started", "open"]),
                name="attempt_live_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["check_at"],
                name="attempt_to_check",
                condition=models.Q(state__in=["started", "open"]),
            )
        ]


class Surplus(models.Model):
    """Money that arrived without a fee to pay, until somebody has paid it back."""

    id = models.UUIDField(primary_key=True)
    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="+")
    fee = models.ForeignKey(Fee, on_delete=models.PROTECT, related_name="+")
    amount_vnd = models.IntegerField()
    reason = models.TextField()
    noted_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payments_surplus"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reason__in=["fee_cancelled", "paid_before"]),
                name="surplus_reason_known",
            )
        ]
