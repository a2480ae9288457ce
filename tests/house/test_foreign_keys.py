"""Foreign keys between rooms point down, by string, one way only: read from the registry of all models."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.house.planted_tree import REPOSITORY
from tools.house.foreign_keys import crossing_keys
from tools.house.order import Order


@pytest.fixture(scope="module")
def order() -> Order:
    return Order(REPOSITORY / ".importlinter")


@pytest.fixture
def rooms() -> Iterator[None]:
    """Models declared inside belong to no installed application."""
    with isolate_apps("django.contrib.contenttypes"):
        yield


def table(name: str, room: str, **fields: Any) -> type[models.Model]:
    meta = type("Meta", (), {"app_label": "contenttypes"})
    return type(name, (models.Model,), {"__module__": f"tinhso.{room}.models", "Meta": meta, **fields})


def key(to: type[models.Model], **options: Any) -> Any:
    settings: dict[str, Any] = {"on_delete": models.PROTECT, "related_name": "+", **options}
    return models.ForeignKey(to, **settings)


def test_keys_between_rooms_point_down_and_one_way(order: Order) -> None:
    assert [str(one) for one in crossing_keys(apps.get_models(include_auto_created=True), order)] == []


def test_a_key_down_is_accepted(order: Order, rooms: None) -> None:
    person = table("Person", "registers.people")
    dossier = table("Dossier", "casework.dossiers", person=key(person))
    assert list(crossing_keys([person, dossier], order)) == []


@pytest.mark.parametrize(
    ("home", "host"),
    [
        ("registers.people", "casework.dossiers"),
        ("casework.dossiers", "casework.cleaning"),
        ("foundation.audit", "foundation.authority"),
        ("foundation.files", "foundation.ledger"),
    ],
)
def test_a_key_up_or_sideways_is_caught(home: str, host: str, order: Order, rooms: None) -> None:
    target = table("Target", host)
    holder = table("Holder", home, target=key(target))
    assert "up or sideways" in str(next(crossing_keys([holder], order)))


def test_a_key_that_can_be_traversed_back_is_caught(order: Order, rooms: None) -> None:
    person = table("Person", "registers.people")
    dossier = table("Dossier", "casework.dossiers", person=key(person, related_name="dossiers"))
    assert "related_name" in str(next(crossing_keys([dossier], order)))


def test_a_key_that_the_database_does_not_enforce_is_caught(order: Order, rooms: None) -> None:
    person = table("Person", "registers.people")
    dossier = table("Dossier", "casework.dossiers", person=key(person, db_constraint=False))
    assert "enforced" in str(next(crossing_keys([dossier], order)))


def test_many_to_many_between_rooms_is_caught(order: Order, rooms: None) -> None:
    person = table("Person", "registers.people")
    people = models.ManyToManyField(person, related_name="+")
    dossier = table("Dossier", "casework.dossiers", people=people)
    assert "many-to-many" in str(next(crossing_keys([dossier], order)))
