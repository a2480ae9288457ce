"""Feedback and what belongs to it. What people wrote and who they are is sealed."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from tinhso.casework.feedback.types import FeedbackKind, FeedbackState, FeedbackTopic


class Feedback(models.Model):
    """One case. ``turn_agency_id`` is the agency whose turn it is; the dossier belongs to another room."""

    id = models.UUIDField(primary_key=True)
    code = models.TextField(unique=True)
    kind = models.TextField()
    topic = models.TextField()
    sender = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    sealed_sender = models.BinaryField(null=True)
    number_index = models.BinaryField(null=True)
    sealed_text = models.BinaryField()
    dossier_id = models.UUIDField(null=True)
    dossier_code = models.TextField()
    procedure_code = models.TextField()
    about_agency = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    intake_agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    turn_agency_id = models.UUIDField(null=True)
    may_publish = models.BooleanField()
    hides_name = models.BooleanField()
    is_classified = models.BooleanField(default=False)
    state = models.TextField()
    version = models.IntegerField()
    sent_at = models.DateTimeField()
    due_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    refusal_reason = models.TextField(default="")
    score = models.SmallIntegerField(null=True)
    scored_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "feedback_case"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[one.value for one in FeedbackState]),
                name="feedback_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(topic__in=[one.value for one in FeedbackTopic]),
                name="feedback_topic_known",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[one.value for one in FeedbackKind]),
                name="feedback_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    sender__isnull=False, sealed_sender__isnull=True, number_index__isnull=True
                )
                | models.Q(sender__isnull=True, sealed_sender__isnull=False, number_index__isnull=False),
                name="feedback_has_one_sender",
            ),
            models.CheckConstraint(
                condition=models.Q(score__isnull=True) | models.Q(score__gte=1, score__lte=5),
                name="feedback_score_in_range",
            ),
        ]
        indexes = [
            models.Index(fields=["sender", "-sent_at"], name="feedback_of_person"),
            models.Index(fields=["turn_agency_id", "due_at", "id"], name="feedback_turns"),
            models.Index(fields=["number_index", "sent_at"], name="feedback_of_number"),
        ]


class FeedbackEvent(models.Model):
    """One change of a case; append-only, one row a version."""

    pk = models.CompositePrimaryKey("feedback_id", "version")
    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="+")
    version = models.IntegerField()
    at = models.DateTimeField()
    action = models.TextField()
    state = models.TextField()
    actor_kind = models.TextField()
    actor_id = models.UUIDField(null=True)
    agency_id = models.UUIDField(null=True)
    sealed_note = models.BinaryField(null=True)

    class Meta:
        db_table = "feedback_event"


class FeedbackPaper(models.Model):
    """A paper or photo that came with the case."""

    id = models.UUIDField(primary_key=True)
    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey("files.StoredFileRow", on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "feedback_paper"
        indexes = [models.Index(fields=["feedback"], name="papers_of_feedback")]


class FeedbackAnswer(models.Model):
    """The answer: drafted by one, approved by another."""

    feedback = models.OneToOneField(Feedback, primary_key=True, on_delete=models.PROTECT, related_name="+")
    sealed_text = models.BinaryField()
    drafted_by = models.UUIDField()
    drafted_at = models.DateTimeField()
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "feedback_answer"


class Publication(models.Model):
    """A question and its answer for everybody: anonymous, and therefore not sealed.

    Its id is its own, so that the public page leads nobody to the case.
    """

    id = models.UUIDField(primary_key=True)
    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="+")
    topic = models.TextField()
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    question = models.TextField()
    answer = models.TextField()
    words = ArrayField(models.TextField())
    published_at = models.DateTimeField()
    published_by = models.UUIDField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "feedback_publication"
        constraints = [
            models.UniqueConstraint(
                fields=["feedback"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="feedback_published_once",
            ),
        ]
        indexes = [
            GinIndex(fields=["words"], name="publication_words"),
            models.Index(fields=["-published_at", "id"], name="publication_newest"),
        ]
