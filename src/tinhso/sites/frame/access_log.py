"""One JSON line per answered request: which route, how long, which outcome. Never an address as typed."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

_logger = logging.getLogger("tinhso.access")


def route_of(request: HttpRequest) -> str:
    """The pattern that matched, such as ``ho-so/<uuid:dossier_id>/``; a typed path may hold anything."""
    match = request.resolver_match
    return match.route if match else "(no route)"


def write_access_line(
    request: HttpRequest, response: HttpResponseBase, *, milliseconds: float, trace_id: str
) -> None:
    """Write the line; the query string, the path as typed, the body and all names stay out."""
    _logger.info(
        json.dumps(
            {
                "event": "request",
                "method": request.method,
                "route": route_of(request),
                "status": response.status_code,
                "ms": round(milliseconds, 1),
                "trace_id": trace_id,
            }
        )
    )


class JsonLines(logging.Formatter):
    """Every other log line as JSON with the trace id; of an exception only its type and its place.

    The text of an exception may quote a row or a typed value, so it is left out.
    """

    def __init__(self, trace_id: Callable[[], str] | None = None) -> None:
        super().__init__()
        if trace_id is None:
            from tinhso.sites.frame.tracing import current_trace_id

            trace_id = current_trace_id
        self._trace_id = trace_id

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        if record.name == _logger.name:
            return record.getMessage()
        line = {
            "event": "log",
            "level": record.levelname,
            "logger": record.name,
            "message": str(record.msg) if record.args else record.getMessage(),
            "trace_id": self._trace_id(),
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = record.exc_info[0].__qualname__
            line["at"] = _places(record)
        return json.dumps(line, ensure_ascii=False)


def _places(record: logging.LogRecord) -> str:
    trace = record.exc_info[2] if record.exc_info else None
    places: list[str] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}:{code.co_name}")
        trace = trace.tb_next
    return " > ".join(places[-6:])
