"""Results that go by post: the choice, the lists for the post office, the parcels and their numbers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

_OPEN = models.Q(outcome__isnull=True)
_NUMBERED = models.Q(number__isnull=False)
_STATES = ["wanted", "listed", "sent", "delivered", "came_back", "desk", "collected"]


class PostalReturn(models.Model):
    """How the result of a dossier reaches its owner, where that is, or was to be, by post."""

    dossier = models.OneToOneField(
        "dossiers.Dossier", primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.TextField()
    sealed_address = models.BinaryField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        app_label = "dossiers"
        db_table = "dossiers_postal"
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=_STATES), name="postal_state_known"),
            models.CheckConstraint(
                condition=models.Q(state__in=["wanted", "desk", "collected"])
                | models.Q(sealed_address__isnull=False),
                name="postal_leaves_with_address",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "state", "changed_at", "dossier"], name="postal_of_agency")
        ]


class PostalListSeries(models.Model):
    """The last number of an agency's lists for the post office."""

    agency = models.OneToOneField(
        "agencies.Agency", primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    last = models.IntegerField()

    class Meta:
        app_label = "dossiers"
        db_table = "dossiers_postal_series"


class PostalList(models.Model):
    """One hand-over of parcels to the post office, under one number."""

    id = models.UUIDField(primary_key=True)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField()

    class Meta:
        app_label = "dossiers"
        db_table = "dossiers_postal_list"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "number"], name="postal_list_number_once")
        ]


class Parcel(models.Model):
    """One attempt to send a result: its place on a list, the number it got, and what became of it."""

    id = models.UUIDField(primary_key=True)
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    list = models.ForeignKey(PostalList, on_delete=models.PROTECT, related_name="+")
    place = models.SmallIntegerField()
    sealed_address = models.BinaryField()
    number = models.TextField(null=True)
    is_standard = models.BooleanField(db_default=True)
    numbered_at = models.DateTimeField(null=True)
    numbered_by = models.UUIDField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.UUIDField(null=True)
    outcome = models.TextField(null=True)
    outcome_date = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    sealed_reason = models.BinaryField(null=True)

    class Meta:
        app_label = "dossiers"
        db_table = "dossiers_parcel"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier"], condition=_OPEN, name="parcel_open_once"),
            models.UniqueConstraint(
                fields=["number"], condition=_NUMBERED & models.Q(is_standard=True), name="parcel_number_once"
            ),
            models.UniqueConstraint(
                fields=["agency", "number"], condition=_NUMBERED, name="parcel_number_once_here"
            ),
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | _NUMBERED, name="parcel_sent_with_number"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__isnull=True, ended_at__isnull=True)
                | models.Q(
                    outcome__in=["delivered", "came_back"], ended_at__isnull=False, sent_at__isnull=False
                )
                | models.Q(outcome="taken_off", ended_at__isnull=False, sent_at__isnull=True),
                name="parcel_ends_whole",
            ),
        ]


class WithdrawnParcelNumber(models.Model):
    """A number that was entered by mistake, with the reason for which it was withdrawn."""

    id = models.UUIDField(primary_key=True)
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="+")
    number = models.TextField()
    is_standard = models.BooleanField()
    entered_at = models.DateTimeField()
    entered_by = models.UUIDField()
    withdrawn_at = models.DateTimeField()
    withdrawn_by = models.UUIDField(null=True)
    sealed_reason = models.BinaryField()

    class Meta:
        app_label = "dossiers"
        db_table = "dossiers_withdrawn_parcel_number"
