"""Kept papers. What stands on them is sealed; a row is revoked, never removed, once it is certified."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

FACTS = "personal_store_paper.sealed_facts"
REASON = "personal_store_paper.sealed_reason"


class KeptPaper(models.Model):
    """One paper of a person's or an organisation's store; ``case_id`` belongs to a floor above."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", null=True)
    organisation_id = models.UUIDField(null=True)
    kind = models.TextField()
    origin = models.TextField()
    file = models.ForeignKey("files.StoredFileRow", on_delete=models.PROTECT, related_name="+")
    sealed_facts = models.BinaryField()
    valid_until = models.DateField(null=True)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    scanned_by = models.UUIDField(null=True)
    scanned_at = models.DateTimeField()
    certified_by = models.UUIDField(null=True)
    certified_at = models.DateTimeField(null=True)
    case_id = models.UUIDField(null=True)
    revoked_by = models.UUIDField(null=True)
    revoked_at = models.DateTimeField(null=True)
    sealed_reason = models.BinaryField(null=True)
    withheld_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "personal_store_paper"
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, organisation_id__isnull=False)
                | Q(person__isnull=False, organisation_id__isnull=True),
                name="kept_paper_of_one_holder",
            ),
            models.CheckConstraint(
                condition=Q(origin__in=["scan", "result"]), name="kept_paper_origin_known"
            ),
            models.CheckConstraint(
                condition=Q(certified_at__isnull=True, certified_by__isnull=True)
                | Q(certified_at__isnull=False, certified_by__isnull=False)
                | Q(certified_at__isnull=False, origin="result"),
                name="kept_paper_certified_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True, sealed_reason__isnull=True)
                | Q(
                    revoked_at__isnull=False,
                    revoked_by__isnull=False,
                    sealed_reason__isnull=False,
                    certified_at__isnull=False,
                ),
                name="kept_paper_revoked_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["person"], name="kept_papers_of_person"),
            models.Index(
                fields=["organisation_id"],
                condition=Q(organisation_id__isnull=False),
                name="kept_papers_of_organisation",
            ),
            models.Index(
                fields=["agency", "scanned_at"],
                condition=Q(certified_at__isnull=True),
                name="kept_papers_to_check",
            ),
        ]
