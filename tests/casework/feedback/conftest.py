"""A province in which somebody complains: the intake desk, agencies that may answer, citizens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from tests.trust.stage import Stage, stage_of
from tinhso.casework.feedback import service as feedback
from tinhso.casework.feedback.service import FeedbackKind, FeedbackTopic, NewFeedback, Sent
from tinhso.foundation.authority.service import Actor, Role

TEXT = "Hồ sơ tạm trú của tôi đã quá hẹn ba ngày mà chưa có kết quả, cũng không ai báo lại."
ANSWER = "Hồ sơ bị chậm do hệ thống gián đoạn. Kết quả đã được trả ngày hôm nay, mong ông bà thông cảm."
NOTE = "Việc này thuộc thẩm quyền của cơ quan khác."


@dataclass
class Desk:
    """The stage with what people do to feedback; each method goes through the door."""

    stage: Stage
    number: int = 0

    @property
    def now(self) -> datetime:
        return self.stage.now

    @property
    def police(self) -> UUID:
        return self.stage.agencies["commune_police"]

    @property
    def committee(self) -> UUID:
        return self.stage.agencies["commune_committee"]

    @property
    def intake_id(self) -> UUID:
        return feedback.intake_agency(now=self.now).id

    @property
    def intake(self) -> Actor:
        self.stage.agencies["intake"] = self.intake_id
        return self.stage.officer(Role.RECEPTION_OFFICER, agency="intake")

    def specialist(self, agency: str = "commune_police") -> Actor:
        return self.stage.officer(Role.SPECIALIST, agency=agency)

    def leader(self, agency: str = "commune_police") -> Actor:
        return self.stage.officer(Role.LEADER, agency=agency)

    def send(self, *, key: str = "", actor: Actor | None = None, check: Any = None, **changes: Any) -> Sent:
        self.number += 1
        given = {
            "kind": FeedbackKind.COMPLAINT,
            "topic": FeedbackTopic.DELAY,
            "text": TEXT,
            "about_agency_id": self.police,
            "may_publish": True,
        }
        return feedback.send_feedback(
            given=NewFeedback(**{**given, **changes}),
            key=key or f"sent-{self.number}",
            phone_check=check,
            actor=actor or self.stage.citizen,
            now=self.now,
        )

    def receive(self, sent: Sent, actor: Actor | None = None) -> int:
        return feedback.receive_feedback(
            feedback_id=sent.id, expected_version=None, actor=actor or self.intake, now=self.now
        )

    def classify(
        self, sent: Sent, topic: FeedbackTopic = FeedbackTopic.DELAY, actor: Actor | None = None
    ) -> int:
        return feedback.classify_feedback(
            feedback_id=sent.id,
            topic=topic,
            about_agency_id=self.police,
            expected_version=None,
            actor=actor or self.intake,
            now=self.now,
        )

    def assign(self, sent: Sent, agency: UUID | None = None, actor: Actor | None = None) -> int:
        return feedback.assign_feedback(
            feedback_id=sent.id,
            agency_id=agency or self.police,
            expected_version=None,
            actor=actor or self.intake,
            now=self.now,
        )

    def transfer(self, sent: Sent, agency: UUID | None = None, actor: Actor | None = None) -> int:
        return feedback.transfer_feedback(
            feedback_id=sent.id,
            agency_id=agency or self.committee,
            note=NOTE,
            expected_version=None,
            actor=actor or self.specialist(),
            now=self.now,
        )

    def noted(self, verb: Callable[..., int], sent: Sent, actor: Actor, note: str = NOTE) -> int:
        """A verb that needs nothing but its reason."""
        return verb(feedback_id=sent.id, note=note, expected_version=None, actor=actor, now=self.now)

    def refuse(self, sent: Sent, actor: Actor, *, reason: str = "settled", note: str = NOTE) -> int:
        return feedback.refuse_feedback(
            feedback_id=sent.id, reason=reason, note=note, expected_version=None, actor=actor, now=self.now
        )

    def draft(self, sent: Sent, actor: Actor | None = None, text: str = ANSWER) -> int:
        return feedback.draft_answer(
            feedback_id=sent.id,
            text=text,
            expected_version=None,
            actor=actor or self.specialist(),
            now=self.now,
        )

    def approve(self, sent: Sent, actor: Actor | None = None, *, public: bool = True) -> int:
        return feedback.approve_answer(
            feedback_id=sent.id,
            for_publication=public,
            expected_version=None,
            actor=actor or self.leader(),
            now=self.now,
        )

    def publish(self, sent: Sent, actor: Actor | None = None, **texts: str) -> int:
        wording = {"question": "Vì sao hồ sơ tạm trú bị chậm trả kết quả?", "answer": ANSWER, **texts}
        return feedback.publish_answer(
            feedback_id=sent.id,
            **wording,
            expected_version=None,
            actor=actor or self.specialist(),
            now=self.now,
        )

    def rate(self, sent: Sent, score: int = 4, actor: Actor | None = None, number: str = "") -> int:
        return feedback.rate_answer(
            code=sent.code, score=score, number=number, actor=actor or self.stage.citizen, now=self.now
        )

    def view(self, sent: Sent, actor: Actor | None = None) -> feedback.FeedbackView:
        return feedback.get_feedback(feedback_id=sent.id, actor=actor or self.stage.citizen, now=self.now)

    def bring_to(self, state: str, sent: Sent) -> None:
        """Take the shortest honest way to ``state``."""
        for act in WAYS[state]:
            act(self, sent)


_Act = Callable[[Desk, Sent], object]
_RECEIVED: list[_Act] = [Desk.receive]
_ASSIGNED: list[_Act] = [*_RECEIVED, Desk.classify, Desk.assign]
_DRAFTED: list[_Act] = [*_ASSIGNED, Desk.draft]
_PUBLISHING: list[_Act] = [*_DRAFTED, Desk.approve]
WAYS: dict[str, list[_Act]] = {
    "sent": [],
    "received": _RECEIVED,
    "classified": [*_RECEIVED, Desk.classify],
    "assigned": _ASSIGNED,
    "drafted": _DRAFTED,
    "publishing": _PUBLISHING,
    "answered": [
        *_PUBLISHING,
        lambda desk, sent: desk.noted(feedback.keep_answer_private, sent, desk.specialist()),
    ],
    "published": [*_PUBLISHING, Desk.publish],
    "refused": [lambda desk, sent: desk.refuse(sent, desk.intake)],
}


@pytest.fixture
def desk(db: None, legal_moment: datetime) -> Iterator[Desk]:
    with stage_of(legal_moment, seed=11) as stage:
        yield Desk(stage=stage)
