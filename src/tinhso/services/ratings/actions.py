"""Rating the service of one's own finished dossier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import connection

from tinhso.foundation.authority.service import Actor, NotVisible, Permission, Resource, require
from tinhso.foundation.clock.service import legal_day
from tinhso.foundation.crypto.service import seal_json
from tinhso.foundation.identifiers.service import DomainError
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work
from tinhso.services.ratings import models
from tinhso.services.ratings.adapters import rating_words
from tinhso.services.ratings.events import ServiceRated
from tinhso.services.ratings.queries import REASONS_FIELD
from tinhso.services.ratings.rules import clean_reasons, is_editable, month_of
from tinhso.services.ratings.types import FinishedDossier, ServiceRating

RATED_KIND = "dossier"
_PURPOSE = "Đánh giá việc giải quyết thủ tục hành chính"


class UnableToRate(DomainError):
    """Too late, or not a rating."""


def rate_service(
    *,
    dossier: FinishedDossier,
    score: int,
    reasons: Mapping[str, Sequence[str]],
    actor: Actor,
    now: datetime,
) -> ServiceRating:
    """Rate the service of one's own finished dossier, once; changing it is possible for some days.

    The site has read the dossier for this citizen, who is thereby known to own it; a rating that somebody
    else gave for it is never touched.
    """
    with unit_of_work(actor=actor, now=now) as work:
        owners = frozenset({actor.person_id} if actor.person_id else ())
        require(
            actor=actor,
            permission=Permission.SERVICE_RATE,
            resource=Resource(kind=RATED_KIND, id=dossier.id, owners=owners),
        )
        _check_score(score)
        clean = clean_reasons(reasons, known=rating_words().reasons)
        if clean is None:
            raise UnableToRate(code="unknown_reason", message="Lý do không có trong danh sách.")
        with acting_as_system(work):
            rated_at = _write_rating(work, dossier, score, {k.value: list(v) for k, v in clean.items()})
        work.record(
            action="service.rate",
            object_kind=RATED_KIND,
            object_id=dossier.id,
            subjects=tuple(owners),
            purpose=_PURPOSE,
        )
        work.announce(ServiceRated(subject_id=dossier.id))
        return ServiceRating(
            score=score,
            reasons=clean,
            rated_at=rated_at,
            editable_until=rated_at + timedelta(days=rating_words().days),
        )


def _write_rating(
    work: UnitOfWork, dossier: FinishedDossier, score: int, reasons: Mapping[str, list[str]]
) -> datetime:
    sealed = seal_json(dict(reasons), owner=str(dossier.id), field=REASONS_FIELD)
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into ratings_rating (dossier_id, person_id, agency_id, procedure_code, month,
                 score, sealed_reasons, rated_at, version)
               values (%s, %s, %s, %s, %s, %s, %s, %s, 1)
               on conflict (dossier_id) do nothing""",
            [
                dossier.id, work.actor.person_id, dossier.agency_id, dossier.procedure_code,
                month_of(legal_day(work.now)), score, sealed, work.now,
            ],
        )  # fmt: skip
        if cursor.rowcount:
            return work.now
    known = models.Rating.objects.select_for_update().get(dossier_id=dossier.id)
    if known.person_id != work.actor.person_id:
        raise NotVisible(object_kind=RATED_KIND, object_id=dossier.id, permission=Permission.SERVICE_RATE)
    if not is_editable(known.rated_at, now=work.now, days=rating_words().days):
        raise _too_late()
    known.score, known.sealed_reasons, known.version = score, sealed, known.version + 1
    known.save(update_fields=["score", "sealed_reasons", "version"])
    return known.rated_at


def _check_score(score: int) -> None:
    if not 1 <= score <= 5:
        raise UnableToRate(
            code="score_missing",
            message="Bạn hãy chọn một mức đánh giá.",
            fields={"score": "Bạn chưa chọn mức đánh giá."},
        )


def _too_late() -> UnableToRate:
    return UnableToRate(
        code="rating_closed",
        message=f"Đánh giá chỉ sửa được trong {rating_words().days} ngày kể từ lần đầu.",
    )
