"""The population register said one thing of an applicant, and says another when their next dossier comes."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.trust.stage import Stage, seen_by_system, stage_of
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.handlers import on_person_answer_changed, on_verified
from tinhso.casework.dossiers.service import CheckState, Filed
from tinhso.foundation.authority.service import NotVisible, Role, system_actor
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.verification.events import Answer, PersonAnswerChanged, PersonVerified
from tinhso.services.verification.service import drain_population_line

File = Callable[[str, CheckState], Filed]
CHECK = "check_identity"


@pytest.fixture
def stage(db: None, legal_moment: datetime, settings: Any, dials: Any) -> Iterator[Stage]:
    from tinhso.services.verification.adapters.population_soap import register_client

    settings.TINHSO_POPULATION_WSDL = dials.wsdl_url
    settings.TINHSO_POPULATION_PER_SECOND = 1000.0
    register_client.cache_clear()
    # The sandbox outlives a test, so that ids must differ between tests.
    with stage_of(legal_moment, seed=secrets.randbits(64)) as stage:
        yield stage
    register_client.cache_clear()


@pytest.fixture
def file(stage: Stage, dials: Any) -> File:
    """File a day later, and let the register say this of the applicant; it does not know her by itself."""

    def _file(key: str, says: CheckState) -> Filed:
        stage.clock.advance(timedelta(days=1))
        filed = stage.file(key=key)
        if says is CheckState.MATCH:
            dials.turn_dial("population", "wrong", variant="flipped", requests=1)
        drain_population_line()
        stage.deliver_all()
        assert stage.view(filed).check is says
        return filed

    return _file


def _acts(stage: Stage, filed: Filed) -> list[str]:
    return [row.action for row in stage.view(filed).timeline]


def _checks(filed: Filed) -> list[str]:
    """How each task to compare the originals ended; "" where one is open."""
    with seen_by_system() as cursor:
        cursor.execute(
            "select outcome from process_task where case_id = %s and key = %s order by opened_at",
            [filed.id, CHECK],
        )
        return [row[0] for row in cursor.fetchall()]


def _told(filed: Filed) -> int:
    with seen_by_system() as cursor:
        cursor.execute(
            "select count(*) from notices_notice where case_id = %s and template = 'no_match'", [filed.id]
        )
        return int(cursor.fetchone()[0])


def test_both_running_dossiers_that_were_confirmed_get_a_task_and_the_applicant_a_message(
    stage: Stage, file: File
) -> None:
    confirmed = [file("first", CheckState.MATCH), file("second", CheckState.MATCH)]
    file("third", CheckState.NO_MATCH)
    stage.deliver_all()
    for filed in confirmed:
        assert stage.view(filed).check is CheckState.NO_MATCH
        assert _acts(stage, filed) == ["submit", "verified_match", "register_now_no_match"]
        assert (_checks(filed), _told(filed)) == ([""], 1)
    desk = stage.officer(Role.RECEPTION_OFFICER)
    view = stage.view(confirmed[0], desk)
    assert CHECK in {task.key for task in view.tasks}
    assert view.timeline[-1].text == (
        "Cơ sở dữ liệu quốc gia về dân cư nay trả lời thông tin người nộp chưa khớp"
    )


def test_a_dossier_that_the_register_now_confirms_needs_no_comparing(stage: Stage, file: File) -> None:
    denied = file("first", CheckState.NO_MATCH)
    assert _checks(denied) == [""]
    file("second", CheckState.MATCH)
    assert stage.view(denied).check is CheckState.MATCH
    assert _acts(stage, denied)[-1] == "register_now_match"
    assert _checks(denied) == ["register_confirms"]
    file("third", CheckState.NO_MATCH)
    assert stage.view(denied).check is CheckState.NO_MATCH
    assert _checks(denied) == ["register_confirms", ""]
    assert _told(denied) == 2


def test_what_was_compared_by_an_officer_stays_compared(stage: Stage, file: File) -> None:
    denied = file("first", CheckState.NO_MATCH)
    dossiers.settle_identity_check(
        dossier_id=denied.id,
        note="Đã xem bản gốc.",
        expected_version=None,
        actor=stage.officer(Role.RECEPTION_OFFICER),
        now=stage.now,
    )
    file("second", CheckState.MATCH)
    assert _checks(denied) == ["compared"]
    assert _acts(stage, denied)[-2:] == ["identity_compared", "register_now_match"]


def test_news_in_any_order_leave_what_the_register_says_now(stage: Stage, file: File) -> None:
    """Deliveries are tried again after a failure: an older one may come last."""
    first = file("first", CheckState.MATCH)
    file("second", CheckState.NO_MATCH)
    acts = _acts(stage, first)
    with seen_by_system() as cursor:
        cursor.execute("select id, person_id from verification_request where case_id = %s", [first.id])
        ((verification_id, person_id),) = cursor.fetchall()
    about = {"subject_id": first.id, "verification_id": verification_id, "person_id": person_id}
    with unit_of_work(actor=system_actor("again"), now=stage.now) as work:
        on_verified(PersonVerified(**about, answer=Answer.MATCH), work=work)
        changed = PersonAnswerChanged(**about, former=Answer.NO_MATCH, answer=Answer.MATCH)
        on_person_answer_changed(changed, work=work)
    assert stage.view(first).check is CheckState.NO_MATCH
    assert _acts(stage, first) == acts


def test_an_equal_answer_changes_no_dossier(stage: Stage, file: File) -> None:
    first = file("first", CheckState.MATCH)
    version = stage.view(first).version
    file("second", CheckState.MATCH)
    assert (stage.view(first).version, _checks(first), _told(first)) == (version, [], 0)


def test_a_dossier_that_has_ended_stays_as_it_was_decided(stage: Stage, file: File) -> None:
    first = file("first", CheckState.MATCH)
    stage.step(first, "refuse", stage.officer(Role.RECEPTION_OFFICER))
    stage.deliver_all()
    acts = _acts(stage, first)
    file("second", CheckState.NO_MATCH)
    assert stage.view(first).check is CheckState.MATCH
    assert (_acts(stage, first), _checks(first), _told(first)) == (acts, [], 0)


def test_an_agency_without_the_dossier_sees_nothing_of_it(stage: Stage, file: File) -> None:
    first = file("first", CheckState.MATCH)
    file("second", CheckState.NO_MATCH)
    elsewhere = stage.officer(*Role, agency="other")
    with pytest.raises(NotVisible):
        stage.view(first, elsewhere)
    own = stage.view(first, stage.officer(Role.RECEPTION_OFFICER)).tasks
    assert CHECK in {task.key for task in own}, "whose dossier it is has work"
