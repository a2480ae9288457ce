"""Published versions of procedures and payment services.

A row is added once and never changed; a trigger refuses what the code would not do.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class PublishedProcedure(models.Model):
    """One version of one procedure as published: the file's content, its digest, its words for search."""

    id = models.UUIDField(primary_key=True)
    kind = models.TextField(default="procedure")
    code = models.TextField()
    version = models.TextField()
    digest = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    title = models.TextField()
    sector = models.TextField()
    group = models.TextField()
    services = ArrayField(models.SmallIntegerField())
    channels = ArrayField(models.TextField())
    title_words = models.TextField()
    search_words = models.TextField()
    body = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        db_table = "catalogue_procedure"
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="catalogue_one_text_per_version"),
            models.UniqueConstraint(fields=["code", "valid_from"], name="catalogue_one_version_per_day"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["procedure", "payment"]), name="catalogue_kind_is_known"
            ),
        ]


class DraftProcedure(models.Model):
    """The text of a version that an administrator is writing; kept when it was published, too."""

    id = models.UUIDField(primary_key=True)
    code = models.TextField()
    text = models.TextField()
    revision = models.IntegerField()
    saved_by = models.UUIDField()
    saved_at = models.DateTimeField()
    published_version = models.TextField(null=True)
    discarded_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "catalogue_draft"
        indexes = [models.Index(fields=["code"], name="catalogue_drafts_of_code")]


class PortalImport(models.Model):
    """What an export of the national portal said, once for each export, and the drafts that came of it."""

    id = models.UUIDField(primary_key=True)
    digest = models.TextField(unique=True)
    encoding = models.TextField()
    content = models.JSONField()
    drafts = models.JSONField()
    imported_by = models.UUIDField()
    imported_at = models.DateTimeField()

    class Meta:
        db_table = "catalogue_portal_import"
