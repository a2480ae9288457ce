"""Who has looked at my data."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from tests.sites.portal.portal_data import Town, text_of
from tinhso.casework.dossiers.service import Filed, get_dossier
from tinhso.foundation.authority.service import Actor, Role
from tinhso.sites.portal.access_words import act_text


def test_it_is_about_oneself_only(town: Town) -> None:
    assert Client().get("/my-data").headers["Location"] == "/sign-in?next=%2Fmy-data"


def test_an_officers_reading_is_shown_with_agency_post_purpose_and_dossier(town: Town) -> None:
    filed = town.file()
    officer = town.officer(Role.SPECIALIST)
    get_dossier(dossier_id=filed.id, actor=officer, now=town.now)
    page = text_of(town.screen("tuan").get("/my-data"))
    for words in (
        "Mở xem hồ sơ",
        "Công an phường Phú Cường",
        "Để làm gì: Giải quyết thủ tục hành chính",
        "Căn cứ: Nghị định 61/2018/NĐ-CP",
        filed.code,
    ):
        assert words in page
    assert "Mở xem hồ sơ" not in text_of(town.screen("anh").get("/my-data"))


def test_own_acts_stand_apart(town: Town) -> None:
    filed, screen = town.file(), town.screen("tuan")
    screen.get(f"/dossiers/{filed.id}")
    others = text_of(screen.get("/my-data")).split("Vì sao bạn tin được")[0]
    own = text_of(screen.get("/my-data", {"who": "me"})).split("Vì sao bạn tin được")[0]
    assert "Chủ hồ sơ xem hồ sơ của mình" not in others
    assert "Chủ hồ sơ xem hồ sơ của mình" in own
    assert "Nộp hồ sơ" in own


def test_the_same_act_again_and_again_is_one_line(town: Town) -> None:
    filed, screen = town.file(), town.screen("tuan")
    for _ in range(4):
        town.clock.advance(timedelta(seconds=1))
        screen.get(f"/dossiers/{filed.id}")
    assert "(4 lần)" in text_of(screen.get("/my-data", {"who": "me"}))


def test_many_entries_come_page_by_page(town: Town) -> None:
    filed = town.file()
    desk, specialist = town.officer(Role.RECEPTION_OFFICER), town.officer(Role.SPECIALIST)
    for _ in range(20):
        for officer in (desk, specialist):
            get_dossier(dossier_id=filed.id, actor=officer, now=town.now)
    screen = town.screen("tuan")
    first = text_of(screen.get("/my-data"))
    assert "Cũ hơn" in first
    older = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = screen.get(older)
    assert second.status_code == 200
    assert "Mới nhất" in text_of(second)


def test_a_nonsense_page_mark_is_no_error(town: Town) -> None:
    assert town.screen("tuan").get("/my-data", {"after": "x"}).status_code == 200


def test_it_explains_the_seal(town: Town) -> None:
    assert "niêm phong" in text_of(town.screen("tuan").get("/my-data"))


def test_steps_of_a_process_read_as_plain_words() -> None:
    assert act_text("dossier.ask_supplement_before_receipt") == "Yêu cầu bổ sung hồ sơ"
    assert act_text("dossier.complete_register_residence") == "Làm xong một phần việc của hồ sơ"
    assert act_text("something.new") == "Xử lý dữ liệu của bạn"


def lines_of(page: str) -> str:
    """The list itself, without what is said around it."""
    return page.split('class="ts-papers"', 1)[-1].split("Vì sao bạn tin được")[0]


def looked_at_twice(town: Town) -> tuple[Filed, Filed, Actor, Actor]:
    """Two dossiers: the first read by the desk and a specialist, the other by the desk alone."""
    one, other = town.file(), town.file(key="another")
    desk, specialist = town.officer(Role.RECEPTION_OFFICER), town.officer(Role.SPECIALIST)
    for filed, officer in ((one, desk), (one, specialist), (other, desk)):
        get_dossier(dossier_id=filed.id, actor=officer, now=town.now)
    return one, other, desk, specialist


def test_one_dossier_is_shown_alone_with_a_way_back(town: Town) -> None:
    one, other, _desk, _specialist = looked_at_twice(town)
    screen = town.screen("tuan")
    address = f"/my-data?dossier={one.id}"
    assert f'href="{address}"' in text_of(screen.get(f"/dossiers/{one.id}"))
    page = text_of(screen.get(address))
    assert lines_of(page).count("Mở xem hồ sơ") == 2
    assert one.code in page and other.code not in page
    assert 'href="/my-data">Xem tất cả các lần' in page
    own = text_of(screen.get(f"/my-data?dossier={one.id}&who=me"))
    assert "Nộp hồ sơ" in lines_of(own)
    assert other.code not in own


def test_one_officer_and_one_agency_are_shown_alone(town: Town) -> None:
    one, _other, desk, specialist = looked_at_twice(town)
    screen = town.screen("tuan")
    everything = text_of(screen.get("/my-data"))
    assert f"/my-data?officer={specialist.officer_id}" in everything
    assert f"/my-data?agency={specialist.agency_id}" in everything
    by_one = text_of(screen.get(f"/my-data?officer={specialist.officer_id}"))
    assert lines_of(by_one).count("Mở xem hồ sơ") == 1
    assert "Chỉ các lần của một cán bộ" in by_one
    by_agency = text_of(screen.get(f"/my-data?agency={desk.agency_id}"))
    assert lines_of(by_agency).count("Mở xem hồ sơ") == 3
    assert "Chỉ các lần của một cơ quan: Công an phường Phú Cường" in by_agency
    both = text_of(screen.get(f"/my-data?dossier={one.id}&officer={desk.officer_id}"))
    assert lines_of(both).count("Mở xem hồ sơ") == 1
    assert f'href="/my-data?dossier={one.id}">Mọi người đã xem hồ sơ này' in both
    nobody = text_of(screen.get(f"/my-data?officer={town.actors['anh'].person_id}"))
    assert "Chưa có dòng nào" in nobody and "Mở xem hồ sơ" not in nobody


def test_narrowing_reaches_no_further_than_the_own_dossiers(town: Town) -> None:
    filed = town.file()
    assert town.screen("tuan").get(f"/my-data?dossier={filed.id}").status_code == 200
    stranger = town.screen("anh")
    assert stranger.get(f"/my-data?dossier={filed.id}").status_code == 404
    for mark in ("dossier=x", "officer=x", "agency=1", f"dossier={filed.id}x"):
        assert stranger.get(f"/my-data?{mark}").status_code == 404


def test_a_narrowed_list_keeps_its_narrowing_from_page_to_page(town: Town) -> None:
    one, other, desk, specialist = looked_at_twice(town)
    for _ in range(20):
        for officer in (desk, specialist):
            get_dossier(dossier_id=one.id, actor=officer, now=town.now)
    screen = town.screen("tuan")
    first = text_of(screen.get(f"/my-data?dossier={one.id}"))
    older = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    assert f"dossier={one.id}" in older
    second = text_of(screen.get(older))
    assert other.code not in second
    assert f'href="/my-data?dossier={one.id}&who=people">Mới nhất' in second
