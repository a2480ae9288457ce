"""How much one owner may hand in: in one bundle of papers, and within a day.

The numbers are settings (``config/settings/papers.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Sum

from tinhso.foundation.files.models import StoredFileRow
from tinhso.foundation.files.refusals import UnableToAcceptFile
from tinhso.foundation.identifiers.service import DomainError

_MEGABYTE = 1024 * 1024
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Quota:
    code: str
    papers: int
    megabytes: int
    advice: str


class UnableToKeepMore(UnableToAcceptFile):
    """The paper may be sound, but its owner has handed in as much as is taken.

    ``code`` is ``file.draft_full`` or ``file.day_full``.
    """

    def __init__(self, quota: _Quota) -> None:
        DomainError.__init__(
            self,
            f"file.{quota.code}",
            f"Chỉ nhận nhiều nhất {quota.papers} tệp và {quota.megabytes} MB {quota.advice}",
        )


def keep_within_draft(kept: Sequence[int], adding: Sequence[int]) -> None:
    """Refuse files of ``adding`` bytes beside those of ``kept`` bytes; raises UnableToKeepMore."""
    quota = _Quota(
        code="draft_full",
        papers=settings.TINHSO_PAPERS_IN_DRAFT,
        megabytes=settings.TINHSO_MEGABYTES_IN_DRAFT,
        advice="cho một hồ sơ. Hãy gỡ bớt tệp thừa, hoặc ghép nhiều trang vào một tệp PDF rồi gửi lại.",
    )
    _refuse_beyond(quota, papers=len(kept) + len(adding), size=sum(kept) + sum(adding))


def keep_within_day(sizes: Sequence[int], *, owner: str, now: datetime) -> None:
    """Refuse files of these ``sizes`` in bytes beside what ``owner`` stored in the 24 hours before ``now``.

    ``now`` is legal time. Two requests at the same moment may each find room for the last paper.
    Raises UnableToKeepMore.
    """
    quota = _Quota(
        code="day_full",
        papers=settings.TINHSO_PAPERS_A_DAY,
        megabytes=settings.TINHSO_MEGABYTES_A_DAY,
        advice="của một người trong một ngày. Những gì đã gửi vẫn được giữ; hãy gửi tiếp vào ngày mai.",
    )
    known = StoredFileRow.objects.filter(owner=owner, created_at__gt=now - _DAY).aggregate(
        papers=Count("id"), size=Sum("size", default=0)
    )
    _refuse_beyond(quota, papers=known["papers"] + len(sizes), size=known["size"] + sum(sizes))


def _refuse_beyond(quota: _Quota, *, papers: int, size: int) -> None:
    if papers > quota.papers or size > quota.megabytes * _MEGABYTE:
        raise UnableToKeepMore(quota)
