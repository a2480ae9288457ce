"""Work lists say what to do next, and open the day on what waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from tests.sites.onestop.conftest import Screens, text_of
from tests.sites.onestop.desk_data import Commune
from tinhso.foundation.clock.service import new_id

pytestmark = pytest.mark.django_db


def test_the_desk_opens_on_the_first_queue_that_holds_anything(
    commune: Commune, reception: Client, leader: Client
) -> None:
    assert "Không còn hồ sơ chờ tiếp nhận" in text_of(reception.get("/desk/"))
    drafted = commune.drafted()
    assert '<h1 class="govuk-heading-l">Chờ phê duyệt' in text_of(leader.get("/desk/"))
    assert drafted.code in text_of(leader.get("/desk/"))
    filed = commune.file(who=1)
    page = text_of(reception.get("/desk/"))
    assert '<h1 class="govuk-heading-l">Chờ tiếp nhận' in page
    assert filed.code in page
    assert drafted.code not in page


def test_queues_by_time_hold_what_is_late_today_and_tomorrow(commune: Commune, specialist: Client) -> None:
    day = timedelta(days=1)
    late = commune.processing(at=commune.now - 6 * day)
    page = text_of(specialist.get("/desk/queues/late/"))
    assert late.code in page
    assert "quá hạn" in page
    assert late.code not in text_of(specialist.get("/desk/queues/late_tomorrow/"))


def test_a_long_queue_is_read_page_by_page(commune: Commune, reception: Client) -> None:
    codes = [commune.file(who=number % 7).code for number in range(23)]
    first = text_of(reception.get("/desk/queues/to_receive/"))
    assert "23 hồ sơ" in first
    next_page = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = text_of(reception.get(next_page))
    assert sum(code in first for code in codes) == 20
    assert sum(code in second for code in codes) == 3
    assert not [code for code in codes if code in first and code in second]
    assert "Về đầu danh sách" in second


def test_a_made_up_page_key_is_refused_in_words(reception: Client) -> None:
    answer = reception.get("/desk/queues/to_receive/?after=khong-co")
    assert answer.status_code == 409
    assert "Địa chỉ trang không đúng" in text_of(answer)


def test_an_unknown_queue_is_not_found(reception: Client) -> None:
    assert reception.get("/desk/queues/all/").status_code == 404


def test_an_exact_code_opens_the_dossier(commune: Commune, reception: Client) -> None:
    filed = commune.file()
    answer = reception.post("/desk/find/", {"sought": f" {filed.code.lower()} "})
    assert answer.headers["Location"] == f"/desk/dossiers/{filed.id}/"


def test_a_code_of_another_agency_is_not_found_and_audited(commune: Commune, screen: Screens) -> None:
    filed = commune.file()
    elsewhere = screen("reception", kind="commune_committee")
    answer = elsewhere.post("/desk/find/", {"sought": filed.code})
    assert answer.status_code == 404
    assert "không có hồ sơ mang mã này" in text_of(answer)
    assert refusals() == 1


def test_a_scanned_card_leads_to_the_counter(reception: Client) -> None:
    card = "074085001201||Trần Quốc Tuấn|12031985|Nam|Hiệp Thành, Thủ Dầu Một|01052021"
    page = text_of(reception.post("/desk/find/", {"sought": card}))
    assert "Lập hồ sơ tại quầy" in page
    assert "sinh 12/03/1985" in page


def test_the_next_dossier_is_the_most_urgent_other_one(commune: Commune, reception: Client) -> None:
    first, second = commune.file(at=commune.now - timedelta(hours=1)), commune.file(who=1)
    answer = reception.get(f"/desk/queues/to_receive/next/?but={first.id}")
    assert answer.headers["Location"] == f"/desk/dossiers/{second.id}/?queue=to_receive"
    commune.take(second, "receive", commune.desk)
    answer = reception.get(f"/desk/queues/to_receive/next/?but={first.id}")
    assert answer.headers["Location"] == "/desk/queues/to_receive/"


def test_going_on_to_the_next_reads_nobodys_data(commune: Commune, reception: Client) -> None:
    commune.file()
    before = entries("dossier.list")
    reception.get(f"/desk/queues/to_receive/next/?but={new_id()}")
    assert entries("dossier.list") == before


def test_an_administrator_sees_the_lines_and_no_dossiers(commune: Commune, screen: Screens) -> None:
    administrator = screen("administrator", kind="provincial_one_stop", unit="74")
    assert administrator.get("/desk/").headers["Location"] == "/desk/administration/accounts/"
    page = text_of(administrator.get("/desk/lines/", follow=True))
    assert "Cơ sở dữ liệu quốc gia về dân cư" in page
    assert page.count("Đường kết nối</span>") == 1, "one room of the lines, one entry to it"
    assert 'href="/desk/exchange/"' in page
    assert 'href="/desk/lines/"' not in page
    assert "Việc cần làm" not in page
    commune.file()
    assert administrator.get("/desk/queues/to_receive/").status_code == 403


def test_a_program_that_asks_for_json_gets_the_same_page(commune: Commune, reception: Client) -> None:
    codes = {commune.file(who=number % 7).code for number in range(21)}
    wanted = {"accept": "application/json"}
    before = entries("dossier.list")
    answer = reception.get("/desk/queues/to_receive/", headers=wanted)
    content = answer.json()
    assert answer.headers["Content-Type"] == "application/json"
    assert (content["queue"], content["total"], content["counts"]["to_receive"]) == ("to_receive", 21, 21)
    then = reception.get(content["next"], headers=wanted).json()
    assert {each["code"] for each in (*content["dossiers"], *then["dossiers"])} == codes
    assert then["next"] == ""
    assert entries("dossier.list") == before + 2, "who is shown is recorded, whatever the form of the answer"


def test_json_is_for_whoever_sees_the_page_and_nobody_else(commune: Commune, screen: Screens) -> None:
    commune.file()
    wanted = {"accept": "application/json"}
    assert Client().get("/desk/queues/to_receive/", headers=wanted).status_code in (302, 401)
    elsewhere = screen("reception", kind="commune_committee")
    assert elsewhere.get("/desk/queues/to_receive/", headers=wanted).json()["dossiers"] == []
    administrator = screen("administrator", kind="provincial_one_stop", unit="74")
    assert administrator.get("/desk/queues/to_receive/", headers=wanted).status_code == 403


def refusals() -> int:
    return entries_where("outcome = 'refused'")


def entries(action: str) -> int:
    return entries_where(f"action = '{action}'")


def entries_where(condition: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        cursor.execute(f"select count(*) from audit_entry where {condition}")
        return int(cursor.fetchone()[0])


def test_a_closed_dossier_hurries_nobody(commune: Commune, reception: Client) -> None:
    late = commune.processing(at=commune.now - timedelta(days=6))
    commune.take(late, "stop", commune.leader, note="Chỗ ở không hợp pháp.")
    commune.take(late, "deliver_back", commune.desk)
    listed = text_of(reception.get("/desk/"))
    assert "Hồ sơ đã kết thúc" in listed, "the way there stands under every list"
    page = text_of(reception.get("/desk/queues/closed/"))
    assert late.code in page
    table = page.split("<table")[1]
    assert "đã xong" in table
    assert "quá hạn" not in table
