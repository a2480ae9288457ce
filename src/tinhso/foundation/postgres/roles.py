"""The two roles of the application and what each may do.

Made here and not in a migration: CREATE ROLE races when several test databases are migrated at
once, and a migration runs as the owner, who may not create roles.
"""

from __future__ import annotations

import psycopg
from psycopg import sql

from tinhso.foundation.postgres.types import ADMIN_ROLE, APP_ROLE, DATABASE, OWNER_ROLE, Cluster


def prepare_roles(cluster: Cluster) -> None:
    """Create the roles and the database when missing; safe to repeat."""
    with psycopg.connect(cluster.url(ADMIN_ROLE, "postgres"), autocommit=True) as connection:
        for role in (OWNER_ROLE, APP_ROLE):
            _ensure_role(connection, role, cluster.passwords[role])
        known = connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone()
    if known is None:
        create_database(cluster, DATABASE)


def create_database(cluster: Cluster, name: str, *, template: str | None = None) -> None:
    """A database owned by the owner role, open to the application role."""
    with psycopg.connect(cluster.url(ADMIN_ROLE, "postgres"), autocommit=True) as connection:
        statement = sql.SQL("create database {} owner {}").format(
            sql.Identifier(name), sql.Identifier(OWNER_ROLE)
        )
        if template:
            statement += sql.SQL(" template {}").format(sql.Identifier(template))
        connection.execute(statement)
    if template is None:
        with psycopg.connect(cluster.url(ADMIN_ROLE, name), autocommit=True) as connection:
            _open_to_application(connection, name)


def drop_database(cluster: Cluster, name: str) -> None:
    """Drop ``name`` together with its connections."""
    with psycopg.connect(cluster.url(ADMIN_ROLE, "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def _ensure_role(connection: psycopg.Connection, role: str, password: str) -> None:
    known = connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
    if known is None:
        connection.execute(
            sql.SQL("create role {} login nosuperuser nobypassrls password {}").format(
                sql.Identifier(role), sql.Literal(password)
            )
        )


def _open_to_application(connection: psycopg.Connection, database: str) -> None:
    owner, application = sql.Identifier(OWNER_ROLE), sql.Identifier(APP_ROLE)
    for statement in (
        "revoke all on schema public from public",
        "alter schema public owner to {owner}",
        "grant usage on schema public to {application}",
        "alter default privileges for role {owner} in schema public"
        " grant select, insert, update, delete on tables to {application}",
        "alter default privileges for role {owner} in schema public"
        " grant usage, select on sequences to {application}",
        "alter default privileges for role {owner} in schema public"
        " grant execute on functions to {application}",
    ):
        connection.execute(sql.SQL(statement).format(owner=owner, application=application))
    connection.execute(sql.SQL("revoke connect on database {} from public").format(sql.Identifier(database)))
    connection.execute(
        sql.SQL("grant connect on database {} to {}, {}").format(sql.Identifier(database), owner, application)
    )
