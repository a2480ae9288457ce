"""Lines to the outside and the questions that wait on them."""

from __future__ import annotations

from django.db import models


class Line(models.Model):
    """One outside system, with its circuit breaker.

    ``failing_since`` (legal time) is when the present row of failures began. ``used`` counts what was put on
    the line in ``use_minute`` (real time), ``used_before`` in the minute before it.
    """

    name = models.TextField(primary_key=True)
    breaker = models.TextField(default="closed")
    paused = models.BooleanField(default=False)
    failures = models.IntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    last_answer_at = models.DateTimeField(null=True)
    last_failure_at = models.DateTimeField(null=True)
    last_error = models.TextField(default="")
    failing_since = models.DateTimeField(null=True)
    use_minute = models.DateTimeField(null=True)
    used = models.IntegerField(default=0)
    used_before = models.IntegerField(default=0)

    class Meta:
        db_table = "ledger_line"


class LineChange(models.Model):
    """A line stopped or began to answer, was paused or resumed; ``at`` is legal time. Never altered."""

    id = models.UUIDField(primary_key=True)
    line = models.TextField()
    at = models.DateTimeField()
    became = models.TextField()
    cause = models.TextField(default="")

    class Meta:
        db_table = "ledger_line_change"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(became__in=["down", "up", "paused", "resumed"]),
                name="ledger_line_change_known",
            ),
        ]
        indexes = [models.Index(fields=["line", "at"], name="ledger_line_change_of_line")]


class Question(models.Model):
    """One question or write; body and answer are sealed because they name people."""

    id = models.UUIDField(primary_key=True)
    line = models.TextField()
    kind = models.TextField()
    key = models.BinaryField()
    case_id = models.UUIDField(null=True)
    sealed_body = models.BinaryField()
    sealed_answer = models.BinaryField(null=True)
    state = models.TextField(default="asked")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    leased_by = models.BigIntegerField(null=True)
    attempts = models.IntegerField(default=0)
    last_error = models.TextField(default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "ledger_question"
        constraints = [
            models.UniqueConstraint(
                fields=["line", "key"],
                condition=models.Q(state="asked"),
                name="ledger_asked_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["asked", "answered", "expired"]),
                name="ledger_never_dropped",
            ),
        ]
        indexes = [
            models.Index(
                fields=["line", "due_at", "asked_at"],
                name="ledger_waiting",
                condition=models.Q(state="asked"),
            ),
            models.Index(fields=["case_id"], name="ledger_by_case"),
            models.Index(
                fields=["line", "leased_by"],
                name="ledger_leased",
                condition=models.Q(leased_by__isnull=False),
            ),
        ]
