"""Duplicates, gaps, quarantine, acknowledgements that lie, falls: one dossier between systems, by hand."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from tests.engines.sync.systems import ESSENTIAL, HOUSE, KEY, NATIONAL, NOW, PAPER, Systems, change
from tinhso.engines.sync.service import (
    Acknowledge,
    Ask,
    Compare,
    Deliver,
    Differs,
    Dismissed,
    Doubted,
    Ending,
    Item,
    ItemKey,
    Mended,
    Reason,
    Received,
    Released,
    Restarted,
    Send,
    SetApart,
    Store,
    Ticked,
    as_read_back,
)

OPENING = change(ESSENTIAL, 1, opening=HOUSE, status=1, items=(PAPER,))
SECOND = change(ESSENTIAL, 2, fields={"telephone": "0274 1"})
THIRD = change(ESSENTIAL, 3, fields={"telephone": "0274 2"})


def test_a_change_is_stored_before_it_is_confirmed_announced_or_sent() -> None:
    systems = Systems()
    systems.do(ESSENTIAL, opening=HOUSE, status=1)
    systems.let_through()

    outputs = systems.tell(HOUSE, Received(ESSENTIAL, Deliver(SECOND)))

    assert isinstance(outputs[0], Store)
    assert outputs[0].added == (SECOND,)
    assert sum(isinstance(output, Store) for output in outputs) == 1


def test_a_duplicate_changes_nothing_and_is_acknowledged_again() -> None:
    systems = Systems()
    systems.receive(HOUSE, ESSENTIAL, OPENING)
    before = systems.dossiers[HOUSE]

    outputs = systems.receive(HOUSE, ESSENTIAL, OPENING)

    assert outputs == (Send(ESSENTIAL, Acknowledge({ESSENTIAL: 1}, ())),)
    assert systems.dossiers[HOUSE].replica is before.replica


def test_what_comes_too_early_waits_is_asked_for_and_applied_in_order() -> None:
    systems = Systems()

    early = systems.receive(HOUSE, ESSENTIAL, THIRD)
    systems.receive(HOUSE, ESSENTIAL, SECOND)
    assert systems.dossiers[HOUSE].seen == {}
    assert Send(ESSENTIAL, Ask({}, ())) in early
    assert Send(ESSENTIAL, Acknowledge({}, ())) in early

    systems.receive(HOUSE, ESSENTIAL, OPENING)

    assert systems.dossiers[HOUSE].seen == {ESSENTIAL: 3}
    assert systems.dossiers[HOUSE].waiting == {}
    assert systems.value(HOUSE, "telephone") == "0274 2"


def test_a_change_waits_for_what_its_origin_had_seen() -> None:
    systems = Systems()
    systems.receive(HOUSE, ESSENTIAL, OPENING)

    systems.receive(
        HOUSE, NATIONAL, change(NATIONAL, 1, after={ESSENTIAL: 2}, fields={"telephone": "0274 9"})
    )
    assert NATIONAL not in systems.dossiers[HOUSE].seen
    systems.receive(HOUSE, ESSENTIAL, SECOND)

    assert systems.dossiers[HOUSE].seen == {ESSENTIAL: 2, NATIONAL: 1}
    assert systems.value(HOUSE, "telephone") == "0274 9"


def test_no_more_than_a_number_of_changes_wait() -> None:
    systems = Systems()
    for seq in range(100, 300):
        systems.receive(HOUSE, ESSENTIAL, change(ESSENTIAL, seq, fields={"telephone": str(seq)}))

    assert len(systems.dossiers[HOUSE].waiting) == systems.cores[HOUSE].timing.most_waiting


BAD = {
    Reason.FUTURE_FORMAT: change(NATIONAL, 1, format=99, fields={"telephone": "1"}),
    Reason.MALFORMED: change(NATIONAL, 1),
    Reason.UNKNOWN_FIELD: change(NATIONAL, 1, fields={"favourite_colour": "xanh"}),
    Reason.FOREIGN_FIELD: change(NATIONAL, 1, fields={"due_at": "20230801000000"}),
    Reason.FIXED_FIELD: change(NATIONAL, 1, fields={"channel": 2}),
    Reason.UNKNOWN_ITEM: change(NATIONAL, 1, items=(Item("gift", "1", {}),)),
    Reason.FOREIGN_ITEM: change(NATIONAL, 1, items=(Item("result", "1", {}),)),
    Reason.FOREIGN_REMOVAL: change(NATIONAL, 1, removed=(ItemKey("paper", ESSENTIAL, "1"),)),
    Reason.FOREIGN_STATUS: change(NATIONAL, 1, status=10),
    Reason.FOREIGN_ENDING: change(NATIONAL, 1, ending=Ending.DELETED),
    Reason.FOREIGN_HANDOVER: change(NATIONAL, 1, handover=HOUSE),
    Reason.FOREIGN_OPENING: change(NATIONAL, 1, opening=HOUSE),
    Reason.UNKNOWN_PAST: change(NATIONAL, 1, after={HOUSE: 7}, fields={"telephone": "1"}),
}


@pytest.mark.parametrize("reason", BAD)
def test_what_may_not_be_is_set_apart_with_its_reason_and_stops_nobody_else(reason: Reason) -> None:
    systems = Systems()
    systems.receive(HOUSE, ESSENTIAL, OPENING)

    outputs = systems.receive(HOUSE, NATIONAL, BAD[reason])
    systems.receive(HOUSE, NATIONAL, change(NATIONAL, 2, fields={"telephone": "0274 9"}))
    systems.receive(HOUSE, ESSENTIAL, SECOND)
    systems.do(HOUSE, status=2)

    assert SetApart(BAD[reason], reason, NATIONAL) in outputs
    assert systems.dossiers[HOUSE].seen == {ESSENTIAL: 2, HOUSE: 1}
    assert systems.value(HOUSE, "telephone") == "0274 1"
    assert systems.dossiers[HOUSE].replica.status == 2


@pytest.mark.parametrize(
    ("reason", "bad"),
    [
        (Reason.STATUS_MAY_NOT_FOLLOW, change(HOUSE, 1, after={ESSENTIAL: 1}, status=10)),
        (Reason.OPENED_TWICE, change(ESSENTIAL, 2, opening=HOUSE)),
        (Reason.ALTERED_ITEM, change(ESSENTIAL, 2, items=(Item("paper", "1", {"title": "khác"}),))),
        (Reason.UNKNOWN_SYSTEM, change("stranger", 1, fields={"telephone": "1"})),
        (Reason.MALFORMED, change(ESSENTIAL, 2, fields={"telephone": 0.5})),
        (Reason.MALFORMED, replace(SECOND, after={ESSENTIAL: 0})),
        (Reason.MALFORMED, replace(SECOND, at=NOW.replace(tzinfo=None))),
        (Reason.MALFORMED, replace(SECOND, seq=0, after={ESSENTIAL: -1})),
    ],
)
def test_bad_changes_of_those_who_have_a_part_in_it(reason: Reason, bad: object) -> None:
    systems = Systems()
    systems.receive(NATIONAL, HOUSE, OPENING)

    outputs = systems.receive(NATIONAL, HOUSE, bad)  # type: ignore[arg-type]

    assert SetApart(bad, reason, HOUSE) in outputs  # type: ignore[arg-type]
    assert systems.dossiers[NATIONAL].seen == {ESSENTIAL: 1}


def test_what_is_set_apart_is_not_sent_again_until_it_is_released_or_dismissed() -> None:
    systems = Systems().opened()
    bad = change(NATIONAL, 1, after={ESSENTIAL: 1}, status=10)
    systems.receive(HOUSE, NATIONAL, bad)
    systems.cut(HOUSE)

    systems.tell(NATIONAL, Received(HOUSE, Acknowledge({ESSENTIAL: 1}, (NATIONAL,))))
    systems.do(NATIONAL, fields={"telephone": "0274 9"})
    assert not [line for line in systems.lines if isinstance(line[2], Deliver)]
    systems.tell(HOUSE, Dismissed(NATIONAL))
    systems.let_through()

    assert systems.value(HOUSE, "telephone") == "0274 9"
    assert systems.are_equal()


def test_a_released_change_is_judged_once_more() -> None:
    systems = Systems()
    systems.receive(HOUSE, ESSENTIAL, OPENING)
    systems.receive(HOUSE, NATIONAL, BAD[Reason.FOREIGN_FIELD])

    outputs = systems.tell(HOUSE, Released(NATIONAL))

    assert SetApart(BAD[Reason.FOREIGN_FIELD], Reason.FOREIGN_FIELD, NATIONAL) in outputs
    assert NATIONAL in systems.dossiers[HOUSE].quarantine


def test_a_change_from_the_future_waits_until_the_clock_has_come_to_it() -> None:
    systems = Systems()
    systems.receive(HOUSE, ESSENTIAL, OPENING)
    tomorrow = change(ESSENTIAL, 2, fields={"telephone": "0274 1"}, at=NOW + timedelta(hours=1))

    outputs = systems.receive(HOUSE, ESSENTIAL, tomorrow)
    assert SetApart(tomorrow, Reason.FUTURE_DATE, ESSENTIAL) in outputs
    assert systems.dossiers[HOUSE].due_at is not None
    systems.lines.clear()
    systems.wait(3600)

    assert systems.dossiers[HOUSE].seen[ESSENTIAL] == 2
    assert systems.dossiers[HOUSE].quarantine == {}


def test_two_contents_under_one_number_are_reported_and_the_first_stays() -> None:
    systems = Systems()
    systems.receive(HOUSE, ESSENTIAL, OPENING)
    systems.receive(HOUSE, ESSENTIAL, SECOND)
    other = replace(SECOND, parts=replace(SECOND.parts, fields={"telephone": "0274 666"}))

    outputs = systems.receive(HOUSE, ESSENTIAL, other)

    assert SetApart(other, Reason.SECOND_CONTENT, ESSENTIAL) in outputs
    assert systems.value(HOUSE, "telephone") == "0274 1"


def test_nobody_else_makes_changes_in_my_name_unless_a_person_says_that_i_lost_them() -> None:
    systems = Systems().opened()
    backup = systems.dossiers[ESSENTIAL]
    mine = systems.do(ESSENTIAL, fields={"telephone": "0274 1"})
    systems.let_through()
    systems.dossiers[ESSENTIAL] = as_read_back(backup)

    outputs = systems.receive(ESSENTIAL, HOUSE, mine)
    assert SetApart(mine, Reason.UNKNOWN_PAST, HOUSE) in outputs
    assert systems.refused(ESSENTIAL, fields={"telephone": "0274 2"}) == Reason.UNKNOWN_PAST
    systems.tell(ESSENTIAL, Released(ESSENTIAL))
    systems.let_through()

    assert systems.are_equal()
    assert systems.do(ESSENTIAL, fields={"telephone": "0274 2"}).seq == 3


def test_with_the_line_down_for_three_days_everybody_works_and_all_agree_afterwards() -> None:
    systems = Systems().opened()
    for status in (2, 4):
        systems.do(HOUSE, status=status)
        systems.cut(HOUSE)
    systems.do(ESSENTIAL, fields={"telephone": "0274 1"})
    for _ in range(3 * 24 * 6):
        systems.cut(HOUSE)
        systems.now += timedelta(minutes=10)

    for _ in range(4):
        systems.wait(600)

    assert systems.are_equal()
    assert systems.dossiers[NATIONAL].replica.status == 4
    assert systems.dossiers[NATIONAL].replica.visible_items()


def test_a_success_that_was_none_is_found_by_comparing_and_made_good() -> None:
    systems = Systems().opened()
    systems.do(HOUSE, status=2)
    systems.lines.clear()
    for peer in (ESSENTIAL, NATIONAL):
        systems.tell(HOUSE, Received(peer, Acknowledge({ESSENTIAL: 1, HOUSE: 1}, ())))
    assert not systems.lines

    systems.wait(120)

    assert systems.are_equal()
    assert systems.dossiers[NATIONAL].replica.status == 2


def test_once_digests_agree_nothing_is_due_until_the_next_change() -> None:
    systems = Systems().opened()
    for _ in range(5):
        systems.wait(120)

    assert [dossier.due_at for dossier in systems.dossiers.values()] == [None, None, None]
    systems.do(HOUSE, status=2)
    assert systems.dossiers[HOUSE].due_at is not None


def test_a_replica_that_is_not_what_its_log_says_is_made_anew() -> None:
    systems = Systems().opened()
    for _ in range(5):
        systems.wait(120)
    whole = systems.dossiers[NATIONAL]
    systems.dossiers[NATIONAL] = replace(whole, replica=replace(whole.replica, items={}))

    systems.tell(HOUSE, Doubted(NATIONAL))
    systems.let_through()

    assert (NATIONAL, Mended(KEY)) in systems.said
    assert systems.are_equal()


def test_a_difference_that_no_log_explains_is_reported() -> None:
    systems = Systems().opened()
    seen = systems.dossiers[HOUSE].seen

    outputs = systems.tell(HOUSE, Received(NATIONAL, Compare(seen, (), "0" * 64, False)))

    assert Differs(KEY, NATIONAL) in outputs
    assert not systems.dossiers[HOUSE].lines[NATIONAL].is_agreed
    assert systems.dossiers[HOUSE].due_at is not None


def test_what_was_on_the_way_when_the_process_fell_is_sent_again() -> None:
    systems = Systems().opened()
    systems.do(HOUSE, status=2)
    systems.lines.clear()

    systems.dossiers[HOUSE] = as_read_back(systems.dossiers[HOUSE])
    systems.tell(HOUSE, Restarted())
    systems.let_through()

    assert systems.are_equal()


def test_unanswered_questions_are_asked_ever_more_seldom_but_always_again() -> None:
    systems = Systems().opened()
    systems.do(HOUSE, status=2)
    moments = []
    for _ in range(12):
        systems.lines.clear()
        due = systems.dossiers[HOUSE].due_at
        assert due is not None
        moments.append(due)
        systems.now = due
        systems.tell(HOUSE, Ticked())
        assert [line for line in systems.lines if isinstance(line[2], Deliver)]

    waits = [later - earlier for earlier, later in pairwise(moments)]
    assert waits == sorted(waits)
    assert waits[-1] == systems.cores[HOUSE].timing.longest


def test_no_more_changes_are_under_way_to_a_peer_than_a_window_holds() -> None:
    systems = Systems().opened()
    systems.wait(120)
    window = systems.cores[HOUSE].timing.at_once
    for number in range(100):
        systems.do(HOUSE, fields={"note": str(number)})

    on_the_way = [line for line in systems.lines if line[1] == NATIONAL and isinstance(line[2], Deliver)]
    assert len(on_the_way) == window
    systems.let_through()
    assert systems.are_equal()
