"""Digests of dossiers, and the tree that finds which of many differ."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta, timezone
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.sync.systems import AGREEMENT, ESSENTIAL, HOUSE, NATIONAL, NOW, PAPER, change
from tinhso.engines.sync.service import (
    Bucket,
    DigestTree,
    DossierKey,
    Ending,
    Found,
    Item,
    Repair,
    Replica,
    StatusEvent,
    canonical,
    differences,
    digest,
    fold,
    propose,
)

OPENED = change(
    ESSENTIAL,
    1,
    opening=HOUSE,
    status=1,
    items=(PAPER,),
    fields={"applicant_name": "Lê Hoà", "telephone": "1"},
)
REPLICA = fold([OPENED], AGREEMENT)


def test_canonical_bytes_are_these() -> None:
    """Other systems compute them too: a change here is a change of the agreement."""
    assert canonical(REPLICA).decode() == (
        '{"ending":null,"fields":{"applicant_name":"Lê Hoà","telephone":"1"},'
        '"items":[[["paper","essential","1"],{"title":"Tờ khai"}]],"owner":"house","removed":[],'
        '"statuses":[[1,"2023-07-17T01:00:00+00:00"]]}'
    )


CHANGES = {
    "a value": change(ESSENTIAL, 2, fields={"telephone": "2"}),
    "a field": change(ESSENTIAL, 2, fields={"email": "a@example.vn"}),
    "an item": change(ESSENTIAL, 2, items=(Item("paper", "2", {}),)),
    "a removal": change(ESSENTIAL, 2, removed=tuple(REPLICA.items)),
    "a status": change(HOUSE, 1, status=2),
    "an ending": change(HOUSE, 1, ending=Ending.DELETED),
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_changes_the_digest_changes(what: str) -> None:
    assert digest(fold([OPENED, CHANGES[what]], AGREEMENT)) != digest(REPLICA)


def test_composed_and_decomposed_letters_are_the_same_text_and_tone_places_are_not() -> None:
    def named(name: str) -> str:
        title = normalize("NFD" if name != normalize("NFC", name) else "NFC", "Tờ khai")
        paper = Item("paper", "tờ-1", {"title": title})
        parts = replace(OPENED.parts, fields={"applicant_name": name}, items=(paper,))
        return digest(fold([replace(OPENED, parts=parts)], AGREEMENT))

    assert named(normalize("NFD", "Lê Hoà")) == named(normalize("NFC", "Lê Hoà"))
    assert named("Lê Hoà") != named("Lê Hòa")


def test_who_wrote_it_how_often_and_in_which_time_zone_does_not_show() -> None:
    again = fold([OPENED, change(NATIONAL, 1, after={ESSENTIAL: 1}, fields={"telephone": "1"})], AGREEMENT)
    hanoi = replace(
        REPLICA, statuses=(StatusEvent(1, NOW.astimezone(timezone(timedelta(hours=7))), ESSENTIAL),)
    )

    assert digest(again) == digest(REPLICA)
    assert digest(hanoi) == digest(REPLICA)


def test_an_empty_field_is_none() -> None:
    emptied = fold([OPENED, change(ESSENTIAL, 2, fields={"email": None})], AGREEMENT)

    assert digest(emptied) == digest(REPLICA)


def test_a_system_that_holds_few_fields_is_compared_by_these() -> None:
    other = fold([OPENED, CHANGES["a value"]], AGREEMENT)

    assert digest(other, fields=frozenset({"applicant_name"})) == digest(
        REPLICA, fields=frozenset({"applicant_name"})
    )
    assert digest(Replica()) != digest(REPLICA)


# --- the tree -------------------------------------------------------------------------------------

DAY = date(2023, 7, 17)
places = st.tuples(st.integers(0, 3), st.sampled_from(("25747", "25750", "H09.2")))
dossiers = st.dictionaries(st.integers(0, 40), st.tuples(places, st.integers(0, 2)), max_size=25)


def key(number: int) -> DossierKey:
    return DossierKey(HOUSE, f"H09.1-230717-{number:04d}")


class Asked(DigestTree):
    """A tree that counts the buckets that somebody asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Bucket] = []

    def dossiers(self, bucket: Bucket) -> dict[DossierKey, str]:
        self.asked.append(bucket)
        return dict(super().dossiers(bucket))


def tree(held: dict[int, tuple[tuple[int, str], int]]) -> Asked:
    buckets: dict[Bucket, dict[DossierKey, str]] = {}
    for number, ((day, agency), content) in held.items():
        bucket = Bucket(DAY + timedelta(days=day), agency)
        buckets.setdefault(bucket, {})[key(number)] = str(content)
    made = Asked()
    for bucket, digests in buckets.items():
        made.put(bucket, digests)
    return made


@given(here=dossiers, there=dossiers)
def test_the_walk_finds_every_difference_and_no_other(here: dict, there: dict) -> None:  # type: ignore[type-arg]
    found = {difference.key: difference.found for difference in differences(tree(here), tree(there))}

    expected = {}
    for number in here.keys() | there.keys():
        mine, theirs = here.get(number), there.get(number)
        if mine is None or theirs is None:
            expected[key(number)] = Found.MISSING_HERE if mine is None else Found.MISSING_THERE
        elif mine[1] != theirs[1]:
            expected[key(number)] = Found.DIFFERENT
        elif mine[0] != theirs[0]:
            expected[key(number)] = Found.ELSEWHERE
    assert found == expected


def test_only_branches_that_differ_are_entered() -> None:
    here = {number: ((number % 4, "25747"), 0) for number in range(40)}
    there = {**here, 7: (here[7][0], 1)}
    one, other = tree(here), tree(there)

    (difference,) = differences(one, other)

    bucket = Bucket(DAY + timedelta(days=3), "25747")
    assert (difference.key, difference.here, difference.there) == (key(7), bucket, bucket)
    assert one.asked == other.asked == [bucket]
    assert differences(one, tree(here)) == ()
    assert one.asked == [bucket]


@given(before=dossiers, after=dossiers)
def test_a_tree_renewed_bucket_by_bucket_is_the_tree_made_anew(before: dict, after: dict) -> None:  # type: ignore[type-arg]
    renewed, anew = tree(before), tree(after)
    renewed.root()
    for day in range(4):
        for agency in ("25747", "25750", "H09.2"):
            bucket = Bucket(DAY + timedelta(days=day), agency)
            renewed.put(bucket, dict(anew.dossiers(bucket)))

    assert renewed.root() == anew.root()
    assert renewed.days() == anew.days()


def test_a_repair_is_proposed_from_what_both_have_seen() -> None:
    systems = AGREEMENT.systems

    def repair(here: dict[str, int] | None, there: dict[str, int] | None) -> Repair:
        return propose(here=here, there=there, systems=systems)

    assert repair({ESSENTIAL: 2}, {ESSENTIAL: 1}) is Repair.BRING
    assert repair({ESSENTIAL: 2}, None) is Repair.BRING
    assert repair(None, {ESSENTIAL: 2}) is Repair.FETCH
    assert repair({ESSENTIAL: 2}, {ESSENTIAL: 1, HOUSE: 1}) is Repair.EXCHANGE
    assert repair({ESSENTIAL: 2}, {ESSENTIAL: 2}) is Repair.REBUILD
    assert repair({ESSENTIAL: 2}, {ESSENTIAL: 2, "stranger": 1}) is Repair.ASK_A_PERSON
    assert repair(None, None) is Repair.ASK_A_PERSON
