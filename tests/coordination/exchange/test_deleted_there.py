"""A copy that was deleted in the old one-stop system is made again, by itself or when its reason is gone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.coordination.exchange.conftest import Connected
from tests.coordination.exchange.test_conflicts import DISTRICT, fields, received_here
from tests.coordination.exchange.test_old_one_stop import read_whole_feed
from tests.coordination.exchange.test_operators_pages import browser, text  # noqa: F401
from tests.coordination.exchange.test_reconciliation import row_of
from tests.coordination.exchange.test_three_days_cut import give
from tests.support.sandbox_server import HTTP
from tinhso.coordination.exchange import service as exchange
from tinhso.coordination.exchange.service import DifferenceKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_district(alone: Connected, settings: Any) -> Connected:
    settings.TINHSO_OLD_ONE_STOP_DISTRICT = DISTRICT
    return alone


def copies(connected: Connected, code: str) -> list[tuple[str, bool]]:
    """Number and whether it was deleted of each copy there."""
    answer = HTTP.get(
        f"{connected.outside.base_url}/old_one_stop/api/ho-so",
        params={"maNgoai": code},
        headers={"X-Api-Key": connected.outside.secrets["old_one_stop_key"]},
    )
    return [(row["soHoSo"], row["daXoa"]) for row in answer.json()["hoSo"]]


def delete(connected: Connected, number: str) -> None:
    address = f"{connected.outside.base_url}/old_one_stop/officers/dossiers/{number}"
    assert HTTP.delete(address).is_success


def keep_deleted_numbers(connected: Connected, *, is_on: bool) -> None:
    address = f"{connected.outside.base_url}/dials/old_one_stop/settings"
    assert HTTP.put(address, json={"keeps_deleted_numbers": is_on}).is_success


def agree_at_last(connected: Connected) -> None:
    exchange.reconcile()
    assert exchange.differences(actor=connected.administrator()) == []
    assert row_of(connected, "old_one_stop").is_equal


def test_what_the_feed_tells_as_deleted_is_made_anew_and_the_officer_sees_it(in_district: Connected) -> None:
    view = received_here(in_district)
    ((first, _),) = copies(in_district, view.code)
    read_whole_feed()
    delete(in_district, first)
    read_whole_feed()
    in_district.settle()
    (gone, again) = copies(in_district, view.code)
    assert (gone, again[1]) == ((first, True), False)
    assert fields(in_district, view.id)["ending"] == ("deleted", None, True)
    give(timedelta(minutes=2))
    in_district.settle()
    assert fields(in_district, view.id)["ending"] == ("deleted", None, False)
    agree_at_last(in_district)


def test_what_only_the_list_lacks_is_made_anew(in_district: Connected) -> None:
    view = received_here(in_district)
    ((first, _),) = copies(in_district, view.code)
    exchange.reconcile()
    delete(in_district, first)
    exchange.reconcile()
    (difference,) = exchange.differences(actor=in_district.administrator())
    assert (difference.code, difference.kind) == (view.code, DifferenceKind.MISSING_THERE)
    in_district.settle()
    assert [is_deleted for _, is_deleted in copies(in_district, view.code)] == [True, False]
    agree_at_last(in_district)


def test_where_the_old_system_does_not_let_it_the_reason_is_seen_and_one_act_is_enough_later(
    in_district: Connected,
    browser: Client,  # noqa: F811
) -> None:
    view = received_here(in_district)
    ((first, _),) = copies(in_district, view.code)
    read_whole_feed()
    keep_deleted_numbers(in_district, is_on=True)
    delete(in_district, first)
    read_whole_feed()
    in_district.settle()
    (refused,) = exchange.refused_dossiers(actor=in_district.administrator())
    assert (refused.system, refused.reason) == ("old_one_stop", "deleted_there")
    assert "đã bị xóa và không lập lại được" in text(browser, "exchange:refused")
    assert not row_of(in_district, "old_one_stop").is_equal
    keep_deleted_numbers(in_district, is_on=False)
    act: dict[str, Any] = {"actor": in_district.administrator(), "now": in_district.now}
    exchange.tell_one_again("old_one_stop", code=view.code, reason="Bên kia đã cho lập lại", **act)
    in_district.settle()
    assert [is_deleted for _, is_deleted in copies(in_district, view.code)] == [True, False]
    agree_at_last(in_district)
