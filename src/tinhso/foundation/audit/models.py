"""Tables of the audit log. Triggers, privileges and row-level security stand in the second migration."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class AuditEntry(models.Model):
    """One act or refusal, written in the transaction of the act; never changed."""

    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor_kind = models.TextField()
    actor_id = models.UUIDField(null=True)
    agency_id = models.UUIDField(null=True)
    action = models.TextField()
    object_kind = models.TextField()
    object_id = models.UUIDField(null=True)
    subjects = ArrayField(models.UUIDField())
    purpose = models.TextField()
    legal_basis = models.TextField()
    outcome = models.TextField()
    details = models.JSONField()
    trace_id = models.TextField()
    hidden_until = models.DateTimeField(null=True)
    hidden_basis = models.TextField()

    class Meta:
        db_table = "audit_entry"
        indexes = [GinIndex(fields=["subjects"], name="audit_by_subject")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=["done", "refused"]), name="audit_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(hidden_until__isnull=True) | ~models.Q(hidden_basis=""),
                name="audit_hidden_entry_has_basis",
            ),
        ]


class AuditPending(models.Model):
    """An entry that waits to be sealed; the only rows of this room that are deleted."""

    entry_id = models.UUIDField(primary_key=True)

    class Meta:
        db_table = "audit_pending"


class AuditLeaf(models.Model):
    """The place of a sealed entry in the Merkle tree."""

    seq = models.BigIntegerField(primary_key=True)
    entry_id = models.UUIDField(unique=True)
    leaf_hash = models.BinaryField()

    class Meta:
        db_table = "audit_leaf"


class AuditSubtree(models.Model):
    """Root of a complete subtree of 2^height leaves (heights 8, 16, 24…), so that proofs read few rows."""

    pk = models.CompositePrimaryKey("height", "position")
    height = models.SmallIntegerField()
    position = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "audit_subtree"


class AuditTreeHead(models.Model):
    """A signed statement: with ``size`` leaves the root was this. ``frontier`` lets the next batch go on."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    at = models.DateTimeField()
    signature = models.BinaryField()
    frontier = models.BinaryField()

    class Meta:
        db_table = "audit_tree_head"
