"""What comes back together is kept together, and one answer that cannot be kept costs no other."""

from uuid import UUID

import pytest

from tinhso.foundation.clock.service import legal_now
from tinhso.foundation.ledger.service import Question, ask, line_queue, stored_answer
from tinhso.foundation.unit_of_work import draining
from tinhso.foundation.unit_of_work.service import UnitOfWork, drain_line

_LINE = "a-line"
_COUNT = 12


@pytest.fixture
def questions(db: None) -> list[UUID]:
    return [
        ask(line=_LINE, kind="k", key=str(each), body={"n": each}, due_at=None, case_id=None, now=legal_now())
        for each in range(_COUNT)
    ]


def _drain(**more: object) -> draining.Drained:
    given = {"send": lambda question: question.body, "store": _keep_nothing, "per_second": 1000.0}
    return drain_line(line=_LINE, **{**given, **more})  # type: ignore[arg-type]


def _keep_nothing(work: UnitOfWork, question: Question, answer: dict[str, object]) -> None:
    """The answer itself is kept by the ledger."""


def test_every_answer_is_stored_to_its_question(questions: list[UUID]) -> None:
    assert _drain().answered == _COUNT

    assert [stored_answer(each) for each in questions] == [{"n": each} for each in range(_COUNT)]


def test_one_answer_that_cannot_be_stored_costs_no_other(questions: list[UUID]) -> None:
    def store(work: UnitOfWork, question: Question, answer: dict[str, object]) -> None:
        if question.id == questions[3]:
            raise RuntimeError("planted")

    with pytest.raises(RuntimeError, match="planted"):
        _drain(store=store, at_once=_COUNT)

    stored = [stored_answer(each) for each in questions]
    assert stored[3] is None
    assert line_queue(_LINE).waiting == stored.count(None)
    assert stored.count(None) < _COUNT


def test_a_process_that_ends_sends_nothing_more_and_gives_back(
    questions: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draining, "_ending", draining.threading.Event())

    def send(question: Question) -> dict[str, object]:
        draining.stop_draining()
        return question.body

    assert _drain(send=send, at_once=1).answered == 1
    assert line_queue(_LINE).waiting == _COUNT - 1
    assert _drain().claimed == 0

    monkeypatch.setattr(draining, "_ending", draining.threading.Event())
    assert _drain().answered == _COUNT - 1


def test_a_higher_rate_has_more_under_way() -> None:
    assert draining.enough_at_once(1.0) == 4
    assert draining.enough_at_once(100.0) == 25
