"""The approved proposal on paper, for those who keep the national record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from tinhso.casework.cleaning.adapters.reviewed_files import handling
from tinhso.casework.cleaning.advance import LEGAL_BASIS, PURPOSE
from tinhso.casework.cleaning.errors import UnableToClean
from tinhso.casework.cleaning.loading import collected_facts, load_task, resource_of
from tinhso.casework.cleaning.queries.details import proposal_of
from tinhso.casework.cleaning.types import CASE_KIND, ProposalView
from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.clock.service import VIETNAM
from tinhso.foundation.identifiers.service import parse_partial_date
from tinhso.foundation.printing.service import render_pdf
from tinhso.foundation.unit_of_work.service import acting_as_system, unit_of_work
from tinhso.registers.agencies.service import get_agency, officer_names

_TEMPLATES = Path(__file__).parents[1] / "templates"
_NAMES = {
    "full_name": "Họ, chữ đệm và tên",
    "personal_id": "Số định danh cá nhân",
    "birth": "Ngày, tháng, năm sinh",
    "sex": "Giới tính",
}
_SEXES = {"male": "Nam", "female": "Nữ"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedProposal:
    """The proposal as PDF; its name tells nothing of the person."""

    name: str
    content: bytes = field(repr=False)
    media_type: str = "application/pdf"


def print_proposal(*, task_id: UUID, actor: Actor, now: datetime) -> PrintedProposal:
    """The approved proposal in the manner of form DC02, as PDF; printing it is recorded for the person.

    The layout of DC02 is not verified and the paper says so. UnableToClean before the approval.
    """
    with unit_of_work(actor=actor, now=now) as work:
        task = load_task(task_id)
        require(actor=actor, permission=Permission.CLEANING_READ, resource=resource_of(task))
        with acting_as_system(work):
            proposal, facts = proposal_of(task_id), collected_facts(task_id)
        if proposal is None or proposal.outcome != "approved" or facts is None:
            raise UnableToClean(code="not_approved", message="Đề nghị sửa chưa được duyệt nên chưa in được.")
        work.record(
            action="cleaning.proposal_printed",
            object_kind=CASE_KIND,
            object_id=task_id,
            subjects=(task.person_id,),
            purpose=PURPOSE,
            legal_basis=LEGAL_BASIS,
        )
        content = render_pdf(
            "proposal.typ",
            _content(task.code, get_agency(task.agency_id).name, proposal, facts, now),
            folder=_TEMPLATES,
        )
    return PrintedProposal(name=f"{task.code}.pdf", content=content)


def _content(
    code: str, agency: str, proposal: ProposalView, facts: Mapping[str, str], now: datetime
) -> dict[str, object]:
    names = officer_names([one for one in (proposal.proposed_by, proposal.decided_by) if one])
    decided = names.get(proposal.decided_by, "") if proposal.decided_by else ""
    return {
        "name": "Phiếu cập nhật, chỉnh sửa thông tin dân cư",
        "agency": agency,
        "code": code,
        "person": [{"name": _NAMES[fact], "value": _shown(fact, value)} for fact, value in facts.items()],
        "changes": [
            {
                "name": _NAMES[one.fact],
                "old": _shown(one.fact, one.old, is_typed=True),
                "new": _shown(one.fact, one.new),
            }
            for one in proposal.changes
        ],
        "basis": proposal.basis,
        "proposed_by": names.get(proposal.proposed_by, ""),
        "decided_by": decided,
        "decided": _moment(proposal.decided_at),
        "printed": _moment(now),
        "source": handling().vintage.source,
    }


def _shown(fact: str, value: str, *, is_typed: bool = False) -> str:
    """As people write it; what an officer typed from the national record stands as it was typed."""
    if fact == "sex":
        return _SEXES.get(value, value)
    if fact != "birth" or is_typed:
        return value
    birth = parse_partial_date(value)
    day = birth.as_date()
    return f"{day:%d/%m/%Y}" if day else f"{birth.year}"


def _moment(moment: datetime | None) -> str:
    return f"{moment.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}" if moment else ""
