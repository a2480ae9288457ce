"""Messages and their sendings. What fills a text is sealed; addresses stand only in the ledger."""

from __future__ import annotations

from django.db import models


class Notice(models.Model):
    """One message about one case: to a person, or to a telephone number whose holder is not known."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    sealed_number = models.BinaryField(null=True)
    case_id = models.UUIDField()
    template = models.TextField()
    sealed_values = models.BinaryField()
    created_at = models.DateTimeField()
    addressed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notices_notice"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, sealed_number__isnull=True)
                | models.Q(person__isnull=True, sealed_number__isnull=False),
                name="notice_has_one_addressee",
            ),
        ]
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


class NumberConfirmation(models.Model):
    """A code that was sent to a telephone number, and whether it was typed back."""

    id = models.UUIDField(primary_key=True)
    number_index = models.BinaryField()
    sealed_number = models.BinaryField()
    code_index = models.BinaryField()
    sent_at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notices_number_check"
        indexes = [models.Index(fields=["number_index", "sent_at"], name="number_checks")]
