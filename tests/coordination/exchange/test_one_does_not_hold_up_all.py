"""A message or a dossier that the program cannot deal with is found, named and set aside; others go on."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.coordination.exchange.conftest import Connected
from tests.coordination.exchange.test_bad_messages import hear, paper_given, pushed, states
from tests.coordination.exchange.test_filed_at_a_portal import stands_at_the_desk
from tests.coordination.exchange.test_operators_pages import browser, text  # noqa: F401
from tests.coordination.exchange.test_three_days_cut import NAMES, file_at_home
from tests.trust.stage import make_citizen
from tinhso.coordination.exchange import service as exchange
from tinhso.coordination.exchange.actions import taking
from tinhso.coordination.exchange.adapters import essential
from tinhso.coordination.exchange.adapters.registry import ADAPTERS
from tinhso.coordination.exchange.keeping import inbound
from tinhso.coordination.exchange.types import (
    ESSENTIAL,
    InboundMessage,
    Naming,
    OutsideAct,
    OutsidePaper,
    Telling,
    Told,
    UnableToReach,
    UnableToUnderstand,
)
from tinhso.engines.sync.service import Replica
from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.unit_of_work.service import unit_of_work

pytestmark = pytest.mark.django_db


def test_a_message_that_breaks_the_program_is_set_apart_and_the_next_is_taken(
    connected: Connected,
    browser: Client,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    connected.file("essential_portal", owner_kind="0", owner="Người Làm Hỏng")
    hear(*pushed(connected, 1))
    connected.file("essential_portal", owner_kind="0", personal_id="074195003333")
    hear(*pushed(connected, 2))
    understand = ADAPTERS[ESSENTIAL].understand

    def breaks(message: InboundMessage) -> OutsideAct:
        act = understand(message)
        if act.parts.fields["applicant_name"] == "Người Làm Hỏng":
            raise ZeroDivisionError("Người Làm Hỏng")
        return act

    monkeypatch.setitem(ADAPTERS, ESSENTIAL, replace(ADAPTERS[ESSENTIAL], understand=breaks))
    with caplog.at_level(logging.DEBUG):
        connected.settle()
    assert states() == [("apart", "unexpected"), ("taken", "")]
    assert "ZeroDivisionError" in caplog.text
    assert "Người Làm Hỏng" not in caplog.text
    assert stands_at_the_desk(connected)
    assert "chương trình không xử lý được" in text(browser, "exchange:apart")


def test_a_dossier_that_cannot_be_told_holds_up_no_other_of_its_batch(
    connected: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = []
    for number in range(3):
        citizen = make_citizen(f"0741900050{number:02d}", NAMES[number], "1990-02-03", connected.now)
        filed.append(file_at_home(connected, citizen, number))
    monkeypatch.setitem(ADAPTERS, ESSENTIAL, replace(ADAPTERS[ESSENTIAL], tell=all_but(NAMES[1])))
    connected.settle()
    (refused,) = exchange.refused_dossiers(actor=connected.administrator())
    assert (refused.system, refused.reason) == (ESSENTIAL, "unexpected")
    rows = {row.system: row for row in exchange.exchange_lines(actor=connected.administrator())}
    assert rows[ESSENTIAL].behind == 1


def all_but(name: str) -> Any:
    def tell(tellings: Sequence[tuple[Telling, Sequence[Replica]]], naming: Naming) -> list[Told]:
        if any(each.replica.fields["applicant_name"].value == name for each, _ in tellings):
            raise ZeroDivisionError(name)
        return essential.tell(tellings, naming)

    return tell


@pytest.mark.parametrize(
    ("failure", "ends"),
    [(UnableToReach("file_timeout"), "waiting"), (UnableToUnderstand("file_endless"), "apart")],
    ids=["timeout", "endless"],
)
def test_files_that_do_not_come_are_waited_for_once_and_other_systems_go_on(
    connected: Connected, monkeypatch: pytest.MonkeyPatch, failure: Exception, ends: str
) -> None:
    for number in range(3):
        connected.file("national_portal", personal_id=f"07419500333{number}", papers=[paper_given()])
    assert exchange.poll_wishes() == 3
    connected.file("essential_portal", owner_kind="0")
    hear(*pushed(connected, 1))
    asked: list[str] = []

    def hangs(paper: OutsidePaper, *, hosts: Collection[str]) -> bytes:
        asked.append(paper.url)
        raise failure

    with monkeypatch.context() as planted:
        planted.setattr(taking, "fetch", hangs)
        exchange.take_due()
    assert len(asked) == 1, "three times as long the fourth would wait"
    assert sorted(state for state, _ in states()) == sorted([ends, "waiting", "waiting", "taken"])
    with connection.cursor() as cursor:
        cursor.execute("update exchange_inbound set due_at = now()")
    exchange.take_due()
    assert [state for state, _ in states()].count("taken") == (4 if ends == "waiting" else 3)


def test_a_message_that_two_workers_took_has_one_effect(connected: Connected) -> None:
    connected.file("essential_portal", owner_kind="0")
    hear(*pushed(connected, 1))
    with unit_of_work(actor=system_actor("exchange"), now=connected.now):
        ((row_id, message),) = inbound.claim(10)
    taking._take_one(row_id, message, set())
    taking._take_one(row_id, message, set())
    assert states() == [("taken", "")]
    connected.settle()
    assert stands_at_the_desk(connected)
