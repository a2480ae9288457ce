"""The digest of a dossier: what people would see of it, as canonical bytes, hashed.

Two systems that show the same have the same digest, whether or not they keep versions. Texts count as NFC;
where the tone mark stands (hoà, hòa) counts. A system that holds only some of the fields is compared by
these.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC
from unicodedata import is_normalized, normalize

from tinhso.engines.sync.types import Field, ItemKey, Replica, Scalar, Write

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical(replica: Replica, *, fields: frozenset[str] | None = None) -> bytes:
    """The content in one notation: JSON with sorted keys, UTF-8, moments in UTC, empty fields left out."""
    text = _encode(_content(replica, fields))
    if not text.isascii() and not is_normalized("NFC", text):
        text = _encode(_content(_composed(replica), fields))
    return text.encode()


def digest(replica: Replica, *, fields: frozenset[str] | None = None) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(replica, fields=fields)).hexdigest()


def _content(replica: Replica, fields: frozenset[str] | None) -> Mapping[str, object]:
    written = {name: field.standing[0].value for name, field in replica.fields.items()}
    items = replica.items.items()
    return {
        "ending": replica.ending,
        "fields": {
            name: value
            for name, value in written.items()
            if value is not None and (fields is None or name in fields)
        },
        "items": sorted((key, _known(content)) for key, content in items if key not in replica.removed),
        "owner": replica.owner,
        "removed": sorted(replica.removed),
        "statuses": [(event.status, event.at.astimezone(UTC).isoformat()) for event in replica.statuses],
    }


def _known(content: Mapping[str, Scalar]) -> Mapping[str, Scalar]:
    if None in content.values():
        return {name: value for name, value in content.items() if value is not None}
    return content


def _composed(replica: Replica) -> Replica:
    """The replica with every text as NFC."""

    def key(item: ItemKey) -> ItemKey:
        return ItemKey(*map(_text, item))

    fields = {
        name: Field((Write("", 0, _scalar(field.value)),), field.version, field.context)
        for name, field in replica.fields.items()
    }
    items = {
        key(item): {_text(name): _scalar(value) for name, value in content.items()}
        for item, content in replica.items.items()
    }
    return replace(replica, fields=fields, items=items, removed=frozenset(map(key, replica.removed)))


def _scalar(value: Scalar) -> Scalar:
    return _text(value) if isinstance(value, str) else value


def _text(value: str) -> str:
    return normalize("NFC", value)
