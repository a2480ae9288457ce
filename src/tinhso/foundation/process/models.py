"""Tasks and clock entries of any case. Cases live in rooms above, so there are no foreign keys to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tinhso.foundation.process.types.clocks import ClockMove
from tinhso.foundation.process.types.definitions import SYSTEM


class Task(models.Model):
    """Work asked of one role at one agency for one case; role "system" marks a timer.

    ``hours`` are norm hours; ``wait_amount`` and ``wait_unit`` the duration of a timer.
    """

    id = models.UUIDField(primary_key=True)
    case_kind = models.TextField()
    case_id = models.UUIDField()
    agency_id = models.UUIDField()
    role = models.TextField()
    key = models.TextField()
    name = models.TextField()
    hours = models.DecimalField(max_digits=10, decimal_places=4, null=True)
    wait_amount = models.DecimalField(max_digits=10, decimal_places=4, null=True)
    wait_unit = models.TextField(null=True)
    officer_id = models.UUIDField(null=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    outcome = models.TextField(default="")

    class Meta:
        db_table = "process_task"
        constraints = [
            models.UniqueConstraint(
                fields=["case_kind", "case_id", "key"],
                condition=Q(completed_at__isnull=True),
                name="process_task_open_once",
            ),
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True, outcome="")
                | (Q(completed_at__isnull=False) & ~Q(outcome="")),
                name="process_task_ends_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(wait_amount__isnull=True, wait_unit__isnull=True)
                | Q(wait_amount__isnull=False, wait_unit__isnull=False, role=SYSTEM),
                name="process_task_wait_is_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["case_kind", "due_at"],
                condition=Q(completed_at__isnull=True, role=SYSTEM),
                name="process_task_timers",
            ),
            models.Index(fields=["case_id"], name="process_task_of_case"),
            models.Index(
                fields=["officer_id"],
                condition=Q(completed_at__isnull=True, officer_id__isnull=False),
                name="process_task_of_officer",
            ),
        ]


class ClockEntry(models.Model):
    """One entry of a case's working-time ledger; the first one carries the clock's terms.

    Append-only: a trigger refuses changes.
    """

    pk = models.CompositePrimaryKey("case_kind", "case_id", "sequence")
    case_kind = models.TextField()
    case_id = models.UUIDField()
    sequence = models.IntegerField()
    at = models.DateTimeField()
    kind = models.TextField()
    reason = models.TextField(default="")
    due_before = models.DateTimeField(null=True)
    due_after = models.DateTimeField(null=True)
    amount = models.DecimalField(max_digits=10, decimal_places=4, null=True)
    unit = models.TextField(null=True)
    cut_off = models.TimeField(null=True)

    class Meta:
        db_table = "process_clock_entry"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[move.value for move in ClockMove]), name="process_clock_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind=ClockMove.START.value, sequence=1, amount__isnull=False, unit__isnull=False)
                | (
                    ~Q(kind=ClockMove.START.value)
                    & Q(sequence__gt=1, amount__isnull=True, unit__isnull=True, cut_off__isnull=True)
                ),
                name="process_clock_terms_come_first",
            ),
        ]
