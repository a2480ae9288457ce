"""A stage with a dossier, and systems of others that come in through the interface."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from tests.trust.stage import Stage, stage_of
from tinhso.foundation.authority.service import ClientPurpose, Role
from tinhso.foundation.clock.service import new_token
from tinhso.services.integration.service import ClientTerms, IssuedSecret, register_client


@dataclass
class Outside:
    """Everything that the tests of the interface do over and over."""

    stage: Stage
    http: Client = field(default_factory=Client)

    def terms(
        self,
        *purposes: ClientPurpose,
        agencies: Iterable[str] | None = ("commune_police",),
        per_minute: int = 600,
        days: int = 30,
    ) -> ClientTerms:
        return ClientTerms(
            name="Phần mềm chuyên ngành",
            operator="Sở Tư pháp",
            reason="Đối chiếu hồ sơ cư trú",
            legal_basis="Nghị định 107/2021/NĐ-CP",
            purposes=frozenset(purposes or ClientPurpose),
            agency_ids=None if agencies is None else frozenset(self.stage.agencies[one] for one in agencies),
            valid_until=self.stage.now + timedelta(days=days),
            per_minute=per_minute,
        )

    def client(self, *purposes: ClientPurpose, **more: Any) -> IssuedSecret:
        administrator = self.stage.officer(Role.ADMINISTRATOR)
        terms = self.terms(*purposes, **more)
        return register_client(terms=terms, key=new_token(), actor=administrator, now=self.stage.now)

    def ask_token(self, issued: IssuedSecret, **form: str) -> Any:
        sent = {"grant_type": "client_credentials", "client_id": str(issued.client_id)}
        return self.http.post("/api/v1/token", {**sent, "client_secret": issued.secret, **form})

    def token(self, *purposes: ClientPurpose, **more: Any) -> str:
        answer = self.ask_token(self.client(*purposes, **more))
        assert answer.status_code == 200, answer.content
        return str(answer.json()["access_token"])

    def get(self, path: str, token: str = "", **query: Any) -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self.http.get(f"/api/v1/{path}", query, headers=headers)

    def post(self, path: str, body: Any, token: str = "", **headers: str) -> Any:
        sent = body if isinstance(body, bytes | str) else json.dumps(body)
        return self.http.post(
            f"/api/v1/{path}",
            sent,
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}", **headers},
        )

    def delete(self, path: str, token: str) -> Any:
        return self.http.delete(f"/api/v1/{path}", headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def stage(db: None, legal_moment: datetime) -> Iterator[Stage]:
    with stage_of(legal_moment, seed=23) as ready:
        yield ready


@pytest.fixture
def outside(stage: Stage) -> Outside:
    return Outside(stage)


def problem_of(answer: Any) -> tuple[int, str]:
    """Status and code of a problem, which it must be in shape."""
    assert answer["Content-Type"] == "application/problem+json", answer.content
    told = answer.json()
    assert told["status"] == answer.status_code and told["trace_id"] and told["title"]
    return answer.status_code, str(told["code"])


def ids(answer: Any) -> list[UUID]:
    assert answer.status_code == 200, answer.content
    return [UUID(item["id"]) for item in answer.json()["items"]]
