"""What the peers' lists show is compared by digests: each planted difference is found and mended."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from tests.coordination.exchange.conftest import Connected
from tests.coordination.exchange.test_bad_messages import hear, pushed
from tests.coordination.exchange.test_filed_at_a_portal import stands_at_the_desk, step
from tests.coordination.exchange.test_old_one_stop import at_counter, edit, kept, read_whole_feed
from tests.coordination.exchange.test_three_days_cut import give, give_a_day
from tests.support.sandbox_server import HTTP
from tinhso.coordination.exchange import service as exchange
from tinhso.coordination.exchange.actions import reconciling
from tinhso.coordination.exchange.keeping import buckets
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


def row_of(connected: Connected, system: str) -> exchange.EqualityRow:
    rows = exchange.equality(actor=connected.administrator())
    return next(row for row in rows if row.system == system)


def test_what_is_equal_has_one_digest_and_no_difference(alone: Connected) -> None:
    received(alone)
    exchange.reconcile()
    assert found(alone) == []
    states = equal(alone)
    assert states["essential_portal"]
    assert states["national_portal"]
    row = row_of(alone, "essential_portal")
    assert row.dossiers_here == row.dossiers_there == 1


def test_a_system_with_a_dossier_that_nobody_here_knows_is_not_equal(alone: Connected) -> None:
    received(alone)
    code = alone.file("essential_portal", owner_kind="0", personal_id="074195003333")
    exchange.reconcile()
    row = row_of(alone, "essential_portal")
    assert (row.unequal_buckets, row.unknown_here) == (0, 1)
    assert not row.is_equal
    (difference,) = exchange.differences(actor=alone.administrator())
    assert (difference.code, difference.kind) == (code, DifferenceKind.MISSING_HERE)
    alone.deliver_pushes(2)
    alone.settle()
    exchange.reconcile()
    assert exchange.differences(actor=alone.administrator()) == []
    assert row_of(alone, "essential_portal").is_equal


def test_a_system_that_was_not_told_of_everything_is_not_equal(alone: Connected) -> None:
    view = received(alone)
    exchange.reconcile()
    alone.outside.turn_dial("national_portal", "down")
    step(alone, view, "hand_over", Role.RECEPTION_OFFICER)
    alone.settle()
    alone.outside.normalise()
    buckets.hash_stale("national_portal")
    row = row_of(alone, "national_portal")
    assert row.is_compared
    assert (row.unequal_buckets, row.behind, row.is_equal) == (0, 1, False)


def test_nothing_is_missing_on_a_day_that_was_not_read_yet(
    alone: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    received(alone)
    for _ in range(4):
        give_a_day(alone)
    with monkeypatch.context() as planted:
        planted.setattr(reconciling, "_NEW_DAYS_AT_ONCE", 1)
        for left in (3, 2):
            exchange.reconcile(days_back=1)
            row = row_of(alone, "essential_portal")
            assert (row.unread_days, row.is_equal) == (left, False)
            assert exchange.differences(actor=alone.administrator()) == []
    exchange.reconcile()
    assert row_of(alone, "essential_portal").unread_days == 0
    assert equal(alone)["essential_portal"]
    assert exchange.differences(actor=alone.administrator()) == []


def test_an_old_dossier_whose_message_waits_for_a_person_leads_to_the_message(alone: Connected) -> None:
    code = at_counter(alone)
    edit(alone, code, maTinhTrang="CPB")
    edit(alone, code, maTinhTrang="DTR")
    read_whole_feed()
    alone.settle()
    exchange.reconcile()
    (difference,) = exchange.differences(actor=alone.administrator())
    (apart,) = exchange.apart_messages(actor=alone.administrator())
    assert (difference.code, difference.status_here, difference.status_there) == (code, 4, 10)
    assert difference.is_theirs
    assert difference.apart_id == apart.id


def test_a_dossier_that_its_owner_deleted_is_missed_by_nobody(alone: Connected) -> None:
    code = at_counter(alone)
    kept_on = at_counter(alone)
    address = f"{alone.outside.base_url}/old_one_stop/officers/dossiers/{code}"
    assert HTTP.delete(address).is_success
    read_whole_feed()
    alone.settle()
    exchange.reconcile()
    assert exchange.differences(actor=alone.administrator()) == []
    assert kept(kept_on)[1] == 2
    assert equal(alone)["old_one_stop"]


def test_a_lying_success_is_found_and_told_again(alone: Connected) -> None:
    connected = alone
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
