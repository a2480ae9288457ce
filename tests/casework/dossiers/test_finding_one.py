"""One dossier of the own agency: by its code, as the next of a queue, or taken in at the counter."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.casework.dossiers.test_life_of_a_dossier import ANSWERS, file, paper
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import Status
from tinhso.foundation.authority.service import NotPermitted, NotVisible, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(province):
    return province.officer(province.police, Role.RECEPTION_OFFICER)


def at_the_counter(province, desk, **how):
    changes = how.pop("changes", {})
    return dossiers.register_at_counter(
        procedure_code="1.004194",
        answers={**ANSWERS, **changes},
        papers=[paper()],
        key="counter",
        actor=desk,
        now=province.now,
        **how,
    )


def file_later(province):
    """A second dossier, an hour after the first."""
    return dossiers.file_online(
        procedure_code="1.004194",
        answers=ANSWERS,
        papers=[paper()],
        key="later",
        actor=province.citizen,
        now=province.now + timedelta(hours=1),
    )


def test_both_notations_lead_to_the_dossier(province, desk):
    filed = file(province)
    view = dossiers.get_dossier(dossier_id=filed.id, actor=desk, now=province.now)
    for code in (view.code, view.dotted_code, view.code.lower()):
        assert dossiers.find_dossier(code=code, actor=desk, now=province.now) == filed.id


def test_another_agencys_code_leads_nowhere(province):
    filed = file(province)
    stranger = province.officer(province.committee, Role.RECEPTION_OFFICER)
    with pytest.raises(NotVisible):
        dossiers.find_dossier(code=filed.code, actor=stranger, now=province.now)


def test_the_next_is_the_most_urgent_other_one(province, desk):
    first, second = file(province, key="a"), file_later(province)
    later = province.now + timedelta(hours=2)

    def after(but):
        return dossiers.next_in_queue(queue="to_receive", but=but, actor=desk, now=later)

    assert after(None) == first.id
    assert after(first.id) == second.id
    assert after(second.id) == first.id


def test_whoever_skips_dossiers_comes_to_each_of_them(province, desk):
    filed = [file(province, key="a").id, file_later(province).id]
    filed.append(
        dossiers.file_online(
            procedure_code="1.004194",
            answers=ANSWERS,
            papers=[paper()],
            key="last",
            actor=province.citizen,
            now=province.now + timedelta(hours=2),
        ).id
    )
    seen, here = [], None
    for _ in range(4):
        here = dossiers.next_in_queue(
            queue="to_receive", but=here, actor=desk, now=province.now + timedelta(hours=3)
        )
        seen.append(here)
    assert seen == [*filed, filed[0]]


def test_one_that_has_left_the_queue_is_followed_by_the_most_urgent(province, desk):
    first, second, now = file(province, key="a"), file_later(province), province.now + timedelta(hours=2)
    dossiers.take_step(dossier_id=second.id, action="receive", expected_version=1, actor=desk, now=now)
    assert dossiers.next_in_queue(queue="to_receive", but=second.id, actor=desk, now=now) == first.id


def test_closed_dossiers_are_listed_latest_first_page_by_page(province, desk):
    first, second = file(province, key="a"), file_later(province)
    now = province.now + timedelta(hours=2)
    for filed in (first, second):
        for version, action in enumerate(("refuse", "deliver_back"), start=1):
            dossiers.take_step(
                dossier_id=filed.id,
                action=action,
                note="Không thuộc nơi này.",
                expected_version=version,
                actor=desk,
                now=now,
            )
    page = dossiers.work_list(queue="closed", actor=desk, now=now, page_size=1)
    then = dossiers.work_list(queue="closed", actor=desk, now=now, page_size=1, page_key=page.next_key)
    assert [row.dossier_id for row in (*page.rows, *then.rows)] == [second.id, first.id]
    assert (page.total, then.next_key) == (2, "")


def test_received_at_once_by_the_agency_that_decides(province, desk):
    filed = at_the_counter(province, desk, receive=True)
    view = dossiers.get_dossier(dossier_id=filed.id, actor=desk, now=province.now)
    assert view.status is Status.ACCEPTED
    assert at_the_counter(province, desk, receive=True) == filed


def test_taken_in_for_another_agency_it_waits_there_and_stays_in_sight(province, desk):
    filed = at_the_counter(province, desk, receive=True, changes={"new_commune": "25741"})
    view = dossiers.get_dossier(dossier_id=filed.id, actor=desk, now=province.now)
    assert view.status is Status.NEW
    assert view.actions == ()


def test_only_reception_may_look_a_person_up(province):
    specialist = province.officer(province.police, Role.SPECIALIST)
    with pytest.raises(NotPermitted):
        dossiers.counter_prefill(
            procedure_code="1.004194", personal_id=ANSWERS["personal_id"], actor=specialist, now=province.now
        )
