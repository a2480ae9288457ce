"""What the population database told of the applicant besides what it fills in, as facts that spare papers.

A draft keeps it sealed. At the counter nothing is stored before the dossier is: it goes through the form,
sealed for the officer who asked, and counts on that day for the person whom it is about.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from tinhso.casework.dossiers.record import sealing
from tinhso.casework.dossiers.record.drafts import DraftContent
from tinhso.foundation.authority.service import Actor
from tinhso.foundation.clock.service import legal_day
from tinhso.foundation.crypto.service import UnableToOpen, open_json, seal_json
from tinhso.registers.catalogue.service import KnownFact, ProcedureVersion, prefill_answers
from tinhso.services.verification.service import FATHER, MOTHER, SPOUSE

_MARRIAGE, _PARENTAGE = "population.marriage", "population.birth_registration"
_BEHIND_ANSWERS = {"population.marital_status": _MARRIAGE}
"""Facts about the applicant alone, by the prefill source that the same answer fills in."""

_BEHIND_RELATIVES = {SPOUSE: _MARRIAGE, FATHER: _PARENTAGE, MOTHER: _PARENTAGE}

POPULATION_FACTS = frozenset((*_BEHIND_ANSWERS.values(), *_BEHIND_RELATIVES.values()))
"""What an answer of the population database may prove."""


def relatives_in(found: Mapping[str, str]) -> dict[str, str]:
    """The relatives' personal ids that an answer of the register names, by source."""
    return {source: number for source, number in found.items() if source in _BEHIND_RELATIVES}


def facts_in_form(version: ProcedureVersion, content: DraftContent) -> tuple[KnownFact, ...]:
    """Facts at hand because the population database answered when the draft was begun.

    A relation holds for the person of that number only; whether the form names them is asked of its answers.
    """
    if not content.from_population:
        return ()
    return (*_alone(version, content.prefilled), *_related(content.relatives))


def seal_told(found: Mapping[str, str], *, personal_id: str, officer: Actor, now: datetime) -> str:
    """What an answer about this person proves, for the officer's form to carry; empty where it is nothing."""
    wanted = _BEHIND_ANSWERS.keys() | _BEHIND_RELATIVES.keys()
    told = {source: said for source, said in found.items() if source in wanted}
    if not told:
        return ""
    content = {"of": personal_id, "on": legal_day(now).isoformat(), "told": told}
    sealed = seal_json(content, owner=str(officer.officer_id), field=sealing.COUNTER_TOLD)
    return urlsafe_b64encode(sealed).decode()


def facts_at_counter(
    version: ProcedureVersion, carried: str, *, personal_id: str, officer: Actor, now: datetime
) -> tuple[KnownFact, ...]:
    """The facts that the form carries; none of another officer's form, another day's or a made-up one."""
    content = _opened(carried, officer)
    if (content.get("of"), content.get("on")) != (personal_id, legal_day(now).isoformat()):
        return ()
    told: Mapping[str, str] = content["told"]
    return (*_alone(version, prefill_answers(version, facts=told)), *_related(relatives_in(told)))


def _opened(carried: str, officer: Actor) -> Mapping[str, Any]:
    try:
        sealed = urlsafe_b64decode(carried)
        opened: dict[str, Any] = open_json(sealed, owner=str(officer.officer_id), field=sealing.COUNTER_TOLD)
    except (NotBase64, ValueError, UnableToOpen):
        return {}
    return opened


def _alone(version: ProcedureVersion, prefilled: Iterable[str]) -> list[KnownFact]:
    keys = set(prefilled)
    return [
        KnownFact(fact=_BEHIND_ANSWERS[each.prefill])
        for each in version.fields
        if each.prefill in _BEHIND_ANSWERS and each.key in keys
    ]


def _related(relatives: Mapping[str, str]) -> list[KnownFact]:
    return [
        KnownFact(fact=_BEHIND_RELATIVES[source], about=number)
        for source, number in relatives.items()
        if source in _BEHIND_RELATIVES
    ]
