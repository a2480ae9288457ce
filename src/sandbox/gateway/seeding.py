"""Loads the invented registers for the invented population; loading again changes nothing."""

import hashlib
from importlib.resources import files

from django.db import transaction

from sandbox.gateway.invention import Inventor
from sandbox.gateway.models import BudgetUnit, Business, Edition, InsuredPerson
from sandbox.population.models import Citizen
from sandbox.population.seeding import edition_digest


def seed_gateway() -> int:
    """Make sure that exactly this edition is loaded; returns the number of businesses."""
    own = (files("sandbox.gateway") / "invention.py").read_bytes()
    digest = hashlib.sha256(edition_digest().encode("ascii") + own).hexdigest()
    with transaction.atomic(using="gateway"):
        if not Edition.objects.filter(digest=digest).exists():
            _replace()
            Edition.objects.create(digest=digest)
    return Business.objects.count()


def _replace() -> None:
    for model in (Business, InsuredPerson, BudgetUnit, Edition):
        model._default_manager.all().delete()
    people = list(Citizen.objects.filter(life_status="alive").order_by("personal_id"))
    inventor = Inventor(people)
    businesses = inventor.businesses()
    Business.objects.bulk_create(businesses, batch_size=200)
    InsuredPerson.objects.bulk_create(inventor.insured(businesses), batch_size=200)
    BudgetUnit.objects.bulk_create(inventor.budget_units())
