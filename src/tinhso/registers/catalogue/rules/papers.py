"""Which papers one applicant must hand in, and which the state already has."""

from collections.abc import Collection, Mapping

from tinhso.registers.catalogue.rules.conditions import holds
from tinhso.registers.catalogue.types import JsonValue, Paper, PaperNeed, ProcedureVersion

_FROM_FORM = "Không cần nộp: được lập từ chính biểu mẫu này."


def needs(
    version: ProcedureVersion, *, answers: Mapping[str, JsonValue], known: Collection[str]
) -> tuple[PaperNeed, ...]:
    """The papers of these answers in order; those whose condition does not fit are left out.

    ``known`` names the register facts that are at hand for this applicant ("population.residence").
    """
    asked = (paper for paper in version.papers if paper.needed != "when" or holds(paper.when, answers))
    return tuple(_need(paper, known) for paper in asked)


def _need(paper: Paper, known: Collection[str]) -> PaperNeed:
    if paper.from_form:
        return PaperNeed(paper=paper, status="from_form", reason=_FROM_FORM)
    for waiver in paper.waived_when:
        if waiver.fact in known:
            return PaperNeed(paper=paper, status="waived", reason=f"Không cần nộp: {waiver.label}")
    return PaperNeed(paper=paper, status="optional" if paper.needed == "optional" else "needed")
