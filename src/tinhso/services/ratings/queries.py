"""Ratings of the service: a citizen's own, and figures that lead to nobody."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.clock.service import legal_day
from tinhso.foundation.crypto.service import open_json
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.ratings import models
from tinhso.services.ratings.adapters import rating_words
from tinhso.services.ratings.rules import is_month_closed, month_of, released
from tinhso.services.ratings.types import RatingCell, RatingDimension, ServiceRating, ServiceStage

REASONS_FIELD = "ratings_rating.sealed_reasons"


def own_rating(*, dossier_id: UUID, actor: Actor, now: datetime) -> ServiceRating | None:
    """What the citizen said of this dossier's service, if they did."""
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.SERVICE_RATE)
        mine = models.Rating.objects.filter(person_id=actor.person_id) if actor.person_id else None
        row = mine.filter(dossier_id=dossier_id).first() if mine is not None else None
    if row is None:
        return None
    return ServiceRating(
        score=row.score,
        reasons={ServiceStage(stage): tuple(given) for stage, given in _reasons(row).items()},
        rated_at=row.rated_at,
        editable_until=row.rated_at + timedelta(days=rating_words().days),
    )


def service_ratings(
    *, by: RatingDimension, since: date, until: date, actor: Actor, now: datetime
) -> tuple[RatingCell, ...]:
    """Ratings month by month and agency by agency, or procedure by procedure; never who.

    A month is shown once no rating of it can change any more. A group too small has ``count`` None, and
    others are hidden with it where the small one would follow from the rest.
    """
    with unit_of_work(actor=actor, now=now, as_system=True):
        require(actor=actor, permission=Permission.SERVICE_RATINGS_READ)
        rows = list(models.Rating.objects.filter(month__gte=month_of(since), month__lte=month_of(until)))
    today, days = legal_day(now), rating_words().days
    by_month: dict[date, dict[str, list[models.Rating]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if is_month_closed(row.month, today=today, days=days):
            by_month[row.month][_key(row, by)].append(row)
    return tuple(cell for month in sorted(by_month, reverse=True) for cell in _cells(month, by_month[month]))


def _cells(month: date, groups: Mapping[str, list[models.Rating]]) -> list[RatingCell]:
    least = rating_words().smallest_group
    shown = released({key: len(rows) for key, rows in groups.items()}, least=least)
    return [
        _cell(month, key, groups[key], least)
        if key in shown
        else RatingCell(month=month, key=key, count=None)
        for key in sorted(groups)
    ]


def _cell(month: date, key: str, rows: list[models.Rating], least: int) -> RatingCell:
    scores = Counter(row.score for row in rows)
    reasons = Counter(
        f"{stage}.{reason}" for row in rows for stage, given in _reasons(row).items() for reason in given
    )
    return RatingCell(
        month=month,
        key=key,
        count=len(rows),
        average=round(sum(row.score for row in rows) / len(rows), 1),
        scores={score: scores[score] for score in range(1, 6)},
        reasons={reason: count for reason, count in sorted(reasons.items()) if count >= least},
    )


def _key(row: models.Rating, by: RatingDimension) -> str:
    return str(row.agency_id) if by is RatingDimension.AGENCY else row.procedure_code


def _reasons(row: models.Rating) -> dict[str, list[str]]:
    opened: dict[str, list[str]] = open_json(
        bytes(row.sealed_reasons), owner=str(row.dossier_id), field=REASONS_FIELD
    )
    return opened
