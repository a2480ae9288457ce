"""The keys in use by this process: loaded at first need, kept for its life."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.signals import setting_changed

from tinhso.foundation.crypto import keyfiles, keyset
from tinhso.foundation.crypto.errors import UnableToLoadKeys


@dataclass(frozen=True, slots=True)
class Keyring:
    """Primitives ready for use. ``index_key`` gives each kind of blind index a key of its own (RFC 5869)."""

    encrypt: Callable[[bytes, bytes], bytes]
    decrypt: Callable[[bytes, bytes], bytes]
    index_key: Callable[[str], bytes]
    signing: Ed25519PrivateKey


@lru_cache(maxsize=1)
def keyring() -> Keyring:
    """The keys of ``settings.TINHSO_KEYS_DIR``."""
    path, master_key = Path(settings.TINHSO_KEYS_DIR), getattr(settings, "TINHSO_MASTER_KEY", "")
    fields = keyset.primitive(keyfiles.read_key(path, keyfiles.FIELDS, master_key=master_key))
    root = keyfiles.read_key(path, keyfiles.INDEX, master_key=master_key)

    @lru_cache(maxsize=256)
    def index_key(kind: str) -> bytes:
        return HKDF(hashes.SHA256(), 32, salt=None, info=b"tinhso blind index " + kind.encode()).derive(root)

    signing = Ed25519PrivateKey.from_private_bytes(
        keyfiles.read_key(path, keyfiles.SIGNING, master_key=master_key)
    )
    return Keyring(fields.encrypt, fields.decrypt, index_key, signing)


def forget_keys(**_change: object) -> None:
    """Load keys again at next need: after a rotation, or when a test changes the settings."""
    keyring.cache_clear()
    public_key_pem.cache_clear()


setting_changed.connect(forget_keys, dispatch_uid="tinhso.foundation.crypto")


@lru_cache(maxsize=4)
def public_key(pem: bytes) -> Ed25519PublicKey:
    """An Ed25519 public key from its PEM text."""
    key = serialization.load_pem_public_key(pem)
    if not isinstance(key, Ed25519PublicKey):
        raise UnableToLoadKeys("crypto.public_key_kind", "Khóa công khai phải là khóa Ed25519.")
    return key


@lru_cache(maxsize=1)
def public_key_pem() -> bytes:
    """The public half of the signing key: give it to whoever checks the tree heads."""
    return (Path(settings.TINHSO_KEYS_DIR) / keyfiles.PUBLIC).read_bytes()


def is_signed_by(public: Ed25519PublicKey, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` is that key's signature of ``message``."""
    try:
        public.verify(signature, message)
    except InvalidSignature:
        return False
    return True
