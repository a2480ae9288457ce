"""Secrets of the sandbox, made once and kept in its data folder (files of mode 0600).

``secrets.json`` holds what a client of the sandbox must know; ``private.json`` holds what
only the sandbox itself may know (session key, signing keys of its identity provider).
"""

import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

SHARED_FILE = "secrets.json"
PRIVATE_FILE = "private.json"


def _token() -> str:
    return secrets.token_urlsafe(32)


def _rsa_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return pem.decode("ascii")


SHARED: dict[str, Callable[[], str]] = {
    "oidc_client_id": lambda: "tinhso-portal",
    "oidc_client_secret": _token,
    "payment_merchant": lambda: "tinhso",
    "payment_secret": _token,
    "messages_token": _token,
    "population_account": lambda: "H09-TINHSO",
    "national_account": lambda: "H09-TINHSO",
    "national_password": _token,
    "essential_client_id": lambda: "H09-TINHSO",
    "essential_client_secret": _token,
    "essential_push_secret": _token,
    "old_one_stop_key": _token,
    "old_one_stop_webhook_secret": _token,
    "gateway_client_id": lambda: "H09-TINHSO",
    "gateway_client_secret": _token,
}
PRIVATE: dict[str, Callable[[], str]] = {
    "django_secret_key": _token,
    "subject_key": _token,
    "signing_key": _rsa_key,
    "stray_signing_key": _rsa_key,
}


def _load_or_create(path: Path, makers: dict[str, Callable[[], str]]) -> dict[str, str]:
    known: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    missing = {name: make for name, make in makers.items() if name not in known}
    if not missing:
        return known
    values = known | {name: make() for name, make in missing.items()}
    _write_privately(path, values)
    return values


def _write_privately(path: Path, values: dict[str, str]) -> None:
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(values, file, indent=2)
    draft.replace(path)


def shared_secrets(folder: Path) -> dict[str, str]:
    """What clients of the sandbox must know; created when absent."""
    return _load_or_create(folder / SHARED_FILE, SHARED)


def private_secrets(folder: Path) -> dict[str, str]:
    """What only the sandbox may know; created when absent."""
    return _load_or_create(folder / PRIVATE_FILE, PRIVATE)
