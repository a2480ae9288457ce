"""A transaction that begins with its settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django.db import DEFAULT_DB_ALIAS, connections

from tinhso.foundation.postgres.lasting.base import DatabaseWrapper


def begin_with(settings: Mapping[str, str]) -> bool:
    """See ``DatabaseWrapper.begin_with``, of the one database."""
    return cast(DatabaseWrapper, connections[DEFAULT_DB_ALIAS]).begin_with(settings)
