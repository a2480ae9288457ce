"""An administrator lets a system of somebody else in, changes its terms, its secret, and ends it."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from tests.services.identity.staff import Staff
from tests.sites.administration.conftest import Screens, text_of
from tinhso.foundation.clock.service import VIETNAM

pytestmark = pytest.mark.django_db
HERE = "/desk/administration/integrations/"


def filled(staff: Staff, **more: object) -> dict[str, object]:
    last = (staff.clock.moment + timedelta(days=30)).astimezone(VIETNAM)
    return {
        "name": "Phần mềm hộ tịch", "operator": "Sở Tư pháp", "reason": "Đối chiếu", "legal_basis": "NĐ 107",
        "purposes": ["statuses.read", "catalogue.read"], "where": "chosen", "agency_1": str(staff.police),
        "valid_until-day": f"{last:%d}", "valid_until-month": f"{last:%m}", "valid_until-year": f"{last:%Y}",
        "per_minute": "60", "idempotency_key": "one", **more,
    }  # fmt: skip


def shown(page: str, what: str) -> str:
    found = re.search(rf'id="{what}">([^<]+)<', page)
    assert found, page
    return found[1]


def token_status(client_id: str, secret: str) -> int:
    sent = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    return Client().post("/api/v1/token", sent).status_code


def test_a_secret_is_shown_once_opens_and_ends(staff: Staff, administrator: Client) -> None:
    assert "Chưa có hệ thống nào" in text_of(administrator.get(HERE))
    made = administrator.post(f"{HERE}new/", filled(staff))
    assert made["Cache-Control"] == "no-store"
    client_id, secret = shown(text_of(made), "client-id"), shown(text_of(made), "client-secret")
    assert token_status(client_id, secret) == 200

    page = f"{HERE}{client_id}/"
    assert secret not in text_of(administrator.get(page)) + text_of(administrator.get(HERE))
    assert "Phần mềm hộ tịch" in text_of(administrator.get(HERE))
    again = administrator.post(f"{HERE}new/", filled(staff))
    assert again.status_code == 409 and "đã được lập" in text_of(again)

    other = shown(text_of(administrator.post(f"{page}secret/")), "client-secret")
    assert (token_status(client_id, secret), token_status(client_id, other)) == (401, 200)
    assert administrator.post(f"{page}disable/").status_code == 302
    assert token_status(client_id, other) == 401
    ended = text_of(administrator.get(page))
    assert "Đã ngừng" in ended and "Đổi khóa" not in ended
    assert administrator.post(f"{page}secret/").status_code == 302


def test_terms_are_changed_and_agencies_stay_unless_chosen_anew(staff: Staff, administrator: Client) -> None:
    made = administrator.post(f"{HERE}new/", filled(staff, with_below="yes"))
    page = f"{HERE}{shown(text_of(made), 'client-id')}/"
    assert "cơ quan như hiện nay" in text_of(administrator.get(f"{page}change/"))
    kept = filled(staff, where="kept", agency_1="", per_minute="5")
    assert administrator.post(f"{page}change/", kept).status_code == 302
    assert "Toàn tỉnh" not in text_of(administrator.get(page))
    assert administrator.post(f"{page}change/", filled(staff, where="province")).status_code == 302
    assert "Toàn tỉnh" in text_of(administrator.get(page))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"agency_1": ""}, "Hãy chọn cơ quan"), ({"purposes": []}, "ít nhất một mục đích"),
        ({"name": " "}, "tên hệ thống"), ({"reason": "x" * 301}, "Nhiều nhất 300"),
        ({"valid_until-day": ""}, "Hãy ghi đủ ngày"), ({"per_minute": "0"}, "từ 1 đến"),
        ({"per_minute": "٣"}, "từ 1 đến"), ({"valid_until-year": "2020"}, "sau hôm nay"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_is_made(
    staff: Staff, administrator: Client, wrong: dict[str, object], said: str
) -> None:
    answer = administrator.post(f"{HERE}new/", filled(staff, **wrong))
    assert answer.status_code == 400 and said in text_of(answer)
    assert "Chưa có hệ thống nào" in text_of(administrator.get(HERE))


def test_nobody_else_comes_here(screen: Screens) -> None:
    officer = screen()
    assert officer.get(HERE).status_code == 403
    assert officer.post(f"{HERE}new/", {}).status_code == 403


def test_what_is_told_is_seen_paused_resumed_and_told_again(staff: Staff, administrator: Client) -> None:
    made = text_of(administrator.post(f"{HERE}new/", filled(staff, purposes=["webhooks"])))
    client_id, secret = shown(made, "client-id"), shown(made, "client-secret")
    sent = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    token = Client().post("/api/v1/token", sent).json()["access_token"]
    webhook = Client().post(
        "/api/v1/webhooks",
        json.dumps({"url": "http://127.0.0.1:9/nhan", "events": ["dossier.submitted"]}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "by-a-test"},
    )
    page = f"/desk/administration/webhooks/{webhook.json()['webhook']['id']}/"
    assert page in text_of(administrator.get(f"{HERE}{client_id}/"))
    assert "Đang gửi" in text_of(administrator.get(page))
    for do, said in (("pause", "Quản trị viên tạm dừng"), ("resume", "Đang gửi")):
        assert administrator.post(f"{page}act/", {"do": do}).status_code == 302
        assert said in text_of(administrator.get(page))
    for after, said in (("0", "Đã xếp 0 sự kiện"), ("x", "bằng số"), ("9" * 30, "bằng số")):
        administrator.post(f"{page}act/", {"do": "again", "after": after})
        assert said in text_of(administrator.get(page))
    administrator.post(f"{page}act/", {"do": "anything"})
    assert "Hãy chọn một thao tác" in text_of(administrator.get(page))
    assert webhook.json()["key"] not in text_of(administrator.get(page))
