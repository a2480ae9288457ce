"""Counting what a request asks of the database, as the database counts it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext


@contextmanager
def at_most(number: int) -> Iterator[None]:
    """No more statements than so many; savepoints, a test's BEGIN and COMMIT, are not counted.

    Use it with ``no_news``, or a process may ask for news in the middle.
    """
    with CaptureQueriesContext(connection) as asked:
        yield
    said = [query["sql"] for query in asked.captured_queries]
    own = [each for each in said if not each.startswith(("SAVEPOINT", "RELEASE SAVEPOINT"))]
    shown = "\n".join(" ".join(each.split())[:120] for each in own)
    assert len(own) <= number, f"{len(own)} statements, at most {number}:\n{shown}"
