"""Ratings of the service; reasons are sealed. The dossier belongs to another floor."""

from __future__ import annotations

from django.db import models


class Rating(models.Model):
    """What a citizen said of the service of one dossier."""

    dossier_id = models.UUIDField(primary_key=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    procedure_code = models.TextField()
    month = models.DateField()
    score = models.SmallIntegerField()
    sealed_reasons = models.BinaryField()
    rated_at = models.DateTimeField()
    version = models.IntegerField()

    class Meta:
        db_table = "ratings_rating"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(score__gte=1, score__lte=5), name="rating_score_in_range"
            ),
        ]
        indexes = [models.Index(fields=["month"], name="ratings_by_month")]
