"""Loading the province: units of every vintage, successions, agencies, and demonstration officers."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import fields
from typing import Any, TypeVar

from django.db import models as orm
from django.db import transaction

from tinhso.foundation.authority.service import set_scope, system_actor
from tinhso.foundation.crypto.service import seal_text
from tinhso.foundation.unit_of_work.service import UnitOfWork
from tinhso.registers.agencies import models
from tinhso.registers.agencies.adapters.agency_files import read_agencies
from tinhso.registers.agencies.adapters.data_files import digest_of_everything
from tinhso.registers.agencies.adapters.officer_files import read_demonstration_posts
from tinhso.registers.agencies.adapters.unit_files import read_units
from tinhso.registers.agencies.posts import DemonstrationPost
from tinhso.registers.agencies.queries import (
    OFFICER_NAME_FIELD,
    OFFICER_NAMES,
    forget_directory,
    loaded_digest,
)
from tinhso.registers.agencies.rules import succession_id

Row = TypeVar("Row", bound=orm.Model)

_PROVINCE = "province"
_OFFICERS = "demonstration_officers"


def load_province(work: UnitOfWork | None = None, *, now: dt.datetime) -> bool:
    """Bring units, successions and agencies to what the data files say; False when they are so already.

    Rows are met again by their natural keys, so that ids stay; nothing is ever removed. Without ``work`` it
    runs in its own transaction (set-up, before anybody is signed in).
    """
    if loaded_digest(_PROVINCE) == digest_of_everything():
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
        _note(_PROVINCE, now)
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


def load_demonstration_officers(*, now: dt.datetime) -> bool:
    """Fill the posts of the demonstration with synthetic officers; False when they are there already.

    An officer who was transferred meanwhile is left where they are.
    """
    if loaded_digest(_OFFICERS) == digest_of_everything():
        return False
    posts = demonstration_posts()
    with transaction.atomic():
        models.Officer.objects.bulk_create(
            [
                models.Officer(
                    id=post.officer_id,
                    name_sealed=seal_text(post.name, owner=post.officer_id, field=OFFICER_NAME_FIELD),
                    created_at=now,
                )
                for post in posts
            ],
            ignore_conflicts=True,
        )
        set_scope(system_actor())
        OFFICER_NAMES.write({post.officer_id: post.name for post in posts})
        models.Assignment.objects.bulk_create([_assignment(post) for post in posts], ignore_conflicts=True)
        _note(_OFFICERS, now)
    return True


def demonstration_posts() -> tuple[DemonstrationPost, ...]:
    """The posts of the demonstration, with the agency and the short name of each post."""
    return read_demonstration_posts(
        agency for agency in read_agencies(read_units().units) if agency.valid_to is not None
    )


def _assignment(post: DemonstrationPost) -> models.Assignment:
    return models.Assignment(
        id=post.assignment_id,
        officer_id=post.officer_id,
        agency_id=post.agency.id,
        title=post.title,
        roles=[role.value for role in post.roles],
        valid_from=post.agency.valid_from,
    )


def _row_of(model: type[Row], value: Any, **more: Any) -> Row:
    return model(**{field.name: getattr(value, field.name) for field in fields(value)}, **more)


def _write(model: type[Row], rows: Iterable[Row]) -> None:
    changing = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=changing
    )


def _note(name: str, now: dt.datetime) -> None:
    models.LoadedData.objects.update_or_create(
        name=name, defaults={"digest": digest_of_everything(), "loaded_at": now}
    )
