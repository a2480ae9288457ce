"""The statuses that an old system passed over, as far as only one way leads there. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from tinhso.engines.sync.service import Item, Parts

PROCEEDING = (2, 4, 9)
"""Accepted, in process, done: what lies between without anybody being asked anything."""
ASSUMED = "assumed"


def passed_over(before: int, after: int, transitions: Mapping[int, frozenset[int]]) -> list[int] | None:
    """The statuses between two, by the shortest lawful way of mere proceeding; None where there is none."""
    ways: list[list[int]] = [[]]
    reached = {before}
    while ways:
        further: list[list[int]] = []
        for way in ways:
            follow = transitions.get(way[-1] if way else before, frozenset())
            if after in follow:
                return way
            for each in PROCEEDING:
                if each in follow and each not in reached:
                    reached.add(each)
                    further.append([*way, each])
        ways = further
    return None


def assumed(status: int, message_id: str) -> Parts:
    """A status that nobody reported, marked as assumed: it lies on the only way to the one reported."""
    mark = Item("progress", f"{ASSUMED}:{message_id}:{status}", {"status": status, ASSUMED: True})
    return Parts(status=status, items=(mark,))


def is_assumed(parts: Parts) -> bool:
    """Whether the status of a change was assumed, not reported."""
    return any(item.kind == "progress" and item.content.get(ASSUMED) is True for item in parts.items)
