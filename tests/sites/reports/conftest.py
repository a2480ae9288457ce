"""A commune's morning before the screens of those who look at figures."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.sites.onestop.conftest import Screens, commune, screen  # noqa: F401 - fixtures
from tests.sites.onestop.desk_data import Commune, make_morning


@pytest.fixture
def morning(commune: Commune) -> Commune:  # noqa: F811
    make_morning(commune)
    return commune


@pytest.fixture
def leader(morning: Commune, screen: Screens) -> Client:  # noqa: F811
    return screen("leader")


@pytest.fixture
def province(morning: Commune, screen: Screens) -> Client:  # noqa: F811
    return screen("controller", kind="provincial_committee", unit="74")
