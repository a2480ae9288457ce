"""Which of two statements about a person holds. Pure."""

from enum import Enum, auto

from tinhso.registers.people.types import FactSource, Origin

VERIFIED_SOURCES = frozenset({FactSource.POPULATION, FactSource.VNEID})
CONTACT_FACTS = frozenset({"phone", "email"})
"""What people say about themselves best: the latest statement holds, whoever took it down."""


class Verdict(Enum):
    """What happens to a statement."""

    SAME = auto()
    CONFIRM = auto()
    TAKE = auto()
    REPLACE = auto()
    SET_ASIDE = auto()


def judge(*, fact: str, kept: Origin | None, is_equal: bool, said: Origin) -> Verdict:
    """Whether ``said`` is taken over the value kept.

    A verified fact gives way only to a verified fact that is not older; an unverified one to anything not
    older. What does not hold is set aside, never lost.
    """
    if kept is None:
        return Verdict.TAKE
    if is_equal:
        return Verdict.CONFIRM if _is_better(said, kept) else Verdict.SAME
    if fact not in CONTACT_FACTS and _is_verified(kept) and not _is_verified(said):
        return Verdict.SET_ASIDE
    if fact not in CONTACT_FACTS and _is_verified(said) and not _is_verified(kept):
        return Verdict.REPLACE
    return Verdict.REPLACE if said.as_of >= kept.as_of else Verdict.SET_ASIDE


def _is_better(said: Origin, kept: Origin) -> bool:
    if _is_verified(said) != _is_verified(kept):
        return _is_verified(said)
    return said.as_of.date() > kept.as_of.date()


def _is_verified(origin: Origin) -> bool:
    return origin.source in VERIFIED_SOURCES
