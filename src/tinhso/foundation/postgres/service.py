"""The door of the PostgreSQL room: one cluster, started and stopped by the house.

The default is the embedded cluster; a province with its own server (15 or newer) names it by
``DATABASE_URL`` and ``TINHSO_DATABASE_OWNER_URL`` and never calls this room.
"""

from tinhso.foundation.postgres.beginning import begin_with
from tinhso.foundation.postgres.cluster import ensure_running, is_accepting, remove, stop
from tinhso.foundation.postgres.roles import create_database, drop_database
from tinhso.foundation.postgres.types import (
    APP_ROLE,
    DATABASE,
    OWNER_ROLE,
    Cluster,
    UnableToStartPostgres,
)

__all__ = [
    "APP_ROLE",
    "DATABASE",
    "OWNER_ROLE",
    "Cluster",
    "UnableToStartPostgres",
    "begin_with",
    "create_database",
    "drop_database",
    "ensure_running",
    "is_accepting",
    "remove",
    "stop",
]
