"""Reserve numbers: printed before a power cut, entered afterwards as of the receipt, all accounted for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, connection, transaction

from tests.support.filled_forms import filled
from tests.support.pdf import text_of_pdf
from tests.support.procedure_walk import _paper as paper
from tests.trust.stage import ANSWERS, TEMPORARY_RESIDENCE, housing_proof
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import (
    CountedDossiers,
    DayFigure,
    DayOfAgency,
    ReserveState,
    Status,
    UnableToUseReserveNumber,
)
from tinhso.foundation.authority.service import Actor, NotPermitted, NotVisible, Role, set_scope, system_actor
from tinhso.registers.agencies.service import competent_agency
from tinhso.registers.catalogue.service import get_procedure, papers_for

pytestmark = pytest.mark.django_db

THURSDAY_TEN = datetime.fromisoformat("2023-07-13T10:05+07:00")
"""Two working days before the morning of the stage."""


@pytest.fixture
def desk(province: Any) -> Actor:
    return province.officer(province.police, Role.RECEPTION_OFFICER)


def printed(province: Any, desk: Actor, size: int = 8) -> list[str]:
    batch_id = dossiers.print_reserve_batch(size=size, actor=desk, now=province.now - timedelta(days=10))
    batch = dossiers.reserve_batch(batch_id=batch_id, actor=desk, now=province.now)
    return [each.number for each in batch.numbers]


def enter(province: Any, desk: Actor, number: str, *, at: datetime = THURSDAY_TEN, **given: Any) -> Any:
    return dossiers.enter_reserved(
        **{
            "number": number,
            "received_at": at,
            "procedure_code": TEMPORARY_RESIDENCE,
            "answers": ANSWERS,
            "papers": [housing_proof()],
            "key": str(uuid4()),
            "actor": desk,
            "now": province.now,
            **given,
        }
    )


def as_owner(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    set_scope(system_actor())
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def test_the_due_date_and_every_figure_run_from_the_receipt_on_paper(province, desk) -> None:
    number = printed(province, desk)[2]
    filed = enter(province, desk, number)
    ordinary = dossiers.register_at_counter(
        procedure_code=TEMPORARY_RESIDENCE, answers=ANSWERS, papers=[housing_proof()], key="ordinary",
        receive=True, actor=desk, now=province.now,
    )  # fmt: skip
    view = dossiers.get_dossier(dossier_id=filed.id, actor=desk, now=province.now)
    today = dossiers.get_dossier(dossier_id=ordinary.id, actor=desk, now=province.now)
    assert "-230713-" in filed.code
    assert (view.status, view.submitted_at, view.received_at) == (
        Status.ACCEPTED, THURSDAY_TEN, THURSDAY_TEN,
    )  # fmt: skip
    assert view.due_at is not None and today.due_at is not None
    assert (today.due_at - view.due_at).days == 2, "Tuesday, not Thursday"
    assert view.reserve_number == number
    assert [(row.action, row.at) for row in view.timeline] == [
        ("submit", THURSDAY_TEN), ("receive", THURSDAY_TEN), ("entered_later", province.now),
    ]  # fmt: skip
    of_day = DayOfAgency(agency_id=province.police, day=THURSDAY_TEN.date())
    received = {
        each.figure: each.count for each in dossiers.day_counts(of=of_day, actor=desk, now=province.now)
    }
    assert received[DayFigure.RECEIVED] == 1
    since = CountedDossiers(agencies=(province.police,), since=province.now, at=province.now)
    counted = dossiers.counted_dossiers(
        of=since, figure=dossiers.Figure.RECEIVED, actor=desk, now=province.now
    ).rows
    assert filed.code not in {row.code for row in counted}
    assert_audit_names_both_moments(filed.id, province.now)


def assert_audit_names_both_moments(dossier_id: UUID, now: datetime) -> None:
    rows = as_owner(
        """select at, details ->> 'happened_at', action from audit_entry
           where object_id = %s and outcome = 'done' and action <> 'dossier.read'""",
        dossier_id,
    )
    assert {row[2] for row in rows} >= {"dossier.submit", "dossier.receive", "dossier.entered_later"}
    for at, happened, action in rows:
        assert (at, happened) == (now, THURSDAY_TEN.isoformat()), action


def test_what_came_in_time_is_not_refused_because_it_is_typed_later(province, desk, monkeypatch) -> None:
    from tinhso.casework.dossiers.filing import submit

    asked: list[datetime] = []
    monkeypatch.setattr(submit, "require_open", lambda version, *, now: asked.append(now))
    enter(province, desk, printed(province, desk)[0])
    assert asked == [THURSDAY_TEN]


def test_a_number_is_entered_once_and_the_second_time_names_the_dossier(province, desk) -> None:
    number = printed(province, desk)[0]
    once = str(uuid4())
    filed = enter(province, desk, number, key=once)
    assert enter(province, desk, number, key=once) == filed, "the same form sent twice is one"
    with pytest.raises(UnableToUseReserveNumber) as refusal:
        enter(province, desk, number)
    assert filed.code in refusal.value.message
    assert as_owner("select count(*) from dossiers_dossier") == [(1,)]
    with pytest.raises(UnableToUseReserveNumber):
        dossiers.void_reserve_numbers(numbers=[number], reason="Bỏ", actor=desk, now=province.now)
    for change in (
        "dossier_id = null, received_at = null, entered_at = null, entered_by = null",
        "sequence = 99",
    ):
        with pytest.raises(ProgrammingError, match="stay as they are"), transaction.atomic():
            as_owner(f"update dossiers_reserve_number set {change} where number = %s", number)


def test_a_moment_that_cannot_be_is_refused_and_nothing_is_left(province, desk) -> None:
    number = printed(province, desk)[0]
    for at, said in (("2023-07-17T23:00+07:00", "trước lúc này"), ("2023-07-01T08:00+07:00", "in lúc")):
        with pytest.raises(UnableToUseReserveNumber) as refusal:
            enter(province, desk, number, at=datetime.fromisoformat(at))
        assert said in refusal.value.fields["received"]
    assert as_owner("select count(*) from dossiers_dossier") == [(0,)]
    found = dossiers.find_reserve_number(number=number, actor=desk, now=province.now)
    assert found.state is ReserveState.UNUSED


def test_out_of_hours_is_a_warning_only(province, desk) -> None:
    number, other = printed(province, desk)[:2]
    sunday = datetime.fromisoformat("2023-07-16T09:00+07:00")
    checked = dossiers.check_reserved(number=number, received_at=sunday, actor=desk, now=province.now)
    assert "ngoài giờ làm việc" in checked.warnings[0]
    enter(province, desk, number, at=sunday)
    checked = dossiers.check_reserved(number=other, received_at=THURSDAY_TEN, actor=desk, now=province.now)
    assert number in checked.warnings[0], "the later number was received before the earlier one"


def test_passed_over_numbers_are_missing_until_they_are_entered_or_void(province, desk) -> None:
    numbers = printed(province, desk)
    enter(province, desk, numbers[6])

    def batch() -> Any:
        (found,) = dossiers.reserve_batches(actor=desk, now=province.now)
        return found

    assert [each.number for each in batch().missing] == numbers[:6]
    dossiers.void_reserve_numbers(numbers=numbers[:5], reason="Viết hỏng, bỏ", actor=desk, now=province.now)
    assert (batch().entered, batch().void, batch().unused) == (1, 5, 2)
    assert [each.number for each in batch().missing] == [numbers[5]]
    assert batch().numbers[0].reason == "Viết hỏng, bỏ"
    with pytest.raises(UnableToUseReserveNumber, match="đã hủy"):
        enter(province, desk, numbers[0])


def test_series_go_on_and_another_agency_sees_nothing(province, desk) -> None:
    first, second = printed(province, desk), printed(province, desk)
    assert int(second[0][-6:]) == int(first[-1][-6:]) + 1
    other = province.officer(province.committee, Role.RECEPTION_OFFICER)
    (theirs,) = {number.rsplit("-", 1)[0] for number in printed(province, other)}
    assert not first[0].startswith(theirs)
    batch_id = dossiers.find_reserve_number(number=first[0], actor=desk, now=province.now).batch_id
    for attempt in (
        lambda: dossiers.reserve_batch(batch_id=batch_id, actor=other, now=province.now),
        lambda: dossiers.find_reserve_number(number=first[0], actor=other, now=province.now),
        lambda: dossiers.void_reserve_numbers(
            numbers=[first[0]], reason="Không phải", actor=other, now=province.now
        ),
        lambda: enter(province, other, first[0]),
    ):
        with pytest.raises(NotVisible):
            attempt()
    with pytest.raises(NotPermitted):
        dossiers.print_reserve_batch(
            size=10, actor=province.officer(province.police, Role.SPECIALIST), now=province.now
        )


def test_whoever_holds_the_stub_learns_whether_it_is_entered(province, desk) -> None:
    numbers = printed(province, desk)

    def tracked(number: str) -> Any:
        return dossiers.track_reserve_number(number=number, trace_id="t", now=province.now)

    assert (tracked(numbers[0]).state, tracked(numbers[0]).dossier_code) == (ReserveState.UNUSED, "")
    filed = enter(province, desk, numbers[0])
    assert tracked(numbers[0].lower()).dossier_code == filed.code
    with pytest.raises(NotVisible):
        tracked(numbers[0][:-6] + "999999")
    found = dossiers.find_reserve_number(number=numbers[0], actor=desk, now=province.now)
    content = dossiers.open_reserve_booklet(
        batch_id=found.batch_id, tracking_url="http://x/?code={number}", actor=desk, now=province.now
    )
    text = text_of_pdf(content)
    assert all(text.count(number) == 2 for number in numbers), "one part for the citizen, one for the desk"


def test_where_a_fee_comes_first_the_stub_is_entered_and_waits_for_the_money(province) -> None:
    passport = get_procedure("1.001456", on=THURSDAY_TEN.date())
    answers = filled(passport, on=THURSDAY_TEN.date())
    needed = [need.paper for need in papers_for(passport, answers) if need.status == "needed"]
    lead = competent_agency(
        competence=passport.agency.lead,
        commune_code=str(answers[passport.agency.commune_field]),
        on=THURSDAY_TEN.date(),
    )
    desk = province.officer(lead.id, Role.RECEPTION_OFFICER)
    filed = enter(
        province, desk, printed(province, desk)[0], procedure_code=passport.code, answers=answers,
        papers=[paper(each.key, each.media) for each in needed],
    )  # fmt: skip
    view = dossiers.get_dossier(dossier_id=filed.id, actor=desk, now=province.now)
    assert (view.status, view.submitted_at) == (Status.NEW, THURSDAY_TEN)
    dossiers.take_fee_in_cash(dossier_id=filed.id, actor=desk, now=province.now)
    dossiers.take_step(
        dossier_id=filed.id, action="receive", expected_version=None, actor=desk, now=province.now
    )
