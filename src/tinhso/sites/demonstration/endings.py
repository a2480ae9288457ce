"""How far a case has come: the steps of its story, how many cases end there, and how long ago."""

from collections.abc import Mapping
from dataclasses import dataclass

from tinhso.sites.demonstration.forms import BIRTH, LICENCE, LINKED_BIRTH, RESIDENCE

GAPS: Mapping[str, tuple[float, float]] = {
    "receive": (0.2, 3.0),
    "refuse": (0.5, 3.0),
    "ask_fee": (0.3, 2.0),
    "cash": (0.1, 2.0),
    "hand_over": (0.1, 0.8),
    "ask_supplement": (0.3, 2.5),
    "supplement_answered": (3.0, 14.0),
    "supplement_overdue": (60.0, 60.0),
    "stop_overdue": (0.3, 1.0),
    "draft": (0.8, 4.0),
    "return_draft": (0.3, 2.0),
    "approve": (0.3, 2.5),
    "complete_register_residence": (2.0, 9.0),
    "complete_issue_health_card": (1.0, 6.0),
    "ask_withdraw": (1.0, 6.0),
    "grant_withdraw": (0.5, 3.0),
    "stop": (1.0, 5.0),
    "deliver": (0.3, 5.0),
    "deliver_back": (0.3, 5.0),
}
"""Working hours between a step and the one before it; a wait for the citizen outlasts its seven days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A point where stories stop. ``ages`` are working hours since the last step, from and to."""

    name: str
    steps: tuple[str, ...]
    ages: tuple[float, float]
    counts: Mapping[str, int]
    is_online: bool | None = None


_SAME_DAY = 0.25
_TAKEN = "receive hand_over"
_SIGNED = f"{_TAKEN} draft approve"
_LINKED = f"{_SIGNED} complete_register_residence complete_issue_health_card"


def _ending(
    name: str,
    steps: str,
    ages: tuple[float, float],
    counts: tuple[int, int, int],
    *,
    linked: str | None = None,
    is_online: bool | None = None,
    waits_for_officer: bool = False,
) -> list[Ending]:
    """One ending for residence, birth and licence; the linked service goes through ``linked`` if given.

    A licence is received once its fee is paid, a residence handed over once it is. A birth is registered on
    the same day, so that what waits for an officer there has not waited long.
    """
    residence, birth, licence = counts
    paid_late = steps.replace("approve deliver", "approve cash deliver")
    paid_first = steps.replace("receive", "cash receive", 1)
    linked_steps = linked if linked is not None else steps
    return [
        Ending(
            name=name,
            steps=tuple(way.split()),
            ages=(ages[0], ages[1] * _SAME_DAY) if waits_for_officer and code == BIRTH else ages,
            counts={code: count},
            is_online=is_online,
        )
        for code, way, count in (
            (RESIDENCE, paid_late, residence),
            (BIRTH, steps, birth),
            (LICENCE, paid_first, licence),
            (LINKED_BIRTH, linked_steps, birth),
        )
    ]


ENDINGS: tuple[Ending, ...] = (
    *_ending("to_receive", "", (0.0, 5.5), (14, 6, 7), waits_for_officer=True),
    *_ending("incomplete", "ask_supplement", (1.0, 20.0), (3, 2, 2), is_online=True),
    *_ending("refused", "refuse", (0.5, 3.0), (2, 1, 1)),
    *_ending("received", "receive", (0.0, 1.2), (5, 3, 4), waits_for_officer=True),
    *_ending("in_hand", _TAKEN, (0.0, 6.0), (8, 4, 5), waits_for_officer=True),
    *_ending("late", _TAKEN, (16.0, 45.0), (5, 2, 2)),
    *_ending(
        "answered",
        f"{_TAKEN} ask_supplement supplement_answered",
        (0.0, 9.0),
        (4, 2, 3),
        waits_for_officer=True,
    ),
    *_ending("supplement", f"{_TAKEN} ask_supplement", (1.0, 30.0), (7, 3, 4), is_online=True),
    *_ending("supplement_ending", f"{_TAKEN} ask_supplement", (44.0, 45.0), (2, 1, 1)),
    *_ending("overdue", f"{_TAKEN} ask_supplement supplement_overdue", (0.2, 2.0), (2, 1, 1)),
    *_ending("to_sign", f"{_TAKEN} draft", (0.0, 4.5), (7, 4, 5), waits_for_officer=True),
    *_ending("sent_back", f"{_TAKEN} draft return_draft", (0.0, 3.0), (2, 1, 1), waits_for_officer=True),
    *_ending(
        "withdrawing_early", "ask_withdraw", (0.2, 3.0), (2, 1, 1), is_online=True, waits_for_officer=True
    ),
    *_ending(
        "withdrawing", f"{_TAKEN} ask_withdraw", (0.2, 3.0), (2, 1, 1), is_online=True, waits_for_officer=True
    ),
    *_ending("withdrawn", f"{_TAKEN} ask_withdraw grant_withdraw", (0.5, 9.0), (1, 1, 1), is_online=True),
    *_ending("withdrawn_early", "ask_withdraw grant_withdraw deliver_back", (1.0, 30.0), (2, 1, 1)),
    *_ending("stopped", f"{_TAKEN} stop", (0.3, 3.0), (2, 1, 1)),
    *_ending("given_up", f"{_TAKEN} ask_supplement supplement_overdue stop_overdue", (0.1, 0.4), (1, 1, 1)),
    *_ending("refused_returned", "refuse deliver_back", (1.0, 40.0), (3, 1, 1)),
    *_ending("ready", _SIGNED, (0.0, 3.0), (11, 5, 5), linked=_LINKED, waits_for_officer=True),
    *_ending("delivered", f"{_SIGNED} deliver", (0.5, 55.0), (40, 14, 14), linked=f"{_LINKED} deliver"),
    Ending(
        name="fee_awaited",
        steps=("ask_fee",),
        ages=(0.5, 12.0),
        counts={LICENCE: 6},
    ),
    Ending(
        name="fee_paid_online_way",
        steps=("ask_fee", "cash", "hand_over"),
        ages=(0.5, 8.0),
        counts={LICENCE: 3},
        is_online=True,
    ),
    Ending(
        name="with_three_agencies",
        steps=tuple(_SIGNED.split()),
        ages=(0.2, 14.0),
        counts={LINKED_BIRTH: 7},
    ),
    Ending(
        name="residence_done",
        steps=(*_SIGNED.split(), "complete_register_residence"),
        ages=(0.2, 5.0),
        counts={LINKED_BIRTH: 3},
    ),
    Ending(
        name="linked_supplement",
        steps=(*_SIGNED.split(), "ask_supplement"),
        ages=(1.0, 25.0),
        counts={LINKED_BIRTH: 2},
        is_online=True,
    ),
    Ending(
        name="linked_overdue",
        steps=(*_SIGNED.split(), "ask_supplement", "supplement_overdue"),
        ages=(0.1, 0.6),
        counts={LINKED_BIRTH: 1},
    ),
)
