"""The table of accounts. It names nobody: people and officers are other rooms' rows."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q


class Account(AbstractBaseUser):
    """Tài khoản định danh điện tử: of a citizen (by VNeID) or of an officer (by user name and password)."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=7)
    username = models.CharField(max_length=60, unique=True, null=True)
    vneid_subject_index = models.BinaryField(max_length=16, unique=True, null=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    officer = models.ForeignKey("agencies.Officer", on_delete=models.PROTECT, null=True, related_name="+")
    assurance_level = models.PositiveSmallIntegerField(default=0)
    failed_attempts = models.PositiveSmallIntegerField(default=0)
    failures_since = models.DateTimeField(null=True)
    locked_until = models.DateTimeField(null=True)
    disabled_at = models.DateTimeField(null=True)
    disabled_reason = models.CharField(max_length=16, blank=True, default="")
    must_change_password = models.BooleanField(default=False)
    code_expires_at = models.DateTimeField(null=True)
    session_epoch = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    objects = BaseUserManager["Account"]()

    USERNAME_FIELD = "username"

    class Meta:
        db_table = "identity_account"
        constraints = [
            models.CheckConstraint(
                name="identity_account_shape",
                condition=Q(
                    kind="citizen",
                    username__isnull=True,
                    officer__isnull=True,
                    person__isnull=False,
                    vneid_subject_index__isnull=False,
                )
                | Q(
                    kind="officer",
                    username__isnull=False,
                    officer__isnull=False,
                    person__isnull=True,
                    vneid_subject_index__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="identity_one_time_code_expires",
                condition=Q(must_change_password=False) | Q(code_expires_at__isnull=False),
            ),
            models.UniqueConstraint(fields=["person"], name="identity_one_account_a_person"),
            models.UniqueConstraint(fields=["officer"], name="identity_one_account_an_officer"),
        ]
