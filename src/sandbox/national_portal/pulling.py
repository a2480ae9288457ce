"""Fetching the files of a province by the URLs it told, with limits: host, redirects, size, time, kind.

What the real portal allows is not known (chưa xác minh); these are the sandbox's limits: only hosts of
``SANDBOX_PULL_HOSTS``, no redirect is followed, ten MiB and thirty seconds at most, PDF or picture.
"""

import hashlib
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.utils import timezone

from sandbox.background import wait_before
from sandbox.national_portal.models import Dossier, FileFetch

LARGEST_FILE = 10 * 1024 * 1024
LONGEST_FETCH = 30
MOST_ATTEMPTS = 8
KINDS = frozenset({"application/pdf", "image/jpeg", "image/png"})
FINAL = frozenset({"forbidden_host", "redirect", "too_large", "wrong_kind"})


def ask_for_files(dossier: Dossier) -> None:
    """Queue every file of the dossier whose URL is new."""
    known = set(dossier.fetches.values_list("url", flat=True))
    wanted = {url: name for name, url in _addresses(dossier.payload) if url not in known}
    FileFetch.objects.bulk_create(
        FileFetch(dossier=dossier, name=name[:200], url=url, due_at=timezone.now())
        for url, name in wanted.items()
    )


def _addresses(payload: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for paper in payload.get("TaiLieuNop", []):
        if paper["IsDeleted"] == "False":
            yield paper["TenTepDinhKem"], paper["DuongDanTaiTepTin"]
    for result in payload.get("DanhSachGiayToKetQua", []):
        if url := result.get("DuongDanTepTinKetQua"):
            yield result.get("TenGiayTo", ""), url


def pull_due(client: httpx.Client) -> None:
    """Fetch what is due; a file that cannot be had now is tried again, later each time."""
    due = FileFetch.objects.filter(is_finished=False, due_at__lte=timezone.now())
    for fetch in due.order_by("due_at", "pk")[:20]:
        _pull(client, fetch)


def _pull(client: httpx.Client, fetch: FileFetch) -> None:
    fetch.attempts += 1
    outcome, content = _download(client, fetch.url)
    if content is not None:
        fetch.sha256, fetch.length = hashlib.sha256(content).hexdigest(), len(content)
    fetch.outcome = outcome
    fetch.is_finished = outcome in FINAL | {"fetched"} or fetch.attempts >= MOST_ATTEMPTS
    fetch.due_at = timezone.now() + timedelta(seconds=wait_before(fetch.attempts))
    fetch.save()


def _download(client: httpx.Client, url: str) -> tuple[str, bytes | None]:
    if urlsplit(url).hostname not in settings.PULL_HOSTS:
        return "forbidden_host", None
    try:
        with client.stream("GET", url) as response:
            if response.is_redirect:
                return "redirect", None
            if not response.is_success:
                return f"status_{response.status_code}", None
            if response.headers.get("Content-Type", "").split(";")[0].strip() not in KINDS:
                return "wrong_kind", None
            return _read(response)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return type(error).__name__[:60], None


def _read(response: httpx.Response) -> tuple[str, bytes | None]:
    deadline, content = time.monotonic() + LONGEST_FETCH, bytearray()
    for part in response.iter_bytes():
        content += part
        if len(content) > LARGEST_FILE:
            return "too_large", None
        if time.monotonic() > deadline:
            return "too_slow", None
    return "fetched", bytes(content)
