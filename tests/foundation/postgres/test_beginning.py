"""A transaction that begins with its settings: one message, and nothing outlives it."""

from __future__ import annotations

import psycopg
import pytest
from django.db import DataError, OperationalError, ProgrammingError, connection, transaction

from tests.support.database import CommittedDatabase
from tinhso.foundation.authority.service import begin_in_scope, system_actor
from tinhso.foundation.authority.types import Actor, ActorKind
from tinhso.foundation.postgres.service import begin_with

pytestmark = pytest.mark.usefixtures("committed_database")


def _setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting(%s, true), '')", [name])
        return str(cursor.fetchone()[0])


def _commits() -> bool:
    """Whether a transaction is open that is not one of a single statement."""
    with connection.cursor() as cursor:
        cursor.execute("select now() = statement_timestamp()")
        return not cursor.fetchone()[0]


def test_settings_hold_until_the_end_and_no_longer() -> None:
    with transaction.atomic():
        assert begin_with({"tinhso.scope": "officer", "tinhso.agency": "a-1"})
        assert (_setting("tinhso.scope"), _setting("tinhso.agency")) == ("officer", "a-1")
        assert _commits()
    assert _setting("tinhso.scope") == ""


def test_what_was_changed_is_rolled_back_with_it() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        begin_with({"tinhso.scope": "system"})
        with connection.cursor() as cursor:
            cursor.execute("create temporary table never_there (x int)")
        raise ZeroDivisionError
    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute("select * from never_there")


def test_nothing_is_done_where_a_transaction_has_begun_or_none_is_opened() -> None:
    assert not begin_with({"tinhso.scope": "system"})
    with transaction.atomic():
        assert _setting("tinhso.scope") == ""
        assert not begin_with({"tinhso.scope": "system"})
        assert _setting("tinhso.scope") == ""


@pytest.mark.parametrize("value", ["'; drop table x; --", "a'b", "", "two words", "đ", "a\\b", "a\0b"])
def test_a_value_that_is_not_plain_never_reaches_the_server(value: str) -> None:
    with pytest.raises(ValueError), transaction.atomic():
        begin_with({"tinhso.scope": value})
    with pytest.raises(ValueError), transaction.atomic():
        begin_with({value: "system"})
    assert _setting("tinhso.scope") == ""


def test_a_setting_that_the_server_refuses_is_an_error_of_the_database() -> None:
    with pytest.raises((ProgrammingError, DataError)), transaction.atomic():
        begin_with({"statement_timeout": "never"})
    with transaction.atomic():
        assert begin_with({"tinhso.scope": "system"})


def test_a_server_that_has_gone_is_said_as_what_may_come_back(committed_database: CommittedDatabase) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (session,) = cursor.fetchone()
    with pytest.raises(OperationalError), transaction.atomic():
        with psycopg.connect(committed_database.app_url, autocommit=True) as other:
            other.execute("select pg_terminate_backend(%s)", [session])
        begin_with({"tinhso.scope": "system"})
    connection.close()
    with transaction.atomic():
        assert begin_with({"tinhso.scope": "system"})


def test_what_a_person_typed_goes_as_a_parameter() -> None:
    typed = Actor(kind=ActorKind.ANONYMOUS, tracking_code="x'; drop table y; --")
    with transaction.atomic():
        begin_in_scope(typed)
        assert _setting("tinhso.tracking_code") == typed.tracking_code
    with transaction.atomic():
        begin_in_scope(system_actor())
        assert (_setting("tinhso.scope"), _setting("tinhso.tracking_code")) == ("system", "")
