"""The whole form on one page: filed once, for oneself only, or shown again with what was typed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sites.portal.portal_data import (
    APPLICANT,
    CONFIRM,
    PEOPLE,
    PLACE,
    REQUEST,
    RESIDENCE,
    Town,
    document,
    text_of,
)
from tinhso.casework.dossiers.service import own_dossiers

PAGE = f"/procedures/{RESIDENCE}/file"


def everything(who: str = "tuan", **changes: Any) -> dict[str, Any]:
    personal_id, name, *_ = PEOPLE[who]
    own = {"personal_id": personal_id, "full_name": name, "sex": "male"}
    birth = {"birth-day": "12", "birth-month": "3", "birth-year": "1985"}
    papers = {"paper_housing_proof": document(), "idempotency_key": "page-1"}
    return {**APPLICANT, **own, **birth, **REQUEST, **PLACE, **CONFIRM, **papers, **changes}


def test_everything_sent_at_once_is_filed(town: Town) -> None:
    sent = town.screen("tuan").post(PAGE, everything())

    (row,) = own_dossiers(actor=town.actors["tuan"], now=town.now)
    assert sent.status_code == 302
    assert sent.headers["Location"] == f"/dossiers/{row.id}/done"


def test_the_same_page_sent_twice_is_one_dossier(town: Town) -> None:
    screen = town.screen("tuan")
    first, second = screen.post(PAGE, everything()), screen.post(PAGE, everything())

    assert first.headers["Location"] == second.headers["Location"]
    assert len(own_dossiers(actor=town.actors["tuan"], now=town.now)) == 1


def test_nobody_files_in_the_name_of_another_person(town: Town) -> None:
    personal_id, name, *_ = PEOPLE["anh"]
    refused = town.screen("tuan").post(PAGE, everything(personal_id=personal_id, full_name=name))

    assert refused.status_code == 400
    assert "không phải của tài khoản đang đăng nhập" in text_of(refused)
    assert own_dossiers(actor=town.actors["tuan"], now=town.now) == ()
    assert own_dossiers(actor=town.actors["anh"], now=town.now) == ()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"reason": ""}, "Hãy điền mục này.", id="missing answer"),
        pytest.param({"stay_from-day": "31", "stay_from-month": "2"}, "stay_from", id="no such day"),
        pytest.param({"paper_housing_proof": ""}, "Còn thiếu: Giấy tờ", id="missing paper"),
        pytest.param(
            {"paper_housing_proof": document(content=b"MZ")}, "nội dung bên trong không phải", id="wrong file"
        ),
    ],
)
def test_a_mistake_shows_the_page_again_and_files_nothing(
    town: Town, changes: dict[str, Any], words: str
) -> None:
    refused = town.screen("tuan").post(PAGE, everything(**changes))

    assert refused.status_code == 400
    assert words in text_of(refused)
    assert "Số 12/3, đường Yersin" in text_of(refused)
    assert own_dossiers(actor=town.actors["tuan"], now=town.now) == ()


def test_the_page_asks_every_question_and_carries_its_key(town: Town) -> None:
    page = text_of(town.screen("tuan").get(PAGE))

    for words in ("Nơi tạm trú", "Giấy tờ", 'name="idempotency_key"', 'name="personal_id"', "Nộp hồ sơ"):
        assert words in page


def test_level_one_and_unknown_procedures_get_no_form(town: Town) -> None:
    assert town.screen("bay").get(PAGE).status_code == 403
    assert town.screen("tuan").get("/procedures/9.999999/file").status_code == 404
