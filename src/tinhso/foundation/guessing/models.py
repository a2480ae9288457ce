"""The counters. Blind indexes only: no row tells who tried, or what."""

from __future__ import annotations

from django.db import models


class TryCounter(models.Model):
    """How full one counter is, of a purpose, what is tried and from where: empty again at ``empty_at``."""

    pk = models.CompositePrimaryKey("purpose", "subject", "place")
    purpose = models.TextField()
    subject = models.BinaryField(max_length=16)
    place = models.BinaryField(max_length=16)
    empty_at = models.DateTimeField()

    class Meta:
        db_table = "guessing_try_counter"
        indexes = [models.Index(fields=["empty_at"], name="try_counter_by_end")]
