"""Schemathesis finds nothing wrong with the interface, and finds what is planted."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection

from tests.sites.open_api.by_schemathesis import document_of, problems
from tests.sites.open_api.conftest import Outside

Plant = Callable[[dict[str, Any], "Said"], "Said"]


@dataclass(frozen=True)
class Said:
    """An answer of the application."""

    status: str
    kind: str
    body: bytes

    def changed(self, **members: Any) -> Said:
        """The same with other members in its JSON."""
        told = json.loads(self.body)
        return replace(self, body=json.dumps({**told, **members}).encode())


@pytest.fixture
def application(outside: Outside, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The whole application, on the connection that this test takes back."""
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
    outside.stage.file()
    assert outside.stage.deliver_all() == 0
    return get_wsgi_application()


@pytest.mark.slow
def test_every_route_does_what_the_document_says(outside: Outside, application: Any) -> None:
    token = outside.token(agencies=None, per_minute=6_000)
    assert list(problems(document_of(application), token=token)) == []


def planted(application: Any, plant: Plant) -> Any:
    """The application with a defect in what it says of the statuses."""

    def with_defect(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not environ["PATH_INFO"].endswith("/statuses"):
            return application(environ, start_response)  # type: ignore[no-any-return]
        kept: list[Any] = []
        body = b"".join(application(environ, lambda *said: kept.append(said)))
        status, headers = kept[0][0], dict(kept[0][1])
        said = Said(status=status, kind=headers["Content-Type"], body=body)
        if status.startswith("200"):
            said = plant(environ, said)
        start_response(said.status, [*{**headers, "Content-Type": said.kind}.items()])
        return [said.body]

    return with_defect


PLANTS: dict[str, tuple[Plant, str]] = {
    "a member that the document does not name": (
        lambda _, said: said.changed(extra=1),
        "Response violates schema",
    ),
    "a member of another type": (
        lambda _, said: said.changed(items=[{"code": "1", "name": "x"}]),
        "Response violates schema",
    ),
    "a member that is missing": (lambda _, said: replace(said, body=b"{}"), "Response violates schema"),
    "a status that is not in the document": (
        lambda _, said: replace(said, status="418 I am a teapot"),
        "Undocumented status code",
    ),
    "a failure": (lambda _, said: replace(said, status="500 Oh"), "Server error"),
    "another kind of content": (
        lambda _, said: replace(said, kind="text/html"),
        "Undocumented Content-Type",
    ),
}


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_defect_is_found(outside: Outside, application: Any, name: str) -> None:
    plant, finding = PLANTS[name]
    document = document_of(planted(application, plant))
    found = list(problems(document, token=outside.token(per_minute=6_000), routes="/statuses"))
    assert found and all("/statuses" in each for each in found), found
    assert any(finding.lower().replace(" ", "") in each.lower().replace(" ", "") for each in found), found
