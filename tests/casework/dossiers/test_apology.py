"""An apology with a new date: offered before the old one passes, once, and the old one goes on counting."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.casework.dossiers.test_life_of_a_dossier import file, in_processing, view
from tests.casework.dossiers.test_slips import desk_of, opened, slips
from tests.support.pdf import text_of_pdf
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import SlipKind, UnableToApologise
from tinhso.foundation.authority.service import NotPermitted, Role, system_actor
from tinhso.foundation.clock.service import VIETNAM
from tinhso.foundation.outbox.service import waiting_deliveries
from tinhso.foundation.unit_of_work.service import deliver_event, unit_of_work
from tinhso.services.notices.service import notices_of

pytestmark = pytest.mark.django_db

REASON = "Chủ nhà đi vắng, chưa xác minh được chỗ ở."


def later(province, *, days, hours=0):
    """The same province some days on, its clock with it."""
    step = timedelta(days=days, hours=hours)
    province.clock.advance(step)
    return replace_now(province, province.now + step)


def replace_now(province, now):
    moved = replace(province, now=now)
    object.__setattr__(moved, "clock", province.clock)
    return moved


def apologise(province, filed, *, actor=None, days=2, reason=REASON):
    return dossiers.issue_apology(
        dossier_id=filed.id,
        reason=reason,
        working_days=days,
        expected_version=None,
        actor=actor or desk_of(province),
        now=province.now,
    )


def test_it_is_offered_from_the_working_day_before_the_due_date(province):
    filed = in_processing(province)  # received Monday 17 July, due Thursday 20 July at 17:00
    assert view(province, filed, desk_of(province)).apology is None
    tuesday = later(province, days=1)
    assert view(tuesday, filed, desk_of(tuesday)).apology is None
    wednesday = later(tuesday, days=1)
    offer = view(wednesday, filed, desk_of(wednesday)).apology
    assert offer is not None and not offer.is_late
    assert dict(offer.choices)[1] == datetime(2023, 7, 21, 17, 0, tzinfo=VIETNAM)
    assert dict(offer.choices)[2] == datetime(2023, 7, 24, 17, 0, tzinfo=VIETNAM), "over the weekend"
    leader = wednesday.officer(wednesday.police, Role.LEADER, Role.SPECIALIST)
    (row,) = dossiers.work_list(queue="to_apologise", actor=leader, now=wednesday.now).rows
    assert row.may_apologise
    assert not dossiers.work_list(queue="to_apologise", actor=leader, now=tuesday.now).rows
    specialist = wednesday.officer(wednesday.police, Role.SPECIALIST)
    (row,) = dossiers.work_list(queue="to_process", actor=specialist, now=wednesday.now).rows
    assert not row.may_apologise, "only who may issue it is offered it"


def test_on_friday_it_is_offered_for_what_is_due_on_monday(province):
    wednesday = later(province, days=2)
    filed = file(wednesday)
    dossiers.take_step(
        dossier_id=filed.id, action="receive", expected_version=None, actor=desk_of(wednesday),
        now=wednesday.now,
    )  # fmt: skip
    thursday = later(wednesday, days=1)
    assert view(thursday, filed).due_at == datetime(2023, 7, 24, 17, 0, tzinfo=VIETNAM), "a Monday"
    assert view(thursday, filed, desk_of(thursday)).apology is None
    friday = later(thursday, days=1)
    assert view(friday, filed, desk_of(friday)).apology is not None


def test_both_dates_are_kept_and_the_old_one_stays_the_due_date(province):
    filed = in_processing(province)
    wednesday = later(province, days=2)
    apologise(wednesday, filed)
    for actor in (wednesday.citizen, desk_of(wednesday)):
        seen = view(wednesday, filed, actor)
        assert seen.due_at == datetime(2023, 7, 20, 17, 0, tzinfo=VIETNAM)
        assert seen.promised_at == datetime(2023, 7, 24, 17, 0, tzinfo=VIETNAM)
        told = next(row for row in seen.timeline if row.action == "apologise")
        assert REASON in told.note and "17:00 ngày 24/07/2023" in told.note
    friday = later(wednesday, days=2)
    late = dossiers.work_list(queue="late", actor=desk_of(friday), now=friday.now).rows
    specialist = friday.officer(friday.police, Role.SPECIALIST)
    late += dossiers.work_list(queue="late", actor=specialist, now=friday.now).rows
    assert filed.id in {row.dossier_id for row in late}, "statistics and lists count the old date"
    assert {row.promised_at for row in late} == {datetime(2023, 7, 24, 17, 0, tzinfo=VIETNAM)}
    tracked = dossiers.track_dossier(code=filed.code, trace_id="t", now=friday.now)
    assert tracked.due_at == datetime(2023, 7, 24, 17, 0, tzinfo=VIETNAM)


def test_the_slip_says_reason_and_both_dates_and_the_applicant_is_told(province):
    filed = in_processing(province)
    wednesday = later(province, days=2)
    apologise(wednesday, filed)
    text = text_of_pdf(opened(wednesday, filed, slips(wednesday, filed)[SlipKind.APOLOGY]).content)
    for words in ("Mẫu số 04", REASON, "17:00 ngày 20/07/2023", "17:00 ngày 24/07/2023", "xin lỗi"):
        assert words in text, words
    for event in {each.event_id for each in waiting_deliveries(before=wednesday.now)}:
        deliver_event(event)
    with unit_of_work(actor=wednesday.citizen, now=wednesday.now):
        notices = notices_of(wednesday.citizen.person_id)
    told = next(each for each in notices if "xin lỗi" in each.title)
    assert "17:00 ngày 24/07/2023" in told.text and REASON not in told.text


def test_a_second_apology_is_refused_and_leaves_everything_as_it_was(province):
    filed = in_processing(province)
    wednesday = later(province, days=2)
    apologise(wednesday, filed)
    before = view(wednesday, filed)
    assert view(wednesday, filed, desk_of(wednesday)).apology is None
    with pytest.raises(UnableToApologise):
        apologise(wednesday, filed, days=3)
    after = view(wednesday, filed)
    assert (after.version, after.promised_at) == (before.version, before.promised_at)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"days": 4}, "working_days"), ({"days": 0}, "working_days"), ({"reason": "  "}, "reason")],
)
def test_a_date_nobody_offered_or_no_reason_is_refused(province, wrong, field):
    filed = in_processing(province)
    wednesday = later(province, days=2)
    with pytest.raises(UnableToApologise) as refused:
        apologise(wednesday, filed, **wrong)
    assert list(refused.value.fields) == [field]
    assert view(wednesday, filed).promised_at is None


def test_not_before_receipt_not_while_the_clock_stands_and_not_by_a_machine(province):
    filed = file(province)
    with pytest.raises(UnableToApologise):
        apologise(province, filed)
    received = in_processing_again(province)
    thursday = later(province, days=3)
    specialist = thursday.officer(thursday.police, Role.SPECIALIST)
    for actor in (system_actor("night"), specialist, thursday.citizen):
        with pytest.raises(NotPermitted):
            apologise(thursday, received, actor=actor)
    from tests.casework.dossiers.test_slips import ITEM

    dossiers.ask_supplement(
        dossier_id=received.id, items=[ITEM], expected_version=None, actor=specialist, now=thursday.now
    )
    with pytest.raises(UnableToApologise):
        apologise(thursday, received)


def in_processing_again(province):
    from tests.casework.dossiers.test_life_of_a_dossier import step

    filed = file(province, key="k2")
    step(province, filed, "receive", desk_of(province))
    step(province, filed, "hand_over", desk_of(province))
    return filed


def test_a_late_dossier_counts_its_new_date_from_now(province):
    filed = in_processing(province)
    monday = later(province, days=7)
    offer = view(monday, filed, desk_of(monday)).apology
    assert offer is not None and offer.is_late
    assert dict(offer.choices)[1] == datetime(2023, 7, 25, 17, 0, tzinfo=VIETNAM)
