"""Whatever a system does wrong, by every dial that it has: nothing is lost, and all agree afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from sandbox.dials.modes import Mode
from sandbox.dials.systems import FILE_VARIANTS, SYSTEMS
from tests.coordination.exchange.conftest import Connected
from tests.coordination.exchange.test_conflicts import DISTRICT, at_old
from tests.coordination.exchange.test_three_days_cut import give
from tests.trust.stage import ANSWERS, TEMPORARY_RESIDENCE, housing_proof, make_citizen
from tinhso.casework.dossiers import service as dossiers
from tinhso.coordination.exchange import service as exchange
from tinhso.coordination.exchange.adapters import lines
from tinhso.foundation.authority.service import Role

pytestmark = pytest.mark.django_db

OF_PUSHES = frozenset(
    {"signature", "replayed", "malformed", "oversized", "procedure", "unit", "enum", "future"}
)
"""What the essential portal does wrong when it pushes: tried in test_bad_messages."""
NAME = "Lê Văn Thử"


def positions(system: str) -> Iterator[tuple[Mode, str]]:
    """Every wrong position of a system's dial that may spoil what it is told or asked."""
    dials = SYSTEMS[system]
    for mode in sorted(dials.modes - {Mode.NORMAL}):
        if mode is not Mode.WRONG:
            yield mode, ""
            continue
        for variant in dials.variants.keys() - FILE_VARIANTS.keys():
            if system != "essential_portal" or variant not in OF_PUSHES:
                yield mode, variant


def received(connected: Connected, number: int) -> tuple[UUID, str]:
    """A dossier of the house that every system shows as received: its id and code."""
    personal_id = f"0741900080{number:02d}"
    filed = dossiers.file_online(
        procedure_code=TEMPORARY_RESIDENCE,
        answers={**ANSWERS, "personal_id": personal_id, "full_name": NAME},
        papers=[housing_proof()],
        key=f"every-dial-{number}",
        actor=make_citizen(personal_id, NAME, "1990-02-03", connected.now),
        now=connected.now,
    )
    step(connected, filed.id, "receive")
    work(connected)
    return filed.id, filed.code


def step(connected: Connected, house_id: UUID, action: str) -> None:
    desk = connected.officer(connected.police, Role.RECEPTION_OFFICER)
    act: dict[str, Any] = {"dossier_id": house_id, "actor": desk, "now": connected.now}
    dossiers.take_step(action=action, expected_version=None, **act)


def work(connected: Connected) -> None:
    exchange.poll_wishes()
    exchange.read_feed()
    connected.settle()


def shown(connected: Connected, system: str, code: str) -> str:
    if system == "old_one_stop":
        return str(at_old(connected, code)["tinhTrang"])
    return str(connected.at(system, code)["status"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("system", "processing"),
    [("national_portal", "4"), ("essential_portal", "4"), ("old_one_stop", "Đang xử lý")],
)
def test_after_anything_that_a_system_does_wrong_it_shows_what_the_house_shows(
    alone: Connected,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    system: str,
    processing: str,
) -> None:
    settings.TINHSO_OLD_ONE_STOP_DISTRICT = DISTRICT
    tried = list(positions(system))
    assert len(tried) > 10
    for number, (mode, variant) in enumerate(tried):
        house_id, code = received(alone, number)
        with monkeypatch.context() as impatient:
            impatient.setattr(lines, "_SECONDS", 0.4)
            alone.outside.turn_dial(system, mode.value, variant=variant, seconds=0.6)
            step(alone, house_id, "hand_over")
            work(alone)
            give(timedelta(minutes=2))
            work(alone)
        alone.outside.normalise()
        for _ in range(3):
            give(timedelta(minutes=15))
            work(alone)
        assert shown(alone, system, code) == processing, (mode, variant)
        (line,) = (
            row for row in exchange.exchange_lines(actor=alone.administrator()) if row.system == system
        )
        assert (line.is_working, line.behind, line.to_compare) == (True, 0, 0), (mode, variant, line)
    assert exchange.apart_messages(actor=alone.administrator()) == []
