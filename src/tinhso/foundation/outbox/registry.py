"""Which event wakes which handler. Filled when Django starts, read at each flush."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tinhso.foundation.outbox.types import Announced

Handler = Callable[..., None]

_handlers: dict[str, dict[str, Handler]] = {}
_events: dict[str, type[Announced]] = {}


def handles(event_class: type[Announced]) -> Callable[[Handler], Handler]:
    """Subscribe ``handler(event, *, work)`` to an event of a room below.

    Delivery is at least once and in a transaction of its own, so a handler is idempotent.
    """

    def register(handler: Handler) -> Handler:
        key = f"{handler.__module__}.{handler.__qualname__}"
        _events[event_class.name] = event_class
        _handlers.setdefault(event_class.name, {})[key] = handler
        return handler

    return register


def handler_names(event_name: str) -> tuple[str, ...]:
    """Keys of the handlers subscribed to ``event_name``."""
    return tuple(_handlers.get(event_name, ()))


def find_handler(event_name: str, handler_name: str) -> Handler | None:
    """The handler of that key, or None when the code no longer has it."""
    return _handlers.get(event_name, {}).get(handler_name)


def rebuild_event(event_name: str, payload: dict[str, Any]) -> Announced:
    """The event as its handler declared it, from what was stored."""
    import msgspec

    return msgspec.convert(payload, _events[event_name], strict=False)
