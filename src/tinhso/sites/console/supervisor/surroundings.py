"""The surroundings of one ``tinhso run``: ports, addresses, secrets, database; composed once."""

import json
import os
import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tinhso.foundation.postgres.service import Cluster


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Where this run listens, always on 127.0.0.1; each can be moved by a variable."""

    web: int
    live: int
    sandbox: int
    postgres: int


PORT_VARIABLES = {
    "web": ("TINHSO_WEB_PORT", 8000),
    "live": ("TINHSO_LIVE_PORT", 8001),
    "sandbox": ("TINHSO_SANDBOX_PORT", 8020),
    "postgres": ("TINHSO_POSTGRES_PORT", 5433),
}


def chosen_ports(environment: Mapping[str, str] = os.environ) -> Ports:
    """The ports of this run: 8000, 8001, 8020 and 5433 unless variables say otherwise."""
    return Ports(
        **{name: int(environment.get(variable, port)) for name, (variable, port) in PORT_VARIABLES.items()}
    )


def taken_ports(ports: Ports, *names: str) -> list[str]:
    """Those of the named ports that another program holds, as sentences that say what to do."""
    return [
        f"Cổng {getattr(ports, name)} đang được chương trình khác dùng; "
        f"hãy tắt chương trình đó hoặc đặt {PORT_VARIABLES[name][0]}=<cổng khác>."
        for name in names
        if _is_taken(getattr(ports, name))
    ]


def addresses(ports: Ports) -> dict[str, str]:
    """Addresses that the house, the sandbox and the people before the screen must agree on."""
    web, sandbox = f"http://127.0.0.1:{ports.web}", f"http://127.0.0.1:{ports.sandbox}"
    return {
        "TINHSO_PUBLIC_URL": web,
        "TINHSO_LIVE_URL": f"http://127.0.0.1:{ports.live}",
        "TINHSO_SANDBOX_URL": sandbox,
        "SANDBOX_PUBLIC_URL": sandbox,
        "SANDBOX_ESSENTIAL_TARGET": f"{web}/exchange/essential-portal",
        "SANDBOX_REDIRECT_URIS": (f"{web}/sign-in/callback http://localhost:{ports.web}/sign-in/callback"),
    }


def house_environment(var: Path, ports: Ports) -> dict[str, str]:
    """What every process of the demonstration shares, before the database and the sandbox are known."""
    return {
        **addresses(ports),
        "TINHSO_VAR_DIR": str(var),
        "TINHSO_LEGAL_CLOCK_FILE": str(var / "legal-clock.json"),
        "TINHSO_DEMONSTRATION": "1",
        "TINHSO_SECRET_KEY": _secret(var / "run" / "secret-key"),
        "SANDBOX_VAR_DIR": str(var / "sandbox"),
        "SANDBOX_CLOCK_FILE": str(var / "legal-clock.json"),
        "DJANGO_SETTINGS_MODULE": "tinhso.config.settings",
        "PYTHONUNBUFFERED": "1",
        # Threads that one lock lets run in turn need no heaps of their own, each with its own leftovers.
        "MALLOC_ARENA_MAX": "2",
    }


def database_environment(cluster: Cluster) -> dict[str, str]:
    """How the application and, for migrations only, the owner reach the embedded cluster."""
    return {"DATABASE_URL": cluster.app_url, "TINHSO_DATABASE_OWNER_URL": cluster.owner_url}


def sandbox_secrets(var: Path) -> dict[str, str]:
    """What the sandbox, once prepared, lets its clients know; nothing when there is no sandbox."""
    source = var / "sandbox" / "secrets.json"
    if not source.exists():
        return {}
    known = json.loads(source.read_text(encoding="utf-8"))
    return {
        "TINHSO_VNEID_CLIENT_ID": known["oidc_client_id"],
        "TINHSO_VNEID_CLIENT_SECRET": known["oidc_client_secret"],
        "TINHSO_PAYMENT_MERCHANT": known["payment_merchant"],
        "TINHSO_PAYMENT_SECRET": known["payment_secret"],
        "TINHSO_MESSAGES_TOKEN": known["messages_token"],
        "TINHSO_POPULATION_ACCOUNT": known["population_account"],
        "TINHSO_GATEWAY_CLIENT_ID": known["gateway_client_id"],
        "TINHSO_GATEWAY_CLIENT_SECRET": known["gateway_client_secret"],
        "TINHSO_NATIONAL_ACCOUNT": known["national_account"],
        "TINHSO_NATIONAL_PASSWORD": known["national_password"],
        "TINHSO_ESSENTIAL_CLIENT_ID": known["essential_client_id"],
        "TINHSO_ESSENTIAL_CLIENT_SECRET": known["essential_client_secret"],
        "TINHSO_ESSENTIAL_PUSH_SECRET": known["essential_push_secret"],
        "TINHSO_OLD_ONE_STOP_KEY": known["old_one_stop_key"],
    }


Audience = Literal["house", "owner", "sandbox"]
"""Who is told what: only migrations learn of the owner, and the sandbox learns nothing of the house."""


def share_of(environment: Mapping[str, str], audience: Audience) -> dict[str, str]:
    """The part of ``environment`` that this audience may know."""
    if audience == "owner":
        return dict(environment)
    if audience == "house":
        return {name: value for name, value in environment.items() if name != "TINHSO_DATABASE_OWNER_URL"}
    own = {name: value for name, value in environment.items() if name.startswith("SANDBOX_")}
    return {**own, "DJANGO_SETTINGS_MODULE": "sandbox.settings", "PYTHONUNBUFFERED": "1"}


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _secret(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="utf-8")
