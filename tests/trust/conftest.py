"""The stage, in a transaction that is rolled back or in a database that really commits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from tests.trust.acting import GRANDSON
from tests.trust.stage import Stage, make_citizen, stage_of
from tinhso.foundation.authority.service import Actor


@pytest.fixture
def stage(db: None, legal_moment: datetime) -> Iterator[Stage]:
    with stage_of(legal_moment, seed=7) as ready:
        yield ready


@pytest.fixture
def committed_stage(committed_database: Any, legal_moment: datetime) -> Iterator[Stage]:
    with stage_of(legal_moment, seed=11) as ready:
        yield ready


@pytest.fixture
def grandson(stage: Stage) -> Actor:
    number, name, birth = GRANDSON
    return make_citizen(number, name, birth, stage.now)
