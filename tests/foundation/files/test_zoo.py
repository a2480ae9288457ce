"""Every bad paper is refused with its own reason, cheaply, and leaves nothing behind."""

from __future__ import annotations

import re
import resource
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.foundation.files.zoo import MEBIBYTE, Animal, picture, plain_pdf, saved, zoo
from tinhso.foundation.audit.models import AuditEntry
from tinhso.foundation.files import inspection
from tinhso.foundation.files.cell.asking import Look
from tinhso.foundation.files.models import StoredFileRow
from tinhso.foundation.files.refusals import REASONS
from tinhso.foundation.files.service import UnableToAcceptFile, store

NOW = datetime(2023, 7, 17, 2, 0, tzinfo=UTC)
ANIMALS = list(zoo())
MOST_MEMORY = 64 * MEBIBYTE
MOST_CPU_S = 1.0


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.TINHSO_FILES_DIR = tmp_path / "files"
    return settings.TINHSO_FILES_DIR


def own_use() -> tuple[float, int]:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime, used.ru_maxrss * 1024


@pytest.mark.django_db
@pytest.mark.parametrize("animal", ANIMALS, ids=[animal.called for animal in ANIMALS])
def test_bad_paper_is_refused_with_its_own_reason_cheaply_and_leaves_nothing(
    animal: Animal, folder: Path, looks: list[Look]
) -> None:
    content = animal.make()
    cpu_before, memory_before = own_use()
    with pytest.raises(UnableToAcceptFile) as refused:
        store(content=content, declared_name=animal.declared, owner="dossier:1", now=NOW)
    cpu_after, memory_after = own_use()

    assert (refused.value.code, refused.value.message) == (f"file.{animal.reason}", REASONS[animal.reason])
    assert cpu_after - cpu_before <= MOST_CPU_S
    assert memory_after - memory_before <= MOST_MEMORY
    assert all(look.cpu_s <= MOST_CPU_S and look.memory <= MOST_MEMORY for look in looks), looks
    assert not folder.exists()
    assert not StoredFileRow.objects.exists()
    assert not AuditEntry.objects.exists()


def test_zoo_shows_every_reason_and_no_two_animals_are_the_same() -> None:
    assert {animal.reason for animal in ANIMALS} == set(REASONS)
    assert len({animal.called for animal in ANIMALS}) == len(ANIMALS)


@pytest.mark.parametrize("message", REASONS.values())
def test_reason_is_vietnamese_and_says_what_to_do(message: str) -> None:
    assert re.search("[ạảãàáâậầấẩẫăắằặẳẵêếềểệđôốồổộơớờởợưứừửựịọụỉ]", message)
    assert re.search(r"\. Hãy .+\.$", message)


@pytest.mark.parametrize(
    "content",
    [plain_pdf(), saved(), saved(packed=False), saved(pages=300), picture("JPEG"), picture("PNG")],
    ids=["plain PDF", "packed PDF", "PDF", "300 pages", "JPEG", "PNG"],
)
def test_honest_paper_passes_the_same_gate(content: bytes) -> None:
    assert inspection.inspect(content).media_type


def test_progressive_and_interlaced_pictures_pass_and_so_does_a_film_behind_a_photo() -> None:
    for content in (
        picture("JPEG", progressive=True),
        picture("JPEG") + b"\0\0\0\x18ftypmp42" + bytes(5_000),
        picture("PNG", (33, 17)),
    ):
        assert inspection.inspect(content).pages is None
