"""Loading the province: units of every vintage, successions and agencies."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import fields
from typing import Any, TypeVar

from django.db import models as orm
from django.db import transaction

from tinhso.foundation.unit_of_work.service import UnitOfWork
from tinhso.registers.agencies import models
from tinhso.registers.agencies.adapters.agency_files import read_agencies
from tinhso.registers.agencies.adapters.data_files import digest_of_everything
from tinhso.registers.agencies.adapters.unit_files import read_units
from tinhso.registers.agencies.queries import PROVINCE, forget_directory, loaded_digest
from tinhso.registers.agencies.rules import succession_id

Row = TypeVar("Row", bound=orm.Model)


def load_province(work: UnitOfWork | None = None, *, now: dt.datetime) -> bool:
    """Bring units, successions and agencies to what the data files say; False when they are so already.

    Rows are met again by their natural keys, so that ids stay; nothing is ever removed. Without ``work`` it
    runs in its own transaction (set-up, before anybody is signed in).
    """
    if loaded_digest(PROVINCE) == digest_of_everything():
        return False
    units = read_units()
    agencies = read_agencies(units.units)
    with transaction.atomic():
        _write(models.AdministrativeUnit, (_row_of(models.AdministrativeUnit, u) for u in units.units))
        _write(
            models.Succession,
            (
                _row_of(
                    models.Succession,
                    s,
                    id=succession_id(s.old_code, s.old_from, s.new_code, s.new_from),
                )
                for s in units.successions
            ),
        )
        _write(models.Agency, (_row_of(models.Agency, agency) for agency in agencies))
        note_loaded(PROVINCE, now)
    if work is not None:
        work.record(
            action="agencies.loaded",
            object_kind="province",
            object_id=None,
            details={"units": len(units.units), "agencies": len(agencies)},
        )
    forget_directory()
    transaction.on_commit(forget_directory)
    return True


def _row_of(model: type[Row], value: Any, **more: Any) -> Row:
    return model(**{field.name: getattr(value, field.name) for field in fields(value)}, **more)


def _write(model: type[Row], rows: Iterable[Row]) -> None:
    changing = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=changing
    )


def note_loaded(name: str, now: dt.datetime) -> None:
    """Remember that this data set stands in the database as the files say it."""
    models.LoadedData.objects.update_or_create(
        name=name, defaults={"digest": digest_of_everything(), "loaded_at": now}
    )
