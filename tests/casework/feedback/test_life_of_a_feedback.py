"""From sending to the answer that its sender reads: in time, by the competent agency, by two people."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection

from tests.casework.feedback.conftest import ANSWER, NOTE, TEXT, Desk
from tests.trust.stage import PDF, seen_by_system
from tinhso.casework.feedback import service as feedback
from tinhso.casework.feedback.service import (
    FeedbackChanged,
    FeedbackQueue,
    FeedbackState,
    FeedbackTopic,
    UnableToActOnFeedback,
    UnableToRate,
    UnableToSendFeedback,
)
from tinhso.foundation.authority.service import NotPermitted, NotVisible, Role
from tinhso.foundation.clock.service import VIETNAM
from tinhso.foundation.files.service import HandedIn
from tinhso.foundation.process.service import UnableToTakeAction
from tinhso.foundation.unit_of_work.service import UnableToRepeat
from tinhso.services.notices.service import notices_of

_THINGS = """
select (select jsonb_agg(to_jsonb(f) order by id) from feedback_case f)::text,
  (select count(*) from feedback_event), (select count(*) from feedback_paper),
  (select jsonb_agg(to_jsonb(a) order by feedback_id) from feedback_answer a)::text,
  (select count(*) from feedback_publication),
  (select jsonb_agg(to_jsonb(t) order by id) from process_task t)::text,
  (select count(*) from process_clock_entry), (select count(*) from outbox_event),
  (select count(*) from procrastinate_jobs), (select count(*) from files_stored),
  (select count(*) from audit_entry where outcome = 'done')
"""


def things() -> tuple[object, ...]:
    """Everything that a refusal must leave as it was."""
    with seen_by_system() as cursor:
        cursor.execute(_THINGS)
        return tuple(cursor.fetchone())


@pytest.fixture
def refused(desk: Desk):
    """``refused(Error, act)``: the act is refused, and nothing changed, was audited as done or announced."""

    def _refused(error: type[Exception], act) -> Exception:
        before = things()
        with pytest.raises(error) as refusal:
            act()
        assert things() == before
        return refusal.value

    return _refused


def test_complaint_is_answered_published_and_rated(desk: Desk) -> None:
    sent = desk.send(files=(HandedIn(name="giấy hẹn.pdf", content=PDF),))
    desk.receive(sent)
    desk.classify(sent)
    desk.assign(sent)
    desk.draft(sent)
    desk.approve(sent)

    view = desk.view(sent)
    assert view.state is FeedbackState.PUBLISHING
    assert view.answer == ANSWER
    assert view.text == TEXT
    assert [file.name for file in view.files] == ["giấy hẹn.pdf"]
    desk.publish(sent)
    desk.rate(sent, 5)

    assert desk.view(sent).score == 5
    (found,), more = feedback.search_published(text="ho so tam tru", actor=desk.stage.citizen, now=desk.now)
    assert not more
    assert found.answer == ANSWER
    assert [row.action for row in desk.view(sent, desk.specialist()).story] == [
        "send", "receive", "classify", "assign", "draft", "approve_for_publication", "publish", "rate",
    ]  # fmt: skip


def test_due_date_is_counted_in_working_days_from_sending(desk: Desk) -> None:
    """Fifteen working days after Monday 17 July 2023, counted by hand, end on Monday 7 August at closing."""
    assert desk.send().due_at == datetime(2023, 8, 7, 17, 0, tzinfo=VIETNAM)


def test_clock_ends_with_the_answer_and_not_with_the_publication(desk: Desk) -> None:
    sent = desk.send()
    desk.bring_to("drafted", sent)
    desk.stage.clock.advance(timedelta(days=1))
    desk.approve(sent)
    answered_at = desk.now
    desk.stage.clock.advance(timedelta(days=3))
    desk.publish(sent)
    with seen_by_system() as cursor:
        cursor.execute("select kind, at from process_clock_entry where case_id = %s order by at", [sent.id])
        assert cursor.fetchall() == [
            ("start", sent.due_at.replace(year=2023, month=7, day=17, hour=9)),
            (
                "end",
                answered_at,
            ),
        ]
    assert desk.view(sent).finished_at == answered_at


def test_sender_does_not_see_a_draft(desk: Desk) -> None:
    sent = desk.send()
    desk.bring_to("drafted", sent)
    assert desk.view(sent).answer == ""
    assert "Trình dự thảo" not in str(desk.view(sent).story)
    assert desk.view(sent, desk.leader()).answer == ANSWER


def test_agency_that_is_not_competent_hands_the_case_on_and_the_clock_runs_on(desk: Desk) -> None:
    sent = desk.send()
    desk.bring_to("assigned", sent)
    desk.transfer(sent)
    view = desk.view(sent, desk.specialist("commune_committee"))
    assert view.agency_id == desk.committee
    assert view.due_at == sent.due_at
    assert NOTE in [row.note for row in view.story]
    assert {action.key for action in view.actions} == {"draft", "transfer", "send_back"}
    assert desk.view(sent, desk.specialist()).actions == ()


def test_case_sent_back_is_assigned_anew(desk: Desk) -> None:
    sent = desk.send()
    desk.bring_to("assigned", sent)
    desk.noted(feedback.send_feedback_back, sent, desk.specialist())
    desk.assign(sent, desk.committee)
    assert desk.view(sent).agency_id == desk.committee


def test_returned_draft_is_written_again(desk: Desk) -> None:
    sent = desk.send()
    desk.bring_to("drafted", sent)
    desk.noted(feedback.return_answer, sent, desk.leader(), "Cần nêu rõ ngày trả kết quả.")
    desk.draft(sent, text=ANSWER + " Bổ sung ngày trả.")
    assert desk.view(sent, desk.leader()).answer.endswith("Bổ sung ngày trả.")


def test_refusal_tells_its_reason_to_the_sender(desk: Desk) -> None:
    sent = desk.send()
    desk.refuse(sent, desk.intake, reason="insulting", note="Nội dung xúc phạm, không nêu vụ việc.")
    view = desk.view(sent)
    assert view.state is FeedbackState.REFUSED
    assert view.refusal_reason == "Nội dung xúc phạm, vu khống"
    assert view.refusal_note == "Nội dung xúc phạm, không nêu vụ việc."


@pytest.mark.parametrize("state", ["assigned", "drafted"])
def test_leader_of_the_answering_agency_may_refuse(desk: Desk, state: str) -> None:
    sent = desk.send()
    desk.bring_to(state, sent)
    desk.refuse(sent, desk.leader())
    assert desk.view(sent).state is FeedbackState.REFUSED


def test_refusal_needs_a_reason_of_the_list_and_words(desk: Desk, refused) -> None:
    sent = desk.send()
    refused(UnableToActOnFeedback, lambda: desk.refuse(sent, desk.intake, reason="because"))
    refused(UnableToActOnFeedback, lambda: desk.refuse(sent, desk.intake, note="  "))


def test_case_is_classified_before_it_is_assigned(desk: Desk, refused) -> None:
    sent = desk.send()
    desk.receive(sent)
    assert refused(UnableToActOnFeedback, lambda: desk.assign(sent)).code == "guard_classified"


def test_complaint_about_an_officer_is_not_answered_by_the_own_agency(desk: Desk, refused) -> None:
    sent = desk.send(topic=FeedbackTopic.OFFICER)
    desk.receive(sent)
    desk.classify(sent, FeedbackTopic.OFFICER)
    assert refused(UnableToActOnFeedback, lambda: desk.assign(sent)).code == "judges_itself"
    desk.assign(sent, desk.committee)
    officer = desk.specialist("commune_committee")
    assert refused(UnableToActOnFeedback, lambda: desk.transfer(sent, desk.police, officer))


def test_nobody_approves_what_they_drafted(desk: Desk, refused) -> None:
    sent = desk.send()
    desk.bring_to("assigned", sent)
    both = desk.stage.officer(Role.SPECIALIST, Role.LEADER)
    desk.draft(sent, both)
    assert refused(UnableToActOnFeedback, lambda: desk.approve(sent, both)).code == "own_draft"


def test_answer_is_published_only_if_the_sender_agreed(desk: Desk, refused) -> None:
    sent = desk.send(may_publish=False)
    desk.bring_to("drafted", sent)
    assert refused(UnableToActOnFeedback, lambda: desk.approve(sent)).code == "guard_publishable"
    desk.approve(sent, public=False)
    assert desk.view(sent).state is FeedbackState.ANSWERED
    refused(UnableToTakeAction, lambda: desk.publish(sent))


@pytest.mark.parametrize(
    "trace",
    [
        "Bà Nguyễn Thị Hoa hỏi vì sao hồ sơ tạm trú bị chậm.",
        "ba nguyen thi hoa hỏi vì sao hồ sơ tạm trú bị chậm.",
        "Người gửi số 0912 345 678 hỏi vì sao hồ sơ bị chậm.",
        "Người gửi (074190001234) hỏi vì sao hồ sơ bị chậm.",
        "Người gửi hoa@vidu.vn hỏi vì sao hồ sơ bị chậm lâu.",
        "Vì sao hồ sơ H09.34.2-230717-0001 bị chậm trả kết quả?",
    ],
)
def test_publication_that_leads_to_the_sender_is_refused(desk: Desk, refused, trace: str) -> None:
    sent = desk.send()
    desk.bring_to("publishing", sent)
    refusal = refused(UnableToActOnFeedback, lambda: desk.publish(sent, question=trace))
    assert refusal.code == "not_anonymous"
    assert set(refusal.fields) == {"question"}


def test_publication_taken_down_is_seen_by_nobody(desk: Desk) -> None:
    sent = desk.send()
    desk.bring_to("published", sent)
    (found,), _ = feedback.search_published(text="", actor=desk.stage.citizen, now=desk.now)
    desk.noted(feedback.unpublish_answer, sent, desk.specialist())
    assert feedback.search_published(text="", actor=desk.stage.citizen, now=desk.now) == ((), False)
    with pytest.raises(NotVisible):
        feedback.get_published(publication_id=found.id, actor=desk.stage.citizen, now=desk.now)
    assert desk.view(sent).answer == ANSWER


def test_same_sending_twice_is_one_case_and_another_content_is_refused(desk: Desk, refused) -> None:
    first = desk.send(key="same")
    before = things()
    assert desk.send(key="same") == first
    assert things() == before
    refused(UnableToRepeat, lambda: desk.send(key="same", text=TEXT + " Tôi nói thêm."))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "Chậm."}, "text"),
        ({"text": "x" * 4001}, "text"),
        ({"text": "Chữ ẩn \u202e trong một câu đủ dài để gửi đi."}, "text"),
        ({"files": tuple(HandedIn(name=f"{n}.pdf", content=PDF) for n in range(6))}, "files"),
    ],
)
def test_incomplete_feedback_is_refused_field_by_field(desk: Desk, refused, changes, field: str) -> None:
    refusal = refused(UnableToSendFeedback, lambda: desk.send(**changes))
    assert set(refusal.fields) == {field}


def test_rating_an_answer_waits_for_it_and_closes_after_seven_days(desk: Desk, refused) -> None:
    sent = desk.send()
    desk.bring_to("drafted", sent)
    refused(UnableToRate, lambda: desk.rate(sent))
    desk.approve(sent)
    desk.rate(sent, 2)
    desk.stage.clock.advance(timedelta(days=7))
    desk.rate(sent, 3)
    desk.stage.clock.advance(timedelta(seconds=1))
    refused(UnableToRate, lambda: desk.rate(sent, 5))
    refused(UnableToRate, lambda: desk.rate(sent, 0))
    assert desk.view(sent).score == 3


def test_only_the_sender_rates(desk: Desk, refused) -> None:
    sent = desk.send()
    desk.bring_to("answered", sent)
    refused(NotVisible, lambda: desk.rate(sent, 1, desk.stage.other_citizen))
    refused(NotVisible, lambda: desk.rate(sent, 1, desk.specialist()))


def test_page_that_is_no_longer_true_changes_nothing(desk: Desk, refused) -> None:
    sent = desk.send()
    desk.receive(sent)
    refused(
        FeedbackChanged,
        lambda: feedback.classify_feedback(
            feedback_id=sent.id,
            topic=FeedbackTopic.OTHER,
            about_agency_id=None,
            expected_version=1,
            actor=desk.intake,
            now=desk.now,
        ),
    )


def test_agency_that_answers_learns_no_name_that_the_sender_keeps(desk: Desk) -> None:
    sent = desk.send(hides_name=True)
    desk.bring_to("assigned", sent)
    assert desk.view(sent, desk.intake).sender_name == "Nguyễn Thị Hoa"
    at_the_agency = desk.view(sent, desk.specialist())
    assert "Hoa" not in at_the_agency.sender_name
    assert at_the_agency.sender_phone == ""


def test_officers_look_is_recorded_for_the_sender(desk: Desk) -> None:
    sent = desk.send()
    officer = desk.intake
    desk.view(sent, officer)
    with seen_by_system() as cursor:
        cursor.execute(
            "select actor_id, subjects from audit_entry where action = 'feedback.read' and object_id = %s",
            [sent.id],
        )
        assert cursor.fetchall() == [(officer.officer_id, [desk.stage.citizen.person_id])]


def test_tracking_by_code_shows_the_way_and_nothing_written(desk: Desk) -> None:
    sent = desk.send()
    desk.bring_to("published", sent)
    typed = sent.code.lower().replace("-", " - ")
    tracked = feedback.track_feedback(code=typed, trace_id="", now=desk.now)
    assert tracked.state is FeedbackState.PUBLISHED
    assert TEXT not in str(tracked)
    assert ANSWER not in str(tracked)
    assert not tracked.opens_with_phone
    with pytest.raises(NotVisible):
        feedback.track_feedback(code="PA-230717-00000000", trace_id="", now=desk.now)


def test_sender_is_told_of_arrival_assignment_and_answer(desk: Desk) -> None:
    sent = desk.send()
    desk.bring_to("publishing", sent)
    desk.stage.deliver_all()
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
    told = {notice.template for notice in notices_of(desk.stage.citizen.person_id)}
    assert told == {"feedback_sent", "feedback_assigned", "feedback_answered"}
    (answered,) = (n for n in notices_of(desk.stage.citizen.person_id) if n.template == "feedback_answered")
    assert f"/feedback/track/{sent.code}" in answered.text


def test_inbox_stands_by_deadline_and_knows_what_is_late_tomorrow(desk: Desk) -> None:
    old = desk.send()
    desk.stage.clock.advance(timedelta(days=17))
    desk.send()
    for each in (old,):
        desk.bring_to("assigned", each)
    officer = desk.specialist()

    def listed(queue: FeedbackQueue, actor=officer) -> list[str]:
        return [row.code for row in feedback.feedback_list(queue=queue, actor=actor, now=desk.now).rows]

    assert listed(FeedbackQueue.LATE_TOMORROW) == []
    desk.stage.clock.advance(timedelta(days=1))
    assert desk.now.date().isoformat() == "2023-08-04", "a Friday; the answer is due on Monday the 7th"
    assert listed(FeedbackQueue.LATE_TOMORROW) == [old.code]
    assert listed(FeedbackQueue.LATE) == []
    desk.stage.clock.advance(timedelta(days=4))
    assert listed(FeedbackQueue.LATE) == [old.code]
    assert listed(FeedbackQueue.LATE_TOMORROW) == []
    counts = feedback.feedback_counts(actor=officer, now=desk.now)
    assert counts[FeedbackQueue.LATE] == counts[FeedbackQueue.TURN] == 1
    assert counts[FeedbackQueue.SENT] == 0
    assert feedback.feedback_counts(actor=desk.intake, now=desk.now)[FeedbackQueue.SENT] == 1


def test_inbox_is_read_page_by_page_without_gaps(desk: Desk) -> None:
    codes = []
    for _ in range(23):
        codes.append(desk.send().code)
        desk.stage.clock.advance(timedelta(hours=5))
    first = feedback.feedback_list(queue=FeedbackQueue.SENT, actor=desk.intake, now=desk.now)
    second = feedback.feedback_list(
        queue=FeedbackQueue.SENT, after=first.next_after, actor=desk.intake, now=desk.now
    )
    assert [row.code for row in (*first.rows, *second.rows)].__len__() == 23
    assert {row.code for row in (*first.rows, *second.rows)} == set(codes)
    dues = [row.due_at for row in (*first.rows, *second.rows)]
    assert dues == sorted(dues)
    assert second.next_after == ""


def test_another_agency_neither_lists_nor_opens_the_case(desk: Desk, refused) -> None:
    sent = desk.send()
    desk.bring_to("assigned", sent)
    stranger = desk.specialist("other")
    for queue in FeedbackQueue:
        assert feedback.feedback_list(queue=queue, actor=stranger, now=desk.now).rows == ()
    refused(NotVisible, lambda: desk.view(sent, stranger))
    refused(NotVisible, lambda: desk.draft(sent, stranger))
    refused(NotPermitted, lambda: desk.draft(sent, desk.intake))
