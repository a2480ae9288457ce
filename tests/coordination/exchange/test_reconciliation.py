"""What the peers' lists show is compared by digests: each planted difference is found and mended."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from tests.coordination.exchange.conftest import Connected
from tests.coordination.exchange.test_bad_messages import hear, pushed
from tests.coordination.exchange.test_filed_at_a_portal import stands_at_the_desk, step
from tests.coordination.exchange.test_three_days_cut import give
from tinhso.coordination.exchange import service as exchange
from tinhso.coordination.exchange.service import DifferenceKind
from tinhso.foundation.authority.service import Role

pytestmark = pytest.mark.django_db


def found(connected: Connected) -> list[tuple[str, str, DifferenceKind]]:
    rows = exchange.differences(actor=connected.administrator())
    known = {"tinhso", "essential_portal", "national_portal"}
    with connection.cursor() as cursor:
        cursor.execute("select code from exchange_dossier where creator = any(%s)", [list(known)])
        mine = {row[0] for row in cursor.fetchall()}
        cursor.execute("select code from dossiers_dossier")
        mine |= {row[0] for row in cursor.fetchall()}
    return [(row.system, row.code, row.kind) for row in rows if row.code in mine]


def equal(connected: Connected) -> dict[str, bool]:
    return {row.system: row.is_equal for row in exchange.equality(actor=connected.administrator())}


def received(connected: Connected) -> Any:
    connected.file("essential_portal", owner_kind="0")
    hear(*pushed(connected, 1))
    connected.settle()
    view = stands_at_the_desk(connected)
    step(connected, view, "receive", Role.RECEPTION_OFFICER)
    connected.settle()
    return view


def test_what_is_equal_has_one_digest_and_no_difference(connected: Connected) -> None:
    received(connected)
    exchange.reconcile()
    assert found(connected) == []
    states = equal(connected)
    assert states["essential_portal"]
    assert states["national_portal"]
    row = next(each for each in exchange.equality(actor=connected.administrator()))
    assert row.dossiers_here == row.dossiers_there


def test_a_lying_success_is_found_and_told_again(connected: Connected) -> None:
    view = received(connected)
    connected.outside.turn_dial("national_portal", "lying", requests=2)
    step(connected, view, "hand_over", Role.RECEPTION_OFFICER)
    connected.settle()
    connected.outside.normalise()
    assert connected.at("national_portal", view.code)["status"] == "2"
    assert exchange.reconcile() == 1
    assert found(connected) == [("national_portal", view.code, DifferenceKind.DIFFERENT)]
    assert not equal(connected)["national_portal"]
    connected.settle()
    assert connected.at("national_portal", view.code)["status"] == "4"
    assert exchange.reconcile() == 0
    assert equal(connected)["national_portal"]


def test_without_the_lists_a_lie_is_found_a_minute_later_too(connected: Connected) -> None:
    from datetime import timedelta

    view = received(connected)
    connected.outside.turn_dial("essential_portal", "lying", requests=1)
    step(connected, view, "hand_over", Role.RECEPTION_OFFICER)
    connected.settle()
    code = view.outside.filed_at.code
    assert connected.at("essential_portal", code)["status"] == "2"
    give(timedelta(minutes=2))
    connected.settle()
    assert connected.at("essential_portal", code)["status"] == "4"


@pytest.mark.parametrize("many", [0, 300])
def test_each_planted_difference_is_found_and_no_other(
    connected: Connected, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    """Whether a few buckets are looked up or the days of many are read."""
    from tinhso.coordination.exchange.keeping import buckets

    monkeypatch.setattr(buckets, "_MANY", many)
    view = received(connected)
    exchange.reconcile()
    with connection.cursor() as cursor:
        cursor.execute("update exchange_shown set status = 7 where code = %s", [view.code])
        cursor.execute("update exchange_bucket set is_stale = true")

    buckets.hash_stale("national_portal")
    buckets.hash_stale("essential_portal")
    assert found(connected) == [("national_portal", view.code, DifferenceKind.DIFFERENT)]


def test_many_marked_buckets_are_hashed_in_several_goes(
    connected: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tinhso.coordination.exchange.keeping import buckets

    received(connected)
    exchange.reconcile()
    monkeypatch.setattr(buckets, "AT_ONCE", 1)
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into exchange_bucket (peer, day, agency_code, dossiers_here, dossiers_there, is_stale,
                 here, there)
               select peer, day - number, agency_code, 7, 7, true, here, there
               from exchange_bucket, generate_series(1, 3) as number"""
        )
        exchange.reconcile()
        cursor.execute("select count(*) from exchange_bucket where is_stale")
        assert cursor.fetchone() == (0,)
        cursor.execute("select count(*) from exchange_bucket where dossiers_here = 7")
        assert cursor.fetchone() == (0,), "nothing was opened there"
