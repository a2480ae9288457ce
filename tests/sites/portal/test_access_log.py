"""Who has looked at my data."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from tests.sites.portal.portal_data import Town, text_of
from tinhso.casework.dossiers.service import get_dossier
from tinhso.foundation.authority.service import Role
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
