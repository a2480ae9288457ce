"""The key files of one installation: created once, sealed by a master key, never readable by others.

``master.key`` (or the setting ``TINHSO_MASTER_KEY``) opens the other files, so a copied folder without it
says nothing. Files have mode 0600 in a folder of mode 0700.
"""

import base64
import binascii
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tinhso.foundation.crypto import keyset
from tinhso.foundation.crypto.errors import UnableToCreateKeys, UnableToLoadKeys

MASTER, FIELDS, INDEX, SIGNING, PUBLIC = (
    "master.key",
    "fields.keyset",
    "index.key",
    "signing.key",
    "signing.pub",
)
KEY_FILES = (FIELDS, INDEX, SIGNING, PUBLIC)
_NONCE_BYTES = 12


def create_keys(folder: Path, *, master_key: str = "") -> None:
    """Create every key of an installation in ``folder``; refuses a folder that holds any key already.

    Without ``master_key`` (base64 of 32 bytes) a ``master.key`` file is written beside the others: good for a
    demonstration. In production give it by setting, so that a copied folder opens nothing.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    if present := [name for name in (MASTER, *KEY_FILES) if (folder / name).exists()]:
        raise UnableToCreateKeys(
            "crypto.keys_exist", f"Thư mục khóa đã có {', '.join(present)}; không ghi đè khóa đang dùng."
        )
    if not master_key:
        master_key = base64.b64encode(AESGCM.generate_key(256)).decode()
        _write(folder / MASTER, master_key.encode() + b"\n")
    master = _master(folder, master_key)
    signing = Ed25519PrivateKey.generate()
    _write(folder / FIELDS, _wrap(master, FIELDS, keyset.new_keyset()))
    _write(folder / INDEX, _wrap(master, INDEX, AESGCM.generate_key(256)))
    _write(folder / SIGNING, _wrap(master, SIGNING, signing.private_bytes_raw()))
    _write(
        folder / PUBLIC,
        signing.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        ),
    )


def rotate_field_key(folder: Path, *, master_key: str = "") -> None:
    """Put a new primary key into the field keyset. Processes use it after their next start."""
    master = _master(folder, master_key)
    rotated = keyset.with_new_primary(read_key(folder, FIELDS, master_key=master_key))
    fresh = folder / (FIELDS + ".new")
    fresh.unlink(missing_ok=True)
    _write(fresh, _wrap(master, FIELDS, rotated))
    fresh.replace(folder / FIELDS)
    _sync_folder(folder)


def read_key(folder: Path, name: str, *, master_key: str = "") -> bytes:
    """Open one sealed key file; refuses one that is missing, readable by others or of another master key."""
    path = folder / name
    sealed = _read_private(path)
    try:
        return _master(folder, master_key).decrypt(
            sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], name.encode()
        )
    except (InvalidTag, ValueError) as error:
        raise UnableToLoadKeys(
            "crypto.wrong_master_key",
            f"Khóa chủ không mở được tệp khóa {name}: sai khóa chủ hoặc tệp bị hỏng.",
        ) from error


def problems_with_keys(folder: Path, *, master_key: str = "") -> list[str]:
    """What keeps the keys of ``folder`` from being used, in Vietnamese; empty when all is well."""
    problems = []
    for name in (FIELDS, INDEX, SIGNING):
        try:
            read_key(folder, name, master_key=master_key)
        except UnableToLoadKeys as error:
            problems.append(error.message)
    if not (folder / PUBLIC).exists():
        problems.append(f"Thiếu tệp khóa {PUBLIC}.")
    return problems


def _master(folder: Path, master_key: str) -> AESGCM:
    text = master_key or _read_private(folder / MASTER).decode("ascii", errors="replace")
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error as error:
        raise _bad_master_key() from error
    if len(key) != 32:
        raise _bad_master_key()
    return AESGCM(key)


def _bad_master_key() -> UnableToLoadKeys:
    return UnableToLoadKeys("crypto.master_key_format", "Khóa chủ phải là 32 byte viết theo base64.")


def _wrap(master: AESGCM, name: str, key: bytes) -> bytes:
    nonce = AESGCM.generate_key(128)[:_NONCE_BYTES]
    return nonce + master.encrypt(nonce, key, name.encode())


def _read_private(path: Path) -> bytes:
    try:
        if path.stat().st_mode & 0o077:
            raise UnableToLoadKeys(
                "crypto.keys_exposed", f"Tệp khóa {path.name} đang cho người khác đọc; hãy đặt quyền 0600."
            )
        return path.read_bytes()
    except OSError as error:
        raise UnableToLoadKeys(
            "crypto.keys_missing", f"Thiếu hoặc không đọc được tệp khóa {path.name}."
        ) from error


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
