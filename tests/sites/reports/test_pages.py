"""Pages of figures: every number leads to as many lines, nobody's name is shown, files are safe."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.sites.onestop.conftest import Screens
from tests.sites.onestop.desk_data import PEOPLE, Commune

pytestmark = pytest.mark.django_db

NUMBER = re.compile(r'<a class="ts-number" href="([^"]+)">([\d.]+)<span')
HOME = "/desk/reports/?period=month&on=2023-07-17&by="


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def numbers(text: str) -> set[tuple[str, int]]:
    return {(unescape(url), int(count.replace(".", ""))) for url, count in NUMBER.findall(text)}


def lines(client: Client, address: str) -> int:
    """How many lines the list has, page after page."""
    found = 0
    while address:
        text = page(client, address)
        found += text.count("ts-worklist__code")
        following = re.search(r'href="([^"]+)" rel="next"', text)
        here = urlsplit(address)
        address = unescape(following.group(1)) if following else ""
        assert not address or urlsplit(address).path == here.path
    return found


@pytest.mark.parametrize("by", ["agency", "unit", "procedure", "channel"])
@pytest.mark.parametrize("who", ["leader", "province"])
def test_every_number_leads_to_exactly_as_many_dossiers(
    who: str, by: str, request: pytest.FixtureRequest
) -> None:
    client: Client = request.getfixturevalue(who)
    found = numbers(page(client, HOME + by))
    assert len(found) > 8
    for address, count in found:
        assert lines(client, address) == count, address


@pytest.mark.parametrize("who", ["leader", "province"])
def test_every_number_of_the_load_leads_to_its_tasks(who: str, request: pytest.FixtureRequest) -> None:
    client: Client = request.getfixturevalue(who)
    found = numbers(page(client, "/desk/reports/load/"))
    assert len(found) >= 4
    for address, count in found:
        assert lines(client, address) == count, address


def test_the_day_report_leads_to_what_was_done(leader: Client) -> None:
    text = page(leader, "/desk/reports/day/?on=2023-07-17")
    found = numbers(text)
    assert found
    for address, count in found:
        assert lines(leader, address) == count, address
    assert "Ngày trước" in text
    assert "Ngày sau" not in text


def test_no_page_of_figures_shows_an_applicant(leader: Client, province: Client) -> None:
    for client in (leader, province):
        for start in (HOME + "procedure", "/desk/reports/load/", "/desk/reports/day/"):
            text = page(client, start)
            seen = [text, *(page(client, address) for address, _ in numbers(text))]
            for _, name, *_ in PEOPLE:
                assert not any(name in one for one in seen)


def test_the_province_opens_progress_and_not_the_dossier(province: Client) -> None:
    text = page(province, HOME + "agency")
    address, _ = max(numbers(text), key=lambda pair: pair[1])
    listed = page(province, address)
    assert "/desk/dossiers/" not in listed
    progress = re.search(r'href="(/desk/reports/progress/[^"]+)"', listed)
    assert progress
    shown = page(province, progress.group(1))
    assert "Hồ sơ đã được nộp" in shown
    page(province, "/desk/reports/progress/H09.99-230717-0001/", 404)


def test_who_may_not_see_figures(screen: Screens, morning: Commune) -> None:
    specialist = screen("specialist")
    elsewhere = screen("leader", unit="25813")
    for path in ("", "day/", "load/", "figures.csv"):
        assert specialist.get(f"/desk/reports/{path}").status_code == 403
    for path in ("", "dossiers/", "figures.xlsx", "dossiers.csv"):
        narrowed = f"/desk/reports/{path}?figure=received&agency={morning.police}"
        assert elsewhere.get(narrowed).status_code == 403
    assert elsewhere.get(f"/desk/reports/load/tasks/?figure=open&agency={morning.police}").status_code == 403
    assert Client().get("/desk/reports/").status_code == 302


def test_a_period_that_cannot_be_read_says_so(leader: Client) -> None:
    for query in ("period=range&from=2023-07-20&to=2023-07-01", "period=range&from=x", "on=2023-09-01"):
        text = page(leader, f"/desk/reports/?{query}", 400)
        assert "Chưa xem được kỳ này" in text
        assert "Tháng 7/2023" in text
    for odd in ("period=aeon&on=2023-02-31&by=moon", "agency=zz", "on=0001-01-01", "procedure=%00"):
        page(leader, f"/desk/reports/?{odd}")
    page(leader, "/desk/reports/dossiers/?figure=moon", 404)
    page(leader, "/desk/reports/dossiers/?figure=late&after=%00", 409)


def test_files_carry_the_numbers_of_the_page_and_are_written_down(leader: Client) -> None:
    query = "?period=month&on=2023-07-17&by=procedure"
    answer = leader.get(f"/desk/reports/figures.csv{query}")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    text = page(leader, f"/desk/reports/{query}")
    totals = {count for _, count in numbers(text)}
    assert {int(cell) for cell in rows[-1][2:]} - {0} <= totals
    listed = leader.get("/desk/reports/dossiers.csv?period=month&on=2023-07-17&figure=received")
    codes = [row[0] for row in csv.reader(io.StringIO(listed.content.decode("utf-8-sig")))][1:]
    assert len(codes) == int(rows[-1][2])
    assert all(code in page(leader, f"/desk/reports/dossiers/{query}&figure=received") for code in codes[:20])
    for _, name, *_ in PEOPLE:
        assert name not in listed.content.decode()
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        cursor.execute("select count(*) from audit_entry where action = 'statistics.exported'")
        assert cursor.fetchone() == (2,)


def test_statements_of_the_main_page_stay_within_budget(leader: Client, province: Client) -> None:
    """However many lines there are, the figures are one statement."""
    for client in (leader, province):
        page(client, HOME + "procedure")
        with CaptureQueriesContext(connection) as captured:
            page(client, HOME + "procedure")
        said = [one["sql"] for one in captured if "SAVEPOINT" not in one["sql"]]
        assert len([one for one in said if "dossiers_dossier" in one]) == 1
        assert len(said) <= 9, said
