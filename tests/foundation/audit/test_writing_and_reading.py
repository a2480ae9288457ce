"""Entries are written once, never changed, and shown to the people they concern and to nobody else."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import Error, connection, transaction

from tests.foundation.audit.planting import LEGAL, make_entry, set_scope, write, write_many
from tinhso.foundation.audit.service import entries_about

AN, BINH = UUID(int=1), UUID(int=2)

pytestmark = pytest.mark.django_db


def test_entry_is_read_back_as_it_was_written() -> None:
    entry = make_entry(subjects=(AN, BINH), actor_id=None, details={"đủ": True, "n": -3})
    write(entry)
    set_scope("citizen", BINH)

    (read,) = entries_about(BINH)

    assert read.recorded_at is not None
    assert read == make_entry(
        id=entry.id, subjects=(AN, BINH), actor_id=None, details=entry.details, recorded_at=read.recorded_at
    )


def test_person_sees_own_entries_newest_first_page_by_page() -> None:
    entries = write_many(7)
    write(make_entry(subjects=(BINH,)))
    set_scope("citizen", AN)

    first = entries_about(AN, limit=4)
    second = entries_about(AN, limit=4, after=first[-1].id)

    assert [entry.id for entry in [*first, *second]] == sorted((entry.id for entry in entries), reverse=True)


@pytest.mark.parametrize("scope", ["citizen", "officer", "public", ""])
def test_nobody_else_sees_a_persons_entries(scope: str) -> None:
    write(make_entry(subjects=(AN,)))
    set_scope(scope, BINH)

    assert entries_about(AN) == []
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from audit_entry")
        assert cursor.fetchone() == (0,)


def test_row_level_security_shows_own_rows_and_the_system_all() -> None:
    write(make_entry(subjects=(AN,)), make_entry(subjects=(BINH,)), make_entry(subjects=()))
    seen = {}
    for scope, person in (("citizen", AN), ("system", None)):
        set_scope(scope, person)
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from audit_entry")
            seen[scope] = cursor.fetchone()[0]

    assert seen == {"citizen": 1, "system": 3}


def test_entry_hidden_by_law_appears_at_its_release_date() -> None:
    release = LEGAL + timedelta(days=30)
    write(make_entry(hidden_until=release, hidden_basis="Bộ luật Tố tụng hình sự 2015"))
    set_scope("citizen", AN)

    assert entries_about(AN, now=release - timedelta(seconds=1)) == []
    (shown,) = entries_about(AN, now=release)
    assert shown.hidden_basis == "Bộ luật Tố tụng hình sự 2015"
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from audit_entry")
        assert cursor.fetchone() == (0,)


def test_entry_cannot_be_hidden_without_a_legal_basis() -> None:
    with pytest.raises(Error), transaction.atomic():
        write(make_entry(hidden_until=LEGAL, hidden_basis=""))


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_entry set purpose = 'x'",
        "delete from audit_entry",
        "truncate audit_entry",
        "delete from audit_leaf",
        "update audit_leaf set leaf_hash = ''",
        "update audit_subtree set hash = ''",
        "update audit_tree_head set root = ''",
        "truncate audit_tree_head",
        "alter table audit_entry disable trigger user",
        "alter table audit_entry disable row level security",
        "update audit_pending set entry_id = entry_id",
    ],
)
def test_application_role_cannot_change_the_log(statement: str) -> None:
    write(make_entry())

    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_owner_meets_the_trigger_too(owner_url: str) -> None:
    import psycopg

    with (
        psycopg.connect(owner_url) as owner,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"),
    ):
        owner.execute("delete from audit_entry")


def test_one_statement_writes_entries_and_their_queue(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        write_many(20)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from audit_pending")
        assert cursor.fetchone() == (20,)


def test_entries_of_one_person_come_by_the_index_under_row_level_security(owner_url: str) -> None:
    """The function runs as the owner; a plain query of the application role could not use the index."""
    import psycopg

    with psycopg.connect(owner_url) as owner:
        owner.execute("set enable_seqscan = off")
        plan = owner.execute(
            "explain select * from audit_entry where subjects @> array[%s::uuid]", [AN]
        ).fetchall()

    assert any("audit_by_subject" in line[0] for line in plan)
