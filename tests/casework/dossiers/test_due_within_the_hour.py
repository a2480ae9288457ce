"""A deadline in hours is counted in office hours, over the end of the day."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.support.filled_forms import filled
from tests.support.procedure_walk import province_on
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import Channel
from tinhso.foundation.clock.service import VIETNAM
from tinhso.registers.catalogue.service import PROCEDURES_FOLDER, get_procedure

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("received", "due"),
    [("2023-07-17 09:00", "17/07 10:00"), ("2023-07-17 16:40", "18/07 08:10")],
    ids=["in the morning", "just before closing"],
)
def test_a_notice_of_stay_is_due_one_office_hour_after_receipt(received: str, due: str) -> None:
    moment = datetime.fromisoformat(received).replace(tzinfo=VIETNAM)
    with province_on(moment - timedelta(minutes=5), catalogue=PROCEDURES_FOLDER) as walk:
        version = get_procedure("2.001159", on=moment.date())
        filed = walk.file(version, Channel.ONLINE, filled(version, on=moment.date()), key="stay")
        walk.clock.advance(timedelta(minutes=5))
        desk = walk.officer("commune_police", "reception_officer")
        dossiers.take_step(
            dossier_id=filed.id, action="receive", expected_version=None, actor=desk, now=walk.now
        )
        due_at = walk.look(filed).due_at
        assert due_at is not None
        assert f"{due_at.astimezone(VIETNAM):%d/%m %H:%M}" == due
