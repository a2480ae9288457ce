"""An agency ends: what it has not answered yet goes on at its successor, with its deadline."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from tests.casework.feedback.conftest import Desk
from tests.trust.stage import seen_by_system
from tests.trust.test_agency_ends import forgotten as forgotten
from tests.trust.test_agency_ends import order, the_day_comes
from tinhso.casework.feedback.service import Sent, take_over_from_ended
from tinhso.foundation.authority.service import NotPermitted

pytestmark = pytest.mark.django_db


def row(sent: Sent) -> dict[str, Any]:
    with seen_by_system(), connection.cursor() as cursor:
        cursor.execute(
            """select agency_id, intake_agency_id, turn_agency_id, state, due_at, version
               from feedback_case where id = %s""",
            [sent.id],
        )
        names = [column.name for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))


@pytest.mark.parametrize("state", ["assigned", "drafted"])
def test_an_open_case_goes_on_at_the_successor_with_its_deadline(desk: Desk, state: str) -> None:
    sent, heir = desk.send(), desk.stage.agencies["other"]
    desk.bring_to(state, sent)
    before = row(sent)
    order(desk.stage)
    the_day_comes(desk.stage)
    assert take_over_from_ended() == 1
    after = row(sent)
    assert after == {
        **before, "agency_id": heir, "turn_agency_id": heir, "version": before["version"] + 1
    }  # fmt: skip
    assert take_over_from_ended() == 0
    assert row(sent) == after
    with pytest.raises(NotPermitted):
        desk.approve(sent) if state == "drafted" else desk.draft(sent)
    if state == "drafted":
        desk.approve(sent, desk.leader("other"))
    else:
        desk.draft(sent, desk.specialist("other"))


def test_where_feedback_comes_in_its_successor_receives_it(desk: Desk) -> None:
    sent, intake, heir = desk.send(), desk.intake_id, desk.stage.agencies["other"]
    order(desk.stage, agency_id=intake, successor_id=heir)
    the_day_comes(desk.stage)
    assert take_over_from_ended() == 1
    assert (row(sent)["intake_agency_id"], row(sent)["turn_agency_id"]) == (heir, heir)
    assert desk.intake_id == heir, "and what is sent from now on arrives there"
    desk.receive(sent)


def test_what_was_answered_stays_with_whoever_answered_it(desk: Desk) -> None:
    sent = desk.send()
    desk.bring_to("answered", sent)
    before = row(sent)
    order(desk.stage)
    the_day_comes(desk.stage)
    assert take_over_from_ended() == 0
    assert row(sent) == before
