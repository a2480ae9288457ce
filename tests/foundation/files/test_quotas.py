"""Nobody fills the disk alone: quotas of papers and bytes, in one draft and in one day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.foundation.files.zoo import plain_pdf
from tinhso.foundation.files.service import (
    UnableToAcceptFile,
    UnableToKeepMore,
    keep_within_day,
    keep_within_draft,
    store,
)

NOW = datetime(2023, 7, 17, 2, 0, tzinfo=UTC)
MEGABYTE = 1024 * 1024


@pytest.fixture(autouse=True)
def limits(tmp_path: Path, settings: Settings) -> None:
    settings.TINHSO_FILES_DIR = tmp_path / "files"
    settings.TINHSO_PAPERS_IN_DRAFT, settings.TINHSO_MEGABYTES_IN_DRAFT = 3, 10
    settings.TINHSO_PAPERS_A_DAY, settings.TINHSO_MEGABYTES_A_DAY = 3, 10


def hand_in(number: int, *, owner: str = "person:1", now: datetime = NOW) -> None:
    content = plain_pdf() + b"%" + b"x" * number
    content += b"\nstartxref\n0\n%%EOF\n"
    store(content=content, declared_name=f"{number}.pdf", owner=owner, now=now)


def test_draft_takes_so_many_papers_and_so_many_bytes_and_not_one_more() -> None:
    keep_within_draft([1, 1], [1])
    keep_within_draft([MEGABYTE * 9], [MEGABYTE])

    for kept, adding in (([1, 1, 1], [1]), ([MEGABYTE * 9], [MEGABYTE + 1]), ([], [1] * 4)):
        with pytest.raises(UnableToKeepMore) as refused:
            keep_within_draft(kept, adding)
        assert refused.value.code == "file.draft_full"
        assert "3 tệp và 10 MB cho một hồ sơ" in refused.value.message


@pytest.mark.django_db
def test_day_takes_so_many_papers_of_one_owner_and_the_next_day_again() -> None:
    for number in (1, 2):
        hand_in(number)
    hand_in(9, owner="person:2")
    keep_within_day([5], owner="person:1", now=NOW)

    for sizes in ([5, 5], [10 * MEGABYTE]):
        with pytest.raises(UnableToAcceptFile) as refused:
            keep_within_day(sizes, owner="person:1", now=NOW)
        assert refused.value.code == "file.day_full"
        assert "trong một ngày" in refused.value.message
    keep_within_day([5, 5, 5], owner="person:1", now=NOW + timedelta(days=1))
    keep_within_day([5, 5], owner="person:2", now=NOW)


@pytest.mark.django_db
def test_same_paper_again_does_not_count_twice() -> None:
    for _ in range(5):
        hand_in(1)

    keep_within_day([5, 5], owner="person:1", now=NOW)
