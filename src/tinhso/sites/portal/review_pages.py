"""A whole draft to read through: answers by step, and what is still open."""

from __future__ import annotations

from dataclasses import dataclass

from tinhso.casework.dossiers.service import AnswerRow, Draft, DraftReview
from tinhso.registers.catalogue.service import get_version
from tinhso.sites.frame.service import SummaryRow
from tinhso.sites.portal.draft_progress import PAPERS, section_of, step_address

_FROM_REGISTER = "từ Cơ sở dữ liệu quốc gia về dân cư"
_FROM_VNEID = "từ tài khoản VNeID"
_NOT_FILLED = ("Hãy điền mục này.", "Cần đánh dấu ô này để nộp hồ sơ.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedSection:
    """One step of the form with its answers."""

    title: str
    change_url: str
    rows: tuple[SummaryRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPoint:
    """Something to fill in or correct before filing, and where."""

    text: str
    url: str


def sections_of(review: DraftReview) -> tuple[ReviewedSection, ...]:
    """The answers step by step; what the state gave has no way to change it here."""
    draft = review.draft
    version = get_version(draft.procedure_code, draft.procedure_version)
    by_key = {row.key: row for row in review.answers}
    return tuple(
        ReviewedSection(
            title=section.title,
            change_url=f"{step_address(draft, section.key)}?back=review",
            rows=tuple(_row(by_key[field.key], draft) for field in section.fields if field.key in by_key),
        )
        for section in version.sections
    )


def open_points(review: DraftReview) -> tuple[OpenPoint, ...]:
    """What keeps the dossier from being filed, each with the page that mends it."""
    draft = review.draft
    version = get_version(draft.procedure_code, draft.procedure_version)
    labels = {field.key: field.label for field in version.fields}
    points = [
        OpenPoint(
            text=_point(labels.get(key.split(".")[0], key), message),
            url=f"{step_address(draft, section_of(draft, key) or version.sections[0].key)}?back=review",
        )
        for key, message in review.problems.items()
    ]
    points += [
        OpenPoint(text=message, url=step_address(draft, PAPERS)) for message in review.paper_problems.values()
    ]
    return tuple(points)


def _point(label: str, message: str) -> str:
    return f"Chưa điền: {label}" if message in _NOT_FILLED else f"{label}: {message}"


def _row(row: AnswerRow, draft: Draft) -> SummaryRow:
    is_locked = row.key in draft.locked
    source = _FROM_REGISTER if draft.from_population else _FROM_VNEID
    people = row.value.split("; ")
    return SummaryRow(
        key=row.label,
        value=people[0],
        lines=tuple(people[1:]),
        note=source if is_locked else "",
        note_tone="done" if is_locked else "",
    )
