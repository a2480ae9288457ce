"""What meets a database is chosen by a mark that nobody has to think of (`.ci/run` on PostgreSQL 15)."""

from __future__ import annotations

import pytest


def is_marked(request: pytest.FixtureRequest) -> bool:
    return request.node.get_closest_marker("database") is not None


@pytest.fixture
def far_away(owner_url: str) -> str:
    return owner_url


def test_a_test_whose_fixtures_lead_to_a_database_is_marked(
    request: pytest.FixtureRequest, far_away: str
) -> None:
    assert is_marked(request)


@pytest.mark.django_db
def test_a_test_with_the_mark_of_django_is_marked(request: pytest.FixtureRequest) -> None:
    assert is_marked(request)


def test_a_test_that_meets_none_is_not(request: pytest.FixtureRequest) -> None:
    assert not is_marked(request)
