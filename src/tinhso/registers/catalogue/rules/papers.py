"""Which papers one applicant must hand in, and which the state already has."""

from collections.abc import Collection, Mapping

from tinhso.registers.catalogue.answer_types import KnownFact, PaperNeed
from tinhso.registers.catalogue.rules.conditions import holds
from tinhso.registers.catalogue.types import JsonValue, Paper, ProcedureVersion, Waiver

_FROM_FORM = "Không cần nộp: được lập từ chính biểu mẫu này."


def needs(
    version: ProcedureVersion, *, answers: Mapping[str, JsonValue], known: Collection[KnownFact]
) -> tuple[PaperNeed, ...]:
    """The papers of these answers in order; those whose condition does not fit are left out.

    ``known`` are the register facts that are at hand for this applicant ("population.residence").
    """
    asked = (paper for paper in version.papers if paper.needed != "when" or holds(paper.when, answers))
    return tuple(_need(paper, answers, known) for paper in asked)


def _need(paper: Paper, answers: Mapping[str, JsonValue], known: Collection[KnownFact]) -> PaperNeed:
    if paper.from_form:
        return PaperNeed(paper=paper, status="from_form", reason=_FROM_FORM)
    for waiver in paper.waived_when:
        if _spares(waiver, answers, known):
            reason = f"Không cần nộp: {waiver.label}"
            return PaperNeed(paper=paper, status="waived", reason=reason, fact=waiver.fact)
    return PaperNeed(paper=paper, status="optional" if paper.needed == "optional" else "needed")


def _spares(waiver: Waiver, answers: Mapping[str, JsonValue], known: Collection[KnownFact]) -> bool:
    told = {each.about for each in known if each.fact == waiver.fact}
    wanted = {_number(answers.get(key)) for key in waiver.named_in} - {""} if waiver.named_in else {""}
    return bool(told & wanted) and holds(waiver.when, answers)


def _number(person: JsonValue) -> str:
    """The personal id of the person that an answer names; empty where it names none."""
    return str(person.get("personal_id") or "") if isinstance(person, Mapping) else ""
