"""Which case waits for which question, and what registers answered. No personal data here."""

from __future__ import annotations

from django.db import models

from tinhso.services.verification.types import CheckState


class VerificationRequest(models.Model):
    """One case asks about one person; several requests may wait on one question."""

    id = models.UUIDField(primary_key=True)
    case_id = models.UUIDField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    question = models.ForeignKey(
        "ledger.Question", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    state = models.TextField(default="pending")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    as_of = models.DateTimeField(null=True)

    class Meta:
        db_table = "verification_request"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in CheckState]),
                name="verification_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state="pending", answered_at__isnull=True)
                | (~models.Q(state="pending") & models.Q(answered_at__isnull=False)),
                name="verification_answered_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["case_id", "-asked_at"], name="verification_of_case"),
            models.Index(
                fields=["question"],
                name="verification_waiting",
                condition=models.Q(state="pending"),
            ),
        ]


class RegisterAnswer(models.Model):
    """What the register answered to one question, kept for requests that joined it late."""

    question = models.OneToOneField(
        "ledger.Question", primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.TextField()
    as_of = models.DateTimeField()

    class Meta:
        db_table = "verification_answer"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer__in=["match", "no_match", "not_permitted"]),
                name="verification_answer_known",
            )
        ]
