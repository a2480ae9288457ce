"""Turns that a dossier's life may take: two supplements, withdrawn anywhere, late, a holiday, a new law."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection

from tests.trust.stage import PDF, PROOF, STATES, TEMPORARY_RESIDENCE, housing_proof, seen_by_system
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import Status, SupplementItem, UnableToAnswerSupplement
from tinhso.foundation.authority.service import Role
from tinhso.foundation.process.service import UnableToTakeAction

pytestmark = pytest.mark.django_db

WITHDRAWABLE = {
    "submitted", "waiting_supplement_before_receipt", "received", "processing", "waiting_supplement",
    "supplement_overdue", "drafted",
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_every_state_of_temporary_residence_can_be_reached(stage, state):
    filed = stage.file()
    stage.bring_to(state, filed)
    assert stage.view(filed).state == state


def test_second_supplement_warns_counts_and_keeps_all_due_dates(stage):
    filed = stage.file()
    stage.bring_to("waiting_supplement", filed)
    first_due = stage.view(filed).due_at
    stage.clock.advance(timedelta(days=1))
    stage.answer(filed)
    specialist = stage.officer(Role.SPECIALIST)
    page = stage.view(filed, specialist)
    asking = next(each for each in page.actions if each.key == "ask_supplement")
    assert "766" in asking.warning, "the officer is told what a second round does to the indicators"

    stage.ask_supplement(filed, specialist)
    stage.clock.advance(timedelta(days=1))
    stage.answer(filed)

    page = stage.view(filed)
    assert page.supplement_rounds == 2
    assert [each.round for each in page.supplements] == [1, 2]
    assert not any(each.is_open for each in page.supplements)
    first, second = page.supplements
    assert first.due_before == first_due
    assert first.due_before < first.due_after == second.due_before < second.due_after == page.due_at
    assert page.first_due_at == first_due


def test_answered_paper_of_several_pages_replaces_the_old_one_with_all_of_them(stage):
    filed = stage.file()
    stage.bring_to("waiting_supplement", filed)
    pages = [housing_proof(PDF + str(number).encode() + b"\n%%EOF\n") for number in range(3)]
    stage.answer(filed, papers=pages)
    assert [each.replaced for each in stage.view(filed).papers] == [True, False, False, False]


def test_answer_without_the_paper_asked_for_changes_nothing(stage):
    filed = stage.file()
    stage.bring_to("waiting_supplement", filed)
    before = stage.view(filed)
    with pytest.raises(UnableToAnswerSupplement) as refused:
        stage.answer(filed, papers=[])
    assert list(refused.value.fields) == ["paper_housing_proof"]
    after = stage.view(filed)
    assert (after.version, after.state) == (before.version, before.state)


@pytest.mark.parametrize("state", STATES)
def test_withdrawing_is_open_exactly_where_the_process_says(stage, state):
    filed = stage.file()
    stage.bring_to(state, filed)
    if state not in WITHDRAWABLE:
        with pytest.raises(UnableToTakeAction):
            stage.step(filed, "ask_withdraw", stage.citizen)
        assert stage.view(filed).state == state
        return
    stage.step(filed, "ask_withdraw", stage.citizen)
    page = stage.view(filed)
    assert page.status is Status.WITHDRAW_REQUESTED
    assert not any(each.is_open for each in page.supplements), "nobody waits for an answer any more"
    role = Role.LEADER if page.received_at else Role.RECEPTION_OFFICER
    stage.step(filed, "grant_withdraw", stage.officer(role))
    assert stage.view(filed).status is Status.STOPPED


def test_dossier_whose_withdrawal_was_refused_can_be_asked_for_a_supplement_again(stage):
    filed = stage.file()
    stage.bring_to("waiting_supplement", filed)
    stage.step(filed, "ask_withdraw", stage.citizen)
    stage.step(filed, "refuse_withdraw", stage.officer(Role.LEADER))
    stage.ask_supplement(filed, stage.officer(Role.SPECIALIST))
    lapsed, standing = stage.view(filed).supplements
    assert lapsed.lapsed_at is not None and standing.is_open
    stage.answer(filed)
    assert stage.view(filed).state == "processing"


def test_unanswered_supplement_becomes_overdue_by_the_legal_clock_and_only_then(stage):
    filed = stage.file()
    stage.bring_to("waiting_supplement", filed)
    answer_by = stage.view(filed).supplements[0].answer_by
    stage.clock.advance(answer_by - stage.now - timedelta(minutes=1))
    assert dossiers.take_due_timers() == 0
    stage.clock.advance(timedelta(minutes=1))
    assert dossiers.take_due_timers() == 1
    assert dossiers.take_due_timers() == 0
    page = stage.view(filed)
    assert page.state == "supplement_overdue" and page.supplements[0].is_open
    assert [each.action for each in page.timeline].count("supplement_overdue") == 1
    assert dossiers.work_list(
        queue="to_process", actor=stage.officer(Role.RECEPTION_OFFICER), now=stage.now
    ).rows, "an officer has to decide"
    stage.answer(filed)
    assert stage.view(filed).state == "processing", "the citizen may still answer"


def test_one_broken_timer_does_not_hold_up_the_others(stage, monkeypatch):
    from tinhso.casework.dossiers.handling import deadlines

    broken, sound = stage.file(key="1"), stage.file(key="2")
    for filed in (broken, sound):
        stage.bring_to("waiting_supplement", filed)
    stage.clock.advance(timedelta(days=12))
    load = deadlines.load_dossier

    def failing(dossier_id, **named):
        if dossier_id == broken.id:
            raise OSError("disk")
        return load(dossier_id, **named)

    monkeypatch.setattr(deadlines, "load_dossier", failing)
    with pytest.raises(RuntimeError, match="1 of 2"):
        dossiers.take_due_timers()
    assert stage.view(sound).state == "supplement_overdue"
    monkeypatch.undo()
    assert dossiers.take_due_timers() == 1
    assert stage.view(broken).state == "supplement_overdue"


def test_holiday_declared_later_moves_the_due_date_and_keeps_both(stage):
    from tinhso.foundation.authority.service import system_actor
    from tinhso.foundation.calendar.service import DayKind, declare_holiday
    from tinhso.foundation.unit_of_work.service import unit_of_work

    filed, ended = stage.file(key="1"), stage.file(key="2")
    stage.bring_to("processing", filed)
    stage.bring_to("stopped", ended)
    before, untouched = stage.view(filed), stage.view(ended)
    with unit_of_work(actor=system_actor(), now=stage.now) as work:
        declare_holiday(
            work=work,
            day=date(2023, 7, 19),
            kind=DayKind.HOLIDAY,
            name="Nghỉ đột xuất",
            source="Quyết định thử nghiệm",
            now=stage.now,
        )
    stage.deliver_all()

    page = stage.view(filed)
    assert page.due_at == before.due_at + timedelta(days=1)
    assert page.first_due_at == before.due_at, "what was promised first stays readable"
    moved = stage.view(filed, stage.officer(Role.SPECIALIST)).timeline[-1]
    assert moved.action == "due_date_moved" and "20/07/2023" in moved.note and "21/07/2023" in moved.note
    assert (stage.view(ended).due_at, stage.view(ended).version) == (untouched.due_at, untouched.version)
    with seen_by_system() as cursor:
        cursor.execute(
            """select kind, due_before, due_after from process_clock_entry
               where case_id = %s order by sequence""",
            [filed.id],
        )
        assert cursor.fetchall()[-1] == ("recompute", before.due_at, page.due_at)
    rows = dossiers.work_list(queue="to_process", actor=stage.officer(Role.SPECIALIST), now=stage.now).rows
    assert [row.dossier_id for row in rows] == [filed.id]


def test_newly_published_version_does_not_touch_a_pinned_dossier(stage, tmp_path):
    from pathlib import Path

    import tinhso.registers.catalogue as catalogue
    from tinhso.registers.catalogue.service import get_procedure, publish_folder

    filed = stage.file()
    before = stage.view(filed)
    source = Path(catalogue.__file__).parent / "procedures" / TEMPORARY_RESIDENCE / "2023-06-01.yaml"
    folder = tmp_path / TEMPORARY_RESIDENCE
    folder.mkdir()
    text = source.read_text(encoding="utf-8").replace("2023-06-01", "2023-07-18")
    text = text.replace("Trang", "Trang").replace("duration: {amount: 3,", "duration: {amount: 1,")
    (folder / "2023-07-18.yaml").write_text(text, encoding="utf-8")
    stage.clock.advance(timedelta(days=1))
    publish_folder(folder=tmp_path, now=stage.now)

    assert get_procedure(TEMPORARY_RESIDENCE, on=stage.now.date()).version == "2023-07-18"
    later = stage.file(key="later")
    for each in (filed, later):
        stage.bring_to("received", each)
    page, new = stage.view(filed), stage.view(later)
    assert (page.procedure_version, new.procedure_version) == (before.procedure_version, "2023-07-18")
    assert page.due_at - new.due_at == timedelta(days=2), "each by the days of its own version"


def test_supplement_can_name_only_what_the_dossier_has(stage):
    from tinhso.casework.dossiers.service import UnableToAskSupplement

    filed = stage.file()
    stage.bring_to("processing", filed)
    before = stage.view(filed).version
    for item in (
        SupplementItem(target="paper", key="passport", label="", rule="", message="Thiếu."),
        SupplementItem(target="field", key="full_name", label="", rule="", message="Sai."),
        SupplementItem(target="paper", key=PROOF.key, label="", rule="", message="  "),
    ):
        with pytest.raises(UnableToAskSupplement):
            stage.ask_supplement(filed, stage.officer(Role.SPECIALIST), item)
    assert stage.view(filed).version == before


def test_history_has_exactly_one_row_for_each_version(stage):
    filed = stage.file()
    stage.bring_to("delivered", filed)
    with connection.cursor() as cursor, seen_by_system():
        cursor.execute(
            "select array_agg(version order by version) from dossiers_event where dossier_id = %s", [filed.id]
        )
        assert cursor.fetchone()[0] == list(range(1, stage.view(filed).version + 1))
