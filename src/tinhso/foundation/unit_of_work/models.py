"""Keys of incoming writes that have had their one effect."""

from __future__ import annotations

from django.db import models


class IdempotencyKey(models.Model):
    """The first use of a key fixes what it produced; every repetition is answered with that."""

    pk = models.CompositePrimaryKey("actor_reference", "key")
    actor_reference = models.UUIDField()
    key = models.TextField()
    request_digest = models.BinaryField()
    result_id = models.UUIDField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "unit_of_work_idempotency_key"
        indexes = [models.Index(fields=["created_at"], name="idempotency_by_age")]
