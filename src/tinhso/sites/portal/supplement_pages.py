"""What a request for a supplement asks: its fields and papers, each with the officer's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tinhso.casework.dossiers.service import (
    DossierView,
    Supplement,
    SupplementItem,
    newly_needed_papers,
)
from tinhso.registers.catalogue.service import FormField, Section, asked_answers, get_version
from tinhso.sites.frame.service import Option
from tinhso.sites.portal.dossier_pages import open_supplement
from tinhso.sites.portal.paper_pages import AskedPaper, paper_accept, upload_field
from tinhso.sites.portal.questions import commune_options, error_lines, errors_on_page


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedField:
    """One field to correct; ``item`` is missing where the correction itself brought the field up."""

    field: FormField
    item: SupplementItem | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementForm:
    """The whole page of one request."""

    request: Supplement
    asked: tuple[AskedField, ...]
    papers: tuple[AskedPaper, ...]
    paper_items: Mapping[str, SupplementItem]
    options: Mapping[str, tuple[Option, ...]]
    values: Mapping[str, Any]

    @property
    def has_new_questions(self) -> bool:
        """Whether a correction brought up questions that nobody had to answer before."""
        return any(each.item is None for each in self.asked) or len(self.papers) > len(self.paper_items)

    @property
    def fields(self) -> tuple[FormField, ...]:
        """The fields that the page has controls for."""
        return tuple(each.field for each in self.asked)

    def errors_on_page(self, errors: Mapping[str, str]) -> dict[str, str]:
        """Errors under the names of the page's controls."""
        return errors_on_page(self._as_section(), errors)

    def error_lines(self, errors: Mapping[str, str]) -> dict[str, str]:
        """Errors for the list at the top of the page."""
        about_papers = {key: text for key, text in errors.items() if key.startswith("paper_") or not key}
        about_fields = {key: text for key, text in errors.items() if key not in about_papers}
        return {**error_lines(self._as_section(), about_fields), **about_papers}

    def _as_section(self) -> Section:
        return Section(key="", title="", fields=self.fields)


def supplement_form(view: DossierView, typed: Mapping[str, Any], *, on: date) -> SupplementForm | None:
    """The open request of a dossier with what the answers typed so far bring up; None without one.

    A correction may bring up questions and papers: they are asked for on the same page, in the same round.
    """
    request = open_supplement(view)
    if request is None:
        return None
    version = get_version(view.procedure_code, view.procedure_version)
    field_items = {item.key: item for item in request.items if item.target == "field"}
    before = asked_answers(version, view.raw_answers)
    after = asked_answers(version, {**view.raw_answers, **typed})
    fields = tuple(
        AskedField(field=replace(field, when=None, locked=False), item=field_items.get(field.key))
        for field in version.fields
        if field.key in field_items or (field.key in after and field.key not in before)
    )
    paper_items = {item.key: item for item in request.items if item.target == "paper"}
    held = {paper.key for paper in view.papers if not paper.replaced}
    brought_up = newly_needed_papers(version, before=before, after=after, held=held)
    return SupplementForm(
        request=request,
        asked=fields,
        papers=tuple(
            AskedPaper(field=upload_field(paper), accept=paper_accept(paper), stored=(), is_needed=True)
            for paper in version.papers
            if paper.key in paper_items or paper.key in brought_up
        ),
        paper_items={f"paper_{key}": item for key, item in paper_items.items()},
        options=commune_options(tuple(each.field for each in fields), on=on),
        values=view.raw_answers,
    )
