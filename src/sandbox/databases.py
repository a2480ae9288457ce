"""One SQLite file per simulated system, and the router that keeps them apart."""

from pathlib import Path
from typing import Any

from django.db.models import Model

# allauth opens transactions on "default" by name, so that alias is the file of VNeID.
ALIASES = {
    "default": "vneid",
    "population": "population",
    "payment": "payment",
    "messages": "messages",
    "dials": "dials",
    "national_portal": "national_portal",
    "essential_portal": "essential_portal",
    "old_one_stop": "old_one_stop",
    "gateway": "gateway",
}
ALIAS_OF_APP = {
    "population": "population",
    "vneid": "default",
    "account": "default",
    "allauth_idp_oidc": "default",
    "auth": "default",
    "contenttypes": "default",
    "sessions": "default",
    "payment": "payment",
    "sandbox_messages": "messages",
    "dials": "dials",
    "national_portal": "national_portal",
    "essential_portal": "essential_portal",
    "old_one_stop": "old_one_stop",
    "gateway": "gateway",
}


def sqlite_database(folder: Path, system: str) -> dict[str, Any]:
    """Settings of one system's database: write-ahead log, patient with a busy file."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder / f"{system}.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


class OneFilePerSystem:
    """Sends every model to the file of its own system; systems have no relations."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        return ALIAS_OF_APP[model._meta.app_label]

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        return ALIAS_OF_APP[model._meta.app_label]

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        return self.db_for_read(type(one)) == self.db_for_read(type(other))

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return ALIAS_OF_APP.get(app_label) == db
