"""An upload that was cut goes on where it stopped; what never goes on is swept."""

from __future__ import annotations

import errno
import hashlib
import os
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.foundation.files.zoo import MEBIBYTE, saved
from tinhso.foundation.clock.service import real_now
from tinhso.foundation.files import blobs
from tinhso.foundation.files.parts import sweep_parts
from tinhso.foundation.files.service import (
    UnableToAcceptFile,
    UnableToContinueUpload,
    UnableToKeepFile,
    forget_upload,
    receive_part,
    received_bytes,
    sweep_orphans,
    whole_upload,
)

WHOLE = saved(pages=400)
NAME = hashlib.sha256(WHOLE).hexdigest()
AN, BINH = "person:1", "person:2"
PIECE = 1000


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.TINHSO_FILES_DIR = tmp_path / "files"
    return settings.TINHSO_FILES_DIR


def send(begin: int, end: int, *, owner: str = AN) -> None:
    for offset in range(begin, end, PIECE):
        receive_part(
            owner=owner, sha256=NAME, offset=offset, content=WHOLE[offset : min(offset + PIECE, end)]
        )


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_cut_upload_goes_on_where_it_stopped_and_is_whole_at_the_end(folder: Path) -> None:
    send(0, 3 * PIECE)
    assert received_bytes(owner=AN, sha256=NAME) == 3 * PIECE

    send(3 * PIECE, len(WHOLE))

    assert whole_upload(owner=AN, sha256=NAME) == WHOLE
    forget_upload(owner=AN, sha256=NAME)
    assert received_bytes(owner=AN, sha256=NAME) == 0
    assert files(folder) == []


def test_piece_that_does_not_follow_is_refused_with_the_place_to_go_on_from() -> None:
    send(0, 2 * PIECE)
    for offset in (0, PIECE, 2 * PIECE + 1, 5 * PIECE):
        with pytest.raises(UnableToContinueUpload) as refused:
            receive_part(owner=AN, sha256=NAME, offset=offset, content=b"x")
        assert refused.value.received == 2 * PIECE


def test_pieces_are_sealed_and_out_of_reach_of_others(folder: Path) -> None:
    send(0, 2 * PIECE)

    assert received_bytes(owner=BINH, sha256=NAME) == 0
    for path in files(folder):
        assert b"PDF" not in path.read_bytes()
        assert NAME not in str(path)
        assert path.stat().st_mode & 0o077 == 0


def test_whole_that_is_not_what_was_announced_is_refused_and_forgotten(folder: Path) -> None:
    receive_part(owner=AN, sha256=NAME, offset=0, content=b"another file")
    with pytest.raises(UnableToContinueUpload):
        whole_upload(owner=AN, sha256=NAME)
    assert files(folder) == []


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "/.."])
def test_name_that_is_no_hash_reaches_nothing(name: str, folder: Path) -> None:
    with pytest.raises(UnableToContinueUpload):
        receive_part(owner=AN, sha256=name, offset=0, content=b"x")
    assert files(folder) == []


def test_no_more_arrives_than_a_file_may_have() -> None:
    piece = bytes(MEBIBYTE)
    for offset in range(20):
        receive_part(owner=AN, sha256="0" * 64, offset=offset * MEBIBYTE, content=piece)
    with pytest.raises(UnableToAcceptFile) as refused:
        receive_part(owner=AN, sha256="0" * 64, offset=20 * MEBIBYTE, content=b"x")
    assert refused.value.code == "file.too_large"
    with pytest.raises(UnableToContinueUpload):
        receive_part(owner=AN, sha256="1" * 64, offset=0, content=bytes(MEBIBYTE + 1))


def test_one_owner_has_only_a_few_files_on_the_way() -> None:
    for number in range(9):
        receive_part(owner=AN, sha256=f"{number:064d}", offset=0, content=b"x")
        receive_part(owner=BINH, sha256=f"{number % 2:064d}", offset=number // 2, content=b"x")

    assert sum(received_bytes(owner=AN, sha256=f"{number:064d}") for number in range(9)) == 6
    assert received_bytes(owner=AN, sha256=f"{8:064d}") == 1
    assert received_bytes(owner=BINH, sha256="0" * 64) == 5


def test_full_disk_leaves_the_pieces_that_were_there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    send(0, 2 * PIECE)
    with monkeypatch.context() as planted:
        planted.setattr(blobs.os, "writev", no_room)
        with pytest.raises(UnableToKeepFile):
            send(2 * PIECE, 3 * PIECE)

    assert received_bytes(owner=AN, sha256=NAME) == 2 * PIECE
    assert len(files(folder)) == 2
    send(2 * PIECE, len(WHOLE))
    assert whole_upload(owner=AN, sha256=NAME) == WHOLE


@pytest.mark.django_db
def test_what_nobody_goes_on_with_is_swept_after_a_day(folder: Path) -> None:
    send(0, PIECE)
    send(0, PIECE, owner=BINH)
    (old, _) = [path.parent for path in files(folder)]
    moment = real_now().timestamp() - 2 * 86_400
    os.utime(old, (moment, moment))

    assert sweep_orphans() == 1
    assert len(files(folder)) == 1
    assert sweep_parts(unwanted_since=real_now() + timedelta(minutes=1)) == 1
    assert files(folder) == []
