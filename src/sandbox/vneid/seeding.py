"""Opens accounts for the living people of 14 and more, and registers the portal as client."""

import hashlib
import hmac
from base64 import urlsafe_b64encode

from allauth.idp.oidc.models import Client
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction

from sandbox.population.generator.demonstration import DEMONSTRATION_CITIZENS
from sandbox.population.models import Citizen
from sandbox.vneid.models import Account

YOUNGEST_BIRTH_YEAR = 2009
DEMONSTRATION_LEVELS = {citizen.personal_id: citizen.level for citizen in DEMONSTRATION_CITIZENS}
SCOPES = ["openid", "profile", "phone", "email", "citizen", "organisation"]


def seed_identity_provider() -> int:
    """Make sure accounts and client exist; returns the number of accounts."""
    with transaction.atomic(using="default"):
        _open_accounts()
        _register_portal()
    return Account.objects.count()


def level_of(personal_id: str) -> int:
    """The assurance level of a person's account: mostly 2, some 1, some have no account (0)."""
    known = DEMONSTRATION_LEVELS.get(personal_id)
    if known is not None:
        return known
    lot = hashlib.sha256(personal_id.encode("ascii")).digest()[0]
    if lot < 16:
        return 0
    return 1 if lot < 64 else 2


def subject_of(personal_id: str) -> str:
    """The opaque subject of a person: stable, and says nothing about who it is."""
    key = settings.PRIVATE_SECRETS["subject_key"].encode("ascii")
    digest = hmac.digest(key, personal_id.encode("ascii"), "sha256")
    return urlsafe_b64encode(digest).decode("ascii").rstrip("=")


def _open_accounts() -> None:
    people = Citizen.objects.filter(life_status="alive", birth_year__lte=YOUNGEST_BIRTH_YEAR).values_list(
        "personal_id", "full_name"
    )
    known = dict(Account.objects.values_list("personal_id", "full_name"))
    wanted = {personal_id: name for personal_id, name in people if level_of(personal_id)}
    if known == wanted:
        return
    stale = [personal_id for personal_id, name in known.items() if wanted.get(personal_id) != name]
    for personal_id in stale:
        Account.objects.filter(personal_id=personal_id).delete()
    new = [
        Account(
            subject=subject_of(personal_id),
            personal_id=personal_id,
            full_name=name,
            level_of_assurance=level_of(personal_id),
            password=UNUSABLE_PASSWORD_PREFIX,
        )
        for personal_id, name in wanted.items()
        if known.get(personal_id) != name
    ]
    Account.objects.bulk_create(new, batch_size=500)


def _register_portal() -> None:
    secret = settings.SHARED_SECRETS["oidc_client_secret"]
    client_id = settings.SHARED_SECRETS["oidc_client_id"]
    client = Client.objects.filter(id=client_id).first() or Client(id=client_id)
    client.name = "Cổng dịch vụ công tỉnh Bình Dương"
    client.type = Client.Type.CONFIDENTIAL
    client.set_scopes(SCOPES)
    client.set_default_scopes(["openid"])
    client.set_redirect_uris(settings.REDIRECT_URIS)
    if client._state.adding or not client.check_secret(secret):
        client.set_secret(secret)
    client.save()
