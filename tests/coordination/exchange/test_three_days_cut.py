"""Every line is cut for 72 hours while citizens file and officers work; afterwards all agree, untouched.

What officers look up meanwhile waits, what they know from before is marked by its age.

Time is given, not waited for: the legal clock of both sides goes on by a day, and whatever the house has
planned by its own clock comes a day nearer.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from tests.coordination.exchange.conftest import Connected
from tests.coordination.exchange.test_old_one_stop import at_counter, edit, kept
from tests.support.sandbox_server import CLOCK_FILE
from tests.trust.stage import ANSWERS, TEMPORARY_RESIDENCE, housing_proof, make_citizen, seen_by_system
from tinhso.casework.dossiers import service as dossiers
from tinhso.coordination.exchange import service as exchange
from tinhso.foundation.authority.service import Role
from tinhso.services.verification.service import (
    Register,
    drain_population_line,
    drain_register_line,
    line_overview,
    line_overviews,
    set_stale_policy,
)

pytestmark = pytest.mark.django_db

NAMES = ("Lê Văn Nhất", "Lê Thị Nhì", "Lê Văn Ba", "Lê Thị Tư", "Lê Văn Năm", "Lê Thị Sáu", "Lê Văn Bảy")
LINES = ("essential_portal", "national_portal", "old_one_stop", "population", "gateway")
NUMBERS = {Register.BUSINESS: "3702345674", Register.INSURANCE: "074085001201", Register.BUDGET: "1070001"}
PLANNED = (
    ("ledger_line", "retry_at"),
    ("ledger_question", "next_at"),
    ("exchange_line", "due_at"),
    ("exchange_line", "behind_since"),
    ("exchange_inbound", "due_at"),
    ("outbox_delivery", "next_at"),
)


def give_a_day(connected: Connected) -> None:
    clock = connected.outside.folder / CLOCK_FILE
    known = json.loads(clock.read_text())["offset_seconds"]
    partial = clock.with_suffix(".partial")
    partial.write_text(json.dumps({"offset_seconds": known + 24 * 3600}))
    partial.replace(clock)
    give(timedelta(days=1))


def give(span: timedelta) -> None:
    with connection.cursor() as cursor:
        for table, column in PLANNED:
            cursor.execute(f"update {table} set {column} = {column} - %s", [span])


def work_as_the_worker_does(connected: Connected) -> None:
    exchange.poll_wishes()
    exchange.read_feed()
    drain_population_line()
    for register in Register:
        drain_register_line(register)
    connected.settle()


def file_at_home(connected: Connected, citizen: Any, number: int) -> UUID:
    filed = dossiers.file_online(
        procedure_code=TEMPORARY_RESIDENCE,
        answers={**ANSWERS, "personal_id": f"0741900050{number:02d}", "full_name": NAMES[number]},
        papers=[housing_proof()],
        key=f"three-days-{number}",
        actor=citizen,
        now=connected.now,
    )
    return filed.id


def look_up(connected: Connected, dossier_id: UUID, register: Register) -> None:
    desk = connected.officer(connected.police, Role.RECEPTION_OFFICER)
    act: dict[str, Any] = {"dossier_id": dossier_id, "actor": desk, "now": connected.now}
    dossiers.look_up_for_dossier(register=register, number=NUMBERS[register], **act)


def marks(connected: Connected, dossier_id: UUID) -> dict[str, list[tuple[str, bool, bool]]]:
    """By register, newest first: how a look-up stands, whether it has an "as of", whether it is old."""
    desk = connected.officer(connected.police, Role.RECEPTION_OFFICER)
    view = dossiers.get_dossier(dossier_id=dossier_id, actor=desk, now=connected.now)
    found: dict[str, list[tuple[str, bool, bool]]] = {}
    for row in view.look_ups:
        found.setdefault(row.register, []).append((row.state, row.as_of is not None, row.is_stale))
    return found


def business_is_old_after_a_day(connected: Connected) -> None:
    set_stale_policy(
        register="business",
        days=1,
        valid_from=connected.now.date() + timedelta(days=1),
        source="Quyết định số 12/QĐ-UBND",
        actor=connected.administrator(),
        now=connected.now,
    )


def everybody_works_for_three_days(connected: Connected) -> tuple[list[UUID], dict[str, str], list[str]]:
    """Dossiers filed here, codes filed at each portal, numbers taken by the old system's officers."""
    desk = connected.officer(connected.police, Role.RECEPTION_OFFICER)
    mine: list[UUID] = []
    there: dict[str, str] = {}
    at_counter_of_old: list[str] = []
    for day in range(3):
        for each in range(2):
            number = day * 2 + each
            citizen = make_citizen(f"0741900050{number:02d}", NAMES[number], "1990-02-03", connected.now)
            mine.append(file_at_home(connected, citizen, number))
        there[connected.file("national_portal", personal_id=f"07419000600{day}")] = "national_portal"
        there[connected.file("essential_portal", owner_kind="0", personal_id=f"07419000700{day}")] = (
            "essential_portal"
        )
        for dossier_id in mine[day * 2 : day * 2 + 1]:
            dossiers.take_step(
                dossier_id=dossier_id, action="receive", expected_version=None, actor=desk, now=connected.now
            )
            for register in Register:
                look_up(connected, dossier_id, register)
        at_counter_of_old.append(at_counter(connected))
        edit(connected, at_counter_of_old[0], maTinhTrang=("CPB", "TKY", "CTR")[day])
        work_as_the_worker_does(connected)
        give_a_day(connected)
    return mine, there, at_counter_of_old


def test_nothing_is_refused_nothing_is_lost_and_all_three_agree(
    alone: Connected,
    settings: Any,
    gateway_line: object,
) -> None:
    connected = alone
    settings.TINHSO_POPULATION_WSDL = connected.outside.wsdl_url
    citizen = make_citizen("074190005006", NAMES[6], "1990-02-03", connected.now)
    before = file_at_home(connected, citizen, 6)
    business_is_old_after_a_day(connected)
    look_up(connected, before, Register.BUSINESS)
    work_as_the_worker_does(connected)
    for line in LINES:
        connected.outside.turn_dial(line, "down")
    mine, there, at_counter_of_old = everybody_works_for_three_days(connected)
    waiting = exchange.exchange_lines(actor=connected.administrator())
    by_name = {row.system: row for row in waiting}
    assert by_name["national_portal"].behind == by_name["essential_portal"].behind == len(mine)
    assert not by_name["national_portal"].is_working
    assert line_overview().waiting == len(mine)
    assert checks()["pending"] == len(mine)
    old = {"business": [("found", True, True)]}
    assert marks(connected, before) == old
    for asked_for in mine[::2]:
        assert marks(connected, asked_for) == {each: [("waiting", False, False)] for each in Register}

    connected.outside.normalise()
    connected.deliver_pushes(3)
    give(timedelta(hours=2))
    for _ in range(4):
        work_as_the_worker_does(connected)
        give(timedelta(minutes=2))
    for row in exchange.exchange_lines(actor=connected.administrator()):
        assert (row.is_working, row.behind - row.refused, row.to_compare, row.waiting) == (True, 0, 0, 0), row
    assert exchange.refused_dossiers(actor=connected.administrator()) == []
    assert exchange.apart_messages(actor=connected.administrator()) == []
    assert [line.waiting for line in line_overviews()] == [0, 0, 0, 0]
    assert "pending" not in checks()
    for asked_for in mine[::2]:
        assert marks(connected, asked_for) == {each: [("found", True, False)] for each in Register}
    assert marks(connected, before) == old, "what was answered stays as it was answered"
    assert_all_agree(connected, there)
    assert_equal_by_their_own_lists(connected)
    for number, code in enumerate(at_counter_of_old):
        status = 2 if number else 9
        assert kept(code)[:2] == ("old_one_stop", status)
        for portal in ("essential_portal", "national_portal"):
            assert connected.at(portal, code)["status"] == str(status), (portal, code)


def assert_equal_by_their_own_lists(connected: Connected) -> None:
    exchange.reconcile()
    assert exchange.differences(actor=connected.administrator()) == []
    systems = exchange.equality(actor=connected.administrator())
    assert {row.system: row.is_equal for row in systems} == dict.fromkeys(LINES[:3], True)
    for row in systems:
        assert row.digest_here == row.digest_there, row.system


def checks() -> dict[str, int]:
    with seen_by_system() as cursor:
        cursor.execute("select check_state, count(*) from dossiers_dossier group by check_state")
        return dict(cursor.fetchall())


def assert_all_agree(connected: Connected, there: dict[str, str]) -> None:
    with seen_by_system() as cursor:
        cursor.execute(
            """select d.code, d.status, d.received_at is not null, e.creator, e.code, e.status
               from dossiers_dossier d join exchange_dossier e on e.house_dossier_id = d.id"""
        )
        rows = cursor.fetchall()
        cursor.execute("select count(*) from dossiers_dossier")
        assert cursor.fetchone() == (len(rows),)
    assert sorted(there) == sorted(row[4] for row in rows if row[3] != "tinhso")
    for code, status, is_received, creator, outside, held in rows:
        assert status == held
        for portal in ("essential_portal", "national_portal"):
            number = outside if creator in (portal, "tinhso") else code
            if portal == "national_portal" and creator != portal and not is_received:
                continue  # it wants a day of reception, and there is none
            assert connected.at(portal, number)["status"] == str(status), (portal, number)
