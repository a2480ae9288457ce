"""E-identity accounts."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by their opaque subject."""


class Account(AbstractBaseUser):
    """A person's e-identity account; nobody has a password, the sign-in page offers a choice."""

    subject = models.CharField(max_length=43, unique=True)
    personal_id = models.CharField(max_length=12, unique=True)
    full_name = models.CharField(max_length=140)
    level_of_assurance = models.PositiveSmallIntegerField()
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "subject"
    objects = AccountManager()

    class Meta:
        db_table = "vneid_account"

    def get_full_name(self) -> str:
        return self.full_name
