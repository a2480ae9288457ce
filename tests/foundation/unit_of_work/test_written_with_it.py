"""Rows that nobody reads back go out with what is recorded, and are there before anybody could miss them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pytest
from django.db import connection

from tinhso.foundation.authority.service import Actor, ActorKind, system_actor
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work

pytestmark = pytest.mark.django_db

_INSERT = """insert into unit_of_work_idempotency_key
  (actor_reference, key, request_digest, result_id, created_at)
select %s, %s, '', %s, %s where %s"""


def _write(work: UnitOfWork, key: str, *, name: str = "row", comes: bool = True) -> list[str]:
    """Wants a row with this key; where ``comes`` is false it inserts none. Says what happened otherwise."""
    missed: list[str] = []
    work.write(
        name,
        f"{name} as ({_INSERT} returning 1)",
        [UUID(int=7), key, new_id(), work.now, comes],
        otherwise=lambda: missed.append(key),
    )
    return missed


def _keys() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select key from unit_of_work_idempotency_key where actor_reference = %s order by key",
            [UUID(int=7)],
        )
        return [key for (key,) in cursor.fetchall()]


def test_rows_and_what_is_recorded_are_one_statement(
    legal_moment: datetime, django_assert_num_queries
) -> None:
    with unit_of_work(actor=system_actor("w1"), now=legal_moment, as_system=True) as work:
        missed = [*_write(work, "a"), *_write(work, "b", name="other")]
        work.record(action="test.done", object_kind="test", object_id=None)
        assert _keys() == []
        with django_assert_num_queries(1):
            work.flush()
    assert _keys() == ["a", "b"]
    assert missed == []


def test_whoever_inserts_nothing_is_told(legal_moment: datetime) -> None:
    with unit_of_work(actor=system_actor("w2"), now=legal_moment, as_system=True) as work:
        came = _write(work, "a")
        missed = _write(work, "b", name="other", comes=False)
    assert (came, missed) == ([], ["b"])


def test_a_second_piece_of_the_same_name_sends_the_first(legal_moment: datetime) -> None:
    with unit_of_work(actor=system_actor("w3"), now=legal_moment, as_system=True) as work:
        _write(work, "a")
        _write(work, "b")
        assert _keys() == ["a"]
    assert _keys() == ["a", "b"]


def test_rows_are_there_for_an_intention_that_joins(legal_moment: datetime) -> None:
    actor = system_actor("w4")
    with unit_of_work(actor=actor, now=legal_moment, as_system=True) as work:
        _write(work, "a")
        with unit_of_work(actor=actor, now=legal_moment):
            assert _keys() == ["a"]


def test_rows_are_written_in_the_scope_that_wanted_them(legal_moment: datetime) -> None:
    citizen = Actor(kind=ActorKind.CITIZEN, person_id=UUID(int=8))
    with unit_of_work(actor=citizen, now=legal_moment) as work:
        with acting_as_system(work):
            _write(work, "a")
            assert _keys() == []
        assert _keys() == ["a"]


def test_an_error_takes_them_along(legal_moment: datetime) -> None:
    with pytest.raises(ZeroDivisionError), unit_of_work(actor=system_actor("w5"), now=legal_moment) as work:
        _write(work, "a")
        work.write_out()
        _write(work, "b")
        raise ZeroDivisionError
    assert _keys() == []
