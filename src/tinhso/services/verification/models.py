"""Which case waits for which question, and what registers answered. No personal data here."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tinhso.services.verification.look_up_types import LookUpState, PurposeKind, Register
from tinhso.services.verification.types import DOSSIER, LINE, CheckState


class VerificationRequest(models.Model):
    """One case asks about one person; several requests may wait on one question.

    ``agency_id`` leads the case; unknown of what was asked before it was kept. ``case_kind`` says whose case.
    """

    id = models.UUIDField(primary_key=True)
    case_kind = models.TextField(default=DOSSIER, db_default=DOSSIER)
    case_id = models.UUIDField()
    agency_id = models.UUIDField(null=True)
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
            models.Index(fields=["agency_id", "asked_at"], name="verification_of_agency"),
            models.Index(
                fields=["question"],
                name="verification_waiting",
                condition=models.Q(state="pending"),
            ),
            models.Index(
                fields=["question"],
                name="verification_told",
                condition=models.Q(state__in=["match", "no_match"]),
            ),
        ]


class RegisterAnswer(models.Model):
    """What the register answered to one question, kept for requests that joined it late.

    ``subject`` is the blind index of the person's facts, by which a later answer finds this one; unknown of
    answers that are older than the column, and of NOT_PERMITTED, which says nothing about anybody.
    """

    question = models.OneToOneField(
        "ledger.Question", primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.TextField()
    as_of = models.DateTimeField()
    subject = models.BinaryField(null=True)

    class Meta:
        db_table = "verification_answer"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer__in=["match", "no_match", "not_permitted"]),
                name="verification_answer_known",
            ),
            models.CheckConstraint(
                condition=models.Q(subject__isnull=True) | models.Q(answer__in=["match", "no_match"]),
                name="verification_answer_of_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["subject", "-as_of"],
                name="verification_of_subject",
                condition=models.Q(subject__isnull=False),
            ),
        ]


class LookUp(models.Model):
    """Something was looked up for a case, by an officer or, before it is filed, by the portal.

    The portal has no ``asked_by``. Several look-ups may wait on one question. ``subjects`` are the people of
    the case, who see it where nobody else is concerned. ``asked_through`` is the client, a system of somebody
    else, that asked in the name of the officer ``asked_by``, on the words of its agreement as they were then.
    """

    id = models.UUIDField(primary_key=True)
    case_kind = models.TextField()
    case_id = models.UUIDField()
    reference = models.TextField()
    register = models.TextField()
    number_kind = models.TextField()
    shown_number = models.TextField()
    purpose = models.TextField()
    sealed_reason = models.BinaryField(null=True)
    subjects = ArrayField(models.UUIDField())
    question = models.ForeignKey(
        "ledger.Question", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    asked_by = models.UUIDField(null=True)
    asked_through = models.UUIDField(null=True)
    agreed_reason = models.TextField(null=True)
    agreed_basis = models.TextField(null=True)
    agency_id = models.UUIDField()
    state = models.TextField(default=LookUpState.WAITING.value)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    as_of = models.DateTimeField(null=True)

    class Meta:
        db_table = "verification_look_up"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in LookUpState]),
                name="look_up_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(register__in=[register.value for register in Register]),
                name="look_up_register_known",
            ),
            models.CheckConstraint(
                condition=models.Q(purpose__in=[PurposeKind.DOSSIER.value, PurposeKind.FILING.value])
                | models.Q(purpose=PurposeKind.TASK.value, sealed_reason__isnull=False),
                name="look_up_task_has_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(purpose=PurposeKind.FILING.value, asked_by__isnull=True)
                | (~models.Q(purpose=PurposeKind.FILING.value) & models.Q(asked_by__isnull=False)),
                name="look_up_by_officer_or_portal",
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting", answered_at__isnull=True)
                | (~models.Q(state="waiting") & models.Q(answered_at__isnull=False)),
                name="look_up_answered_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["case_id", "-asked_at"], name="look_up_of_case"),
            models.Index(fields=["asked_by", "-id"], name="look_up_of_officer"),
            models.Index(fields=["agency_id", "asked_at"], name="look_up_of_agency"),
            models.Index(fields=["question"], name="look_up_of_question"),
        ]


class LookedUpAnswer(models.Model):
    """What a register said in answer to one question: about what (blindly), of when, whether it changed.

    The answer itself stays sealed in the ledger. ``changed`` names the facts that were otherwise in the
    answer of ``before_answered_at``; empty where nothing changed or nothing was known before.
    """

    question = models.OneToOneField(
        "ledger.Question", primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    register = models.TextField()
    subject = models.BinaryField()
    found = models.BooleanField()
    as_of = models.DateTimeField()
    answered_at = models.DateTimeField()
    before_answered_at = models.DateTimeField(null=True)
    changed = ArrayField(models.TextField(), default=list)

    class Meta:
        db_table = "verification_looked_up_answer"
        indexes = [
            models.Index(fields=["register", "subject", "-as_of"], name="looked_up_of_subject"),
        ]


class StalePolicy(models.Model):
    """From a day on an answer of a register is stale when its copy is older than so many days."""

    register = models.TextField()
    valid_from = models.DateField()
    days = models.IntegerField()
    source = models.TextField()

    class Meta:
        db_table = "verification_stale_policy"
        constraints = [
            models.UniqueConstraint(fields=["register", "valid_from"], name="stale_policy_one_a_day"),
            models.CheckConstraint(condition=models.Q(days__gte=1, days__lte=3650), name="stale_policy_days"),
            models.CheckConstraint(
                condition=models.Q(register__in=[LINE, *(register.value for register in Register)]),
                name="stale_policy_register_known",
            ),
        ]
