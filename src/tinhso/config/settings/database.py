"""One PostgreSQL, connected to as the application role; migrations connect as the owner."""

import os
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import Conninfo

_CONNECT_PATIENCE_S = 10
"""A host that says nothing must not hold a thread for the minutes that the kernel would wait."""


def from_url(url: str, *, variable: str = "DATABASE_URL") -> dict[str, Any]:
    """Django's settings of a ``postgresql://`` address, read as libpq reads it.

    Whatever stands in its query (``sslmode=verify-full&sslrootcert=…``) holds for every connection. Raises
    ImproperlyConfigured for what libpq does not know: a misspelt option must not be one that is missing.
    """
    parts = _parts(url, variable)
    return {
        # Django's own, which also notices without a statement that the server has gone.
        "ENGINE": "tinhso.foundation.postgres.lasting",
        "NAME": parts.pop("dbname", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        # Persistent connections; prepared statements bound by the server. A session keeps every plan it ever
        # made: after a busy day it weighs three times what it did, so it is made anew now and then.
        "CONN_MAX_AGE": 900,
        "CONN_HEALTH_CHECKS": False,
        "OPTIONS": {
            "connect_timeout": _CONNECT_PATIENCE_S,
            **parts,
            "server_side_binding": True,
            "prepare_threshold": 2,
        },
    }


def _parts(url: str, variable: str) -> dict[str, Any]:
    """What libpq reads out of the address; the text of its errors may quote a password, so it is left out."""
    known = {option.keyword.decode() for option in Conninfo.get_defaults()}
    for name, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True):
        # ``ssl`` is how programs of Java say it; libpq takes it for "sslmode=require".
        if name not in known | {"ssl"}:
            raise ImproperlyConfigured(f"{variable} có tham số mà PostgreSQL không biết: {name}.")
    try:
        return dict(conninfo_to_dict(url))
    except ProgrammingError:
        raise ImproperlyConfigured(f"{variable} không phải là địa chỉ postgresql:// đúng.") from None


_NOWHERE = "postgresql://tinhso_app@127.0.0.1:5433/tinhso"

DATABASE_ROLE = os.environ.get("TINHSO_DATABASE_ROLE", "app")
"""``app`` in every running process, ``owner`` only while migrating."""

_VARIABLE = "TINHSO_DATABASE_OWNER_URL" if DATABASE_ROLE == "owner" else "DATABASE_URL"

DATABASES = {"default": from_url(os.environ.get(_VARIABLE) or _NOWHERE, variable=_VARIABLE)}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
