"""Loads the invented population and who may ask about it; loading again changes nothing."""

import csv
import hashlib
import json
from dataclasses import asdict
from importlib.resources import files

from django.conf import settings
from django.db import transaction

from sandbox.population.generator import CitizenRecord, generate_people
from sandbox.population.models import (
    Citizen,
    Edition,
    PermittedAccount,
    PermittedService,
    SuspendedOfficer,
)

SUSPENDED_OFFICER = "canbo.bi.thu.hoi"


def seed_population() -> int:
    """Make sure that exactly this edition of people is loaded; returns their number."""
    records = generate_people()
    digest = population_digest(records)
    with transaction.atomic(using="population"):
        if not Edition.objects.filter(digest=digest).exists():
            Citizen.objects.all().delete()
            Edition.objects.all().delete()
            Citizen.objects.bulk_create((_citizen(record) for record in records), batch_size=500)
            Edition.objects.create(digest=digest, people=len(records))
        _seed_permissions()
    return len(records)


def population_digest(records: list[CitizenRecord]) -> str:
    """A fingerprint of all people and all their fields."""
    text = json.dumps([asdict(record) for record in records], default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _citizen(record: CitizenRecord) -> Citizen:
    return Citizen(full_name=record.full_name, **asdict(record))


def _seed_permissions() -> None:
    PermittedAccount.objects.get_or_create(
        code=settings.SHARED_SECRETS["population_account"],
        defaults={"agency_name": "Ủy ban nhân dân tỉnh Bình Dương"},
    )
    SuspendedOfficer.objects.get_or_create(code=SUSPENDED_OFFICER)
    source = files("sandbox.population") / "data" / "permitted_services.csv"
    with source.open("r", encoding="utf-8", newline="") as file:
        services = [PermittedService(**row) for row in csv.DictReader(file)]
    PermittedService.objects.bulk_create(services, ignore_conflicts=True)
