"""A database of its own, since one test restarts it, and one live process on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from tests.sites.live.process import SECRET, Live, live_process
from tinhso.foundation.clock.service import real_now
from tinhso.foundation.postgres.service import Cluster, ensure_running, remove
from tinhso.sites.live.channels import channel_of, live_key, make_token
from tinhso.sites.live.messages import NOTIFICATION, Change, to_notifications

KEY = live_key(SECRET)
FAST = {"fsync": "off", "synchronous_commit": "off"}


@pytest.fixture(scope="module")
def own_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("live-postgres")


@pytest.fixture(scope="module")
def own_cluster(own_folder: Path) -> Iterator[Cluster]:
    cluster = ensure_running(folder=own_folder, settings=FAST)
    yield cluster
    remove(cluster)


@pytest.fixture(scope="module")
def live(own_cluster: Cluster) -> Iterator[Live]:
    with live_process(own_cluster.app_url) as running:
        yield running


def agency_channel(agency_id: UUID) -> bytes:
    return channel_of("agency", agency_id, key=KEY)


def token_for(agency_id: UUID, *, at: datetime | None = None, lasts_s: float = 60) -> str:
    moment = (at or real_now()).timestamp()
    return make_token(agency_channel(agency_id), expires_at=moment + lasts_s, key=KEY)


def announce(cluster: Cluster, dossier: UUID, version: int, *agencies: UUID) -> None:
    """A committed change, as the handlers notify it."""
    change = Change(
        dossier=dossier, version=version, channels=frozenset(agency_channel(each) for each in agencies)
    )
    with psycopg.connect(cluster.app_url, autocommit=True) as connection:
        for text in to_notifications(change):
            connection.execute("select pg_notify(%s, %s)", [NOTIFICATION, text])
