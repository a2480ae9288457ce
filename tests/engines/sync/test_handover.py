"""A dossier goes from one owner to another: what was on the way stays the former one's; nothing is lost."""

from dataclasses import replace

import pytest

from tests.engines.sync.systems import (
    AGREEMENT,
    ESSENTIAL,
    HOUSE,
    KEY,
    NATIONAL,
    OLD_ONE_STOP,
    Systems,
    change,
)
from tinhso.engines.sync.service import Ending, Reason, SetApart, fold, loaded


def of_the_old_system() -> Systems:
    systems = Systems(HOUSE, OLD_ONE_STOP, ESSENTIAL, NATIONAL).opened(owner=OLD_ONE_STOP)
    systems.do(OLD_ONE_STOP, status=2)
    systems.let_through()
    return systems


def statuses(systems: Systems, system: str) -> list[tuple[int, str]]:
    return [(event.status, event.system) for event in systems.dossiers[system].replica.statuses]


def test_the_new_owner_goes_on_where_the_former_one_stood() -> None:
    systems = of_the_old_system()
    systems.do(OLD_ONE_STOP, handover=HOUSE)
    systems.let_through()
    systems.do(HOUSE, status=4, fields={"due_at": "20230801"})
    systems.let_through()

    assert systems.are_equal()
    assert {systems.dossiers[name].replica.owner for name in systems.names} == {HOUSE}
    assert statuses(systems, NATIONAL) == [(1, ESSENTIAL), (2, OLD_ONE_STOP), (4, HOUSE)]


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"status": 4}, Reason.FOREIGN_STATUS),
        ({"fields": {"due_at": "20230801"}}, Reason.FOREIGN_FIELD),
        ({"ending": Ending.DELETED}, Reason.FOREIGN_ENDING),
        ({"handover": OLD_ONE_STOP}, Reason.FOREIGN_HANDOVER),
    ],
)
def test_the_former_owner_may_not_go_on(parts: dict[str, object], reason: Reason) -> None:
    systems = of_the_old_system()
    systems.do(OLD_ONE_STOP, handover=HOUSE)

    assert systems.refused(OLD_ONE_STOP, **parts) == reason


def test_only_the_owner_gives_it_away_and_only_to_somebody_with_a_desk() -> None:
    systems = of_the_old_system()

    for system in (HOUSE, ESSENTIAL, NATIONAL):
        assert systems.refused(system, handover=HOUSE) == Reason.FOREIGN_HANDOVER
    assert systems.refused(OLD_ONE_STOP, handover=NATIONAL) == Reason.UNKNOWN_OWNER
    assert systems.refused(OLD_ONE_STOP, handover=OLD_ONE_STOP) == Reason.UNKNOWN_OWNER


def test_a_word_of_the_former_owner_on_the_way_is_set_apart_and_not_lost() -> None:
    """A system without a core goes on writing; whoever speaks for it numbers that after the handover."""
    systems = of_the_old_system()
    systems.do(OLD_ONE_STOP, handover=HOUSE)
    systems.let_through()
    late = change(OLD_ONE_STOP, 3, after={ESSENTIAL: 1}, status=9)

    outputs = systems.receive(HOUSE, OLD_ONE_STOP, late)

    assert [each.reason for each in outputs if isinstance(each, SetApart)] == [Reason.FOREIGN_STATUS]
    assert systems.dossiers[HOUSE].quarantine[OLD_ONE_STOP].change == late
    systems.do(HOUSE, status=4)
    assert statuses(systems, HOUSE)[-1] == (4, HOUSE), "the new owner is not held up"


def test_a_word_written_at_once_counts_by_the_role_of_then() -> None:
    systems = of_the_old_system()
    systems.do(HOUSE, fields={"is_paid_online": "a report"})
    systems.do(OLD_ONE_STOP, fields={"is_paid_online": "the owner's file"})
    systems.do(OLD_ONE_STOP, handover=HOUSE)
    systems.let_through()

    assert systems.are_equal()
    assert systems.value(NATIONAL, "is_paid_online") == "the owner's file"


def test_the_new_owner_is_not_judged_before_the_handover_is_here() -> None:
    systems = of_the_old_system()
    given = systems.do(OLD_ONE_STOP, handover=HOUSE)
    systems.let_through()
    gone_on = systems.do(HOUSE, status=4)
    systems.cut(*systems.names)
    late = Systems(HOUSE, OLD_ONE_STOP, ESSENTIAL, NATIONAL).opened(owner=OLD_ONE_STOP)
    late.do(OLD_ONE_STOP, status=2)
    late.let_through()

    late.receive(NATIONAL, HOUSE, gone_on)
    assert (HOUSE, 1) in late.dossiers[NATIONAL].waiting
    late.receive(NATIONAL, HOUSE, given)

    assert late.dossiers[NATIONAL].replica == systems.dossiers[HOUSE].replica


def test_behind_a_handover_in_quarantine_the_new_owner_waits() -> None:
    systems = of_the_old_system()
    newer = change(OLD_ONE_STOP, 2, after={ESSENTIAL: 1}, handover=HOUSE, format=99)
    systems.receive(NATIONAL, HOUSE, newer)
    gone_on = change(HOUSE, 1, after={ESSENTIAL: 1, OLD_ONE_STOP: 2}, status=4)

    systems.receive(NATIONAL, HOUSE, gone_on)

    assert (HOUSE, 1) in systems.dossiers[NATIONAL].waiting
    assert HOUSE not in systems.dossiers[NATIONAL].quarantine


def test_the_rows_of_a_dossier_that_went_there_and_back_make_the_same_replica() -> None:
    systems = of_the_old_system()
    for former, owner, status in ((OLD_ONE_STOP, HOUSE, 4), (HOUSE, OLD_ONE_STOP, 5)):
        systems.do(former, handover=owner)
        systems.let_through()
        systems.do(owner, status=status)
        systems.let_through()
    held = systems.dossiers[HOUSE]
    changes = [each for known in held.log.values() for each in known]

    again = loaded(KEY, changes=changes, agreement=AGREEMENT)

    assert again.replica == held.replica
    assert [each.owner for each in again.replica.handovers] == [HOUSE, OLD_ONE_STOP]
    assert fold(replace(held, log=held.log).in_order(), AGREEMENT) == held.replica
