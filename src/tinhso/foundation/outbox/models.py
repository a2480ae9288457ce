"""Announced events and their deliveries."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """One announcement, written in the transaction of what it tells."""

    id = models.UUIDField(primary_key=True)
    name = models.TextField()
    subject_id = models.UUIDField()
    version = models.IntegerField()
    payload = models.JSONField()
    trace_id = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "outbox_event"
        indexes = [models.Index(fields=["subject_id", "at"], name="outbox_by_subject")]


class Delivery(models.Model):
    """One handler's share of one event; undelivered rows are the visible queue."""

    pk = models.CompositePrimaryKey("event_id", "handler")
    # Written with its event in one statement, and never outlives it: the database need not look each up.
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    handler = models.TextField()
    attempts = models.IntegerField(default=0)
    next_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    last_error = models.TextField(default="")

    class Meta:
        db_table = "outbox_delivery"
        indexes = [
            models.Index(
                fields=["next_at"],
                name="outbox_waiting",
                condition=models.Q(delivered_at__isnull=True),
            )
        ]
