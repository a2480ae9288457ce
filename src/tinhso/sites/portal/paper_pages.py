"""The papers of a draft, as the page asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tinhso.casework.dossiers.service import DraftReview
from tinhso.registers.catalogue.service import Paper
from tinhso.services.personal_store.service import KeptOrigin, KeptPaper
from tinhso.sites.frame.service import Field, day

_MEDIA = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPaper:
    """One paper to hand in, and what was handed in so far."""

    field: Field
    accept: str
    stored: tuple[dict[str, Any], ...]
    is_needed: bool
    offers: tuple[OfferedPaper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedPaper:
    """A paper of the store that may be used instead of handing one in; ``value`` names both."""

    label: str
    note: str
    value: str


def asked_papers(review: DraftReview) -> tuple[AskedPaper, ...]:
    """The papers these answers call for, needed ones and those that may be added."""
    return tuple(
        AskedPaper(
            field=upload_field(need.paper, is_needed=need.status == "needed"),
            accept=paper_accept(need.paper),
            stored=_stored(review, need.paper.key),
            is_needed=need.status == "needed",
            offers=_offers(review, need.paper.key),
        )
        for need in review.papers
        if need.status in ("needed", "optional")
    )


def kept_note(kept: KeptPaper) -> str:
    """Who vouches for a paper of the store, in one line."""
    if kept.origin is KeptOrigin.RESULT:
        return f"Kết quả do {kept.agency_name} cấp ngày {day(kept.certified_at)}"
    return f"{kept.agency_name} số hóa, chứng nhận ngày {day(kept.certified_at)}"


def _offers(review: DraftReview, key: str) -> tuple[OfferedPaper, ...]:
    used = {paper.kept_id for paper in review.draft.papers if paper.key == key}
    return tuple(
        OfferedPaper(label=kept.label, note=kept_note(kept), value=f"{key}:{kept.id}")
        for kept in review.offers.get(key, ())
        if kept.id not in used
    )


def spared_papers(review: DraftReview) -> tuple[dict[str, str], ...]:
    """The papers that need not be handed in, each with the reason."""
    return tuple(
        {"name": need.paper.name, "note": need.reason}
        for need in review.papers
        if need.status in ("waived", "from_form")
    )


def paper_accept(paper: Paper) -> str:
    """The types of file that a paper may have, as a file control wants them."""
    return ",".join(_MEDIA[each] for each in paper.media)


def upload_field(paper: Paper, *, is_needed: bool = True) -> Field:
    """The question that asks for a paper."""
    several = "Nhiều trang thì chụp từng trang, tải lên lần lượt."
    hint = " ".join(part for part in (paper.hint, several) if part)
    return Field(key=f"paper_{paper.key}", label=paper.name, type="upload", hint=hint, required=is_needed)


def _stored(review: DraftReview, key: str) -> tuple[dict[str, Any], ...]:
    draft_id = review.draft.id
    return tuple(
        {
            "name": paper.name,
            "size": paper.size,
            "url": reverse("portal:draft-paper", args=[draft_id, paper.file_id]),
            "picture": reverse("portal:draft-paper-small", args=[draft_id, paper.file_id])
            if paper.media_type.startswith("image/") and paper.file_id not in review.damaged
            else "",
            "is_damaged": paper.file_id in review.damaged,
            "remove": f"{key}:{paper.file_id}",
            "is_kept": paper.kept_id is not None,
        }
        for paper in review.draft.papers
        if paper.key == key
    )
