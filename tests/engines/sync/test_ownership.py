"""Who may change what, and whose word counts when two change at once: one case for each rule."""

import pytest

from tests.engines.sync.systems import ESSENTIAL, HOUSE, NATIONAL, OLD_ONE_STOP, PAPER, Systems
from tinhso.engines.sync.service import FIELDS, ITEMS, Announce, Ending, Item, ItemKey, Reason, Writer

FIXED = [name for name, rule in FIELDS.items() if not rule.writers]
OWN = [name for name, rule in FIELDS.items() if rule.writers == (Writer.OWNER,)]
PERSONAL = [name for name, rule in FIELDS.items() if rule.writers == (Writer.CITIZEN_SIDE, Writer.OWNER)]
HANDLED = [name for name, rule in FIELDS.items() if rule.writers == (Writer.OWNER, Writer.CITIZEN_SIDE)]
ASKED = [kind for kind, rule in ITEMS.items() if rule.writers == (Writer.OWNER,)]
ANSWERED = [kind for kind, rule in ITEMS.items() if len(rule.writers) == 3]


def all_four(**fields: object) -> Systems:
    """Handled at the old one-stop system, so that the house is citizens' side only."""
    systems = Systems(HOUSE, OLD_ONE_STOP, ESSENTIAL, NATIONAL)
    return systems.opened(owner=OLD_ONE_STOP, **fields)  # type: ignore[arg-type]


def test_every_field_and_item_follows_one_of_the_rules_tried_here() -> None:
    assert sorted(FIXED + OWN + PERSONAL + HANDLED) == sorted(FIELDS)
    assert sorted(ASKED + ANSWERED) == sorted(ITEMS)


@pytest.mark.parametrize("field", FIELDS)
def test_the_opening_names_any_field(field: str) -> None:
    systems = all_four(**{field: "Hoà Phú"})

    assert {systems.value(name, field) for name in systems.names} == {"Hoà Phú"}


@pytest.mark.parametrize("field", FIXED)
def test_what_is_fixed_nobody_changes_later(field: str) -> None:
    systems = all_four()

    for system in systems.names:
        assert systems.refused(system, fields={field: "1"}) == Reason.FIXED_FIELD


@pytest.mark.parametrize("field", OWN)
def test_what_is_decided_where_the_dossier_is_handled_only_the_owner_changes(field: str) -> None:
    systems = all_four()

    for system in (HOUSE, ESSENTIAL, NATIONAL):
        assert systems.refused(system, fields={field: "1"}) == Reason.FOREIGN_FIELD
    systems.do(OLD_ONE_STOP, fields={field: "20230721"})
    systems.let_through()

    assert systems.are_equal()
    assert systems.value(NATIONAL, field) == "20230721"


@pytest.mark.parametrize("field", PERSONAL)
def test_of_two_at_once_the_citizens_own_word_counts_before_the_owners(field: str) -> None:
    systems = all_four()

    systems.do(OLD_ONE_STOP, fields={field: "typed by an officer"})
    systems.do(NATIONAL, fields={field: "given by the citizen"})
    systems.let_through()

    assert systems.are_equal()
    assert systems.value(HOUSE, field) == "given by the citizen"


@pytest.mark.parametrize("field", HANDLED)
def test_of_two_at_once_the_owners_file_counts_before_a_report(field: str) -> None:
    systems = all_four()

    systems.do(OLD_ONE_STOP, fields={field: True})
    systems.do(NATIONAL, fields={field: False})
    systems.let_through()

    assert systems.are_equal()
    assert systems.value(HOUSE, field) is True


def test_of_two_of_one_role_the_system_named_first_in_the_agreement_counts() -> None:
    systems = all_four()

    systems.do(NATIONAL, fields={"telephone": "0274 2"})
    systems.do(ESSENTIAL, fields={"telephone": "0274 1"})
    systems.let_through()

    assert systems.are_equal()
    assert systems.value(OLD_ONE_STOP, "telephone") == "0274 1"


def test_who_knew_the_other_value_overwrites_it_whatever_the_role() -> None:
    systems = all_four(telephone="0274 1")

    systems.do(NATIONAL, fields={"telephone": "0274 2"})
    systems.let_through()
    systems.do(OLD_ONE_STOP, fields={"telephone": "0274 3"})
    systems.let_through()

    assert systems.are_equal()
    assert systems.value(NATIONAL, "telephone") == "0274 3"
    assert systems.dossiers[NATIONAL].replica.fields["telephone"].version == 3


def test_a_conflict_is_explained_where_it_is_found_and_agreement_is_not() -> None:
    systems = all_four(telephone="0274 1")
    systems.do(OLD_ONE_STOP, fields={"telephone": "0274 3"})
    systems.do(NATIONAL, fields={"telephone": "0274 2"})
    systems.let_through()

    met = [
        (system, conflict)
        for system, output in systems.said
        if isinstance(output, Announce)
        for conflict in output.conflicts
    ]
    assert {system for system, _ in met} == set(systems.names)
    assert {(conflict.field, conflict.kept.system, conflict.overruled.system) for _, conflict in met} == {
        ("telephone", NATIONAL, OLD_ONE_STOP)
    }


@pytest.mark.parametrize("kind", ASKED)
def test_only_the_owner_asks_charges_works_and_decides(kind: str) -> None:
    systems = all_four()

    for system in (HOUSE, ESSENTIAL, NATIONAL):
        assert systems.refused(system, items=(Item(kind, "1", {}),)) == Reason.FOREIGN_ITEM
    systems.do(OLD_ONE_STOP, items=(Item(kind, "1", {"title": "Phí"}),))
    systems.let_through()

    assert systems.are_equal()


@pytest.mark.parametrize("kind", ANSWERED)
def test_whoever_received_something_adds_it(kind: str) -> None:
    systems = all_four()

    for system in systems.names:
        systems.do(system, items=(Item(kind, "7", {"from": system}),))
    systems.let_through()

    assert systems.are_equal()
    added = [key for key in systems.dossiers[HOUSE].replica.items if key.item_id == "7"]
    assert {key.origin for key in added} == set(systems.names)


def test_an_item_is_never_altered() -> None:
    systems = all_four()
    altered = Item("paper", PAPER.item_id, {"title": "Tờ khai khác"})

    assert systems.refused(ESSENTIAL, items=(altered,)) == Reason.ALTERED_ITEM


def test_the_adder_or_the_owner_takes_an_item_back_and_it_never_returns() -> None:
    systems = all_four()
    key = ItemKey("paper", ESSENTIAL, PAPER.item_id)
    systems.do(NATIONAL, items=(PAPER,))
    systems.let_through()

    assert systems.refused(NATIONAL, removed=(key,)) == Reason.FOREIGN_REMOVAL
    systems.do(OLD_ONE_STOP, removed=(key,))
    systems.do(NATIONAL, removed=(ItemKey("paper", NATIONAL, PAPER.item_id),))
    systems.let_through()

    assert systems.are_equal()
    assert systems.dossiers[HOUSE].replica.visible_items() == {}
    assert systems.refused(ESSENTIAL, items=(PAPER,)) == Reason.REMOVED_ITEM
    assert systems.refused(ESSENTIAL, removed=(key,)) == Reason.REMOVED_ITEM


def test_the_owner_alone_gives_statuses_and_only_those_that_may_follow() -> None:
    systems = all_four()

    for system in (HOUSE, ESSENTIAL, NATIONAL):
        assert systems.refused(system, status=2) == Reason.FOREIGN_STATUS
    assert systems.refused(OLD_ONE_STOP, status=10) == Reason.STATUS_MAY_NOT_FOLLOW
    for status in (2, 4, 9, 10):
        systems.do(OLD_ONE_STOP, status=status)
    systems.let_through()

    assert systems.are_equal()
    assert [event.status for event in systems.dossiers[NATIONAL].replica.statuses] == [1, 2, 4, 9, 10]


def test_a_citizen_asks_to_withdraw_by_an_item_and_the_owner_gives_the_status() -> None:
    systems = all_four()
    systems.do(OLD_ONE_STOP, status=2)
    systems.do(OLD_ONE_STOP, status=4)

    systems.do(NATIONAL, items=(Item("withdrawal_request", "1", {"reason": "Không còn nhu cầu"}),))
    systems.let_through()
    systems.do(OLD_ONE_STOP, status=7)
    systems.let_through()

    assert systems.are_equal()
    assert systems.dossiers[NATIONAL].replica.status == 7


def test_the_owner_alone_ends_a_dossier_and_nothing_revives_it() -> None:
    systems = all_four()
    assert systems.refused(ESSENTIAL, ending=Ending.DELETED) == Reason.FOREIGN_ENDING

    systems.do(OLD_ONE_STOP, ending=Ending.WITHDRAWN)
    systems.do(NATIONAL, fields={"telephone": "0274 2"})
    systems.let_through()

    assert systems.are_equal()
    for system in systems.names:
        assert systems.dossiers[system].replica.ending is Ending.WITHDRAWN
        assert systems.refused(system, fields={"telephone": "0274 3"}) == Reason.AFTER_ENDING


def test_a_dossier_is_opened_once_by_its_creator_for_a_system_that_handles_dossiers() -> None:
    systems = Systems()
    assert systems.refused(NATIONAL, opening=HOUSE, status=1) == Reason.FOREIGN_OPENING
    assert systems.refused(ESSENTIAL, opening=NATIONAL, status=1) == Reason.UNKNOWN_OWNER
    assert systems.refused(ESSENTIAL, fields={"telephone": "0274 1"}) == Reason.NOT_OPENED
    assert systems.refused(HOUSE, status=2) == Reason.NOT_OPENED

    systems.opened()

    assert systems.refused(ESSENTIAL, opening=HOUSE) == Reason.OPENED_TWICE
    assert systems.dossiers[NATIONAL].replica.owner == HOUSE
