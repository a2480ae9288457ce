"""Delegations on the pages: a leader gives and ends one by forms alone, an administrator does it for them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.services.identity.staff import Staff, open_post
from tests.sites.administration.conftest import Screens, text_of
from tinhso.foundation.authority.service import Role
from tinhso.services.identity.service import Account, actor_of

pytestmark = pytest.mark.django_db

PAGE = "/desk/delegations/"


@pytest.fixture
def leader(staff: Staff) -> Account:
    return open_post("truong-25747", [Role.LEADER], staff.police, staff.now, name="Trần Văn Trưởng")


def form_of(staff: Staff, **changes: Any) -> dict[str, Any]:
    return {
        "deputy": str(staff.officer.officer_id),
        "begins-day": "17", "begins-month": "7", "begins-year": "2023", "begins_time": "09:00",
        "ends-day": "18", "ends-month": "7", "ends-year": "2023", "ends_time": "17:00",
        "basis": "Giấy ủy quyền số 3",
        **changes,
    }  # fmt: skip


def stands_in(staff: Staff) -> bool:
    return actor_of(staff.officer.id, trace_id="t").stands_in_for is not None


def test_a_leader_gives_one_and_ends_it(staff: Staff, leader: Account, screen: Screens) -> None:
    browser = screen(leader)
    page = text_of(browser.get(PAGE))
    assert "Nguyễn Thị Hồng Ánh" in page
    assert 'value="09:00"' in page
    assert browser.post(PAGE, form_of(staff)).headers["Location"] == PAGE
    page = text_of(browser.get(PAGE))
    assert "Nguyễn Thị Hồng Ánh thay mặt Trần Văn Trưởng" in page
    assert "theo Giấy ủy quyền số 3" in page
    assert stands_in(staff)
    found = re.search(r'action="(/desk/delegations/[^"]+/end/)"', page)
    assert found
    assert "Đã kết thúc ủy quyền" in text_of(browser.post(found.group(1), follow=True))
    assert not stands_in(staff)


def test_the_deputy_reads_it_and_cannot_end_it(staff: Staff, leader: Account, screen: Screens) -> None:
    boss = screen(leader)
    boss.post(PAGE, form_of(staff))
    address = re.search(r'action="(/desk/delegations/[^"]+/end/)"', text_of(boss.get(PAGE)))
    deputy = screen()
    page = text_of(deputy.get(PAGE))
    assert "thay mặt Trần Văn Trưởng" in page
    assert "/end/" not in page
    assert "Ủy quyền cho đồng nghiệp" not in page
    assert address
    assert deputy.post(address.group(1)).status_code == 403
    assert deputy.post(PAGE, form_of(staff)).status_code == 403, "who is no leader only reads"
    assert "Bạn đang phê duyệt thay mặt Trần Văn Trưởng" in text_of(deputy.get("/desk/", follow=True))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"deputy": ""}, "Hãy chọn người được ủy quyền."),
        ({"begins_time": "khoảng 9 giờ"}, "Hãy ghi giờ và phút, ví dụ 07:30."),
        ({"ends-day": "31", "ends-month": "2"}, "Hãy ghi đủ ngày, tháng, năm."),
        ({"ends-day": "16"}, "Thời điểm kết thúc phải ở sau lúc này."),
        ({"ends_time": "08:00", "ends-day": "17"}, "Thời điểm kết thúc phải ở sau lúc này."),
        ({"ends-year": "2025"}, "Mỗi lần ủy quyền không quá một năm."),
    ],
)
def test_what_cannot_be_read_or_given_is_said_beside_the_field(
    staff: Staff, leader: Account, screen: Screens, changes: dict[str, str], message: str
) -> None:
    refused = screen(leader).post(PAGE, form_of(staff, **changes))
    assert refused.status_code == 400
    assert message in text_of(refused)
    assert not stands_in(staff)


@pytest.mark.parametrize("typed", ["7:30", "07h30", "7h"])
def test_a_time_is_read_as_people_write_it(
    staff: Staff, leader: Account, screen: Screens, typed: str
) -> None:
    changes = {"begins_time": typed, "begins-day": "18"}
    assert screen(leader).post(PAGE, form_of(staff, **changes)).status_code == 302


def test_an_administrator_does_it_from_the_leaders_account(
    staff: Staff, leader: Account, administrator: Client
) -> None:
    account = f"/desk/administration/accounts/{leader.id}/"
    assert f'href="{account}delegation/"' in text_of(administrator.get(account))
    page = text_of(administrator.get(f"{account}delegation/"))
    assert "Ủy quyền thay cho Trần Văn Trưởng" in page
    done = administrator.post(f"{account}delegation/", form_of(staff), follow=True)
    assert "Ủy quyền phê duyệt · cho" not in text_of(done)
    assert "cho Nguyễn Thị Hồng Ánh" in text_of(done)
    assert stands_in(staff)
    assert "Kết thúc ngay" in text_of(administrator.get(PAGE))


def test_who_stands_in_for_a_leader_needs_the_second_step_that_a_leader_needs(
    staff: Staff, leader: Account, screen: Screens, settings: Settings
) -> None:
    settings.TINHSO_SECOND_FACTOR_REQUIRED = frozenset({Role.LEADER.value})
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = staff.session(second_step=False).session_key
    assert browser.get(PAGE).status_code == 200
    screen(leader).post(PAGE, form_of(staff))
    assert browser.get(PAGE).status_code == 302
    assert "thiếu bước xác nhận thứ hai" in text_of(browser.get("/desk/sign-in/"))


def test_nobody_else_reaches_a_leaders_form(staff: Staff, leader: Account, screen: Screens) -> None:
    assert screen().get(f"/desk/administration/accounts/{leader.id}/delegation/").status_code == 403
    assert Client().get(PAGE).status_code == 302
