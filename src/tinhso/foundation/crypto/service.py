"""The door of crypto: seal and open personal data, find it blindly, sign tree heads, keys, trust."""

from pathlib import Path

from django.conf import settings

from tinhso.foundation.crypto import keyfiles
from tinhso.foundation.crypto.errors import UnableToCreateKeys, UnableToLoadKeys, UnableToOpen
from tinhso.foundation.crypto.keyfiles import create_keys
from tinhso.foundation.crypto.keyring import forget_keys, public_key_pem
from tinhso.foundation.crypto.name_words import NameWordIndex
from tinhso.foundation.crypto.sealing import (
    blind_index,
    name_words_index,
    open_json,
    open_sealed,
    open_text,
    seal,
    seal_json,
    seal_text,
    sign,
    verify,
)
from tinhso.foundation.crypto.trust import trusted_authorities

__all__ = [
    "NameWordIndex",
    "UnableToCreateKeys",
    "UnableToLoadKeys",
    "UnableToOpen",
    "blind_index",
    "create_keys",
    "forget_keys",
    "key_problems",
    "name_words_index",
    "open_json",
    "open_sealed",
    "open_text",
    "public_key_pem",
    "rotate_field_key",
    "seal",
    "seal_json",
    "seal_text",
    "sign",
    "trusted_authorities",
    "verify",
]


def key_problems() -> list[str]:
    """What keeps the configured keys from being used, in Vietnamese; for the start-up check."""
    return keyfiles.problems_with_keys(
        Path(settings.TINHSO_KEYS_DIR), master_key=getattr(settings, "TINHSO_MASTER_KEY", "")
    )


def rotate_field_key(folder: Path, *, master_key: str = "") -> None:
    """Add a new primary key for fields: new values use it, old ones stay readable. Restart the others."""
    keyfiles.rotate_field_key(folder, master_key=master_key)
    forget_keys()
