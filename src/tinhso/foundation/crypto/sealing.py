"""Seal and open values. A sealed value opens only for the owner and the field it was sealed for."""

import hmac
import unicodedata
from typing import Any
from uuid import UUID

import msgspec
import tink

from tinhso.engines.text.service import words
from tinhso.foundation.crypto.errors import UnableToOpen
from tinhso.foundation.crypto.keyring import is_signed_by, keyring, public_key, public_key_pem

_INDEX_BYTES = 16


def seal(plaintext: bytes, *, owner: UUID | str, field: str) -> bytes:
    """Encrypt by AES-256-GCM, bound to ``field`` (without colon) and ``owner`` (the row's id).

    The result is 33 bytes longer. Sealing the same value twice gives different bytes.
    """
    return keyring().encrypt(plaintext, _bound_to(owner, field))


def open_sealed(sealed: bytes | memoryview, *, owner: UUID | str, field: str) -> bytes:
    """Decrypt what ``seal`` made; refuses a changed value or one of another owner or field."""
    try:
        return keyring().decrypt(bytes(sealed), _bound_to(owner, field))
    except tink.TinkError as error:
        raise UnableToOpen from error


def seal_text(text: str, *, owner: UUID | str, field: str) -> bytes:
    """``seal`` for text."""
    return seal(text.encode(), owner=owner, field=field)


def open_text(sealed: bytes | memoryview | None, *, owner: UUID | str, field: str) -> str:
    """``open_sealed`` for text; an absent value is an empty text."""
    return "" if sealed is None else open_sealed(sealed, owner=owner, field=field).decode()


def seal_json(value: object, *, owner: UUID | str, field: str) -> bytes:
    """``seal`` for lists, mappings and dataclasses, as JSON."""
    return seal(msgspec.json.encode(value), owner=owner, field=field)


def open_json(sealed: bytes | memoryview, *, owner: UUID | str, field: str) -> Any:
    """``open_sealed`` for JSON: plain lists, dicts, texts and numbers."""
    return msgspec.json.decode(open_sealed(sealed, owner=owner, field=field))


def blind_index(value: str, *, kind: str) -> bytes:
    """Sixteen bytes by which an encrypted value is found: HMAC-SHA256 under a key of its kind.

    The value is compared exactly after NFC, so give it in its one spelling. The space of personal ids is
    small (10¹²): without the key outside the database the index would hide nothing.
    """
    key = keyring().index_key(kind)
    return hmac.digest(key, unicodedata.normalize("NFC", value).encode(), "sha256")[:_INDEX_BYTES]


def name_words_index(name: str) -> list[bytes]:
    """Blind index of each different accent-free word of a name, in a stable order."""
    return [blind_index(word, kind="name_word") for word in dict.fromkeys(words(name))]


def sign(message: bytes) -> bytes:
    """The installation's Ed25519 signature (64 bytes), used for tree heads."""
    return keyring().signing.sign(message)


def verify(message: bytes, signature: bytes, *, public_pem: bytes | None = None) -> bool:
    """Whether the signature is this installation's, or that of the public key given as PEM."""
    return is_signed_by(public_key(public_pem or public_key_pem()), message, signature)


def _bound_to(owner: UUID | str, field: str) -> bytes:
    if ":" in field or not owner or not field:
        raise ValueError("a sealed value needs an owner, and a field name without colon")
    return f"{field}:{owner}".encode()
