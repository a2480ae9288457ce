"""Where an applicant stands in a draft."""

from __future__ import annotations

from django.urls import reverse

from tinhso.casework.dossiers.service import Draft, DraftReview
from tinhso.registers.catalogue.service import get_version
from tinhso.sites.frame.service import Step

PAPERS, REVIEW = "papers", "review"


def progress(draft: Draft, *, current: str) -> tuple[Step, ...]:
    """The form's steps, then papers, then reading through; ``current`` is a section's key or one of these."""
    version = get_version(draft.procedure_code, draft.procedure_version)
    sections = [section.key for section in version.sections]
    are_all_done = draft.done_sections.issuperset(sections)
    steps = [
        _step(section.title, step_address(draft, section.key), section.key in draft.done_sections,
              section.key == current)
        for section in version.sections
    ]  # fmt: skip
    papers_done = are_all_done and current == REVIEW
    steps.append(_step("Giấy tờ", step_address(draft, PAPERS), papers_done, current == PAPERS))
    steps.append(_step("Kiểm tra và nộp", step_address(draft, REVIEW), False, current == REVIEW))
    return tuple(steps)


def step_address(draft: Draft, key: str) -> str:
    """The page of a step."""
    if key == PAPERS:
        return reverse("portal:draft-papers", args=[draft.id])
    if key == REVIEW:
        return reverse("portal:review", args=[draft.id])
    return reverse("portal:step", args=[draft.id, key])


def next_address(draft: Draft, *, after: str) -> str:
    """The page that follows a section: the next section, then the papers."""
    version = get_version(draft.procedure_code, draft.procedure_version)
    keys = [section.key for section in version.sections]
    following = keys[keys.index(after) + 1 :]
    return step_address(draft, following[0] if following else PAPERS)


def previous_address(draft: Draft, *, before: str) -> str:
    """The page before a step; empty at the first one."""
    version = get_version(draft.procedure_code, draft.procedure_version)
    keys = [*(section.key for section in version.sections), PAPERS, REVIEW]
    place = keys.index(before)
    return step_address(draft, keys[place - 1]) if place else ""


def resume_address(review: DraftReview) -> str:
    """Where somebody who comes back goes on: the first thing not done yet."""
    draft = review.draft
    version = get_version(draft.procedure_code, draft.procedure_version)
    for section in version.sections:
        if section.key not in draft.done_sections:
            return step_address(draft, section.key)
    return step_address(draft, PAPERS if review.paper_problems else REVIEW)


def section_of(draft: Draft, field_key: str) -> str:
    """The section that asks for a field (``mother.birth`` belongs to ``mother``); empty when none does."""
    version = get_version(draft.procedure_code, draft.procedure_version)
    name = field_key.split(".")[0]
    for section in version.sections:
        if any(field.key == name for field in section.fields):
            return section.key
    return ""


def _step(title: str, url: str, is_done: bool, is_current: bool) -> Step:
    return Step(title=title, url=url, state="current" if is_current else "done" if is_done else "ahead")
