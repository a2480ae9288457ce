"""Who handles what from a day on: given by decision, never twice at a time, gaps are shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.trust.stage import COMMUNE, Stage, seen_by_system
from tests.trust.test_agency_ends import chief, order, row, the_day_comes
from tests.trust.test_at_once import at_once
from tinhso.foundation.authority.service import NotPermitted, Role
from tinhso.foundation.clock.service import legal_day
from tinhso.registers.agencies.service import (
    AgencyKind,
    UnableToFindCompetentAgency,
    UnableToGiveCompetence,
    competences_given,
    competent_agency,
    end_competence,
    forget_directory,
    give_competence,
    who_is_competent,
)

POLICE: dict[str, Any] = {"competence": "commune_police", "commune_code": COMMUNE}


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    forget_directory()
    yield
    forget_directory()


def give(stage: Stage, **changes: Any) -> UUID:
    terms: dict[str, Any] = {
        "competence": AgencyKind.COMMUNE_POLICE,
        "unit_code": COMMUNE,
        "agency_id": stage.agencies["other"],
        "valid_from": legal_day(stage.now) + timedelta(days=3),
        "valid_to": None,
        "reason": "Quyết định thử",
        "actor": chief(stage),
        "now": stage.now,
        **changes,
    }
    period = give_competence(**terms)
    forget_directory()
    return period


def holder(day: date, **changes: Any) -> UUID:
    return competent_agency(**{**POLICE, **changes}, on=day).id


def test_it_holds_from_its_day_to_its_end_and_what_was_filed_before_stays(stage: Stage) -> None:
    day, here, other = legal_day(stage.now), stage.agencies["commune_police"], stage.agencies["other"]
    filed = stage.file()
    give(stage, valid_to=day + timedelta(days=10))
    assert [holder(day + timedelta(days=days)) for days in (2, 3, 9, 10)] == [here, other, other, here]
    assert holder(day + timedelta(days=4), commune_code="25744") != other, "its unit alone"
    stage.clock.advance(timedelta(days=3))
    forget_directory()
    assert row(stage.file(key="later", stay_from="2023-07-25"))["agency_id"] == other
    assert row(filed)["agency_id"] == here


def test_when_another_unit_gets_the_code_the_decision_holds_no_more(stage: Stage) -> None:
    give(stage)
    assert holder(date(2025, 6, 30)) == stage.agencies["other"]
    after = competent_agency(**POLICE, on=date(2025, 7, 1))
    assert after.name == "Công an phường Thủ Dầu Một"


def test_a_later_decision_without_end_takes_the_place_of_one_without_end(stage: Stage) -> None:
    day, third = legal_day(stage.now), stage.agencies["social_insurance"]
    give(stage)
    give(stage, agency_id=third, valid_from=day + timedelta(days=8))
    assert [holder(day + timedelta(days=days)) for days in (7, 8)] == [stage.agencies["other"], third]


def test_ended_or_taken_back_the_kinds_of_agencies_decide_again(stage: Stage) -> None:
    day, here = legal_day(stage.now), stage.agencies["commune_police"]
    period = give(stage)
    asked: dict[str, Any] = {"actor": chief(stage), "now": stage.now}
    ((told, reason),) = competences_given(**asked)
    assert (told.id, reason) == (period, "Quyết định thử")
    for wrong, message in ((day + timedelta(days=2), "phải từ"), (day - timedelta(days=9), "phải từ")):
        with pytest.raises(UnableToGiveCompetence, match=message):
            end_competence(period_id=period, valid_to=wrong, **asked)
    end_competence(period_id=period, valid_to=day + timedelta(days=5), **asked)
    forget_directory()
    assert [holder(day + timedelta(days=days)) == here for days in (2, 3, 4, 5)] == [True, False, False, True]
    with pytest.raises(UnableToGiveCompetence, match="đã kết thúc từ"):
        end_competence(period_id=period, valid_to=day + timedelta(days=6), **asked)
    end_competence(period_id=period, valid_to=day + timedelta(days=3), **asked)
    forget_directory()
    assert holder(day + timedelta(days=3)) == here
    assert competences_given(**asked) == ()
    with pytest.raises(UnableToGiveCompetence, match="Không có quyết định"):
        end_competence(period_id=UUID(int=5), valid_to=day, **asked)


def test_who_took_over_from_the_agency_that_was_named_holds_it_too(stage: Stage) -> None:
    give(stage, agency_id=stage.agencies["commune_police"], unit_code="25744")
    order(stage)
    the_day_comes(stage)
    assert holder(legal_day(stage.now), commune_code="25744") == stage.agencies["other"]


def test_a_gap_is_shown_and_nobody_is_put_in_it(stage: Stage) -> None:
    day = legal_day(stage.now)
    assert None not in who_is_competent(competence="commune_police", on=day).values()
    later = who_is_competent(competence="police_residence_office", on=date(2025, 8, 1))
    assert (len(later), set(later.values())) == (36, {None})
    give(stage)
    with seen_by_system() as cursor:
        cursor.execute(
            "update agencies_agency set valid_to = %s where id = %s",
            [day + timedelta(days=5), stage.agencies["other"]],
        )
    forget_directory()
    held = who_is_competent(competence="commune_police", on=day + timedelta(days=6))
    assert {code for code, agency in held.items() if agency is None} == {COMMUNE, "25741"}
    with pytest.raises(UnableToFindCompetentAgency):
        holder(day + timedelta(days=6))


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"valid_from": date(2023, 7, 16)}, "valid_from", "từ hôm nay"),
        ({"valid_to": date(2023, 7, 20)}, "valid_to", "sau ngày bắt đầu"),
        ({"valid_to": date(2025, 7, 2)}, "valid_to", "chỉ còn đến trước 01/07/2025"),
        ({"unit_code": "99999"}, "unit_code", "Không có đơn vị"),
        ({"agency_id": UUID(int=3)}, "agency", "Hãy chọn cơ quan"),
        ({"valid_from": date(2025, 8, 1)}, "agency", "không hoạt động vào ngày bắt đầu"),
        ({"reason": "  "}, "reason", "Phải ghi lý do"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    stage: Stage, changes: dict[str, Any], field: str, message: str
) -> None:
    with pytest.raises(UnableToGiveCompetence, match=message) as refused:
        give(stage, **changes)
    assert set(refused.value.fields) == {field}
    assert competences_given(actor=chief(stage), now=stage.now) == ()


@pytest.mark.parametrize(("begins", "ends"), [(4, 6), (0, 4), (0, None), (5, None), (3, None), (3, 7)])
def test_two_decisions_never_hold_at_one_time(stage: Stage, begins: int, ends: int | None) -> None:
    day = legal_day(stage.now)
    give(stage, valid_to=day + timedelta(days=6))
    until = None if ends is None else day + timedelta(days=ends)
    with pytest.raises(UnableToGiveCompetence, match="đã giao cho") as refused:
        give(stage, valid_from=day + timedelta(days=begins), valid_to=until)
    assert set(refused.value.fields) == {"valid_from"}
    give(stage, valid_from=day, valid_to=day + timedelta(days=3))
    give(stage, valid_from=day + timedelta(days=6))


def test_only_administrators_give_and_see_decisions(stage: Stage) -> None:
    for actor in (stage.officer(Role.LEADER), stage.citizen):
        with pytest.raises(NotPermitted):
            give(stage, actor=actor)
        with pytest.raises(NotPermitted):
            competences_given(actor=actor, now=stage.now)


def test_of_two_at_once_one_is_refused(committed_stage: Stage) -> None:
    outcomes = at_once([lambda: give(committed_stage)] * 4)
    assert sum(isinstance(each, UUID) for each in outcomes) == 1, outcomes
    assert sum(isinstance(each, UnableToGiveCompetence) for each in outcomes) == 3
