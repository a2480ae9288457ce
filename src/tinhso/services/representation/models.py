"""Organisations that are acted for, and mandates. What identifies a person is sealed to its row and field."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

REPRESENTATIVE = "representation_mandate.sealed_representative"
PRINCIPAL = "representation_mandate.sealed_principal_name"
PAPER = "representation_mandate.sealed_paper"


class Organisation(models.Model):
    """An organisation by its tax or enterprise code, as VNeID or a counter last said."""

    id = models.UUIDField(primary_key=True)
    code = models.TextField(unique=True)
    name = models.TextField()
    address = models.TextField()
    commune_code = models.TextField()
    source = models.TextField()
    as_of = models.DateTimeField()

    class Meta:
        db_table = "representation_organisation"


class Mandate(models.Model):
    """The right of one person to act for a principal or an organisation; a row is ended, never removed."""

    id = models.UUIDField(primary_key=True)
    kind = models.TextField()
    proof = models.TextField()
    principal = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", null=True)
    sealed_principal_name = models.BinaryField(null=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", null=True)
    representative = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", null=True)
    representative_index = models.BinaryField(max_length=16)
    sealed_representative = models.BinaryField()
    procedures = ArrayField(models.TextField())
    sealed_paper = models.BinaryField(null=True)
    granted_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", null=True)
    recorded_agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+", null=True
    )
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    offered_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end = models.TextField(null=True)

    class Meta:
        db_table = "representation_mandate"
        constraints = [
            models.CheckConstraint(
                condition=Q(principal__isnull=True, organisation__isnull=False)
                | Q(principal__isnull=False, organisation__isnull=True),
                name="mandate_of_one_party",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(representative__isnull=False),
                name="mandate_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=models.F("valid_from")),
                name="mandate_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end__isnull=True)
                | Q(ended_at__isnull=False, end__isnull=False),
                name="mandate_ended_with_reason",
            ),
            models.UniqueConstraint(
                fields=["organisation", "representative"],
                condition=Q(kind="legal", ended_at__isnull=True),
                name="mandate_legal_once",
            ),
        ]
        indexes = [
            models.Index(fields=["principal"], name="mandates_of_principal"),
            models.Index(fields=["organisation"], name="mandates_of_organisation"),
            models.Index(fields=["representative"], name="mandates_of_representative"),
            models.Index(fields=["representative_index"], name="mandates_by_number"),
            models.Index(fields=["valid_to"], condition=Q(ended_at__isnull=True), name="mandates_to_expire"),
        ]
