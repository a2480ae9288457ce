"""A log to write to, seal, and tamper with as the owner of the database."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker

from tests.foundation.audit.planting import Tamper

TABLES = ("audit_entry", "audit_leaf", "audit_subtree", "audit_tree_head", "audit_pending")


@pytest.fixture
def heads_file(tmp_path: Path, settings: Settings) -> Path:
    """The file outside the database, empty at first."""
    settings.TINHSO_TREE_HEADS_FILE = tmp_path / "outside" / "tree-heads.jsonl"
    return settings.TINHSO_TREE_HEADS_FILE


@pytest.fixture
def tamper(owner_url: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Tamper]:
    """Commits are real; the fixture runs SQL as the owner with triggers off; the log is emptied after."""

    def run(statement: str, *parameters: object) -> None:
        with psycopg.connect(owner_url) as owner:
            for table in TABLES:
                owner.execute(f"alter table {table} disable trigger user")  # type: ignore[arg-type]
            owner.execute(statement, parameters)  # type: ignore[arg-type]
            for table in TABLES:
                owner.execute(f"alter table {table} enable trigger user")  # type: ignore[arg-type]

    with django_db_blocker.unblock():
        run(f"truncate {', '.join(TABLES)}")
        yield run
        run(f"truncate {', '.join(TABLES)}")
