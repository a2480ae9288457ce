"""Facts as text, and as sealed columns of a person's row."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from tinhso.foundation.crypto.service import open_text, seal_text
from tinhso.foundation.identifiers.service import PartialDate, parse_partial_date
from tinhso.registers.people import models
from tinhso.registers.people.types import FACT_FIELDS, FactSource, Origin, Person

_PLAIN: Final = frozenset({"sex", "residence_code"})


def as_text(value: str | PartialDate) -> str:
    """The one spelling in which a fact is compared and sealed."""
    return value.iso if isinstance(value, PartialDate) else value


def kept_text(row: models.Person, fact: str) -> str | None:
    """The value of a fact in the row, opened."""
    if fact in _PLAIN:
        plain: str | None = getattr(row, fact)
        return plain
    sealed = getattr(row, f"{fact}_sealed")
    if sealed is None:
        return None
    return open_text(sealed, owner=row.id, field=_bound_field(fact))


def put_text(row: models.Person, fact: str, text: str) -> list[str]:
    """Set a fact in the row, sealed where it identifies; returns the columns that changed."""
    if fact in _PLAIN:
        setattr(row, fact, text)
        return [fact]
    column = f"{fact}_sealed"
    setattr(row, column, seal_fact(row.id, fact, text))
    return [column]


def seal_fact(person_id: UUID, fact: str, text: str) -> bytes:
    """A fact sealed for its column in the person's row."""
    return seal_text(text, owner=person_id, field=_bound_field(fact))


def person_from(row: models.Person) -> Person:
    """The row opened; a value sealed for another row or column raises UnableToOpen."""
    texts = {fact: kept_text(row, fact) for fact in ("personal_id", *FACT_FIELDS)}
    birth = texts.pop("birth")
    return Person(
        id=row.id,
        birth=parse_partial_date(birth) if birth else None,
        origins=origins_from(row.origins),
        **texts,  # type: ignore[arg-type]
    )


def origins_from(stored: Mapping[str, Mapping[str, str]]) -> dict[str, Origin]:
    """Origins of facts as the row keeps them."""
    return {
        fact: Origin(source=FactSource(said["source"]), as_of=dt.datetime.fromisoformat(said["as_of"]))
        for fact, said in stored.items()
    }


def origin_as_stored(origin: Origin) -> dict[str, Any]:
    """An origin for the row's JSON column."""
    return {"source": origin.source.value, "as_of": origin.as_of.isoformat()}


def _bound_field(fact: str) -> str:
    return f"people_person.{fact}"
