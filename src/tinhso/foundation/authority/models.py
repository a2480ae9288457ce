"""Which agency takes part in which case."""

from __future__ import annotations

from django.db import models


class Access(models.Model):
    """One agency may see one case: its own work, a shared task, or an effective grant."""

    pk = models.CompositePrimaryKey("case_id", "agency_id")
    case_id = models.UUIDField()
    agency_id = models.UUIDField()
    case_kind = models.TextField()
    basis = models.TextField()
    granted_at = models.DateTimeField()

    class Meta:
        db_table = "authority_access"
        indexes = [models.Index(fields=["agency_id", "case_kind"], name="access_by_agency")]
