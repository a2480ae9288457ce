"""What follows from what: when facts agree, what a proposal may change, what a code looks like. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from tinhso.casework.cleaning.types import FACTS, ProposedChange

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

Facts = Mapping[str, str]
"""The facts of a person by name, each in its one spelling; a birth as ISO, a sex as its word or ""."""


def cleaning_code(day: dt.date, chance: int) -> str:
    """The code of a cleaning task: the day and thirty bits of chance, in letters nobody misreads."""
    return f"RS-{day:%y%m%d}-" + "".join(_LETTERS[chance >> 5 * place & 31] for place in range(6))


def same_facts(one: Facts, other: Facts) -> bool:
    """Whether two statements ask the register the same; case and blanks of a name do not count."""
    return all(_spelt(fact, one) == _spelt(fact, other) for fact in FACTS)


def changes_of(chosen: Collection[str], old: Facts, new: Facts) -> tuple[ProposedChange, ...]:
    """The changes that a proposal asks for: what was chosen and is not already so."""
    return tuple(
        ProposedChange(fact=fact, old=old.get(fact, ""), new=new[fact])
        for fact in FACTS
        if fact in chosen and _spelt(fact, old) != _spelt(fact, new)
    )


def _spelt(fact: str, facts: Facts) -> str:
    return " ".join(facts.get(fact, "").casefold().split())
