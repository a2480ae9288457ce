"""The rotating tink keyset that seals fields: newest key first in use, older keys still readable."""

import io

import tink
from tink import aead, cleartext_keyset_handle
from tink.proto import tink_pb2

aead.register()


def new_keyset() -> bytes:
    """A keyset of one fresh AES-256-GCM key."""
    buffer = io.BytesIO()
    handle = tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM)
    cleartext_keyset_handle.write(tink.BinaryKeysetWriter(buffer), handle)
    return buffer.getvalue()


def with_new_primary(serialized: bytes) -> bytes:
    """The same keyset with one more key, which new values will use."""
    keyset = tink_pb2.Keyset.FromString(serialized)
    used = {key.key_id for key in keyset.key}
    fresh = tink_pb2.Keyset.FromString(new_keyset())
    while fresh.primary_key_id in used:
        fresh = tink_pb2.Keyset.FromString(new_keyset())
    keyset.key.append(fresh.key[0])
    keyset.primary_key_id = fresh.primary_key_id
    return bytes(keyset.SerializeToString())


def primitive(serialized: bytes) -> aead.Aead:
    """The sealing primitive of a keyset."""
    handle = cleartext_keyset_handle.read(tink.BinaryKeysetReader(serialized))
    return handle.primitive(aead.Aead)
