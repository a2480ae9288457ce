"""What was handed over and what reached an inbox."""

from django.db import models


class Channel(models.TextChoices):
    """The ways to reach a person."""

    SMS = "sms", "Tin nhắn SMS"
    EMAIL = "email", "Thư điện tử"
    VNEID = "vneid", "Thông báo VNeID"


class Submission(models.Model):
    """One accepted request to send; its key makes it happen once."""

    id = models.CharField(max_length=32, primary_key=True)
    key = models.CharField(max_length=128, unique=True)
    digest = models.CharField(max_length=64)
    channel = models.CharField(max_length=5, choices=Channel.choices)
    recipient = models.CharField(max_length=120)
    status = models.CharField(max_length=20)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "messages_submission"


class Delivery(models.Model):
    """One message in somebody's inbox."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=5, choices=Channel.choices)
    recipient = models.CharField(max_length=120, db_index=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    delivered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "messages_delivery"
