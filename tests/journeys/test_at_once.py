"""Many hands at once, and hands that have no business there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.journeys.citizens import NGOC, THANG, UT, Citizen
from tests.journeys.officers import Officer
from tests.journeys.residence import PROCEDURE, STEPS, WARD, contract, files_residence
from tests.support.browser import Visitor, Visitors
from tests.support.running import House

pytestmark = pytest.mark.journey

HANDS = 20


def same_request(visitor: Visitor, form: str) -> tuple[str, dict[str, str], dict[str, str]]:
    """Address, fields and cookies with which the browser would send this form."""
    page = visitor.page
    fields = page.locator(form).evaluate("one => Object.fromEntries(new FormData(one))")
    address = page.locator(form).evaluate("one => one.action")
    cookies = {one["name"]: one["value"] for one in visitor.context.cookies(visitor.address)}
    return address, fields, cookies


def send_at_once(requests: list[tuple[str, dict[str, str], dict[str, str]]]) -> list[httpx.Response]:
    """Send all of them in the same moment, each over a line of its own."""

    def send(request: tuple[str, dict[str, str], dict[str, str]]) -> httpx.Response:
        address, fields, cookies = request
        with httpx.Client(cookies=cookies, trust_env=False, timeout=60) as client:
            return client.post(address, data=fields, headers={"Referer": address})

    with ThreadPoolExecutor(max_workers=len(requests)) as hands:
        return list(hands.map(send, requests))


def test_twenty_submissions_of_one_draft_are_one_dossier(visitors: Visitors, house: House) -> None:
    citizen = Citizen(visitors.phone("citizen"), house, THANG)
    citizen.signs_in()
    citizen.begins(PROCEDURE)
    citizen.fills_in(*STEPS)
    citizen.hands_in({"housing_proof": contract()})
    before = house.sql("select count(*) from dossiers_dossier")[0][0]

    answers = send_at_once([same_request(citizen.visitor, 'form[action$="/submit"]')] * HANDS)

    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.headers["Location"] for answer in answers}) == 1, "everybody is shown the same dossier"
    assert house.sql("select count(*) from dossiers_dossier")[0][0] == before + 1


def test_of_two_officers_at_once_one_wins_and_the_other_is_told(visitors: Visitors, house: House) -> None:
    citizen = Citizen(visitors.phone("citizen"), house, UT)
    code = files_residence(citizen)
    name = house.officer("reception", "police", WARD)
    officers = [Officer(visitors, house, name, screen=f"screen-{number}") for number in (1, 2)]
    for officer in officers:
        officer.open_dossier(code)

    receive = 'form[action$="/steps/receive/"]'
    answers = send_at_once([same_request(officer.visitor, receive) for officer in officers])
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    events = """select count(*) from dossiers_event e join dossiers_dossier d on d.id = e.dossier_id
                where d.code = %s and e.action = 'receive'"""
    assert house.sql(events, code) == [(1,)]

    officers[1].does("Tiếp nhận")
    officers[1].visitor.sees("Chưa thực hiện được")


def test_an_officer_of_another_agency_finds_nothing_and_the_attempt_is_written_down(
    visitors: Visitors, house: House
) -> None:
    citizen = Citizen(visitors.phone("citizen"), house, NGOC)
    code = files_residence(citizen)
    dossier_id = house.sql("select id from dossiers_dossier where code = %s", code)[0][0]
    stranger = Officer(visitors, house, house.officer("reception", "police", "25741"))
    answer = stranger.visitor.open(f"/desk/dossiers/{dossier_id}/")
    assert answer.status == 404
    stranger.visitor.does_not_see("Nguyễn Bảo Ngọc")
    attempts = "select count(*) from audit_entry where object_id = %s and outcome = 'refused'"
    assert house.sql(attempts, dossier_id) == [(1,)]
    assert not stranger.can_find(code)
