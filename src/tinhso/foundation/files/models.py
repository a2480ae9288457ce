"""The table of stored files; their content lies outside the database."""

from django.db import models


class StoredFileRow(models.Model):
    """One owner's paper. ``content_index`` is the blind index of its SHA-256 and names the encrypted blob."""

    id = models.UUIDField(primary_key=True)
    owner = models.TextField()
    content_index = models.BinaryField()
    media_type = models.TextField()
    size = models.IntegerField()
    pages = models.IntegerField(null=True)
    sealed_details = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "files_stored"
        constraints = [
            models.UniqueConstraint(fields=["owner", "content_index"], name="files_once_for_each_owner"),
        ]
        indexes = [models.Index(fields=["content_index"], name="files_by_content")]
