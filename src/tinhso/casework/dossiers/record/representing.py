"""Who stood for the applicant, in words: for the page, the timeline and the receipt."""

from __future__ import annotations

from collections.abc import Mapping

from tinhso.casework.dossiers.record.types import Representation
from tinhso.services.representation.service import Mandate, MandateEnd, MandateState

_ENDS: Mapping[MandateEnd, str] = {
    MandateEnd.WITHDRAWN: "người ủy quyền đã thu hồi",
    MandateEnd.GIVEN_UP: "người được ủy quyền đã thôi làm thay",
    MandateEnd.NOT_CONFIRMED: "VNeID không còn ghi là người đại diện",
    MandateEnd.EXPIRED: "đã hết hạn",
}


def representation_of(mandate: Mandate | None) -> Representation | None:
    """The right under which a dossier was filed, as people read it; None when its owner filed it."""
    if mandate is None:
        return None
    end = MandateEnd.EXPIRED if mandate.state is MandateState.EXPIRED else mandate.end
    return Representation(
        name=mandate.representative_name,
        number_end=mandate.number_end,
        right=_right(mandate),
        last_day=mandate.last_day,
        is_active=mandate.state is MandateState.ACTIVE,
        end=_ENDS.get(end, "") if end else "",
        ended_at=mandate.ended_at or (mandate.valid_to if end else None),
    )


def _right(mandate: Mandate) -> str:
    if mandate.is_legal:
        return "người đại diện theo pháp luật, VNeID xác nhận"
    if mandate.paper is None:
        return "theo ủy quyền trên Cổng dịch vụ công"
    paper = mandate.paper
    return f"theo văn bản ủy quyền số {paper.number} ngày {paper.issued_on:%d/%m/%Y}, nơi lập: {paper.issuer}"
