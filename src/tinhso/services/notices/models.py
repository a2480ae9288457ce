"""Messages and their sendings. What fills a text is sealed; addresses stand only in the ledger."""

from __future__ import annotations

from django.db import models


class Notice(models.Model):
    """One message to one person about one case."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    case_id = models.UUIDField()
    template = models.TextField()
    sealed_values = models.BinaryField()
    created_at = models.DateTimeField()
    addressed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notices_notice"
        indexes = [
            models.Index(fields=["person", "-created_at"], name="notices_of_person"),
            models.Index(
                fields=["created_at"],
                name="notices_to_address",
                condition=models.Q(addressed_at__isnull=True),
            ),
        ]


class Delivery(models.Model):
    """One sending of a notice; its id is the key that makes the service send it once."""

    id = models.UUIDField(primary_key=True)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="+")
    channel = models.TextField()
    state = models.TextField(default="queued")
    question = models.OneToOneField("ledger.Question", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notices_delivery"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "sent", "undeliverable"]),
                name="notice_delivery_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=["sms", "email", "vneid"]),
                name="notice_channel_known",
            ),
            models.UniqueConstraint(fields=["notice", "channel"], name="notice_once_a_channel"),
        ]
