"""From the register's NO_MATCH to its own answer that record and papers agree, with two people in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from tests.casework.cleaning.conftest import MARRED, NOTE, RIGHT, Review, ids
from tests.services.verification.population_line import TUAN
from tests.trust.stage import OTHER_COMMUNE, seen_by_system
from tinhso.casework.cleaning import models, sealing
from tinhso.casework.cleaning import service as cleaning
from tinhso.casework.cleaning.raising import raise_task
from tinhso.casework.cleaning.rules import changes_of, same_facts
from tinhso.casework.cleaning.service import (
    CleaningChanged,
    CleaningQueue,
    CleaningState,
    ReachedBy,
    UnableToClean,
)
from tinhso.foundation.authority.service import NotPermitted, NotVisible, Role, system_actor
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.crypto.service import seal_json
from tinhso.foundation.process.service import UnableToTakeAction
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.agencies.service import get_agency
from tinhso.services.verification.service import PersonFacts, asked_about_person

S = CleaningState
KNOWN = {"full_name": TUAN.full_name, "personal_id": TUAN.personal_id, "birth": TUAN.birth.iso, "sex": "male"}
_THINGS = """
select (select jsonb_agg(to_jsonb(t) order by id) from cleaning_task t)::text,
  (select count(*) from cleaning_event), (select count(*) from cleaning_question),
  (select count(*) from cleaning_visit), (select jsonb_agg(to_jsonb(p)) from cleaning_proposal p)::text,
  (select jsonb_agg(to_jsonb(t) order by id) from process_task t)::text,
  (select count(*) from outbox_event), (select count(*) from ledger_question),
  (select count(*) from audit_entry where outcome = 'done')
"""


def things() -> tuple[object, ...]:
    with seen_by_system() as cursor:
        cursor.execute(_THINGS)
        return tuple(cursor.fetchone())


@pytest.fixture
def refused(review: Review):
    """``refused(Error, act)``: the act is refused, and nothing changed, was audited as done or announced."""

    def _refused(error: type[Exception], act) -> Exception:
        before = things()
        with pytest.raises(error) as refusal:
            act()
        assert things() == before
        return refusal.value

    return _refused


def test_no_match_raises_one_task_for_the_police_of_the_commune_of_residence(review: Review) -> None:
    person = review.person(residence=OTHER_COMMUNE)
    review.ask(person, agency_id=review.police)
    review.settle()
    review.ask(person, agency_id=review.police)
    review.settle()
    (task_id,) = ids()
    neighbour = review.stage.officer(Role.SPECIALIST, agency="other")
    view = review.view(task_id, neighbour)
    assert (view.state, view.reached_by, view.dossiers) == (S.NEW, ReachedBy.RESIDENCE, 2)
    assert view.agency_id == review.stage.agencies["other"]
    assert [row.text for row in view.story] == [
        "Có việc rà soát: hồ sơ chưa khớp dữ liệu dân cư",
        "Thêm một hồ sơ chưa khớp của cùng người này",
    ]
    assert not view.matched_before
    assert view.due_at > review.now
    (row,) = cleaning.cleaning_list(queue=CleaningQueue.TO_DO, actor=neighbour, now=review.now).rows
    assert (row.id, row.next_step) == (task_id, "Xem, đối chiếu với dữ liệu dân cư")


def test_the_same_announcement_twice_changes_nothing(review: Review) -> None:
    task_id = review.raised()
    with seen_by_system() as cursor:
        cursor.execute("select verification_id from cleaning_origin")
        ((verification_id,),) = cursor.fetchall()
    before = things()
    with unit_of_work(actor=system_actor("test"), now=review.now) as work:
        asked = asked_about_person(verification_id)
        assert asked is not None
        assert raise_task(work, asked) == task_id
    assert things() == before


def test_a_match_raises_nothing_and_a_match_that_turned_is_told(review: Review) -> None:
    person = review.person()
    review.ask(person, TUAN)
    review.settle()
    assert ids() == []
    review.ask(person)
    review.settle()
    (task_id,) = ids()
    with seen_by_system() as cursor:
        cursor.execute("select matched_before from cleaning_task")
        assert cursor.fetchone() == (True,)
    assert review.view(task_id).matched_before


@pytest.mark.parametrize(
    ("residence", "of_dossier", "reached", "kind"),
    [
        (None, "commune_committee", ReachedBy.DOSSIER, "commune_police"),
        ("99999", "commune_police", ReachedBy.DOSSIER, "commune_police"),
        (None, None, ReachedBy.PROVINCE, "police_residence_office"),
    ],
)
def test_of_unknown_residence_the_dossiers_agency_points_at_the_police_else_the_province(
    review: Review, residence: str | None, of_dossier: str | None, reached: ReachedBy, kind: str
) -> None:
    agency = review.stage.agencies[of_dossier] if of_dossier else None
    review.ask(review.person(residence=residence), agency_id=agency)
    review.settle()
    with seen_by_system() as cursor:
        cursor.execute("select agency_id, reached_by from cleaning_task")
        ((agency_id, reached_by),) = cursor.fetchall()
    assert (reached_by, get_agency(agency_id).kind) == (reached, kind)


def test_comparison_waits_while_the_line_is_down_and_the_answer_moves_the_task_on(review: Review) -> None:
    task_id = review.raised()
    review.line.turn_dial("population", "down")
    review.compare(task_id)
    review.settle()
    view = review.view(task_id)
    assert (view.state, view.waits_since) == (S.COMPARING, review.now)
    assert view.actions == ()
    counts = cleaning.cleaning_counts(actor=review.specialist, now=review.now)
    assert (counts[CleaningQueue.WAITING], counts[CleaningQueue.TO_DO]) == (1, 0)
    review.line.normalise()
    review.stage.clock.advance(timedelta(minutes=5))
    review.settle()
    view = review.view(task_id)
    assert (view.state, view.register_says, view.waits_since) == (S.COLLECTING, "no_match", None)
    assert [(one.purpose, one.answer) for one in view.questions] == [("compare", "no_match")]
    assert "propose" not in {one.key for one in view.actions}, "no paper has been seen"


def test_record_right_and_statement_wrong_only_after_the_register_says_so(review: Review, refused) -> None:
    task_id = review.raised()
    review.collect(task_id, RIGHT)
    end = lambda: review.noted(cleaning.conclude_statement_wrong, task_id, review.specialist)  # noqa: E731
    assert refused(UnableToClean, end).code == "guard_register_agrees"
    review.compare(task_id)
    review.settle()
    view = review.view(task_id)
    assert (view.state, view.register_says) == (S.COLLECTING, "match")
    assert refused(UnableToClean, lambda: review.propose(task_id)).code == "guard_register_differs"
    end()
    assert review.state(task_id) is S.STATEMENT_WRONG
    with pytest.raises(UnableToTakeAction):
        review.compare(task_id)
    review.ask(review.person())
    review.settle()
    assert len(ids()) == 2, "a finished task does not stand in the way of a new one"


def test_new_facts_on_paper_take_the_registers_word_back(review: Review, refused) -> None:
    task_id = review.raised()
    review.collect(task_id, RIGHT)
    review.compare(task_id)
    review.settle()
    review.collect(task_id, MARRED)
    assert review.view(task_id).register_says == ""
    end = lambda: review.noted(cleaning.conclude_statement_wrong, task_id, review.specialist)  # noqa: E731
    assert refused(UnableToClean, end).code == "guard_register_agrees"


def test_proposal_is_approved_by_another_and_the_register_keeps_the_last_word(
    review: Review, refused
) -> None:
    task_id = review.raised()
    review.denied(task_id)
    assert refused(UnableToClean, lambda: review.propose(task_id, fields=[])).code == "no_change"
    assert refused(UnableToClean, lambda: review.propose(task_id, basis=" ")).fields.keys() == {"basis"}
    both = review.stage.officer(Role.SPECIALIST, Role.LEADER)
    review.propose(task_id, both)
    assert refused(UnableToClean, lambda: review.approve(task_id, both)).code == "own_proposal"
    unfit = lambda: review.approve(task_id, review.specialist)  # noqa: E731
    refused(NotPermitted, unfit)
    review.noted(cleaning.return_correction, task_id, review.leader)
    assert review.state(task_id) is S.COLLECTING
    review.propose(task_id)
    review.approve(task_id)
    view = review.view(task_id)
    assert view.proposal is not None
    (change,) = view.proposal.changes
    assert (change.fact, change.old, change.new) == ("birth", "12/3/1985", "1986-04-02")
    assert view.proposal.outcome == "approved"
    review.verify(task_id)
    assert review.state(task_id) is S.VERIFYING
    review.settle()
    view = review.view(task_id)
    assert (view.state, view.register_says) == (S.APPROVED, "no_match"), "nobody corrected it there"
    assert view.finished_at is None
    review.noted(cleaning.collect_again, task_id, review.specialist)
    assert review.state(task_id) is S.COLLECTING


def test_when_the_register_confirms_what_was_approved_the_task_is_closed(review: Review) -> None:
    """The record is corrected outside: here, papers that the sandbox knows stand for that."""
    task_id = review.raised()
    review.approved(task_id)
    review.noted(cleaning.collect_again, task_id, review.specialist)
    review.denied(task_id)
    review.propose(task_id)
    review.approve(task_id)
    with seen_by_system() as cursor:
        cursor.execute("select count(*) from cleaning_visit")
        assert cursor.fetchone() == (2,)
    _correct_at_the_register(task_id)
    review.verify(task_id)
    review.settle()
    view = review.view(task_id)
    assert (view.state, view.register_says) == (S.CLOSED, "match")
    assert view.finished_at == review.now
    assert view.actions == ()
    with seen_by_system() as cursor:
        cursor.execute(
            "select count(*) from process_task where completed_at is null and case_kind = 'cleaning'"
        )
        assert cursor.fetchone() == (0,)


def _correct_at_the_register(task_id: UUID) -> None:
    """The sandbox has no way to correct a record: the facts on paper become what it holds."""
    visit_id = new_id()
    content = {"paper": "id_card", "number": "", "facts": KNOWN, "note": ""}
    with seen_by_system():
        models.CleaningVisit.objects.create(
            id=visit_id,
            task_id=task_id,
            sealed_content=seal_json(content, owner=visit_id, field=sealing.VISIT),
            seen_by=new_id(),
            seen_at=models.CleaningVisit.objects.latest("version").seen_at,
            version=99,
        )


def test_the_statement_itself_confirmed_by_the_register_closes_the_task(review: Review) -> None:
    """A slip of the register, or of a day before its correction: asked again it agrees."""
    person = review.person()
    odd = PersonFacts(personal_id=TUAN.personal_id, full_name=TUAN.full_name, birth=TUAN.birth, sex="female")
    review.ask(person, odd)
    review.settle()
    (task_id,) = ids()
    with seen_by_system():
        models.CleaningTask.objects.filter(id=task_id).update(
            sealed_declared=seal_json(KNOWN, owner=task_id, field=sealing.DECLARED)
        )
    review.compare(task_id)
    review.settle()
    assert review.state(task_id) is S.CLOSED


def test_transfer_gives_the_task_to_another_commune_and_takes_it_from_this_one(
    review: Review, refused
) -> None:
    task_id = review.raised()
    due_at = review.view(task_id).due_at
    other, committee = review.stage.agencies["other"], review.stage.agencies["commune_committee"]
    for unfit in (committee, review.police):
        move = lambda: review.noted(  # noqa: E731
            cleaning.transfer_task,
            task_id,
            review.specialist,
            agency_id=unfit,  # noqa: B023
        )
        assert refused(UnableToClean, move).code == "agency_unfit"
    review.noted(cleaning.transfer_task, task_id, review.specialist, agency_id=other)
    refused(NotVisible, lambda: review.view(task_id))
    neighbour = review.stage.officer(Role.SPECIALIST, agency="other")
    view = review.view(task_id, neighbour)
    assert (view.state, view.reached_by, view.due_at) == (S.NEW, ReachedBy.TRANSFER, due_at)
    assert view.story[-1].note == NOTE
    review.compare(task_id, neighbour)


def test_two_officers_at_once_do_not_overwrite_each_other(review: Review, refused) -> None:
    task_id = review.raised()
    version = review.view(task_id).version
    review.collect(task_id)
    late = lambda: cleaning.compare_with_register(  # noqa: E731
        task_id=task_id, expected_version=version, actor=review.specialist, now=review.now
    )
    refused(CleaningChanged, late)


def test_every_reading_question_and_step_names_the_person(review: Review) -> None:
    task_id = review.raised()
    review.approved(task_id)
    review.view(task_id)
    printed = cleaning.print_proposal(task_id=task_id, actor=review.specialist, now=review.now)
    assert printed.content.startswith(b"%PDF")
    assert TUAN.full_name not in printed.name
    with seen_by_system() as cursor:
        cursor.execute(
            """select distinct action, cardinality(subjects), purpose <> '', legal_basis <> ''
               from audit_entry where action like 'cleaning.%%' order by 1"""
        )
        found = cursor.fetchall()
    assert [row[0] for row in found] == [
        "cleaning.answer", "cleaning.approve", "cleaning.collect", "cleaning.compare",
        "cleaning.proposal_printed", "cleaning.propose", "cleaning.raise", "cleaning.read",
    ]  # fmt: skip
    assert all(row[1:] == (1, True, True) for row in found)


def test_proposal_is_not_printed_before_its_approval(review: Review, refused) -> None:
    task_id = review.raised()
    review.denied(task_id)
    review.propose(task_id)
    before = lambda: cleaning.print_proposal(task_id=task_id, actor=review.specialist, now=review.now)  # noqa: E731
    assert refused(UnableToClean, before).code == "not_approved"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"full_name": " "}, "full_name"),
        ({"personal_id": "12"}, "personal_id"),
        ({"birth": "31/02/1985"}, "birth"),
        ({"sex": "x"}, "sex"),
    ],
)
def test_facts_that_cannot_be_read_are_refused_by_name(
    review: Review, refused, changed: dict[str, str], field: str
) -> None:
    task_id = review.raised()
    refusal = refused(UnableToClean, lambda: review.collect(task_id, replace(RIGHT, **changed)))
    assert refusal.fields.keys() == {field}


def test_case_and_blanks_of_a_name_make_no_difference_and_equal_fields_no_change() -> None:
    one = {
        "full_name": "Trần  Quốc Tuấn",
        "personal_id": "074085001201",
        "birth": "1985-03-12",
        "sex": "male",
    }
    assert same_facts(one, {**one, "full_name": "TRẦN QUỐC TUẤN"})
    assert not same_facts(one, {**one, "full_name": "Tran Quoc Tuan"})
    new = {**one, "birth": "1986-04-02"}
    assert [change.fact for change in changes_of(["birth", "sex"], one, new)] == ["birth"]
    assert changes_of([], one, new) == ()
