"""Accounts for the officers of the demonstration; never outside it."""

import datetime as dt
import os
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from tinhso.foundation.clock.service import new_id, new_token
from tinhso.registers.agencies.service import (
    AgencyKind,
    DemonstrationPost,
    demonstration_posts,
)
from tinhso.services.identity import models
from tinhso.services.identity.errors import UnableToKeepAccount
from tinhso.services.identity.types import AccountKind, DemonstrationAccount

_SHORT_NAMES = {
    AgencyKind.COMMUNE_POLICE: "police",
    AgencyKind.DISTRICT_POLICE: "district",
    AgencyKind.POLICE_RESIDENCE_OFFICE: "residence",
    AgencyKind.POLICE_IMMIGRATION_OFFICE: "immigration",
    AgencyKind.COMMUNE_COMMITTEE: "committee",
    AgencyKind.SOCIAL_INSURANCE: "insurance",
    AgencyKind.TRANSPORT_DEPARTMENT: "transport",
    AgencyKind.JUSTICE_DEPARTMENT: "justice",
    AgencyKind.TAX_BRANCH: "tax",
    AgencyKind.LAND_REGISTRATION_BRANCH: "land",
    AgencyKind.EDUCATION_DEPARTMENT: "education",
    AgencyKind.EMPLOYMENT_SERVICE_CENTRE: "employment",
    AgencyKind.POWER_COMPANY: "power",
    AgencyKind.PROVINCIAL_ONE_STOP: "one-stop",
    AgencyKind.PROVINCIAL_COMMITTEE: "province",
    AgencyKind.DISTRICT_COMMITTEE: "district",
}


def create_demonstration_accounts(*, now: dt.datetime) -> tuple[str, list[DemonstrationAccount]]:
    """Give every demonstration officer an account and return the password they share, and the accounts.

    User names read ``reception-police-25747``: post, agency, unit. The password is made once for each
    installation and kept in ``demonstration-password`` (mode 0600) among the run-time data. It is hashed once
    for all accounts, which is why this refuses to run outside the demonstration. Idempotent.
    """
    if not settings.TINHSO_DEMONSTRATION:
        raise UnableToKeepAccount(
            "identity.not_a_demonstration", "Tài khoản trình diễn chỉ được tạo trong bản trình diễn."
        )
    password = _installation_password(Path(settings.TINHSO_VAR_DIR))
    posts = {_username(post): post for post in demonstration_posts()}
    existing = models.Account.objects.filter(username__in=list(posts))
    some = existing.first()
    with transaction.atomic():
        encoded = some.password if some and check_password(password, some.password) else None
        if encoded is None:
            encoded = make_password(password)
            existing.update(password=encoded)
        models.Account.objects.bulk_create(
            [
                models.Account(
                    id=new_id(),
                    kind=AccountKind.OFFICER,
                    username=username,
                    officer_id=post.officer_id,
                    password=encoded,
                    created_at=now,
                )
                for username, post in posts.items()
            ],
            ignore_conflicts=True,
        )
    return password, [_shown(username, post) for username, post in posts.items()]


def _username(post: DemonstrationPost) -> str:
    return f"{post.post}-{_SHORT_NAMES[post.agency.kind]}-{post.agency.unit_code}"


def _shown(username: str, post: DemonstrationPost) -> DemonstrationAccount:
    return DemonstrationAccount(
        username=username,
        officer_name=post.name,
        title=post.title,
        agency_name=post.agency.name,
        roles=tuple(role.value for role in post.roles),
    )


def _installation_password(folder: Path) -> str:
    file = folder / "demonstration-password"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as lines:
            lines.write(new_token(12))
    return file.read_text(encoding="ascii").strip()
