"""The counter's form: one page with every section, filled in with what is known, sent once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from tinhso.casework.dossiers.service import CounterPrefill
from tinhso.registers.agencies.service import get_unit, list_communes
from tinhso.registers.catalogue.service import (
    FormField,
    Paper,
    ProcedureVersion,
    is_shown,
    prefill_answers,
)
from tinhso.sites.frame.service import Field, Option, read_values
from tinhso.sites.onestop.counter.card import Card
from tinhso.sites.onestop.counter.late import Late, late_in

KNOWN, PLAIN, TOLD = "known", "plain", "told"
_LONGEST_TOLD = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterForm:
    """What stands in the form: answers as typed, which of them a register gave, and the form's key.

    ``plain`` is a browser without scripts: then the server leaves out questions that are not asked. ``late``
    is the stub that is entered, where this was received in a power cut.
    """

    version: ProcedureVersion
    answers: dict[str, Any]
    known: frozenset[str] = frozenset()
    key: str = ""
    plain: bool = False
    rows: Mapping[str, int] = field(default_factory=dict)
    late: Late | None = None
    told: str = field(default="", repr=False)
    """What the population database said besides, sealed; it comes back with the form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSection:
    """A section as the page shows it."""

    title: str
    fields: tuple[FormField, ...]
    known: tuple[tuple[FormField, str], ...]


def first_form(
    version: ProcedureVersion,
    *,
    usual: Mapping[str, str],
    card: Card | None,
    key: str,
    late: Late | None = None,
) -> CounterForm:
    """The form as it opens: usual answers under what the card says."""
    on_card = prefill_answers(version, facts=card.facts()) if card else {}
    return CounterForm(version=version, answers={**usual, **on_card}, key=key, late=late)


def typed_form(request: HttpRequest, version: ProcedureVersion) -> CounterForm:
    """The form as the browser sent it back."""
    posted = request.POST
    rows = {
        each.key: _rows_of(posted.get(f"rows_{each.key}", ""), each.repeat_max)
        for each in version.fields
        if each.repeat_max > 1
    }
    if (more := posted.get("add", "")) in rows:
        rows[more] += 1
    return CounterForm(
        version=version,
        answers=dict(read_values(posted, version.fields)),
        known=frozenset(posted.getlist(KNOWN)) & {each.key for each in version.fields},
        key=posted.get("idempotency_key", "")[:80],
        plain=posted.get(PLAIN, "") == "1",
        rows=rows,
        late=late_in(request),
        told=posted.get(TOLD, "")[:_LONGEST_TOLD],
    )


def with_prefill(form: CounterForm, found: CounterPrefill) -> CounterForm:
    """The form with what the registers answered; the population database goes over what was typed."""
    empty = {key: value for key, value in found.answers.items() if not form.answers.get(key)}
    fresh = {key: found.answers[key] for key in found.from_population}
    locked = {each.key for each in form.version.fields if each.locked}
    return replace(
        form,
        answers={**form.answers, **empty, **fresh},
        known=frozenset(found.from_population & locked),
        told=found.told,
    )


def without_prefill(form: CounterForm) -> CounterForm:
    """The same with every question open to typing."""
    return replace(form, known=frozenset())


def sections_of(form: CounterForm) -> list[ShownSection]:
    """Sections with their open questions; those that a register answered are only shown."""
    shown = []
    for section in form.version.sections:
        asked = tuple(
            replace(each, locked=False)
            for each in section.fields
            if each.key not in form.known and _is_asked(each.when, form)
        )
        known = tuple(
            (each, str(form.answers.get(each.key, ""))) for each in section.fields if each.key in form.known
        )
        shown.append(ShownSection(title=section.title, fields=asked, known=known))
    return shown


def papers_of(form: CounterForm) -> list[tuple[Field, Paper]]:
    """An upload for each paper that may be called for."""
    return [
        (
            Field(
                key=f"paper_{paper.key}",
                label=paper.name,
                type="upload",
                hint=_hint(paper, form),
                required=paper.needed != "optional",
                when=paper.when,
            ),
            paper,
        )
        for paper in form.version.papers
        if not paper.from_form and _is_asked(paper.when, form)
    ]


def _hint(paper: Paper, form: CounterForm) -> str:
    """What the paper is; and when the register's answer about this person spares it."""
    related = [waiver.label for waiver in paper.waived_when if waiver.named_in] if form.told else []
    return " ".join([*filter(None, [paper.hint]), *(f"Không phải nộp nếu {label}." for label in related)])


def errors_on_page(version: ProcedureVersion, errors: Mapping[str, str]) -> dict[str, str]:
    """Errors under the names of the page's controls: ``members.0.birth`` stands in row 1.

    One about a person as a whole stands at the first box of that person.
    """
    people = {each.key: each for each in version.fields if each.type == "person"}
    return {_control_of(key, people): text for key, text in errors.items()}


def named_errors(version: ProcedureVersion, on_page: Mapping[str, str]) -> dict[str, str]:
    """The same errors for the summary, each with the name of its question."""
    labels = {each.key: each.label for each in version.fields}
    return {
        control: f"{labels[name]}: {text}" if (name := control.split("-")[0]) in labels else text
        for control, text in on_page.items()
    }


def _control_of(key: str, people: Mapping[str, FormField]) -> str:
    name, *rest = key.split(".")
    if name not in people:
        return key
    row = str(int(rest.pop(0)) + 1) if rest and rest[0].isdecimal() else "1"
    part = rest[0] if rest else people[name].parts[0]
    return f"{name}-{row}-{part}" if people[name].repeat_max > 1 else f"{name}-{part}"


def commune_options(version: ProcedureVersion, *, now: datetime) -> dict[str, tuple[Option, ...]]:
    """The communes of the day for each field that asks for one, grouped by district."""
    on = now.date()
    names = {code: get_unit(code, on).name for code in {unit.parent_code for unit in list_communes(on=on)}}
    options = tuple(
        Option(value=unit.code, label=unit.name, group=names[unit.parent_code])
        for unit in list_communes(on=on)
    )
    return {each.key: options for each in version.fields if each.type == "commune"}


def _is_asked(condition: Any, form: CounterForm) -> bool:
    """With scripts the browser shows and hides; without, the server does when asked to."""
    return not form.plain or is_shown(condition, answers=form.answers)


def _rows_of(text: str, most: int) -> int:
    return min(int(text), most) if text.isascii() and text.isdecimal() and text else 1
