"""Papers are encrypted, kept once, always there when their row is, and reached by bound links."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings

from tests.foundation.files.test_accepting_papers import PDF, image
from tinhso.foundation.clock.service import new_id, real_now
from tinhso.foundation.files.models import StoredFileRow
from tinhso.foundation.files.service import (
    StoredFile,
    UnableToAcceptFile,
    UnableToReadFile,
    UnableToUseToken,
    check_token,
    describe,
    read,
    signed_token,
    store,
    sweep_orphans,
)

NOW = datetime(2023, 7, 17, 2, 0, tzinfo=UTC)
AN, BINH = "dossier:1", "dossier:2"


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.TINHSO_FILES_DIR = tmp_path / "files"
    return settings.TINHSO_FILES_DIR


def keep(content: bytes = PDF, owner: str = AN, name: str = "giấy tờ.pdf") -> StoredFile:
    return store(content=content, declared_name=name, owner=owner, now=NOW)


def blobs(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_paper_is_read_back_and_described(folder: Path) -> None:
    stored = keep()

    assert read(stored.id) == PDF
    assert describe([stored.id, new_id()]) == {stored.id: stored}
    assert (stored.media_type, stored.pages, stored.size, stored.name) == (
        "application/pdf",
        2,
        len(PDF),
        "giấy tờ.pdf",
    )


@pytest.mark.django_db
def test_neither_disk_nor_row_shows_content_name_or_hash(folder: Path) -> None:
    stored = keep(name="Nguyễn Văn An.pdf")
    (blob,) = blobs(folder)
    row = StoredFileRow.objects.get(id=stored.id)

    assert b"PDF" not in blob.read_bytes()
    assert stored.sha256[:16] not in str(blob)
    assert "Nguyễn".encode() not in bytes(row.sealed_details)
    assert bytes.fromhex(stored.sha256)[:16] != bytes(row.content_index)
    assert blob.stat().st_mode & 0o077 == 0
    assert "Nguyễn" not in repr(stored)


@pytest.mark.django_db
def test_same_paper_of_same_owner_is_one_file(folder: Path) -> None:
    first, again = keep(), keep(name="khác.pdf")

    assert again == first
    assert StoredFileRow.objects.count() == 1


@pytest.mark.django_db
def test_same_paper_of_two_owners_shares_content_but_not_the_id(folder: Path) -> None:
    of_an, of_binh = keep(owner=AN), keep(owner=BINH)

    assert of_an.id != of_binh.id
    assert len(blobs(folder)) == 1
    assert read(of_an.id) == read(of_binh.id) == PDF


@pytest.mark.django_db
def test_lying_extension_is_stored_as_what_it_is(folder: Path) -> None:
    assert keep(image("PNG"), name="ảnh.pdf").media_type == "image/png"


@pytest.mark.django_db
def test_refused_paper_leaves_nothing_behind(folder: Path) -> None:
    with pytest.raises(UnableToAcceptFile):
        keep(b"MZ a program")

    assert blobs(folder) == []
    assert StoredFileRow.objects.count() == 0


@pytest.mark.django_db
def test_changed_swapped_or_missing_content_is_refused(folder: Path) -> None:
    stored, other = keep(), keep(image("PNG"), name="b.png")
    first, second = sorted(blobs(folder), key=lambda path: path.stat().st_size)
    small, large = first.read_bytes(), second.read_bytes()
    for content in (small[:-1] + bytes([small[-1] ^ 1]), b"", large):
        first.write_bytes(content)
        with pytest.raises(UnableToReadFile):
            read(stored.id if len(PDF) < other.size else other.id)
    first.unlink()
    with pytest.raises(UnableToReadFile):
        read(stored.id if len(PDF) < other.size else other.id)
    with pytest.raises(UnableToReadFile):
        read(new_id())


def age(path: Path, days: float) -> None:
    moment = real_now().timestamp() - days * 86_400
    os.utime(path, (moment, moment))


@pytest.mark.django_db
def test_sweep_removes_content_of_rolled_back_transactions_only(folder: Path) -> None:
    kept = keep()
    with pytest.raises(RuntimeError), transaction.atomic():
        keep(image("PNG"))
        raise RuntimeError
    fresh = sweep_orphans()
    for path in blobs(folder):
        age(path, 2)

    assert fresh == 0
    assert sweep_orphans() == 1
    assert sweep_orphans() == 0
    assert read(kept.id) == PDF


@pytest.mark.django_db
def test_content_wanted_again_while_the_sweep_runs_stays(folder: Path) -> None:
    from tinhso.foundation.files.blobs import remove_blob

    content = image("PNG")
    with pytest.raises(RuntimeError), transaction.atomic():
        keep(content)
        raise RuntimeError
    (blob,) = blobs(folder)
    age(blob, 2)
    stored = keep(content)
    painted = read(stored.id)

    assert not remove_blob(blob, unwanted_since=real_now() - timedelta(days=1))
    assert read(stored.id) == painted
    assert blobs(folder) == [blob]


def test_link_opens_for_its_actor_until_it_expires() -> None:
    file_id, now = UUID(int=5), real_now().replace(microsecond=0)
    token = signed_token(file_id, "account:1", now + timedelta(minutes=5))

    assert check_token(token, actor_ref="account:1", now=now).file_id == file_id
    for changed, actor, moment in (
        (token, "account:2", now),
        (token, "account:1", now + timedelta(minutes=5)),
        (token[:-1] + ("A" if token[-1] != "A" else "B"), "account:1", now),
        (signed_token(UUID(int=6), "account:1", now).rpartition(":")[0] + token[-28:], "account:1", now),
        ("", "account:1", now),
        ("a:b", "account:1", now),
    ):
        with pytest.raises(UnableToUseToken):
            check_token(changed, actor_ref=actor, now=moment)


@pytest.mark.django_db
def test_papers_of_the_two_levels_before_are_found_again(folder: Path) -> None:
    from importlib import import_module

    move_up = import_module("tinhso.foundation.files.migrations.0002_one_level_of_folders").move_up
    stored = keep()
    (blob,) = blobs(folder)
    before = blob.parent / blob.name[2:4] / blob.name
    before.parent.mkdir()
    blob.rename(before)
    with pytest.raises(UnableToReadFile):
        read(stored.id)

    for _ in range(2):
        move_up(None, None)
        assert read(stored.id) == PDF
        assert not before.parent.exists()
