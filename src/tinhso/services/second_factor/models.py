"""Tables of the room: one row an officer; the secret is sealed, recovery codes are kept as indexes only."""

from django.db import models
from django.db.models import Q


class Authenticator(models.Model):
    """Ứng dụng tạo mã của một cán bộ. ``pending_sealed`` is a secret that waits for its first code."""

    officer = models.OneToOneField(
        "agencies.Officer", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    secret_sealed = models.BinaryField(null=True)
    enabled_at = models.DateTimeField(null=True)
    pending_sealed = models.BinaryField(null=True)
    pending_since = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)
    failed_attempts = models.PositiveIntegerField(default=0)
    closed_until = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey("agencies.Officer", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "second_factor_authenticator"
        constraints = [
            models.CheckConstraint(
                name="second_factor_enabled_with_a_secret",
                condition=Q(secret_sealed__isnull=True, enabled_at__isnull=True)
                | Q(secret_sealed__isnull=False, enabled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="second_factor_pending_since_a_moment",
                condition=Q(pending_sealed__isnull=True, pending_since__isnull=True)
                | Q(pending_sealed__isnull=False, pending_since__isnull=False),
            ),
        ]


class RecoveryCode(models.Model):
    """Mã dự phòng, dùng một lần: a keyed hash of officer and code."""

    code_index = models.BinaryField(max_length=16, primary_key=True)
    officer = models.ForeignKey("agencies.Officer", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "second_factor_recovery_code"
        indexes = [models.Index(fields=["officer"], name="second_factor_codes_of_officer")]
