"""What changed between two versions, in words a reviewer can read."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from tinhso.foundation.process.service import Duration
from tinhso.registers.catalogue.reviewing.types import Change
from tinhso.registers.catalogue.types import ProcedureVersion

_ALWAYS_DIFFERENT = {"version", "valid_from"}
_UNSAID: tuple[object, ...] = (None, "", (), False)
_KEYS = ("key", "kind", "value", "instrument", "fact", "task")


def differences(
    before: ProcedureVersion, after: ProcedureVersion, *, names: Mapping[str, str]
) -> Iterator[Change]:
    """Changes in the order of the file; members of a list are matched by their key, not their place.

    ``names`` gives keys of the file ("amount_vnd") their Vietnamese names.
    """
    for change in _compare("", _plain(before), _plain(after)):
        if change.path not in _ALWAYS_DIFFERENT:
            yield dataclasses.replace(change, text_vi=_sentence(change, names))


def _plain(version: ProcedureVersion) -> dict[str, object]:
    plain = dataclasses.asdict(version)
    del plain["digest"]
    return plain


def _compare(path: str, before: object, after: object) -> Iterator[Change]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict) and not _is_duration(before):
        for key in dict.fromkeys([*before, *after]):
            yield from _compare(f"{path}.{key}" if path else key, before.get(key), after.get(key))
    elif isinstance(before, list | tuple) and isinstance(after, list | tuple):
        yield from _compare_lists(path, before, after)
    else:
        yield _change(path, "changed", before, after)


def _compare_lists(path: str, before: Sequence[object], after: Sequence[object]) -> Iterator[Change]:
    old, new = _by_key(before), _by_key(after)
    for key in old:
        if key not in new:
            yield _change(f"{path}[{key}]", "removed", old[key], None)
    for key, member in new.items():
        if key in old:
            yield from _compare(f"{path}[{key}]", old[key], member)
        else:
            yield _change(f"{path}[{key}]", "added", None, member)
    kept, now = [key for key in old if key in new], [key for key in new if key in old]
    if kept != now:
        yield _change(f"{path}.order", "changed", kept, now)


def _by_key(members: Sequence[object]) -> dict[str, object]:
    """Members by the first key that all of them have; texts by themselves; the rest by place."""
    for name in _KEYS:
        found = {str(each.get(name)): each for each in members if isinstance(each, dict) and each.get(name)}
        if len(found) == len(members):
            return dict(found)
    return {_text(each) if isinstance(each, str) else str(place): each for place, each in enumerate(members)}


def _change(path: str, kind: Literal["added", "removed", "changed"], before: object, after: object) -> Change:
    return Change(path=path, kind=kind, before=_text(before), after=_text(after), text_vi="")


def _sentence(change: Change, names: Mapping[str, str]) -> str:
    last = change.path.rsplit(".", 1)[-1]
    name = f"{names[last]} ({change.path})" if last in names else change.path
    if change.kind == "changed":
        return f"{name}: “{change.before}” → “{change.after}”"
    if change.kind == "added":
        return f"Thêm {name}: {change.after}"
    return f"Bỏ {name}: {change.before}"


def _is_duration(value: Mapping[str, object]) -> bool:
    return value.keys() == {"amount", "unit"}


def _text(value: object) -> str:
    if value in (None, "", (), []):
        return "không có"
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, dict):
        if _is_duration(value):
            return Duration(value["amount"], value["unit"]).text
        return ", ".join(f"{key}: {_text(item)}" for key, item in value.items() if item not in _UNSAID)
    if isinstance(value, list | tuple):
        return ", ".join(_text(item) for item in value)
    return str(value)
