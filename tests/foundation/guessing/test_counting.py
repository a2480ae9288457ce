"""Tries are counted by purpose, subject and place; a full counter says when to come again."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.test import RequestFactory

from tests.trust.canary import spellings
from tinhso.foundation.clock.service import FrozenClock, frozen
from tinhso.foundation.guessing import rules
from tinhso.foundation.guessing.models import TryCounter
from tinhso.foundation.guessing.service import (
    Limit,
    TooManyTries,
    count_try,
    forget_tries,
    is_known_place,
    place_from,
    place_of,
    remember_place,
    take_back,
)

THREE = Limit(purpose="test.three", at_once=3, one_per=timedelta(minutes=10))
HERE, THERE = "203.0.113.9", "198.51.100.7"


@pytest.fixture
def clock(db: None, legal_moment: datetime) -> Any:
    with frozen(legal_moment, seed=3) as still:
        yield still


def tries(limit: Limit, count: int, **who: str) -> list[bool]:
    """Which of so many tries were taken."""
    taken = []
    for _ in range(count):
        try:
            count_try(limit, **who)
            taken.append(True)
        except TooManyTries:
            taken.append(False)
    return taken


def test_a_full_counter_refuses_until_it_has_leaked_and_says_when(clock: FrozenClock) -> None:
    assert tries(THREE, 3, place=HERE) == [True] * 3
    with pytest.raises(TooManyTries) as told:
        count_try(THREE, place=HERE)
    assert told.value.retry_at == clock.moment + timedelta(minutes=10)
    assert told.value.message.endswith("Bạn hãy chờ 10 phút rồi thử lại (từ 09:10).")
    clock.advance(timedelta(minutes=10))
    assert tries(THREE, 2, place=HERE) == [True, False]


def test_hammering_does_not_make_the_wait_longer(clock: FrozenClock) -> None:
    tries(THREE, 50, place=HERE)
    clock.advance(timedelta(minutes=10))
    assert tries(THREE, 1, place=HERE) == [True]


def test_one_place_one_subject_one_purpose_do_not_fill_another(clock: FrozenClock) -> None:
    tries(THREE, 9, place=HERE, subject="a")
    other = Limit(purpose="test.other", at_once=3, one_per=timedelta(minutes=10))
    assert tries(THREE, 1, place=THERE, subject="a") == [True]
    assert tries(THREE, 1, place=HERE, subject="b") == [True]
    assert tries(other, 1, place=HERE, subject="a") == [True]


def test_what_was_right_is_taken_back_and_a_subject_is_forgotten_everywhere(clock: FrozenClock) -> None:
    for _ in range(20):
        count_try(THREE, place=HERE)
        take_back(THREE, place=HERE)
    for place in (HERE, THERE):
        tries(THREE, 4, place=place, subject="a")
    forget_tries(THREE, subject="a", place=HERE)
    assert tries(THREE, 1, place=HERE, subject="a") == [True]
    assert tries(THREE, 1, place=THERE, subject="a") == [False]
    forget_tries(THREE, subject="a")
    assert tries(THREE, 1, place=THERE, subject="a") == [True]


def test_a_known_place_is_known_for_its_subject_until_it_is_forgotten(clock: FrozenClock) -> None:
    remember_place("test.known", place=HERE, subject="a", lasts=timedelta(days=1))
    assert is_known_place("test.known", place=HERE, subject="a")
    assert not is_known_place("test.known", place=THERE, subject="a")
    assert not is_known_place("test.known", place=HERE, subject="b")
    clock.advance(timedelta(days=2))
    assert not is_known_place("test.known", place=HERE, subject="a")


def test_counters_that_ran_empty_are_deleted_and_no_row_tells_who_tried(clock: FrozenClock) -> None:
    for number in range(30):
        count_try(THREE, place=f"203.0.113.{number}", subject="0973518246")
    with connection.cursor() as cursor:
        cursor.execute("select string_agg(t::text, ' ') from guessing_try_counter t")
        written = cursor.fetchone()[0].encode()
    for secret in ("203.0.113.9", "0973518246"):
        assert not any(spelling in written for spelling in spellings(secret))
    clock.advance(timedelta(hours=1))
    for _ in range(2):
        count_try(THREE, place=HERE)
    assert TryCounter.objects.count() <= 11


def test_twenty_tries_at_once_are_three(committed_database: Any) -> None:
    def one(_: int) -> bool:
        try:
            return tries(THREE, 1, place=HERE)[0]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert Counter(pool.map(one, range(20))) == {True: 3, False: 17}


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::"),
        ("nobody", ""),
    ],
)
def test_what_counts_as_one_place(address: str, place: str) -> None:
    assert place_of(address) == place


@pytest.mark.parametrize(
    ("proxies", "forwarded", "place"),
    [
        (0, "198.51.100.1", "203.0.113.9"),
        (1, "192.0.2.66, 198.51.100.1", "198.51.100.1"),
        (2, "192.0.2.66, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (2, "10.0.0.1", "203.0.113.9"),
    ],
)
def test_only_the_proxies_of_the_house_are_believed(
    settings: Any, proxies: int, forwarded: str, place: str
) -> None:
    settings.TINHSO_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.9", headers={"X-Forwarded-For": forwarded})
    assert place_from(request.META) == place


@pytest.mark.parametrize(
    ("wait", "words"),
    [(20, "một phút"), (61, "2 phút"), (3599, "60 phút"), (3601, "2 giờ")],
)
def test_how_long_to_wait_is_said_in_whole_minutes_and_hours(wait: int, words: str) -> None:
    assert rules.waiting_words(timedelta(seconds=wait)) == words
