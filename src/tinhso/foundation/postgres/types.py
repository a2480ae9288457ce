"""What a running PostgreSQL cluster is to the rest of the house."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

OWNER_ROLE = "tinhso_owner"
"""Owns every table; used by migrations only."""

APP_ROLE = "tinhso_app"
"""What the running application connects as: owns nothing, row-level security applies."""

ADMIN_ROLE = "tinhso_admin"
"""Superuser of the embedded cluster: creates roles and databases, nothing else."""

DATABASE = "tinhso"


class UnableToStartPostgres(RuntimeError):
    """The cluster could not be brought up; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A running cluster on 127.0.0.1 and the passwords of its three roles."""

    binaries: Path
    data: Path
    port: int
    passwords: dict[str, str]

    def url(self, role: str, database: str = DATABASE) -> str:
        """Connection URL of ``role`` to ``database``."""
        password = quote(self.passwords[role], safe="")
        return f"postgresql://{role}:{password}@127.0.0.1:{self.port}/{database}"

    @property
    def app_url(self) -> str:
        return self.url(APP_ROLE)

    @property
    def owner_url(self) -> str:
        return self.url(OWNER_ROLE)
