"""The pages of a transfer: a dry run first; and what the officer meets who was in the middle of something."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.services.identity.staff import Staff, audited, open_post
from tests.services.identity.test_transfers import give_work, holders
from tests.sites.administration.conftest import Screens, text_of
from tinhso.foundation.authority.service import Role

pytestmark = pytest.mark.django_db


def page_of(staff: Staff, more: str = "transfer/") -> str:
    return f"/desk/administration/accounts/{staff.officer.id}/{more}"


def order(staff: Staff, **changes: Any) -> dict[str, Any]:
    return {
        "agency": str(staff.other_police),
        "title": "Cán bộ quản lý cư trú",
        "roles": ["specialist"],
        "effective_date-day": "17",
        "effective_date-month": "7",
        "effective_date-year": "2023",
        "work_to": "",
        **changes,
    }


def test_the_dry_run_shows_the_work_and_only_the_second_button_moves_anything(
    staff: Staff, administrator: Client
) -> None:
    colleague = open_post("dong-nghiep", [Role.SPECIALIST], staff.police, staff.now, name="Hồ Văn Giúp")
    tasks = give_work(staff, staff.officer, 2) + give_work(staff, staff.officer, 1, role="leader")
    assert "Hồ Văn Giúp" in text_of(administrator.get(page_of(staff)))
    chosen = order(staff, work_to=str(colleague.officer_id))
    page = text_of(administrator.post(page_of(staff), chosen))
    assert "Việc đang mở: 3" in page
    assert "2 việc giao cho đồng nghiệp, 1 việc về hàng việc chung" in page
    assert set(holders(tasks)) == {staff.officer.officer_id}

    moved = administrator.post(page_of(staff), {**chosen, "confirmed": "yes", "expected_tasks": "3"})
    assert moved.status_code == 302
    assert holders(tasks[:2]) == [colleague.officer_id] * 2
    page = text_of(administrator.get(page_of(staff, "")))
    assert "2 việc cho đồng nghiệp, 1 việc về hàng việc chung" in page
    assert "Công an phường" in page


def test_a_list_that_changed_meanwhile_is_shown_again(staff: Staff, administrator: Client) -> None:
    give_work(staff, staff.officer, 2)
    confirmed = order(staff, confirmed="yes", expected_tasks="1")
    again = administrator.post(page_of(staff), confirmed)
    assert again.status_code == 409
    assert "nay là 2 việc" in text_of(again)
    assert administrator.post(page_of(staff), {**confirmed, "expected_tasks": "2x"}).status_code == 409
    assert audited("officer.transferred") == 0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"agency": ""}, "Hãy chọn cơ quan mới."),
        ({"title": ""}, "Hãy ghi chức danh."),
        ({"roles": []}, "Hãy chọn ít nhất một vai trò."),
        ({"effective_date-day": "99"}, "Hãy ghi đủ ngày"),
        ({"effective_date-day": "16"}, "trước hôm nay"),
        ({"work_to": "0199b8e6-0000-7000-8000-000000000000"}, "Người nhận việc phải là"),
    ],
)
def test_a_wrong_entry_stands_beside_its_field(
    staff: Staff, administrator: Client, changes: dict[str, Any], message: str
) -> None:
    for more in ({}, {"confirmed": "yes", "expected_tasks": "0"}):
        refused = administrator.post(page_of(staff), order(staff, **changes, **more))
        assert refused.status_code == 400
        assert message in text_of(refused)
    assert audited("officer.transferred") == 0


def test_a_later_transfer_stands_on_the_page_and_can_be_withdrawn(
    staff: Staff, administrator: Client
) -> None:
    later = order(staff, **{"effective_date-day": "20"})
    administrator.post(page_of(staff), {**later, "confirmed": "yes", "expected_tasks": "0"})
    page = text_of(administrator.get(page_of(staff, "")))
    assert "Từ 20/07/2023 cán bộ chuyển đến" in page
    assert administrator.post(page_of(staff, "transfer/withdraw/")).status_code == 302
    assert "Rút quyết định điều chuyển" in text_of(administrator.get(page_of(staff, "")))
    assert administrator.post(page_of(staff, "transfer/withdraw/")).status_code == 409


def test_what_was_half_written_is_refused_explained_and_given_back(
    staff: Staff, administrator: Client, screen: Screens
) -> None:
    officer = screen()
    confirmed = order(staff, confirmed="yes", expected_tasks="0")
    assert administrator.post(page_of(staff), confirmed).status_code == 302
    written = "Đồng ý cho đăng ký tạm trú theo đề nghị."
    address = "/desk/dossiers/0199b8e6-0000-7000-8000-000000000000/steps/draft/"
    refused = officer.post(address, {"text": written, "expected_version": "3", "queue": "to_process"})
    assert refused.status_code == 403
    page = text_of(refused)
    assert "Bạn đã được điều chuyển sang cơ quan khác" in page
    assert "Thao tác vừa gửi chưa được thực hiện" in page
    assert written in page
    assert "to_process" not in page
    assert refused.headers["Cache-Control"] == "no-store"
    led = officer.get("/desk/", follow=True)
    assert "Bạn đã được điều chuyển sang cơ quan khác" in text_of(led)


def test_passwords_and_short_choices_are_never_given_back(staff: Staff, screen: Screens) -> None:
    from tinhso.services.identity.service import end_account_sessions

    officer = screen()
    end_account_sessions(account_id=staff.officer.id, **staff.by())
    secret = "một mật khẩu đủ dài"
    refused = officer.post(
        "/desk/account/password/", {"current": secret, "password": secret, "repeated": secret, "x": "ngắn"}
    )
    page = text_of(refused)
    assert refused.status_code == 403
    assert secret not in page
    assert "Nội dung bạn đã viết" not in page


def test_a_stranger_who_sends_a_form_is_simply_led_to_the_sign_in_page() -> None:
    answer = Client().post("/desk/find/", {"sought": "một câu dài có chữ"})
    assert answer.status_code == 302
