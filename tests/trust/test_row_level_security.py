"""The second lock, table by table: without a scope nothing, for strangers nothing, and nothing lasts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.apps import apps
from django.db import connection

from tests.trust.acting import acting_for_others
from tests.trust.every_table import fill_every_locked_table
from tests.trust.stage import seen_by_system
from tinhso.casework.dossiers import service as dossiers
from tinhso.foundation.authority.service import Actor, ActorKind, NotPermitted, Role, system_actor
from tinhso.foundation.unit_of_work.service import acting_as_system, unit_of_work

WITHOUT_LOCK = {
    "ledger_question": "sealed whole; read by the lines' jobs, and asked in the scope of who opens a case",
    "files_stored": "details sealed; found only by an id that a locked row (paper, draft, result) names",
    "agencies_officer": "names of public servants in office, sealed at rest; every agency addresses them",
    "agencies_agency_detail": "names of agencies, read by every process; why they changed is sealed",
    "agencies_ending": "decisions about agencies, read by every process; why they were made is sealed",
    "agencies_competence_period": "who is competent, read by every process; why it was decided is sealed",
    "calendar_holiday": "the working calendar, read by every process; why it was changed is sealed",
    "identity_account": "holds no fact about anybody: read at sign-in, before there is a scope",
}
"""Tables that name a person or a case, or hold something sealed, and are not locked: with the reason."""

ANY_OFFICER = {
    "people_person": "a counter serves whoever comes; get_people records each reading and shows it to them",
    "people_name_word": "blind indexes of the same register",
    "people_past_fact": "earlier statements about the same people",
}
"""Locked tables that an officer of any agency reads and writes: with the reason."""

LOOKED_UP_BY_ANY_OFFICER = {
    "agencies_officer_name_word": "blind indexes of the names of public servants; only the house writes them",
}
"""Locked tables that an officer of any agency reads and does not write: with the reason."""

MAY_BE_ENTERED_BY_ANYBODY_SIGNED_IN = {
    "payments_fee": "asked with the act that opens a case, whoever opens it",
    "verification_request": "asked with the act that opens a case, whoever opens it",
    "notices_notice": "noted with the act that it tells of",
}
AUDIT = "audit_entry"
"""Everybody may add to it, refusals of strangers included; nobody may change it."""

_TELLING = ("person", "applicant", "case_id", "dossier")


def tells_of_people(model: type) -> bool:
    """Whether a table of the house holds something about a person or a case."""
    names = {field.name for field in model._meta.fields}  # type: ignore[attr-defined]
    sealed = any(name.startswith("sealed_") or name.endswith("_sealed") for name in names)
    return sealed or bool(names & set(_TELLING))


def locked_tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("select relname from pg_class where relkind = 'r' and relrowsecurity")
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.django_db
def test_every_table_that_tells_of_people_is_locked_or_says_why_not():
    telling = {model._meta.db_table for model in apps.get_models() if tells_of_people(model)}
    unlocked = telling - locked_tables()
    assert unlocked == set(WITHOUT_LOCK), "lock the table, or write down why it needs no lock"


@pytest.mark.django_db
def test_locks_hold_for_the_role_that_the_application_connects_with():
    with connection.cursor() as cursor:
        cursor.execute(
            """select r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolcreatedb,
                 exists (select from pg_class c where c.relowner = r.oid),
                 exists (select from pg_proc p where p.proowner = r.oid),
                 exists (select from pg_auth_members m where m.member = r.oid)
               from pg_roles r where r.rolname = current_user"""
        )
        assert not any(cursor.fetchone()), "no power, owns nothing, belongs to no stronger role"
        cursor.execute(
            """select relname from pg_class join pg_namespace n on n.oid = relnamespace
               where nspname = 'public' and relkind in ('r', 'p')
                 and (has_table_privilege(pg_class.oid, 'truncate')
                   or has_table_privilege(pg_class.oid, 'trigger')
                   or has_table_privilege(pg_class.oid, 'references'))"""
        )
        assert cursor.fetchall() == []


@pytest.mark.django_db
def test_functions_that_run_as_the_owner_are_few_and_fix_their_search_path():
    with connection.cursor() as cursor:
        cursor.execute(
            """select p.proname, p.proconfig from pg_proc p join pg_namespace n on n.oid = p.pronamespace
               where p.prosecdef and n.nspname = 'public' order by 1"""
        )
        found = cursor.fetchall()
    assert [name for name, _ in found] == ["audit_entries_about", "audit_history_of"]
    assert all(any(each.startswith("search_path=") for each in config or ()) for _, config in found)


_FORBIDDEN = [
    "truncate dossiers_dossier cascade",
    "alter table dossiers_dossier disable row level security",
    "alter table dossiers_event disable trigger all",
    "drop policy dossier_seen on dossiers_dossier",
    "create policy mine on dossiers_dossier using (true)",
    "alter role tinhso_app bypassrls",
    "set role tinhso_owner",
    "set session_replication_role = replica",
    "create table public.copy (id int)",
    "update audit_entry set outcome = 'done'",
    "delete from audit_entry",
    "update audit_leaf set leaf_hash = leaf_hash",
    "update dossiers_event set action = action",
    "delete from dossiers_event",
    "delete from dossiers_dossier",
    "update process_clock_entry set due_after = now()",
    "delete from process_clock_entry",
    "update catalogue_procedure set title = title",
]


@pytest.mark.django_db
@pytest.mark.parametrize("statement", _FORBIDDEN)
def test_application_role_is_refused(stage, statement):
    filed = stage.file()
    stage.bring_to("received", filed)
    with seen_by_system() as cursor, pytest.raises(Exception, match=_REFUSALS) as refused:
        cursor.execute("savepoint before")
        try:
            cursor.execute(statement)
        finally:
            cursor.execute("rollback to savepoint before")
    assert isinstance(refused.value.__cause__, psycopg.Error)


_REFUSALS = (
    "permission denied|must be owner|append-only|never changes|must be able to SET ROLE|must have"
    "|must be superuser"
)


def strangers(stage: Any) -> dict[str, Actor | None]:
    every_role = tuple(Role)
    return {
        "no scope": None,
        "officer of another agency": stage.officer(*every_role, agency="other"),
        "another citizen": stage.other_citizen,
        **acting_for_others(stage.other_citizen),
        "nobody signed in": Actor(kind=ActorKind.ANONYMOUS),
        "system of another agency": Actor(
            kind=ActorKind.CLIENT, client_id=UUID(int=9), client_agencies=frozenset({stage.agencies["other"]})
        ),
        "holder of another code": Actor(kind=ActorKind.ANONYMOUS, tracking_code="H09.1-230717-9999"),
    }


def _set(actor: Actor | None) -> None:
    from tinhso.foundation.authority.service import set_scope

    if actor is not None:
        set_scope(actor)


def _rows_about(stage: Any, table: str) -> str:
    """The WHERE that leaves out what the other citizen owns by right: their own row among people."""
    own = {"people_person": "id", "people_name_word": "person_id", "people_past_fact": "person_id"}
    if table in own:
        return f"where {own[table]} = '{stage.citizen.person_id}'"
    if table == AUDIT:
        return f"where '{stage.citizen.person_id}' = any (subjects::text[])"
    return ""


def test_strangers_see_change_and_enter_nothing(committed_stage, committed_database):
    stage = committed_stage
    fill_every_locked_table(stage, committed_database)
    from django.db import DatabaseError, transaction

    seen: dict[tuple[str, str], int] = {}
    changed: dict[tuple[str, str], int] = {}
    entered: list[tuple[str, str]] = []
    # Feedback's own test goes through its tables: what it published is for everybody.
    tables = sorted(table for table in locked_tables() if not table.startswith("feedback_"))
    for table in tables:
        where = _rows_about(stage, table)
        count, record, column = committed_database.sql(
            f"""select (select count(*) from {table} {where}),
                  (select to_jsonb(t) from {table} t {where} limit 1)::text,
                  (select attname from pg_attribute
                   where attrelid = '{table}'::regclass and attnum = 1)"""
        )[0]
        assert count, f"the test must put something into {table}"
        for who, actor in strangers(stage).items():
            with transaction.atomic(), connection.cursor() as cursor:
                _set(actor)
                cursor.execute(f"select count(*) from {table} {where}")
                seen[table, who] = cursor.fetchone()[0]
            changes = (f"update {table} set {column} = {column} {where}", f"delete from {table} {where}")
            for statement in changes:
                try:
                    with transaction.atomic(), connection.cursor() as cursor:
                        _set(actor)
                        cursor.execute(statement)
                        changed[table, who] = changed.get((table, who), 0) + cursor.rowcount
                        transaction.set_rollback(True)
                except DatabaseError:
                    continue
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    _set(actor)
                    cursor.execute(
                        f"insert into {table} select * from jsonb_populate_record(null::{table}, %s::jsonb)",
                        [record],
                    )
            except DatabaseError as error:
                if "row-level security" not in str(error):
                    entered.append((table, who))
            else:
                entered.append((table, who))

    officer = "officer of another agency"
    looked_up = {(table, officer) for table in (*ANY_OFFICER, *LOOKED_UP_BY_ANY_OFFICER)}
    assert {each for each, count in seen.items() if count} == looked_up
    assert {each for each, count in changed.items() if count} <= {(table, officer) for table in ANY_OFFICER}
    signed_in = (officer, "another citizen", *acting_for_others(stage.other_citizen))
    expected = {(table, who) for table in MAY_BE_ENTERED_BY_ANYBODY_SIGNED_IN for who in signed_in}
    expected |= {(table, officer) for table in ANY_OFFICER} | {(AUDIT, who) for who in strangers(stage)}
    assert set(entered) == expected


def test_those_concerned_do_see_it(committed_stage, committed_database):
    """The locks are not simply shut: owner and agency see what strangers do not."""
    from django.db import transaction

    stage = committed_stage
    fill_every_locked_table(stage, committed_database)
    own = {"dossiers_dossier", "dossiers_paper", "dossiers_event", "payments_fee", "notices_notice"}
    agency = {"dossiers_dossier", "dossiers_worklist", "process_task", "process_clock_entry", "payments_fee"}
    for actor, tables in ((stage.citizen, own), (stage.officer(Role.SPECIALIST), agency)):
        for table in tables:
            with transaction.atomic(), connection.cursor() as cursor:
                _set(actor)
                cursor.execute(f"select count(*) from {table}")
                assert cursor.fetchone()[0], (actor.kind, table)


def scope_left_on_the_connection() -> list[str]:
    names = ("scope", "agency", "person", "tracking_code")
    with connection.cursor() as cursor:
        cursor.execute(
            "select " + ", ".join(f"coalesce(current_setting('tinhso.{name}', true), '')" for name in names)
        )
        return [value for value in cursor.fetchone() if value]


def dossiers_seen_now() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from dossiers_dossier")
        return int(cursor.fetchone()[0])


def test_nothing_of_a_scope_outlives_its_transaction_on_a_persistent_connection(committed_stage):
    stage = committed_stage
    filed = stage.file()
    process_id = connection.connection.info.backend_pid
    for actor in (stage.citizen, stage.officer(Role.RECEPTION_OFFICER), system_actor()):
        with unit_of_work(actor=actor, now=stage.now) as work:
            assert dossiers_seen_now() == 1
            with acting_as_system(work):
                assert dossiers_seen_now() == 1
        assert (scope_left_on_the_connection(), dossiers_seen_now()) == ([], 0)

    with pytest.raises(NotPermitted):
        stage.step(filed, "receive", stage.officer(Role.LEADER))
    assert (scope_left_on_the_connection(), dossiers_seen_now()) == ([], 0), "nor of a refusal"
    with pytest.raises(ZeroDivisionError), unit_of_work(actor=system_actor(), now=stage.now):
        1 / 0  # noqa: B018
    assert (scope_left_on_the_connection(), dossiers_seen_now()) == ([], 0), "nor of a failure"

    dossiers.track_dossier(code=filed.code, trace_id="", now=stage.now)
    assert (scope_left_on_the_connection(), dossiers_seen_now()) == ([], 0), "nor of a code"
    assert connection.connection.info.backend_pid == process_id, "one connection served them all"


def test_scope_of_a_stranger_does_not_inherit_the_one_before(committed_stage):
    stage = committed_stage
    stage.file()
    for actor in strangers(stage).values():
        with unit_of_work(actor=system_actor(), now=stage.now):
            assert dossiers_seen_now() == 1
        if actor is not None:
            with unit_of_work(actor=actor, now=stage.now):
                assert dossiers_seen_now() == 0


def test_the_scope_from_before_a_widening_comes_back_also_when_it_is_nested_or_fails(committed_stage):
    stage = committed_stage
    stage.file()
    with unit_of_work(actor=stage.other_citizen, now=stage.now) as work:
        with acting_as_system(work):
            with acting_as_system(work):
                assert dossiers_seen_now() == 1
            assert dossiers_seen_now() == 1, "the inner end must not narrow the outer"
        assert dossiers_seen_now() == 0
        with pytest.raises(KeyError), acting_as_system(work):
            raise KeyError
        assert dossiers_seen_now() == 0, "a failure that is caught must not leave the gate open"


def test_an_error_of_the_database_inside_a_widening_is_told_as_it_is(committed_stage):
    from django.db import IntegrityError

    stage = committed_stage
    with (
        pytest.raises(IntegrityError),
        unit_of_work(actor=stage.citizen, now=stage.now) as work,
        acting_as_system(work),
        connection.cursor() as cursor,
    ):
        cursor.execute("update people_person set sex = 'x'")
