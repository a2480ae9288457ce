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


class CashSeries(models.Model):
    """Last receipt number of one agency in one year; also the lock of its drawers."""

    pk = models.CompositePrimaryKey("agency_id", "year")
    agency_id = models.UUIDField()
    year = models.SmallIntegerField()
    last = models.IntegerField()

    class Meta:
        db_table = "payments_cash_series"


class CashReceipt(models.Model):
    """Cash that one officer took for one fee; cancelled, it keeps its number and says why."""

    id = models.UUIDField(primary_key=True)
    agency_id = models.UUIDField()
    officer_id = models.UUIDField()
    fee = models.ForeignKey(Fee, on_delete=models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    number = models.IntegerField()
    amount_vnd = models.IntegerField()
    taken_at = models.DateTimeField()
    day = models.DateField()
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.UUIDField(null=True)
    cancelled_day = models.DateField(null=True)
    sealed_reason = models.BinaryField(null=True)
    file = models.ForeignKey("files.StoredFileRow", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "payments_cash_receipt"
        constraints = [
            models.UniqueConstraint(fields=["agency_id", "year", "number"], name="cash_receipt_number"),
            models.UniqueConstraint(
                fields=["fee"], condition=models.Q(cancelled_at__isnull=True), name="cash_receipt_valid_once"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    cancelled_at__isnull=True, cancelled_by__isnull=True, sealed_reason__isnull=True
                )
                | models.Q(
                    cancelled_at__isnull=False, cancelled_by__isnull=False, sealed_reason__isnull=False
                ),
                name="cash_receipt_cancelled_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["agency_id", "officer_id", "day"], name="cash_taken_on"),
            models.Index(
                fields=["agency_id", "cancelled_by", "cancelled_day"],
                name="cash_cancelled_on",
                condition=models.Q(cancelled_at__isnull=False),
            ),
        ]


class CashDeposit(models.Model):
    """Cash that an officer handed to the treasury, with the number of the treasury's paper."""

    id = models.UUIDField(primary_key=True)
    agency_id = models.UUIDField()
    officer_id = models.UUIDField()
    day = models.DateField()
    amount_vnd = models.IntegerField()
    reference = models.TextField()
    noted_at = models.DateTimeField()

    class Meta:
        db_table = "payments_cash_deposit"
        constraints = [
            models.CheckConstraint(condition=models.Q(amount_vnd__gt=0), name="cash_deposit_is_positive")
        ]
        indexes = [models.Index(fields=["agency_id", "officer_id", "day"], name="cash_deposited_on")]


class CashDay(models.Model):
    """One officer's day of cash, closed: counted by the officer, confirmed by a second person."""

    id = models.UUIDField(primary_key=True)
    agency_id = models.UUIDField()
    officer_id = models.UUIDField()
    day = models.DateField()
    opening_vnd = models.BigIntegerField()
    taken_vnd = models.BigIntegerField()
    cancelled_vnd = models.BigIntegerField()
    deposited_vnd = models.BigIntegerField()
    counted_vnd = models.BigIntegerField()
    sealed_explanation = models.BinaryField(null=True)
    closed_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)
    sealed_remark = models.BinaryField(null=True)

    class Meta:
        db_table = "payments_cash_day"
        constraints = [
            models.UniqueConstraint(fields=["agency_id", "officer_id", "day"], name="cash_day_closed_once"),
            models.CheckConstraint(
                condition=models.Q(sealed_explanation__isnull=False)
                | models.Q(
                    counted_vnd=models.F("opening_vnd")
                    + models.F("taken_vnd")
                    - models.F("cancelled_vnd")
                    - models.F("deposited_vnd")
                ),
                name="cash_difference_is_explained",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True)
                | ~models.Q(confirmed_by=models.F("officer_id")),
                name="cash_day_confirmed_by_another",
            ),
        ]
