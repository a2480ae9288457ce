"""A citizen files outside: the dossier stands at the desk, and what the desk does shows there again."""

from __future__ import annotations

import errno
from base64 import b64encode
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from tests.coordination.exchange.conftest import Connected
from tests.coordination.exchange.test_three_days_cut import NAMES, file_at_home
from tests.trust.stage import housing_proof, make_citizen
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import Queue, SupplementItem
from tinhso.coordination.exchange import service as exchange
from tinhso.coordination.exchange.actions import catching_up
from tinhso.coordination.exchange.actions.telling import tell
from tinhso.foundation.authority.service import Role
from tinhso.foundation.files import blobs

pytestmark = pytest.mark.django_db


def stands_at_the_desk(connected: Connected) -> dossiers.DossierView:
    desk = connected.officer(connected.police, Role.RECEPTION_OFFICER)
    (row,) = dossiers.work_list(queue=Queue.TO_RECEIVE.value, actor=desk, now=connected.now).rows
    return dossiers.get_dossier(dossier_id=row.dossier_id, actor=desk, now=connected.now)


def step(connected: Connected, view: dossiers.DossierView, action: str, role: Role) -> None:
    actor = connected.officer(connected.police, role)
    now = dossiers.get_dossier(dossier_id=view.id, actor=actor, now=connected.now)
    dossiers.take_step(
        dossier_id=view.id, action=action, expected_version=now.version, actor=actor, now=connected.now
    )


def test_filed_at_the_essential_portal(connected: Connected) -> None:
    code = connected.file("essential_portal", owner_kind="0")
    connected.deliver_pushes(1)
    connected.settle()
    view = stands_at_the_desk(connected)
    assert view.outside is not None and view.outside.filed_at.code == code
    step(connected, view, "receive", Role.RECEPTION_OFFICER)
    connected.settle()
    shown = connected.at("essential_portal", code)
    assert shown["status"] == "2"
    assert shown["local_code"] == view.code
    at_national = connected.at("national_portal", view.code)
    assert at_national["status"] == "2"


def test_filed_at_the_national_portal_asked_and_supplemented_there(connected: Connected) -> None:
    code = connected.file("national_portal")
    assert exchange.poll_wishes() == 1
    connected.settle()
    view = stands_at_the_desk(connected)
    exchange.poll_wishes()
    assert connected.at("national_portal", code)["local_code"] == view.code
    desk = connected.officer(connected.police, Role.RECEPTION_OFFICER)
    lacking = view.outside.lacking[0] if view.outside else None
    assert lacking is not None
    dossiers.ask_supplement(
        dossier_id=view.id,
        items=[SupplementItem(target=lacking.target, key=lacking.key, label="", rule="", message="Ghi giúp")],
        expected_version=view.version,
        actor=desk,
        now=connected.now,
    )
    connected.settle()
    assert connected.at("national_portal", code)["status"] == "5"
    paper = {"name": "to-khai.pdf", "code": "", "content": b64encode(housing_proof().content).decode()}
    body = {"note": "Tôi sinh năm 1995", "papers": [paper]}
    connected.act("national_portal", f"dossiers/{code}/supplements", body)
    assert exchange.poll_wishes() == 1
    connected.settle()
    now = dossiers.get_dossier(dossier_id=view.id, actor=desk, now=connected.now)
    assert now.status is dossiers.Status.NEW
    assert connected.at("national_portal", code)["status"] == "1"


def test_what_was_filed_before_a_system_was_connected_is_told_after_what_is_new(
    connected: Connected, settings: Any
) -> None:
    def give_secrets(national: str, essential: str) -> None:
        settings.TINHSO_NATIONAL_PASSWORD, settings.TINHSO_ESSENTIAL_CLIENT_SECRET = national, essential

    national, essential = settings.TINHSO_NATIONAL_PASSWORD, settings.TINHSO_ESSENTIAL_CLIENT_SECRET
    settings.TINHSO_OLD_ONE_STOP_KEY = ""
    give_secrets("", "")
    citizen = make_citizen("074190005000", NAMES[0], "1990-02-03", connected.now)
    filed = file_at_home(connected, citizen, 0)
    connected.settle()
    exchange.catch_up()

    def peers() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(
                """select l.peer from exchange_line l join exchange_dossier d on d.id = l.dossier_id
                   where d.house_dossier_id = %s order by 1""",
                [filed],
            )
            return [row[0] for row in cursor.fetchall()]

    assert peers() == []
    give_secrets("", essential)
    exchange.catch_up()
    assert peers() == ["essential_portal"]
    connected.settle()
    give_secrets(national, essential)
    exchange.catch_up()
    assert peers() == ["essential_portal", "national_portal"]
    assert exchange.catch_up() == 0, "whoever was walked through is left alone"


def test_each_dossier_is_caught_up_with_by_itself_and_stays_so_when_the_next_one_fails(
    connected: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = {
        file_at_home(
            connected,
            make_citizen(f"07419000500{number}", NAMES[number], "1990-02-03", connected.now),
            number,
        )
        for number in range(2)
    }
    told: list[UUID] = []

    def fails_at_the_second(house_id: UUID, **more: Any) -> None:
        if told:
            raise OSError("planted")
        told.append(house_id)
        tell(house_id, **more)

    with monkeypatch.context() as planted, pytest.raises(OSError, match="planted"):
        planted.setattr(catching_up, "tell", fails_at_the_second)
        exchange.catch_up()
    assert known_to_exchange(filed) == set(told)
    exchange.catch_up()
    assert known_to_exchange(filed) == filed


def known_to_exchange(filed: set[UUID]) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select house_dossier_id from exchange_dossier where house_dossier_id = any(%s)", [[*filed]]
        )
        return {row[0] for row in cursor.fetchall()}


def test_a_filing_with_a_paper_waits_while_the_disk_is_full(
    connected: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No other test's paper: what is on disk already needs no room.
    content = b64encode(housing_proof().content + b"% the disk is full").decode()
    code = connected.file("national_portal", papers=[{"name": "a.pdf", "code": "", "content": content}])
    assert exchange.poll_wishes() == 1

    def no_room(*_: object, **__: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as planted:
        planted.setattr(blobs.os, "writev", no_room)
        exchange.take_due()
    with connection.cursor() as cursor:
        cursor.execute("select state, reason from exchange_inbound where dossier_code = %s", [code])
        assert cursor.fetchall() == [("waiting", "no_room_for_files")]
        cursor.execute("select count(*) from dossiers_dossier")
        assert cursor.fetchone() == (0,)
        cursor.execute("update exchange_inbound set due_at = now()")

    connected.settle()

    assert stands_at_the_desk(connected).papers
