"""Foreign keys between rooms: import rules cannot see them, the app registry can."""

from collections.abc import Iterable, Iterator

from django.db.models import ForeignKey, ManyToManyField, Model, OneToOneField

from tools.house.contracts.rooms import place_of
from tools.house.order import Order
from tools.house.sources import Violation


def crossing_keys(models: Iterable[type[Model]], order: Order) -> Iterator[Violation]:
    """Foreign keys to another room that point up or sideways, can be traversed back, or are not enforced."""
    for model in models:
        home = place_of(model.__module__)
        if home is None:
            continue
        for field in model._meta.get_fields():
            if not isinstance(field, ForeignKey | OneToOneField | ManyToManyField):
                continue
            target = field.related_model
            host = place_of(target.__module__) if isinstance(target, type) else None
            if host is None or host.dotted_room == home.dotted_room:
                continue
            place = f"{model.__module__}.{model.__name__}.{field.name}"
            if isinstance(field, ManyToManyField):
                yield Violation(
                    "foreign-key", place, "many-to-many between rooms: make it a table of one room"
                )
                continue
            if not order.is_below(f"{host.floor}.{host.room}", f"{home.floor}.{home.room}"):
                yield Violation("foreign-key", place, f"points up or sideways to {host.dotted_room}")
            if not is_hidden(field):
                yield Violation("foreign-key", place, 'needs related_name="+"')
            if not is_enforced(field):
                yield Violation("foreign-key", place, "must be enforced by the database")


def is_hidden(field: ForeignKey[Model, Model]) -> bool:
    """Whether the target cannot be asked for its pointers."""
    return (field.remote_field.related_name or "").endswith("+")


def is_enforced(field: ForeignKey[Model, Model]) -> bool:
    """Whether the database itself refuses a dangling key."""
    return bool(vars(field)["db_constraint"])
