"""Tables of the room: clients, their tokens. Secrets and tokens are kept as keyed hashes only."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Client(models.Model):
    """Hệ thống của nơi khác: one agreement with whoever runs it."""

    id = models.UUIDField(primary_key=True)
    name = models.TextField()
    operator = models.TextField()
    reason = models.TextField()
    legal_basis = models.TextField()
    purposes = ArrayField(models.TextField())
    agency_ids = ArrayField(models.UUIDField(), null=True)
    per_minute = models.IntegerField()
    valid_until = models.DateTimeField()
    secret_index = models.BinaryField(max_length=16)
    secret_made_at = models.DateTimeField()
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)
    disabled_at = models.DateTimeField(null=True)
    last_token_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "integration_client"
        constraints = [
            models.CheckConstraint(condition=Q(per_minute__gt=0), name="client_may_ask"),
            models.CheckConstraint(condition=~Q(purposes=[]), name="client_has_a_purpose"),
            models.CheckConstraint(
                condition=Q(agency_ids__isnull=True) | ~Q(agency_ids=[]), name="client_has_an_agency"
            ),
        ]


class AccessToken(models.Model):
    """Mã truy cập ngắn hạn: opaque, so that it ends at once with its client."""

    token_index = models.BinaryField(max_length=16, primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    purposes = ArrayField(models.TextField())
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "integration_access_token"
        indexes = [models.Index(fields=["expires_at"], name="access_tokens_by_end")]
