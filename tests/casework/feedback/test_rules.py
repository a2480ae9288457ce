"""Anonymity and the words to search by; the process file holds together and names its faults."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.casework.feedback.adapters import reviewed_files
from tinhso.casework.feedback.adapters.reviewed_files import handling, read_handling
from tinhso.casework.feedback.rules import search_words, traces_in, wanted_words
from tinhso.casework.feedback.types import ENDED, FeedbackState
from tinhso.casework.feedback.wording import SENDERS
from tinhso.foundation.identifiers.service import DomainError, feedback_code, parse_feedback_code
from tinhso.foundation.process.service import ClockPhase, UnableToReadProcess

_FILE = Path(reviewed_files.__file__).parents[1] / "data" / "process.yaml"
_NAMES = st.lists(st.sampled_from(["Nguyễn", "Thị", "Hoa", "Bình", "Đặng", "Ý"]), min_size=2, max_size=4)
_PROSE = st.text(alphabet="abcđêô ,.", max_size=60)


@given(before=_PROSE, name=_NAMES, after=_PROSE)
def test_a_full_name_is_found_wherever_it_stands(before: str, name: list[str], after: str) -> None:
    text = f"{before} {' '.join(name).upper()} {after}"
    assert "còn họ tên người gửi" in traces_in(text, names=[" ".join(name)])


@given(number=st.integers(0, 10**12 - 1), gap=st.sampled_from(["", " ", ".", "-"]))
def test_a_long_number_is_found_however_it_is_spaced(number: int, gap: str) -> None:
    assert traces_in(f"số {gap.join(f'{number:012d}')} của tôi", names=[])


@given(text=_PROSE)
def test_plain_prose_gives_nobody_away(text: str) -> None:
    assert traces_in(text, names=["Nguyễn Thị Hoa"]) == ()


@given(text=st.text(max_size=80))
def test_every_word_of_a_published_text_finds_it(text: str) -> None:
    assert set(wanted_words(text)) <= set(search_words(text))


@given(chance=st.integers(0, 2**80), noise=st.sampled_from(["", " ", "  "]))
def test_code_is_read_back_however_it_is_typed(chance: int, noise: str) -> None:
    import datetime as dt

    code = feedback_code(dt.date(2023, 7, 17), chance)
    assert re.fullmatch(r"PA-230717-[0-9A-Z]{8}", code)
    assert parse_feedback_code(noise + code.lower() + noise) == code
    assert parse_feedback_code(code[:10] + code[10:].replace("0", "O").replace("1", "I")) == code


@pytest.mark.parametrize("typed", ["", "PA", "H09.1-230717-0001", "PA-230717-7K3M9QX", "PA-230717-7K3M9QXU"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(DomainError):
        parse_feedback_code(typed)


NO_STEPS = {"send", "rate", "due_date_moved", "taken_over"}
"""What happens to a case without a step of its process."""


def test_process_has_the_states_of_the_room_and_texts_for_the_sender() -> None:
    process = handling().process
    assert {state.key for state in process.states} == {state.value for state in FeedbackState}
    assert {state.key for state in process.states if state.clock is ClockPhase.ENDED} == set(ENDED)
    assert {action.key for action in process.actions} >= set(SENDERS) - NO_STEPS


def test_no_duration_is_called_verified() -> None:
    """Nothing in the data of the house says how long the law gives for an answer."""
    assert not handling().deadline_verified
    assert "chưa xác minh" in handling().vintage.source


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("needs_note", "needs_not", "needs_not"),
        ("who: leader", "who: mayor", "mayor"),
        ("to: refused", "to: nowhere", "nowhere"),
        ("guards: [classified]", "guards: [sunny]", "sunny"),
        ("initial: sent", "initial: received", "sent"),
        ("unit: working_day", "unit: fortnight", "fortnight"),
    ],
)
def test_planted_fault_of_the_process_file_is_named(old: str, new: str, told: str) -> None:
    content = _FILE.read_text(encoding="utf-8")
    assert old in content
    with pytest.raises(UnableToReadProcess) as fault:
        read_handling(content.replace(old, new).encode())
    assert told in str(fault.value)
