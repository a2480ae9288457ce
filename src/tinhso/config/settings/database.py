"""One PostgreSQL, connected to as the application role; migrations connect as the owner."""

import os
from typing import Any
from urllib.parse import unquote, urlsplit


def from_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        # Django's own, which also notices without a statement that the server has gone.
        "ENGINE": "tinhso.foundation.postgres.lasting",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        # Persistent connections; prepared statements bound by the server. A session keeps every plan it ever
        # made: after a busy day it weighs three times what it did, so it is made anew now and then.
        "CONN_MAX_AGE": 900,
        "CONN_HEALTH_CHECKS": False,
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 2},
    }


_NOWHERE = "postgresql://tinhso_app@127.0.0.1:5433/tinhso"

DATABASE_ROLE = os.environ.get("TINHSO_DATABASE_ROLE", "app")
"""``app`` in every running process, ``owner`` only while migrating."""

_VARIABLE = "TINHSO_DATABASE_OWNER_URL" if DATABASE_ROLE == "owner" else "DATABASE_URL"

DATABASES = {"default": from_url(os.environ.get(_VARIABLE, _NOWHERE))}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
