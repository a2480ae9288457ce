"""The administrator's pages of accounts, by their forms alone: no script is needed for anything."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tests.services.identity.staff import PASSWORD, Staff, audited
from tests.sites.administration.conftest import Screens, text_of
from tinhso.services.identity import models

pytestmark = pytest.mark.django_db

LIST = "/desk/administration/accounts/"
NEW_PASSWORD = "con mèo trèo cây cau"


def page_of(staff: Staff, more: str = "") -> str:
    return f"{LIST}{staff.officer.id}/{more}"


def form_of(staff: Staff, **changes: Any) -> dict[str, Any]:
    return {
        "name": "Võ Thị Út",
        "agency": str(staff.police),
        "title": "Cán bộ tiếp nhận",
        "roles": ["reception_officer"],
        "valid_from-day": "17",
        "valid_from-month": "7",
        "valid_from-year": "2023",
        "username": "moi-25747",
        **changes,
    }


def test_the_administrators_day_begins_with_the_accounts(administrator: Client) -> None:
    assert administrator.get("/desk/").headers["Location"] == LIST
    page = text_of(administrator.get(LIST))
    assert "Nguyễn Thị Hồng Ánh" in page
    assert "Công an phường Phú Cường" in page


def test_a_name_is_searched_without_standing_in_an_address(administrator: Client) -> None:
    found = administrator.post(f"{LIST}find/", {"sought": "hong anh"})
    assert found.status_code == 200
    page = text_of(found)
    assert "mau-25747" in page
    assert "quan-tri-2" not in page
    assert administrator.get(f"{LIST}find/?sought=anh").status_code == 405


def test_the_list_of_one_agency_shows_its_officers_only(staff: Staff, administrator: Client) -> None:
    page = text_of(administrator.get(LIST, {"agency": str(staff.other_police)}))
    assert "Không có tài khoản nào" in page
    page = text_of(administrator.get(LIST, {"agency": str(staff.police)}))
    assert "mau-25747" in page
    assert "quan-tri" not in page.replace("quan-tri-vien", "")
    assert administrator.get(LIST, {"agency": "khong-phai-id"}).status_code == 200


def test_a_new_officer_gets_a_code_and_comes_in_with_it(staff: Staff, administrator: Client) -> None:
    made = administrator.post(f"{LIST}new/", form_of(staff))
    assert made.status_code == 200
    assert made.headers["Cache-Control"] == "no-store"
    code = re.search(r'id="one-time-code">([^<]+)<', text_of(made))
    assert code

    browser = Client()
    sent = browser.post("/desk/sign-in/", {"username": "moi-25747", "password": code.group(1)})
    assert sent.headers["Location"] == "/desk/account/new-password/"
    assert browser.get("/desk/").status_code == 302
    weak = browser.post(sent.headers["Location"], {"password": "ngắn", "repeated": "ngắn"})
    assert weak.status_code == 400
    assert "ít nhất 12 ký tự" in text_of(weak)
    done = browser.post(sent.headers["Location"], {"password": NEW_PASSWORD, "repeated": NEW_PASSWORD})
    assert done.headers["Location"] == "/desk/"
    assert "Võ Thị Út" in text_of(browser.get("/desk/", follow=True))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"agency": ""}, "Hãy chọn cơ quan."),
        ({"agency": "0199b8e6-0000-7000-8000-000000000000"}, "Hãy chọn cơ quan."),
        ({"valid_from-day": "31", "valid_from-month": "2"}, "Hãy ghi đủ ngày, tháng, năm."),
        ({"roles": []}, "Hãy chọn ít nhất một vai trò."),
        ({"roles": ["emperor"]}, "Hãy chọn ít nhất một vai trò."),
        ({"username": "Có Dấu"}, "Tên đăng nhập gồm"),
        ({"username": "mau-25747"}, "Tên đăng nhập đã có người dùng"),
        ({"valid_from-day": "16"}, "không được ở trước hôm nay"),
    ],
)
def test_a_wrong_entry_comes_back_with_what_was_typed(
    staff: Staff, administrator: Client, changes: dict[str, Any], message: str
) -> None:
    before = models.Account.objects.count()
    refused = administrator.post(f"{LIST}new/", form_of(staff, **changes))
    assert refused.status_code in (400, 409)
    page = text_of(refused)
    assert message in page
    assert "Võ Thị Út" in page
    assert models.Account.objects.count() == before


def test_locking_asks_for_a_reason_throws_the_officer_out_and_stands_in_the_history(
    staff: Staff, administrator: Client, screen: Screens
) -> None:
    officer = screen()
    assert officer.get("/desk/lines/").status_code == 200
    assert administrator.post(page_of(staff, "lock/")).status_code == 400
    assert officer.get("/desk/lines/").status_code == 200
    administrator.post(page_of(staff, "lock/"), {"reason": "compromised"})
    assert officer.get("/desk/lines/").status_code == 302
    page = text_of(administrator.get(page_of(staff)))
    assert "Nghi bị lộ mật khẩu" in page
    assert "Lý Công Quản" in page
    administrator.post(page_of(staff, "unlock/"))
    assert "Đang dùng" in text_of(administrator.get(page_of(staff)))


def test_sessions_end_and_a_code_replaces_the_password(
    staff: Staff, administrator: Client, screen: Screens
) -> None:
    officer = screen()
    administrator.post(page_of(staff, "sessions/"))
    assert officer.get("/desk/lines/").status_code == 302
    shown = administrator.post(page_of(staff, "code/"))
    code = re.search(r'id="one-time-code">([^<]+)<', text_of(shown))
    assert code
    assert code.group(1) not in text_of(administrator.get(page_of(staff)))
    browser = Client()
    refused = browser.post("/desk/sign-in/", {"username": "mau-25747", "password": PASSWORD})
    assert refused.status_code == 403


def test_duties_change_from_a_day_and_a_stale_form_is_refused(staff: Staff, administrator: Client) -> None:
    change = {
        "title": "Phó Trưởng Công an phường",
        "roles": ["leader"],
        "valid_from-day": "17",
        "valid_from-month": "07",
        "valid_from-year": "2023",
        "expected_post": str(staff.post_id()),
    }
    assert str(staff.post_id()) in text_of(administrator.get(page_of(staff, "duties/")))
    assert administrator.post(page_of(staff, "duties/"), change).status_code == 302
    again = administrator.post(page_of(staff, "duties/"), {**change, "roles": ["specialist"]})
    assert again.status_code == 409
    assert "vừa được người khác thay đổi" in text_of(again)
    assert "Phó Trưởng Công an phường" in text_of(administrator.get(page_of(staff)))


def test_the_own_account_offers_nothing_and_refuses_a_made_up_form(
    staff: Staff, administrator: Client
) -> None:
    own = f"{LIST}{staff.administrator.account_id}/"
    assert "Đây là tài khoản của bạn" in text_of(administrator.get(own))
    assert administrator.post(f"{own}lock/", {"reason": "left"}).status_code == 409
    assert administrator.get("/desk/exchange/").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "",
        "new/",
        "{id}/",
        "{id}/duties/",
        "find/",
        "{id}/lock/",
        "{id}/unlock/",
        "{id}/sessions/",
        "{id}/code/",
    ],
)
def test_others_are_refused_and_strangers_are_led_to_the_sign_in_page(
    staff: Staff, screen: Screens, path: str
) -> None:
    address = LIST + path.format(id=staff.officer.id)
    act = (
        "post"
        if path.split("/")[-2:-1] in (["find"], ["lock"], ["unlock"], ["sessions"], ["code"])
        else "get"
    )
    refused = getattr(screen(), act)(address)
    assert refused.status_code == 403
    assert audited("account.administer", "refused") == 1
    stranger = getattr(Client(), act)(address)
    assert stranger.status_code == 302
    assert stranger.headers["Location"].startswith("/desk/sign-in/")


def test_an_unknown_account_is_not_found(administrator: Client) -> None:
    unknown = f"{LIST}0199b8e6-0000-7000-8000-000000000000/"
    assert administrator.get(unknown).status_code == 404
    assert administrator.post(f"{unknown}unlock/").status_code == 404


def test_an_officer_changes_the_own_password_and_stays_signed_in(screen: Screens) -> None:
    officer, elsewhere = screen(), screen()
    refused = officer.post(
        "/desk/account/password/",
        {"current": "sai rồi nhé", "password": NEW_PASSWORD, "repeated": NEW_PASSWORD},
    )
    assert refused.status_code == 400
    assert "Mật khẩu hiện tại không đúng" in text_of(refused)
    done = officer.post(
        "/desk/account/password/",
        {"current": PASSWORD, "password": NEW_PASSWORD, "repeated": NEW_PASSWORD},
    )
    assert done.status_code == 302
    assert officer.get("/desk/account/password/").status_code == 200
    assert elsewhere.get("/desk/account/password/").status_code == 302


def test_the_page_for_a_new_password_is_for_nobody_without_a_session() -> None:
    assert Client().get("/desk/account/new-password/").status_code == 302


def test_forms_of_other_sites_are_refused(staff: Staff, administrator: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = administrator.cookies
    assert strict.post(page_of(staff, "sessions/")).status_code == 403
