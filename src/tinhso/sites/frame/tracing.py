"""One id follows a request through pages, logs, audit rows and error pages (W3C Trace Context)."""

from __future__ import annotations

import re
from contextvars import ContextVar

from tinhso.foundation.clock.service import new_id

_TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}", re.ASCII)

_current: ContextVar[str] = ContextVar("trace_id", default="")


def trace_id_from(traceparent: str) -> str:
    """The trace id of a valid ``traceparent`` header, or a new one of 32 hexadecimal digits."""
    found = _TRACEPARENT.fullmatch(traceparent.strip())
    if found and found[1].strip("0"):
        return found[1]
    return new_id().hex


def current_trace_id() -> str:
    """The trace id of the request being answered; empty outside of one."""
    return _current.get()


def begin_trace(trace_id: str) -> None:
    """Make ``trace_id`` the current one."""
    _current.set(trace_id)
