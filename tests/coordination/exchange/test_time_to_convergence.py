"""How long differences last, fields that two systems wrote at once, and what differs for ever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from tests.coordination.exchange.conftest import Connected
from tests.coordination.exchange.test_operators_pages import browser, text  # noqa: F401
from tests.coordination.exchange.test_reconciliation import received
from tests.coordination.exchange.test_three_days_cut import give
from tinhso.casework.dossiers.service import DossierView
from tinhso.coordination.exchange import service as exchange
from tinhso.coordination.exchange.adapters import essential
from tinhso.coordination.exchange.adapters.registry import ADAPTERS
from tinhso.coordination.exchange.keeping import lines, rows
from tinhso.coordination.exchange.service import Convergence
from tinhso.coordination.exchange.types import ESSENTIAL, HOUSE, NATIONAL, LookedAt, Naming, Telling, Told
from tinhso.engines.sync.service import Change, Changed, Deliver, DossierKey, Parts, Received, Replica

pytestmark = pytest.mark.django_db


def lasted(connected: Connected, peer: str) -> Convergence:
    rows = exchange.convergence(actor=connected.administrator())
    return next(row for row in rows if row.system == peer)


def shift(span: timedelta) -> None:
    """As if the differences that are known had been found so much earlier."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        cursor.execute("update exchange_difference set first_seen_at = first_seen_at - %s", [span])
        cursor.execute("select set_config('tinhso.scope', '', true)")


def test_a_difference_lasts_from_the_first_to_the_last_reading_that_finds_it(
    connected: Connected,
    browser: Client,  # noqa: F811
) -> None:
    view: DossierView = received(connected)
    exchange.reconcile()
    others = lasted(connected, NATIONAL).lasting  # what other tests left there
    with connection.cursor() as cursor:
        cursor.execute("update exchange_bucket set is_stale = true")
        cursor.execute("update exchange_dossier set status = 7 where house_dossier_id = %s", [view.id])
    assert exchange.reconcile() >= 1
    shift(timedelta(minutes=10))
    exchange.reconcile()
    there = lasted(connected, NATIONAL)
    assert (there.ended, there.lasting, there.median) == (0, others + 1, None)
    assert there.oldest is not None
    assert timedelta(minutes=10) <= there.oldest < timedelta(minutes=11)
    assert f"{others + 1} chưa hết" in text(browser, "exchange:reconciliation")
    with connection.cursor() as cursor:
        cursor.execute("update exchange_dossier set status = 2 where house_dossier_id = %s", [view.id])
        cursor.execute("update exchange_bucket set is_stale = true")
    exchange.reconcile()
    there = lasted(connected, NATIONAL)
    assert (there.ended, there.lasting) == (1, others)
    assert there.median is not None
    assert timedelta(minutes=10) <= there.median < timedelta(minutes=11)
    assert "trung vị 10 phút" in text(browser, "exchange:reconciliation")


def test_what_differs_for_ever_is_told_ever_more_seldom_and_then_needs_a_person(
    connected: Connected,
    browser: Client,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    view: DossierView = received(connected)
    code = view.outside.filed_at.code if view.outside else ""
    with monkeypatch.context() as planted:
        told = tellings_while_it_shows_something_else(planted)
    assert max(told[:10]) <= 5, "the pauses grow"
    assert told[-1] == lines.MOST_MENDINGS - 1
    page = text(browser, "exchange:refused")
    assert "cần người xem" in page
    assert code in page
    act = {"code": code, "reason": "Đã hỏi bên kia", "actor": connected.administrator(), "now": connected.now}
    exchange.tell_one_again(ESSENTIAL, **act)  # type: ignore[arg-type]
    connected.settle()
    give(timedelta(minutes=2))
    connected.settle()
    assert exchange.refused_dossiers(actor=connected.administrator()) == []


def tellings_while_it_shows_something_else(planted: pytest.MonkeyPatch) -> list[int]:
    """How often it was told in all, after every two minutes."""
    told: list[int] = []

    def tell(tellings: Sequence[tuple[Telling, Sequence[Replica]]], naming: Naming) -> list[Told]:
        told.append(len(tellings))
        return essential.tell(tellings, naming)

    def look(tellings: Sequence[Telling], naming: Naming) -> dict[UUID, LookedAt]:
        return {each.dossier_id: LookedAt.OTHER for each in tellings}

    planted.setitem(ADAPTERS, ESSENTIAL, replace(ADAPTERS[ESSENTIAL], tell=tell, look=look))
    counts = []
    for _ in range(90):
        give(timedelta(minutes=2))
        for _ in range(2):
            exchange.send_due(ESSENTIAL)
        counts.append(len(told))
    return counts


def test_of_two_that_write_at_once_the_owner_of_the_field_is_kept_and_somebody_sees_it(
    connected: Connected,
    browser: Client,  # noqa: F811
) -> None:
    kept = rows.begin(
        DossierKey(ESSENTIAL, "G22.99-230717-777777"), house_id=None, peers=(ESSENTIAL, NATIONAL)
    )
    opening = Parts(opening=HOUSE, fields={"telephone": "0900000001"}, status=1)
    outside = {"dossier": kept.key, "origin": ESSENTIAL, "at": connected.now}
    first = Change(**outside, seq=1, after={}, parts=opening)  # type: ignore[arg-type]
    kept.step(Received(ESSENTIAL, Deliver(first)), now=connected.now)
    kept.step(Changed(Parts(fields={"telephone": "0900000002"})), now=connected.now)
    again = Parts(fields={"telephone": "0900000003"})
    blind = Change(**outside, seq=2, after={ESSENTIAL: 1}, parts=again)  # type: ignore[arg-type]
    kept.step(Received(ESSENTIAL, Deliver(blind)), now=connected.now)
    rows.save([kept])
    (row,) = exchange.conflicts(actor=connected.administrator())
    assert (row.code, row.field) == ("G22.99-230717-777777", "telephone")
    assert kept.dossier.replica.fields["telephone"].system == row.kept
    assert {row.kept, row.overruled} == {HOUSE, ESSENTIAL}
    page = text(browser, "exchange:reconciliation")
    assert "số điện thoại" in page
    assert "0900000003" not in page, "what was written is not shown"


def test_a_dossier_that_goes_to_another_agency_leaves_no_count_behind(connected: Connected) -> None:
    received(connected)
    exchange.reconcile()
    with connection.cursor() as cursor:
        cursor.execute("select id, agency_code from exchange_dossier")
        ((dossier_id, before),) = cursor.fetchall()
    from tinhso.coordination.exchange.adapters.registry import peers_of

    kept = rows.load([dossier_id], peers_of=peers_of)[dossier_id]
    kept.step(Changed(Parts(fields={"agency": "H09.21.99"})), now=connected.now)
    rows.save([kept])
    for _ in range(2):
        give(timedelta(minutes=2))
        connected.settle()
        exchange.reconcile()
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct agency_code, dossiers_here from exchange_bucket order by dossiers_here"
        )
        assert cursor.fetchall() == [(before, 0), ("H09.21.99", 1)]
    with connection.cursor() as cursor:
        cursor.execute("select code from exchange_dossier")
        ((code,),) = cursor.fetchall()
    act = {"code": code, "reason": "Nghi ngờ", "actor": connected.administrator(), "now": connected.now}
    exchange.tell_one_again(ESSENTIAL, **act)  # type: ignore[arg-type]
    connected.settle()
    refused = exchange.refused_dossiers(actor=connected.administrator())
    assert refused == [], "what is told again says the same as the first time, under its old agency too"
