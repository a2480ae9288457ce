"""Published questions and answers: read and searched by everybody, accents or not."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tinhso.casework.feedback import models
from tinhso.casework.feedback.rules import wanted_words
from tinhso.casework.feedback.types import FeedbackTopic, PublishedAnswer
from tinhso.foundation.authority.service import Actor, NotVisible, Permission, require
from tinhso.foundation.unit_of_work.service import unit_of_work

PAGE = 20


def search_published(
    *, text: str, topic: FeedbackTopic | None = None, page: int = 1, actor: Actor, now: datetime
) -> tuple[tuple[PublishedAnswer, ...], bool]:
    """Published answers that hold every word typed, newest first, and whether more follow.

    Accents and case do not matter; "" lists all.
    """
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.FEEDBACK_TRACK)
        rows = models.Publication.objects.filter(withdrawn_at=None)
        wanted = wanted_words(text)
        if wanted:
            rows = rows.filter(words__contains=wanted)
        if topic is not None:
            rows = rows.filter(topic=topic.value)
        start = (max(page, 1) - 1) * PAGE
        found = list(rows.order_by("-published_at", "id")[start : start + PAGE + 1])
        return tuple(_answer(row) for row in found[:PAGE]), len(found) > PAGE


def get_published(*, publication_id: UUID, actor: Actor, now: datetime) -> PublishedAnswer:
    """One published answer; NotVisible once it was taken down."""
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.FEEDBACK_TRACK)
        row = models.Publication.objects.filter(id=publication_id, withdrawn_at=None).first()
        if row is None:
            raise NotVisible(
                object_kind="publication", object_id=publication_id, permission=Permission.FEEDBACK_TRACK
            )
        return _answer(row)


def published_of(feedback_id: UUID) -> PublishedAnswer | None:
    """What is public of a case now."""
    row = models.Publication.objects.filter(feedback_id=feedback_id, withdrawn_at=None).first()
    return _answer(row) if row else None


def _answer(row: models.Publication) -> PublishedAnswer:
    return PublishedAnswer(
        id=row.id,
        topic=FeedbackTopic(row.topic),
        question=row.question,
        answer=row.answer,
        agency_id=row.agency_id,
        published_at=row.published_at,
    )
