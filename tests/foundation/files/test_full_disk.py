"""A disk that is full: nothing half done, no file left over, and the same worker serves the next paper."""

from __future__ import annotations

import errno
import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.foundation.files.zoo import plain_pdf, saved
from tinhso.foundation.clock.service import real_now
from tinhso.foundation.files import blobs
from tinhso.foundation.files.models import StoredFileRow
from tinhso.foundation.files.service import HandedIn, UnableToKeepFile, read, store_all, sweep_orphans

NOW = datetime(2023, 7, 17, 2, 0, tzinfo=UTC)
PAPERS = [
    HandedIn(name="a.pdf", content=content) for content in (plain_pdf(), saved(pages=300), saved(pages=2))
]


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.TINHSO_FILES_DIR = tmp_path / "files"
    return settings.TINHSO_FILES_DIR


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def full_from(call: int, honest: Callable[..., object], number: int) -> Callable[..., object]:
    """The system call, which finds no room from the so-many-th time on."""
    made = 0

    def calling(*arguments: object) -> object:
        nonlocal made
        made += 1
        if made >= call:
            raise OSError(number, os.strerror(number))
        return honest(*arguments)

    return calling


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["writev", "fsync", "open"])
@pytest.mark.parametrize("call", [1, 2, 3])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_full_disk_leaves_nothing_and_the_next_paper_is_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, call: int, number: int
) -> None:
    store_all([HandedIn(name="first.pdf", content=saved(pages=5))], owner="dossier:1", now=NOW)
    (first,) = files(folder)
    with monkeypatch.context() as planted:
        planted.setattr(blobs.os, name, full_from(call, getattr(os, name), number))
        with pytest.raises(UnableToKeepFile) as refused:
            store_all(PAPERS, owner="dossier:1", now=NOW)

    assert refused.value.code == "file.storage_full"
    assert files(folder) == [first]
    assert StoredFileRow.objects.count() == 1
    kept = store_all(PAPERS, owner="dossier:1", now=NOW)
    assert [read(file.id) for file in kept] == [paper.content for paper in PAPERS]


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.django_db
def test_paper_that_the_system_takes_only_in_part_is_removed_again(folder: Path) -> None:
    large = max(len(paper.content) for paper in PAPERS)
    with no_file_larger_than(large // 2), pytest.raises(UnableToKeepFile):
        blobs.write_blobs(
            [
                blobs.Blob(index=bytes([number]) * 16, content=paper.content)
                for number, paper in enumerate(PAPERS)
            ]
        )

    assert files(folder) == []


@pytest.mark.django_db
def test_other_trouble_with_the_disk_is_not_called_full(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blobs.os, "fsync", full_from(1, os.fsync, errno.EIO))
    with pytest.raises(OSError, match="error") as broken:
        store_all(PAPERS[:1], owner="dossier:1", now=NOW)

    assert broken.value.errno == errno.EIO
    assert files(folder) == []


@pytest.mark.django_db
def test_sweep_removes_what_a_killed_process_left_half_written(folder: Path) -> None:
    store_all(PAPERS[:1], owner="dossier:1", now=NOW)
    (kept,) = files(folder)
    old, new = (kept.with_name(f".{kept.name}.{ending}") for ending in ("old", "new"))
    for path in (old, new):
        path.write_bytes(b"TSF1 half")
    moment = real_now().timestamp() - 2 * 86_400
    os.utime(old, (moment, moment))

    assert sweep_orphans() == 1
    assert sorted(files(folder)) == sorted([kept, new])
