"""Accounts and browser sessions. They name nobody: people and officers are other rooms' rows."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
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
    sessions_ended_for = models.CharField(max_length=16, blank=True, default="")
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


class Transfer(models.Model):
    """Điều chuyển: an officer moves to another agency on a day; the old agency keeps the open work.

    ``work_to`` is the colleague who takes it over, null for the agency's pool; ``moved_tasks`` is known once
    it is done.
    """

    id = models.UUIDField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    from_agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    to_agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    work_to = models.ForeignKey("agencies.Officer", on_delete=models.PROTECT, null=True, related_name="+")
    effective_date = models.DateField()
    ordered_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    moved_tasks = models.PositiveIntegerField(null=True)

    class Meta:
        db_table = "identity_transfer"
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(done_at__isnull=True, withdrawn_at__isnull=True),
                name="identity_one_waiting_transfer",
            ),
            models.CheckConstraint(
                condition=~Q(from_agency=models.F("to_agency")), name="identity_transfer_goes_elsewhere"
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(withdrawn_at__isnull=True, moved_tasks__isnull=False),
                name="identity_transfer_ends_once",
            ),
        ]


class BrowserSession(AbstractBaseSession):
    """Phiên làm việc của một trình duyệt: what Django keeps of it, and the account that signed in."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        db_table = "identity_session"

    @classmethod
    def get_session_store_class(cls) -> Any:
        """The store that reads and writes these rows: what the setting ``SESSION_ENGINE`` names."""
        return import_module(settings.SESSION_ENGINE).SessionStore
