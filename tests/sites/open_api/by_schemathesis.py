"""The document against the house: what schemathesis makes of each route, and all that is wrong with answers.

The same seed gives the same requests, and each route gets a bounded number of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
_EXAMPLES = 12
_SEED = 20230717


_BEYOND_A_SCHEMA = {
    "/api/v1/webhooks": [positive_data_acceptance],
    "/api/v1/look-ups": [positive_data_acceptance],
}
"""Checks that a route cannot pass: which addresses are public, which numbers are valid no schema can say."""


def problems(schema: Any, *, token: str, routes: str = "") -> Iterator[str]:
    """What is wrong, by route; nothing where the house does what its document says.

    ``routes``: only paths that contain it.
    """
    for found in schema.get_all_operations():
        operation = found.ok()
        if routes in operation.path:
            for mode in MODES:
                yield from _problems_of(operation, mode, token)


def _problems_of(operation: Any, mode: GenerationMode, token: str) -> Iterator[str]:
    headers = {} if operation.path.endswith("/token") else {"Authorization": f"Bearer {token}"}

    @seed(_SEED)
    @settings(
        max_examples=_EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=True,
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def holds(case: Any) -> None:
        case.call_and_validate(headers=headers, excluded_checks=_BEYOND_A_SCHEMA.get(operation.path, []))

    try:
        holds()
    except Unsatisfiable:
        return  # nothing is sent here that could be wrong
    except BaseExceptionGroup as wrong:
        yield f"{operation.method.upper()} {operation.path} ({mode.value}): {_told(wrong)}"
    except Exception as wrong:  # noqa: BLE001 - whatever is wrong is told with its route
        yield f"{operation.method.upper()} {operation.path} ({mode.value}): {_told(wrong)}"


def _told(wrong: BaseException) -> str:
    parts = getattr(wrong, "exceptions", ())
    return "\n".join(_told(each) for each in parts) if parts else f"{type(wrong).__name__}: {wrong}"


def document_of(application: Any) -> Any:
    """The document as the application serves it."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
