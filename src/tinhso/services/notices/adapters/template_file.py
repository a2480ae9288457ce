"""The file of texts, read once and checked whole: a wrong place stops the first message, not a later one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

from tinhso.services.notices.errors import UnableToNotify
from tinhso.services.notices.rules import ROOM_VALUES, places_of
from tinhso.services.notices.types import Template

_FILE = Path(__file__).parents[1] / "data" / "templates.yaml"


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    values: list[str]
    title: str
    sms: str
    text: str
    page: str = "dossier"


@cache
def templates() -> Mapping[str, Template]:
    """Every text by the key of its event."""
    entries = msgspec.yaml.decode(_FILE.read_bytes(), type=dict[str, _Entry])
    return {key: _template(key, entry) for key, entry in entries.items()}


def template_named(key: str) -> Template:
    """The text of one event; raises UnableToNotify when there is none."""
    found = templates().get(key)
    if found is None:
        raise UnableToNotify("notice.unknown_template", "Không có mẫu tin nhắn này.")
    return found


def _template(key: str, entry: _Entry) -> Template:
    values = frozenset(entry.values)
    used = places_of(entry.sms) | places_of(entry.text) | places_of(entry.title)
    if used - ROOM_VALUES != values:
        raise ValueError(f"template {key}: places {sorted(used)} against values {sorted(values)}")
    return Template(
        key=key, values=values, title=entry.title, sms=entry.sms, text=entry.text, page=entry.page
    )
