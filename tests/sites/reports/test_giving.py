"""A leader gives open work by name; the load says so at once."""

from __future__ import annotations

import re
from html import unescape
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from tests.sites.onestop.conftest import Screens, post_of
from tests.sites.onestop.desk_data import Commune

pytestmark = pytest.mark.django_db

LOAD = "/desk/reports/load/"


def page(client: Client, address: str) -> str:
    return unescape(client.get(address).content.decode())


def pool_of(client: Client, role: str) -> tuple[str, list[str]]:
    """The list of open tasks of a role's common pile, and what ticking its lines sends."""
    found = re.search(rf'href="({LOAD}tasks/\?figure=open&agency=[^"]*role={role})"', page(client, LOAD))
    assert found
    return found.group(1), re.findall(r'name="chosen" value="([^"]+)"', page(client, found.group(1)))


def given_to(officer_id: UUID | None) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        cursor.execute("select count(*) from process_task where officer_id = %s", [officer_id])
        return int(cursor.fetchone()[0])


def test_work_goes_to_a_colleague_and_back_to_everybody(leader: Client) -> None:
    specialist = post_of("specialist")
    _, tasks = pool_of(leader, "specialist")
    assert len(tasks) > 3
    chosen = {"chosen": tasks[:3], "officer": str(specialist.officer_id)}
    said = unescape(leader.post(f"{LOAD}give/", chosen, follow=True).content.decode())
    assert "Đã giao 3 việc." in said
    assert re.search(rf'figure=open&agency=[^"]*&officer={specialist.officer_id}">3<', said)
    assert given_to(specialist.officer_id) == 3
    leader.post(f"{LOAD}give/", {"chosen": tasks[:3], "officer": "nobody"})
    assert given_to(specialist.officer_id) == 0


@pytest.mark.parametrize("to", ["reception", "elsewhere", "", "zz"])
def test_work_goes_to_nobody_who_could_not_do_it(leader: Client, to: str) -> None:
    people = {"reception": post_of("reception"), "elsewhere": post_of("specialist", unit="25813")}
    officer = str(people[to].officer_id) if to in people else to
    _, tasks = pool_of(leader, "specialist")
    answer = leader.post(f"{LOAD}give/", {"chosen": tasks[:2], "officer": officer}, follow=True)
    assert "Chưa việc nào được giao." in unescape(answer.content.decode())
    assert all(given_to(post.officer_id) == 0 for post in people.values())


def test_only_a_leader_of_the_agency_gives_its_work(
    leader: Client, morning: Commune, screen: Screens
) -> None:
    specialist = post_of("specialist")
    address, tasks = pool_of(leader, "specialist")
    chosen = {"chosen": tasks[:1], "officer": str(specialist.officer_id)}
    for post, unit, status in (("reception", "25747", 403), ("leader", "25813", 404)):
        assert screen(post, unit=unit).post(f"{LOAD}give/", chosen).status_code == status
    assert given_to(specialist.officer_id) == 0
    reception = screen("leader", kind="commune_committee")
    assert reception.get(address).status_code == 403
