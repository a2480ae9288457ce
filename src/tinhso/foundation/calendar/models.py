"""Declared days. Rows are added, never changed: what was known at a moment can be asked again."""

from __future__ import annotations

from django.db import models

from tinhso.foundation.calendar.types import DayKind


class Holiday(models.Model):
    """One declaration about one day; the latest ``declared_at`` of a day holds. Why is sealed."""

    id = models.UUIDField(primary_key=True)
    date = models.DateField()
    name = models.TextField()
    kind = models.TextField()
    source = models.TextField()
    vintage = models.TextField(default="")
    is_verified = models.BooleanField(default=False)
    declared_at = models.DateTimeField()
    sealed_reason = models.BinaryField(null=True)
    change_id = models.UUIDField(null=True)

    class Meta:
        db_table = "calendar_holiday"
        constraints = [
            models.UniqueConstraint(fields=["date", "declared_at"], name="calendar_one_word_at_a_time"),
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in DayKind]), name="calendar_kind_is_known"
            ),
        ]
