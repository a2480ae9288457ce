"""What the population database said when a draft was begun, as facts that spare papers."""

from __future__ import annotations

from collections.abc import Mapping

from tinhso.casework.dossiers.record.drafts import DraftContent
from tinhso.registers.catalogue.service import KnownFact, ProcedureVersion
from tinhso.services.verification.service import FATHER, MOTHER, SPOUSE

_MARRIAGE, _PARENTAGE = "population.marriage", "population.birth_registration"
_BEHIND_ANSWERS = {"population.marital_status": _MARRIAGE}
"""Facts about the applicant alone, by the prefill source that the same answer fills in."""

_BEHIND_RELATIVES = {SPOUSE: _MARRIAGE, FATHER: _PARENTAGE, MOTHER: _PARENTAGE}
RELATIVES = frozenset(_BEHIND_RELATIVES)
"""What a draft keeps of the register's answer besides what it fills in."""


def relatives_in(found: Mapping[str, str]) -> dict[str, str]:
    """The relatives' personal ids that an answer of the register names, by source."""
    return {source: number for source, number in found.items() if source in RELATIVES}


def facts_in_form(version: ProcedureVersion, content: DraftContent) -> tuple[KnownFact, ...]:
    """Facts at hand because the population database answered when the draft was begun.

    A relation holds for the person of that number only; whether the form names them is asked of its answers.
    """
    if not content.from_population:
        return ()
    alone = [
        KnownFact(fact=_BEHIND_ANSWERS[each.prefill])
        for each in version.fields
        if each.prefill in _BEHIND_ANSWERS and each.key in content.prefilled
    ]
    related = [
        KnownFact(fact=_BEHIND_RELATIVES[source], about=number)
        for source, number in content.relatives.items()
        if source in _BEHIND_RELATIVES
    ]
    return (*alone, *related)
