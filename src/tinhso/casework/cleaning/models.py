"""Cleaning tasks and what belongs to them. What identifies a person is sealed, bound to row and field."""

from __future__ import annotations

from django.db import models

from tinhso.casework.cleaning.types import CleaningPurpose, CleaningState


class CleaningTask(models.Model):
    """The record of one person that an agency reviews; a person has one open task at most."""

    id = models.UUIDField(primary_key=True)
    code = models.TextField(unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    reached_by = models.TextField()
    state = models.TextField()
    version = models.IntegerField()
    matched_before = models.BooleanField()
    register_says = models.TextField(default="")
    sealed_declared = models.BinaryField()
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    waits_since = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cleaning_task"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[one.value for one in CleaningState]),
                name="cleaning_state_known",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(finished_at__isnull=True),
                name="cleaning_one_open_task",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "due_at", "id"], name="cleaning_of_agency"),
            models.Index(fields=["person"], name="cleaning_of_person"),
        ]


class CleaningOrigin(models.Model):
    """A check of a case that the register did not confirm, and the task that it led to."""

    verification_id = models.UUIDField(primary_key=True)
    task = models.ForeignKey(CleaningTask, on_delete=models.PROTECT, related_name="+")
    case_id = models.UUIDField()
    noted_at = models.DateTimeField()

    class Meta:
        db_table = "cleaning_origin"


class CleaningQuestion(models.Model):
    """A question of the task to the register; ``agency_id`` had the task when it was asked."""

    verification_id = models.UUIDField(primary_key=True)
    task = models.ForeignKey(CleaningTask, on_delete=models.PROTECT, related_name="+")
    agency_id = models.UUIDField()
    purpose = models.TextField()
    is_as_declared = models.BooleanField()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(default="")

    class Meta:
        db_table = "cleaning_question"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(purpose__in=[one.value for one in CleaningPurpose]),
                name="cleaning_purpose_known",
            ),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at__isnull=True)
                | (~models.Q(answer="") & models.Q(answered_at__isnull=False)),
                name="cleaning_answered_has_time",
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], name="cleaning_asked")]


class CleaningVisit(models.Model):
    """Phúc tra: the paper that an officer saw and the facts that it shows. Append-only.

    ``version`` is that of the task to which the visit led: the latest visit has the highest.
    """

    id = models.UUIDField(primary_key=True)
    task = models.ForeignKey(CleaningTask, on_delete=models.PROTECT, related_name="+")
    version = models.IntegerField()
    sealed_content = models.BinaryField()
    seen_by = models.UUIDField()
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "cleaning_visit"


class CleaningProposal(models.Model):
    """A proposal to correct the national record: made by one officer, decided by another.

    ``version`` is that of the task to which the proposal led: the latest has the highest.
    """

    id = models.UUIDField(primary_key=True)
    task = models.ForeignKey(CleaningTask, on_delete=models.PROTECT, related_name="+")
    version = models.IntegerField()
    sealed_content = models.BinaryField()
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    outcome = models.TextField(default="")

    class Meta:
        db_table = "cleaning_proposal"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(decided_by=models.F("proposed_by")), name="cleaning_four_eyes"
            ),
        ]


class CleaningEvent(models.Model):
    """One change of a task; append-only, one row a version."""

    pk = models.CompositePrimaryKey("task_id", "version")
    task = models.ForeignKey(CleaningTask, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.IntegerField()
    at = models.DateTimeField()
    action = models.TextField()
    state = models.TextField()
    actor_kind = models.TextField()
    actor_id = models.UUIDField(null=True)
    agency_id = models.UUIDField(null=True)
    sealed_note = models.BinaryField(null=True)

    class Meta:
        db_table = "cleaning_event"
