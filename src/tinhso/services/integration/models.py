"""Tables of the room: clients and tokens, events, and who is told of them.

Secrets and tokens are kept as keyed hashes only; a signing key is sealed for its subscription.
"""

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


class OutsideEvent(models.Model):
    """Sự kiện cho hệ thống khác: what happened to a dossier, by ids and codes alone; never changed.

    ``seq`` is the cursor: given under a lock, so that who has read up to one misses nothing of later. A step
    of a dossier has its columns; a look-up has others, and ``client_id``, the one client that is told of it.
    """

    seq = models.BigAutoField(primary_key=True)
    id = models.UUIDField(unique=True)
    kind = models.TextField()
    dossier_id = models.UUIDField()
    dossier_code = models.TextField()
    agency_id = models.UUIDField()
    at = models.DateTimeField()
    procedure_code = models.TextField(null=True)
    action = models.TextField(null=True)
    status = models.SmallIntegerField(null=True)
    version = models.IntegerField(null=True)
    client_id = models.UUIDField(null=True)
    look_up_id = models.UUIDField(null=True)
    register = models.TextField(null=True)
    state = models.TextField(null=True)
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    as_of = models.DateTimeField(null=True)

    class Meta:
        db_table = "integration_event"
        constraints = [
            models.UniqueConstraint(fields=["dossier_id", "version"], name="outside_event_once"),
            models.UniqueConstraint(
                fields=["look_up_id", "kind", "at"],
                condition=Q(look_up_id__isnull=False),
                name="outside_event_of_look_up_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    procedure_code__isnull=False,
                    action__isnull=False,
                    status__isnull=False,
                    version__isnull=False,
                    client_id__isnull=True,
                    look_up_id__isnull=True,
                )
                | Q(
                    version__isnull=True,
                    client_id__isnull=False,
                    look_up_id__isnull=False,
                    register__isnull=False,
                    state__isnull=False,
                    asked_at__isnull=False,
                    answered_at__isnull=False,
                ),
                name="outside_event_of_one_sort",
            ),
        ]


class Subscription(models.Model):
    """Đăng ký nhận thông báo: an address that a client wants to be told at, and how telling it goes."""

    id = models.UUIDField(primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    url = models.TextField()
    kinds = ArrayField(models.TextField())
    sealed_key = models.BinaryField()
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    paused_for = models.TextField(default="")
    failures = models.IntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    next_at = models.DateTimeField()
    last_error = models.TextField(default="")
    last_success_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "integration_subscription"
        constraints = [
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True, paused_for="")
                | Q(paused_at__isnull=False, paused_for__in=["failing", "operator"]),
                name="subscription_paused_for_a_reason",
            ),
        ]


class WebhookDelivery(models.Model):
    """Lần báo: one event for one subscription; undelivered rows are the visible queue, none is dropped."""

    pk = models.CompositePrimaryKey("subscription_id", "event_id")
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="+", db_index=False)
    event = models.ForeignKey(OutsideEvent, on_delete=models.PROTECT, related_name="+", db_index=False)
    attempts = models.IntegerField(default=0)
    next_at = models.DateTimeField()
    last_error = models.TextField(default="")
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "integration_delivery"
        indexes = [
            models.Index(
                fields=["subscription", "event"],
                condition=Q(delivered_at__isnull=True),
                name="webhooks_waiting",
            ),
        ]
