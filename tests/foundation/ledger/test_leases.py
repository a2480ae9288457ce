"""A lease ends with its holder, at once; that of a living one is left alone."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from tests.support.holders import Holder, holders
from tinhso.foundation.clock.service import legal_now
from tinhso.foundation.ledger.service import ask, claim, claim_one, holder

_LINE = "a-line"


@pytest.fixture
def questions(db: None) -> set[UUID]:
    return {
        ask(line=_LINE, kind="k", key=str(number), body={}, due_at=None, case_id=None, now=legal_now())
        for number in range(3)
    }


@pytest.fixture
def worker(db: None) -> Iterator[type[Holder]]:
    with holders() as begin:
        yield begin


def _claimed() -> set[UUID]:
    return {each.id for each in claim(line=_LINE, limit=10)}


def test_what_a_dead_worker_leased_is_taken_at_once(questions: set[UUID], worker: type[Holder]) -> None:
    first = worker()
    assert _claimed() == questions
    first.dies()
    worker()

    assert _claimed() == questions


def test_what_a_living_worker_leased_is_not_taken(questions: set[UUID], worker: type[Holder]) -> None:
    worker()
    held = {each.id for each in claim(line=_LINE, limit=2)}
    worker()

    assert _claimed() == questions - held


def test_what_a_worker_holds_itself_is_not_taken_again(questions: set[UUID], worker: type[Holder]) -> None:
    worker()
    assert _claimed() == questions

    assert _claimed() == set()


def test_a_lease_without_a_holder_ends_by_time_only(questions: set[UUID], worker: type[Holder]) -> None:
    assert holder() is None
    question = min(questions)
    assert claim_one(question)
    worker()

    assert _claimed() == questions - {question}
