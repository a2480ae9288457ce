"""Loads the invented population and who may ask about it; loading again changes nothing."""

import csv
import hashlib
from dataclasses import fields
from importlib.resources import files

from django.conf import settings
from django.db import transaction

from sandbox.population.generator import Address, CitizenRecord, generate_people
from sandbox.population.generator.records import Relative
from sandbox.population.models import (
    Citizen,
    Edition,
    PermittedAccount,
    PermittedService,
    SuspendedOfficer,
)

SUSPENDED_OFFICER = "canbo.bi.thu.hoi"
RECORD_FIELDS = tuple(field.name for field in fields(CitizenRecord))
_NAMES = {kind: tuple(field.name for field in fields(kind)) for kind in (Address, Relative)}


def seed_population() -> int:
    """Make sure that exactly this edition of people is loaded; returns their number."""
    edition = edition_digest()
    with transaction.atomic(using="population"):
        if not Edition.objects.filter(digest=edition).exists():
            _replace_people(generate_people(), edition)
        _seed_permissions()
    return Citizen.objects.count()


def edition_digest() -> str:
    """A fingerprint of everything that decides who is invented: the generator and its data."""
    package = files("sandbox.population")
    digest = hashlib.sha256()
    for folder in ("generator", "data"):
        sources = (file for file in (package / folder).iterdir() if file.is_file())
        for source in sorted(sources, key=lambda file: file.name):
            digest.update(source.read_bytes())
    return digest.hexdigest()


def _replace_people(records: list[CitizenRecord], edition: str) -> None:
    Citizen.objects.all().delete()
    Edition.objects.all().delete()
    Citizen.objects.bulk_create((_citizen(record) for record in records), batch_size=500)
    Edition.objects.create(digest=edition, people=len(records))


def _citizen(record: CitizenRecord) -> Citizen:
    values = {name: _plain(getattr(record, name)) for name in RECORD_FIELDS}
    return Citizen(full_name=record.full_name, **values)


def _plain(value: object) -> object:
    if isinstance(value, Address | Relative):
        return {name: getattr(value, name) for name in _NAMES[type(value)]}
    return value


def _seed_permissions() -> None:
    PermittedAccount.objects.get_or_create(
        code=settings.SHARED_SECRETS["population_account"],
        defaults={"agency_name": "Ủy ban nhân dân tỉnh Bình Dương"},
    )
    SuspendedOfficer.objects.get_or_create(code=SUSPENDED_OFFICER)
    source = files("sandbox.population") / "data" / "permitted_services.csv"
    rows = csv.DictReader(source.read_text("utf-8").splitlines())
    services = [PermittedService(**row) for row in rows]
    PermittedService.objects.bulk_create(services, ignore_conflicts=True)
