"""The real process on a real database: who hears what, and what happens when something breaks."""

from __future__ import annotations

import json
import socket
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import httpx
import psycopg
import pytest

from tests.sites.live.conftest import FAST, agency_channel, announce, token_for
from tests.sites.live.process import PATIENCE_S, PORTAL, Live, live_process, page
from tinhso.foundation.clock.service import real_now
from tinhso.foundation.postgres.service import Cluster, ensure_running, stop

POLICE, COMMITTEE = UUID(int=11), UUID(int=12)
DOSSIER = UUID(int=99)


def test_two_pages_of_an_agency_hear_a_change_once_and_another_agency_nothing(
    own_cluster: Cluster, live: Live
) -> None:
    with (
        page(live, token_for(POLICE)) as one,
        page(live, token_for(POLICE)) as two,
        page(live, token_for(COMMITTEE)) as other,
    ):
        announce(own_cluster, DOSSIER, 3, POLICE)
        announce(own_cluster, UUID(int=100), 1, POLICE, COMMITTEE)

        for mine in (one, two):
            assert mine.next_event() == {"dossier": str(DOSSIER), "version": 3}
            assert mine.next_event() == {"dossier": str(UUID(int=100)), "version": 1}
        assert other.next_event() == {"dossier": str(UUID(int=100)), "version": 1}


def test_what_was_rolled_back_is_never_heard(own_cluster: Cluster, live: Live) -> None:
    with page(live, token_for(POLICE)) as mine:
        with psycopg.connect(own_cluster.app_url) as connection:
            connection.execute("select pg_notify('tinhso_live', 'not even well formed')")
            connection.rollback()
        announce(own_cluster, DOSSIER, 4, POLICE)

        assert mine.next_event() == {"dossier": str(DOSSIER), "version": 4}


@pytest.mark.parametrize(
    "token",
    [
        pytest.param("nonsense", id="nonsense"),
        pytest.param("", id="none"),
        pytest.param(token_for(POLICE)[:-2] + "AA", id="changed"),
        pytest.param(token_for(POLICE, at=real_now() - timedelta(minutes=5)), id="expired"),
    ],
)
def test_a_wrong_or_expired_token_opens_nothing(live: Live, token: str) -> None:
    with page(live, token) as refused:
        assert refused.response.status_code == 403


def test_another_site_gets_no_stream_even_with_a_token(live: Live) -> None:
    with page(live, token_for(POLICE), {"Origin": "https://elsewhere.example"}) as refused:
        assert refused.response.status_code == 403
        assert "access-control-allow-origin" not in refused.response.headers


def test_the_portal_may_read_the_stream_and_nobody_may_keep_it(live: Live) -> None:
    with page(live, token_for(POLICE)) as mine:
        headers = mine.response.headers

    assert headers["access-control-allow-origin"] == PORTAL
    assert headers["access-control-allow-credentials"] == "true"
    assert headers["content-type"].startswith("text/event-stream")
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("method", "path", "status"), [("POST", "/", 405), ("GET", "/elsewhere", 404)])
def test_other_requests_are_refused(live: Live, method: str, path: str, status: int) -> None:
    assert httpx.request(method, live.base_url + path, trust_env=False).status_code == status


def test_a_browser_that_comes_back_is_told_to_look_anew(live: Live) -> None:
    with page(live, token_for(POLICE), {"Last-Event-ID": "1"}) as mine:
        assert mine.next_event() == {"reload": True}


def test_a_restarted_database_is_heard_again_and_pages_are_told_to_look_anew(
    own_cluster: Cluster, own_folder: Path, live: Live
) -> None:
    with page(live, token_for(POLICE)) as mine:
        stop(own_cluster)
        live.wait_until_listening(listening=False)
        ensure_running(folder=own_folder, settings=FAST)
        live.wait_until_listening()
        assert mine.next_event() == {"reload": True}

        announce(own_cluster, DOSSIER, 7, POLICE)
        assert mine.next_event() == {"dossier": str(DOSSIER), "version": 7}


def test_an_unreadable_notification_ends_nobodys_stream(own_cluster: Cluster, live: Live) -> None:
    with page(live, token_for(POLICE)) as mine:
        with psycopg.connect(own_cluster.app_url, autocommit=True) as connection:
            connection.execute("select pg_notify('tinhso_live', 'not well formed')")
        announce(own_cluster, DOSSIER, 8, POLICE)

        assert mine.next_event() == {"dossier": str(DOSSIER), "version": 8}


def test_an_old_stream_ends_so_that_permission_is_asked_anew(own_cluster: Cluster) -> None:
    with (
        live_process(own_cluster.app_url, {"TINHSO_LIVE_STREAM_LASTS_S": "0.2"}) as live,
        page(live, token_for(POLICE)) as mine,
    ):
        assert mine.has_ended()


def test_a_client_that_reads_too_late_finds_a_hint_and_nobody_else_waits(
    own_cluster: Cluster, live: Live
) -> None:
    with (
        page(live, token_for(COMMITTEE)) as quick,
        _silent_client(live, token_for(POLICE)) as slow,
    ):
        before = _resident_mb(live)
        _flood(own_cluster)
        announce(own_cluster, DOSSIER, 2, COMMITTEE)

        assert quick.next_event() == {"dossier": str(DOSSIER), "version": 2}
        assert _read_until(slow, b'{"reload": true}')
        assert _resident_mb(live) - before < 30


def test_a_politely_stopped_process_ends_its_streams_and_goes(own_cluster: Cluster) -> None:
    with live_process(own_cluster.app_url) as live, page(live, token_for(POLICE)) as mine:
        assert live.stop() == 0
        with pytest.raises((EOFError, httpx.TransportError)):
            mine.next_event()


def test_a_full_process_says_so(own_cluster: Cluster) -> None:
    with (
        live_process(own_cluster.app_url, {"TINHSO_LIVE_MOST_STREAMS": "1"}) as live,
        page(live, token_for(POLICE)),
        page(live, token_for(POLICE)) as refused,
    ):
        assert refused.response.status_code == 503


def test_the_live_process_loads_no_django() -> None:
    import subprocess
    import sys

    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, tinhso.sites.live.asgi; print('django' in sys.modules)"],
        env={"TINHSO_SECRET_KEY": "x", "DATABASE_URL": "postgresql://nowhere", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout.strip() == "False"


def _silent_client(live: Live, token: str) -> socket.socket:
    """A client that asks and never reads, with as little room on the way as the system gives."""
    parts = urlsplit(live.base_url)
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect((parts.hostname, parts.port))
    client.sendall(f"GET /live/{token} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
    time.sleep(0.3)
    return client


def _flood(cluster: Cluster) -> None:
    """Forty thousand changes at once: far more than anything keeps for a client."""
    channel = agency_channel(POLICE).hex()
    with psycopg.connect(cluster.app_url, autocommit=True) as connection:
        for batch in range(20):
            texts = [json.dumps([str(UUID(int=batch * 2000 + n)), 1, [channel]]) for n in range(2000)]
            connection.execute("select pg_notify('tinhso_live', t) from unnest(%s::text[]) t", [texts])


def _read_until(client: socket.socket, wanted: bytes) -> bool:
    client.settimeout(PATIENCE_S)
    read = b""
    while wanted not in read:
        piece = client.recv(1 << 16)
        if not piece:
            return False
        read += piece
    return True


def _resident_mb(live: Live) -> float:
    import psutil

    parent = psutil.Process(live.process.pid)
    return sum(each.memory_info().rss for each in [parent, *parent.children(recursive=True)]) / 2**20
