"""The register says otherwise of what a task asked: the task knows it, and its officers decide."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.casework.cleaning.conftest import TUAN, Review, ids
from tinhso.casework.cleaning import service as cleaning
from tinhso.casework.cleaning.service import CleaningState as S
from tinhso.casework.cleaning.service import UnableToClean
from tinhso.foundation.identifiers.service import PartialDate
from tinhso.services.verification.service import PersonFacts

ON_PAPER = PersonFacts(
    personal_id=TUAN.personal_id, full_name=TUAN.full_name, birth=PartialDate(1986, 4, 2), sex="male"
)
"""What the papers show in these tests (MARRED), as a dossier states it."""


def _asked_elsewhere(review: Review, *, turned: bool) -> None:
    """A dossier with what the papers show comes a day later; the register does not know it by itself."""
    review.stage.clock.advance(timedelta(days=1))
    review.ask(review.person(), ON_PAPER)
    if turned:
        review.line.turn_dial("population", "wrong", variant="flipped", requests=1)
    review.settle()


def test_a_task_knows_what_the_register_says_now(review: Review) -> None:
    task_id = review.raised()
    review.denied(task_id)
    before = review.view(task_id)
    assert (before.state, before.register_says) == (S.COLLECTING, "no_match")
    _asked_elsewhere(review, turned=True)
    view = review.view(task_id)
    assert (view.state, view.register_says, view.version) == (S.COLLECTING, "match", before.version + 1)
    assert view.story[-1].text == "CSDL quốc gia về dân cư nay trả lời khác về thông tin đã hỏi"
    assert [one.answer for one in view.questions] == ["no_match"], "what it was told then stays"
    with pytest.raises(UnableToClean) as refused:
        review.propose(task_id)
    assert refused.value.code == "guard_register_differs"
    _asked_elsewhere(review, turned=False)
    assert review.view(task_id).register_says == "no_match"
    review.propose(task_id)


def test_nothing_is_noted_of_facts_that_were_collected_anew(review: Review) -> None:
    task_id = review.raised()
    review.denied(task_id)
    review.collect(task_id)
    before = review.view(task_id)
    assert before.register_says == ""
    _asked_elsewhere(review, turned=True)
    view = review.view(task_id)
    assert (view.register_says, view.version) == ("", before.version)


def test_a_task_that_has_ended_stays_as_it_was(review: Review) -> None:
    task_id = review.raised()
    review.collect(task_id)
    review.compare(task_id)
    review.settle()
    review.noted(cleaning.conclude_statement_wrong, task_id, review.specialist)
    before = review.view(task_id)
    review.stage.clock.advance(timedelta(days=1))
    review.ask(review.person(), TUAN)
    review.line.turn_dial("population", "wrong", variant="flipped", requests=1)
    review.settle()
    view = review.view(task_id)
    assert (view.state, view.register_says, view.version) == (S.STATEMENT_WRONG, "match", before.version)


def test_a_dossier_whose_answer_turned_raises_no_task_of_its_own(review: Review) -> None:
    """Whoever was denied just now raises it, for the same person."""
    review.ask(review.person(), TUAN)
    review.settle()
    review.stage.clock.advance(timedelta(days=1))
    review.ask(review.person(), TUAN)
    review.line.turn_dial("population", "wrong", variant="flipped", requests=1)
    review.settle()
    (task_id,) = ids()
    view = review.view(task_id)
    assert (view.dossiers, view.matched_before) == (1, True)
