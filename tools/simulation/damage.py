"""What a disk, or somebody with access to the tables, does to a dossier behind the core's back."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tinhso.engines.sync.service import Dossier, Field, Write


def damaged(rng: Random, stored: Dossier) -> Dossier:
    """The dossier with one value that nobody wrote, or without one of its items; its log is whole."""
    replica = stored.replica
    visible = list(replica.visible_items())
    if visible and rng.random() < 0.4:
        lost = rng.choice(visible)
        items = {key: content for key, content in replica.items.items() if key != lost}
        return replace(stored, replica=replace(replica, items=items))
    if not replica.fields:
        return stored
    name = rng.choice(list(replica.fields))
    field = replica.fields[name]
    first, *others = field.standing
    rotten = Field((Write(first.system, first.seq, "mất chữ"), *others), field.version, field.context)
    return replace(stored, replica=replace(replica, fields={**replica.fields, name: rotten}))
