"""Every procedure of the day, read and filed on the portal's own pages by somebody without scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from tests.sites.portal.portal_data import PEOPLE, Town, document, photo, text_of
from tests.support.filled_forms import filled
from tinhso.casework.dossiers.service import own_dossiers
from tinhso.registers.catalogue.service import (
    PROCEDURES_FOLDER,
    FormField,
    ProcedureCase,
    ProcedureVersion,
    case_for,
    get_procedure,
    papers_for,
)

TODAY = date(2023, 7, 17)
CODES = sorted(
    {
        file.parent.name
        for file in PROCEDURES_FOLDER.glob("*/*.yaml")
        if date.fromisoformat(file.stem) <= TODAY
    }
)


@pytest.mark.parametrize("code", CODES)
def test_the_page_of_a_procedure_says_what_it_is_and_costs(town: Town, code: str) -> None:
    version = get_procedure(code, on=TODAY)
    page = text_of(town.screen("tuan").get(f"/procedures/{code}"))
    cases = (case.title for case in version.cases)
    papers = (paper.name for paper in version.papers if not paper.from_form)
    costs = (_cost(case) for case in version.cases)
    for words in (version.title, *cases, *costs, *papers, *(step.title for step in version.steps)):
        assert words in page


@pytest.mark.parametrize("code", CODES)
def test_a_form_is_answered_step_by_step_and_filed(town: Town, code: str) -> None:
    version = get_procedure(code, on=TODAY)
    if version.windows:
        town.clock.moment = version.windows[0].opens_at + timedelta(hours=9)
    answers = filled(version, on=town.now.date(), wanted=_own_facts(version))
    is_for_people = "person" in version.applicants
    screen = town.screen("tuan") if is_for_people else town.screen_of_office("tuan")
    draft = town.draft(procedure=code, screen=screen)
    for section in version.sections:
        place = f"/drafts/{draft}/steps/{section.key}"
        page = text_of(screen.get(place))
        assert all(field.label in page for field in section.fields if field.when is None)
        sent = screen.post(place, boxes(section.fields, answers))
        assert sent.status_code == 302, text_of(sent)
    wanted = [need.paper for need in papers_for(version, answers) if need.status == "needed"]
    given = {f"paper_{each.key}": document() if "pdf" in each.media else photo() for each in wanted}
    screen.post(f"/drafts/{draft}/papers", given)
    review = text_of(screen.get(f"/drafts/{draft}/review"))
    assert all(section.title in review for section in version.sections)
    assert _cost(case_for(version, channel="online", answers=answers)) in review
    assert screen.post(f"/drafts/{draft}/submit").status_code == 302
    own = text_of(screen.get("/dossiers"))
    assert version.title in own
    assert len(own_dossiers(actor=town.actors["tuan"], now=town.now)) == is_for_people


def _cost(case: ProcedureCase) -> str:
    """What has to be read beside a case: its sum, that it is free, or that nobody has said."""
    unpaid = {"none": "Không thu phí", "unstated": "Chưa rõ mức thu"}
    return unpaid.get(case.fee.when) or f"{case.fee.amount_vnd:,}".replace(",", ".") + " đồng"


def _own_facts(version: ProcedureVersion) -> dict[str, str]:
    """What only the account's holder can say of the applicant."""
    personal_id, name, birth, sex, _ = PEOPLE["tuan"]
    own = {
        "population.personal_id": personal_id, "population.full_name": name,
        "population.birth": birth, "population.sex": sex,
    }  # fmt: skip
    return {field.key: own[field.prefill] for field in version.fields if field.prefill in own}


def boxes(fields: tuple[FormField, ...], answers: Mapping[str, Any]) -> dict[str, str]:
    """Answers as the boxes of a page hold them; ticks not set are not sent."""
    return {
        name: value
        for field in fields
        if field.key in answers
        for name, value in _box(field, field.key, field.type, answers[field.key])
    }


def _box(field: FormField, name: str, kind: str, answer: Any) -> Iterator[tuple[str, str]]:
    if kind in ("date", "partial_date"):
        parts = str(answer).split("-")
        yield from zip((f"{name}-year", f"{name}-month", f"{name}-day"), parts, strict=False)
    elif kind == "checkbox":
        yield from ((name, "yes") for _ in range(bool(answer)))
    elif kind == "person":
        people = answer if isinstance(answer, list) else [answer]
        for row, person in enumerate(people, start=1):
            prefix = name if field.repeat_max == 1 else f"{name}-{row}"
            for part, value in person.items():
                part_kind = "partial_date" if part == "birth" else "text"
                yield from _box(field, f"{prefix}-{part}", part_kind, value)
    else:
        yield name, str(answer)
