"""Fine payment on the citizens' pages: found, explained, and no way to file it."""

from __future__ import annotations

import pytest

from tests.sites.portal.portal_data import Town, rows, text_of
from tinhso.casework.dossiers import service as dossiers
from tinhso.registers.catalogue.service import UnableToFileAsDossier

FINE = "0.000008"


def test_it_is_listed_and_found_by_what_people_call_it(town: Town) -> None:
    screen = town.screen("tuan")
    for address in ("/procedures", "/procedures?q=phat nguoi"):
        page = text_of(screen.get(address))
        assert f"/procedures/{FINE}" in page
        assert "Dịch vụ thanh toán" in page


def test_its_page_says_what_it_is_what_it_waits_for_and_where_to_pay_meanwhile(town: Town) -> None:
    answer = town.screen("tuan").get(f"/procedures/{FINE}")
    page = text_of(answer)
    assert answer.status_code == 200
    for words in (
        "Đây là dịch vụ thanh toán",
        "Chưa nộp được trên cổng này",
        "hệ thống xử lý vi phạm",
        "Cổng Dịch vụ công quốc gia",
        "Kho bạc Nhà nước",
        "chưa xác minh",
    ):
        assert words in page
    assert f"/procedures/{FINE}/apply" not in page
    assert "Nộp trực tuyến" not in page


@pytest.mark.parametrize("way", ["apply", "file"])
def test_every_address_that_would_file_it_leads_to_its_page(town: Town, way: str) -> None:
    screen = town.screen("tuan")
    for answer in (screen.get(f"/procedures/{FINE}/{way}"), screen.post(f"/procedures/{FINE}/{way}")):
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/procedures/{FINE}")


def test_the_doors_of_casework_refuse_it_and_nothing_changes(town: Town) -> None:
    citizen = {"actor": town.actors["tuan"], "now": town.now}
    counted = "select count(*) from dossiers_dossier union all select count(*) from dossiers_draft"
    before = rows(counted)
    with pytest.raises(UnableToFileAsDossier):
        dossiers.start_draft(procedure_code=FINE, **citizen)
    with pytest.raises(UnableToFileAsDossier):
        dossiers.file_online(procedure_code=FINE, answers={}, papers=[], key="fine", **citizen)
    assert rows(counted) == before
