"""The parts of a change as plain JSON, and back: what is sealed on disk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tinhso.engines.sync.service import Ending, Item, ItemKey, Parts


def parts_to_json(parts: Parts) -> dict[str, Any]:
    """The parts in plain values; what is empty is left out."""
    plain: dict[str, Any] = {}
    if parts.opening:
        plain["opening"] = parts.opening
    if parts.handover:
        plain["handover"] = parts.handover
    if parts.fields:
        plain["fields"] = dict(parts.fields)
    if parts.status is not None:
        plain["status"] = parts.status
    if parts.items:
        plain["items"] = [[item.kind, item.item_id, dict(item.content)] for item in parts.items]
    if parts.removed:
        plain["removed"] = [list(key) for key in parts.removed]
    if parts.ending:
        plain["ending"] = parts.ending.value
    return plain


def parts_from_json(plain: Mapping[str, Any]) -> Parts:
    """What ``parts_to_json`` made."""
    ending = plain.get("ending")
    return Parts(
        opening=plain.get("opening"),
        handover=plain.get("handover"),
        fields=plain.get("fields", {}),
        status=plain.get("status"),
        items=tuple(Item(kind, item_id, content) for kind, item_id, content in plain.get("items", ())),
        removed=tuple(ItemKey(*key) for key in plain.get("removed", ())),
        ending=Ending(ending) if ending else None,
    )
