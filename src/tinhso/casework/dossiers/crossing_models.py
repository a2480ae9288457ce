"""What a dossier is called at other systems, and what was given there when it was filed there."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class OutsideCode(models.Model):
    """The code of a dossier at another system; never changed, never taken away.

    ``sealed_filing`` and ``filed_at`` are there where it was filed at that system: what its form said.
    """

    pk = models.CompositePrimaryKey("system", "code")
    system = models.TextField()
    code = models.TextField()
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)
    sealed_filing = models.BinaryField(null=True)

    class Meta:
        app_label = "dossiers"
        db_table = "dossiers_outside_code"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "system"], name="outside_code_once_a_system"),
            models.UniqueConstraint(
                fields=["dossier"],
                condition=models.Q(sealed_filing__isnull=False),
                name="outside_filed_once",
            ),
            models.CheckConstraint(
                condition=models.Q(filed_at__isnull=True, sealed_filing__isnull=True)
                | models.Q(filed_at__isnull=False, sealed_filing__isnull=False),
                name="outside_filing_whole",
            ),
        ]
