"""Looking for people where nobody should be able to read of them: in logs, in tables, in file names.

A canary is a value that occurs nowhere else. It is searched for in every spelling that a leak may give it.
"""

from __future__ import annotations

import base64
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import psycopg
from psycopg import sql

from tinhso.engines.text.service import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """A canary that could be read: which one, and where."""

    canary: str
    place: str


@dataclass(frozen=True, slots=True)
class Canaries:
    """Named values, each in all the spellings that give it away."""

    values: Mapping[str, str]
    needles: Mapping[str, frozenset[bytes]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "needles", {name: frozenset(spellings(value)) for name, value in self.values.items()}
        )

    def search(self, content: bytes, place: str) -> Iterator[Leak]:
        """The canaries that can be read in ``content``."""
        lowered = content.lower()
        for name, needles in self.needles.items():
            if any(needle in content or needle.lower() in lowered for needle in needles):
                yield Leak(canary=name, place=place)

    def in_files(self, files: Iterable[Path]) -> Iterator[Leak]:
        """Names and contents of files."""
        for file in files:
            yield from self.search(str(file).encode(), f"name of {file.name}")
            try:
                content = file.read_bytes()
            except FileNotFoundError:
                continue  # the worker took it away since it was listed: a photo's mark that it waits
            yield from self.search(content, file.name)

    def in_database(self, owner_url: str) -> Iterator[Leak]:
        """Every row of every table that is there, whatever its columns are called."""
        with psycopg.connect(owner_url, autocommit=True) as connection:
            for schema, table in _tables(connection):
                name = sql.SQL("{}.{}").format(sql.Identifier(schema), sql.Identifier(table))
                for text, *raw in _rows(connection, name, _bytea_columns(connection, schema, table)):
                    yield from self.search("\n".join([text]).encode(), f"table {table}")
                    for column in raw:
                        yield from self.search(bytes(column or b""), f"table {table}")


def spellings(value: str) -> Iterator[bytes]:
    """The ways in which a text is still that text to whoever finds it."""
    plain = unicodedata.normalize("NFC", value)
    yield from (form.encode() for form in {plain, unicodedata.normalize("NFD", value), fold(plain)})
    yield quote(plain).encode()
    yield quote_plus(plain).encode()
    yield json.dumps(plain)[1:-1].encode()
    yield repr(plain.encode())[2:-1].encode()
    yield plain.encode().hex().encode()
    yield plain.encode("utf-16-le")
    yield base64.b64encode(plain.encode()).rstrip(b"=")
    yield base64.urlsafe_b64encode(plain.encode()).rstrip(b"=")
    if plain.isdecimal():
        yield " ".join((plain[:4], plain[4:7], plain[7:])).encode()
        yield ("+84" + plain[1:]).encode()


def _tables(connection: psycopg.Connection) -> list[tuple[Any, ...]]:
    return connection.execute(
        """select table_schema, table_name from information_schema.tables
           where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')"""
    ).fetchall()


def _bytea_columns(connection: psycopg.Connection, schema: str, table: str) -> list[str]:
    rows = connection.execute(
        """select column_name from information_schema.columns
           where table_schema = %s and table_name = %s and data_type = 'bytea'""",
        [schema, table],
    ).fetchall()
    return [row[0] for row in rows]


def _rows(connection: psycopg.Connection, name: sql.Composed, raw: list[str]) -> list[tuple[Any, ...]]:
    columns = sql.SQL(", ").join([sql.SQL("t::text"), *(sql.Identifier(each) for each in raw)])
    return connection.execute(sql.SQL("select {} from {} t").format(columns, name)).fetchall()
