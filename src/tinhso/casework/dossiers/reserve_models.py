"""Booklets of numbered paper stubs, and what became of each number."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class ReserveSeries(models.Model):
    """The last reserve number that an agency has printed."""

    agency = models.OneToOneField(
        "agencies.Agency", primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    last = models.IntegerField()

    class Meta:
        app_label = "dossiers"
        db_table = "dossiers_reserve_series"


class ReserveBatch(models.Model):
    """One booklet of numbered paper stubs, printed beforehand for when the power or the line is away."""

    id = models.UUIDField(primary_key=True)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    first = models.IntegerField()
    last = models.IntegerField()
    printed_at = models.DateTimeField()
    printed_by = models.UUIDField()

    class Meta:
        app_label = "dossiers"
        db_table = "dossiers_reserve_batch"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "first"], name="reserve_batch_begins_once"),
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")), name="reserve_batch_has_numbers"
            ),
        ]


class ReserveNumber(models.Model):
    """One stub's number: unused, entered as a dossier, or void with a reason; never anything else again."""

    number = models.TextField(primary_key=True)
    batch = models.ForeignKey(ReserveBatch, on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    sequence = models.IntegerField()
    dossier = models.OneToOneField("dossiers.Dossier", on_delete=models.PROTECT, related_name="+", null=True)
    received_at = models.DateTimeField(null=True)
    entered_at = models.DateTimeField(null=True)
    entered_by = models.UUIDField(null=True)
    voided_at = models.DateTimeField(null=True)
    voided_by = models.UUIDField(null=True)
    sealed_reason = models.BinaryField(null=True)

    class Meta:
        app_label = "dossiers"
        db_table = "dossiers_reserve_number"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "sequence"], name="reserve_number_in_batch"),
            models.CheckConstraint(
                condition=models.Q(
                    dossier__isnull=True,
                    received_at__isnull=True,
                    entered_at__isnull=True,
                    entered_by__isnull=True,
                )
                | models.Q(
                    dossier__isnull=False,
                    received_at__lte=models.F("entered_at"),
                    entered_by__isnull=False,
                    voided_at__isnull=True,
                ),
                name="reserve_number_entered_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(voided_at__isnull=True, voided_by__isnull=True, sealed_reason__isnull=True)
                | models.Q(voided_at__isnull=False, voided_by__isnull=False, sealed_reason__isnull=False),
                name="reserve_number_void_with_reason",
            ),
        ]
