"""What the operator of the lines sees and does in a browser."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.coordination.exchange.conftest import Connected
from tests.coordination.exchange.test_bad_messages import hear, judge_anew, paper_given, pushed, states
from tests.services.identity.staff import open_post
from tests.trust.everywhere.town import screen
from tinhso.coordination.exchange import service as exchange
from tinhso.coordination.exchange.adapters import national, old_one_stop
from tinhso.coordination.exchange.keeping import buckets
from tinhso.coordination.exchange.keeping.inbound import cursor_of
from tinhso.foundation.authority.service import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(connected: Connected) -> Client:
    account = open_post(
        "van-hanh", [Role.ADMINISTRATOR], connected.police, connected.now, name="Người Vận Hành"
    )
    return screen(account.id, "Người Vận Hành")


def text(browser: Client, name: str, *values: object) -> str:
    answer = browser.get(reverse(name, args=values))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_every_line_with_its_state_and_a_pause_that_wants_a_reason(
    connected: Connected, browser: Client
) -> None:
    page = text(browser, "exchange:lines")
    assert page.count("Chưa dùng") == text(browser, "exchange:months").count(">Chưa dùng<") == 7
    connected.file("essential_portal", owner_kind="0")
    hear(*pushed(connected, 1))
    connected.settle()
    page = text(browser, "exchange:lines")
    assert page.count("Đang thông, bằng nhau") == 2
    assert page.count("Chưa dùng") == 4, "the population line is about to be asked"
    assert text(browser, "exchange:months").count(">Chưa dùng<") == 5
    paused = reverse("exchange:pause", args=["national_portal"])
    assert browser.post(paused, {"paused": "1", "reason": ""}).status_code == 400
    assert browser.post(paused, {"paused": "1", "reason": "Bảo trì"}).status_code == 302
    page = text(browser, "exchange:lines")
    assert "Đang tạm ngừng" in page
    assert "Bảo trì" in page
    assert exchange.poll_wishes() == 0
    again = reverse("exchange:tell-again", args=["essential_portal"])
    assert browser.post(again, {"reason": "Nghi ngờ"}).status_code == 302


def test_a_file_that_changed_at_its_address_is_told_in_words(connected: Connected, browser: Client) -> None:
    connected.outside.turn_dial("national_portal", "wrong", variant="file_changed")
    connected.file("national_portal", papers=[paper_given()])
    exchange.poll_wishes()
    connected.settle()
    judge_anew(connected)
    page = " ".join(text(browser, "exchange:reconciliation").split())
    assert "vì tệp tải lại có nội dung khác lần đầu; giữ tệp nhận lần đầu. Hiện chỉ để biết." in page


def test_a_message_that_stands_apart_is_read_mended_and_taken(connected: Connected, browser: Client) -> None:
    connected.outside.turn_dial("essential_portal", "wrong", variant="unit", requests=1)
    code = connected.file("essential_portal", owner_kind="0")
    hear(*pushed(connected, 1))
    connected.settle()
    (row,) = exchange.apart_messages(actor=connected.administrator())
    assert code in text(browser, "exchange:apart")
    page = text(browser, "exchange:message", row.id)
    assert "H09.999" in page
    assert "074195002222" not in page
    address = reverse("exchange:message", args=[row.id])
    typed = {"act": "mend", "procedure": "", "unit": connected.police_code, "reason": "Mã cũ"}
    assert browser.post(address, typed).status_code == 302
    connected.settle()
    assert states() == [("taken", "")]
    assert "Đã nhận vào hồ sơ" in text(browser, "exchange:message", row.id)


def test_a_dossier_that_is_refused_there_is_shown(connected: Connected, browser: Client) -> None:
    connected.outside.turn_dial("essential_portal", "refusing")
    connected.file("national_portal")
    exchange.poll_wishes()
    connected.settle()
    assert "Đang gián đoạn" in text(browser, "exchange:lines") or "Đang gửi" in text(
        browser, "exchange:lines"
    )
    assert text(browser, "exchange:refused")


def test_the_reconciliation_shows_equal_systems_and_a_difference(alone: Connected, browser: Client) -> None:
    connected = alone
    code = connected.file("essential_portal", owner_kind="0")
    hear(*pushed(connected, 1))
    connected.settle()
    before = text(browser, "exchange:reconciliation")
    for named in (
        "Cổng dịch vụ công tỉnh và hệ thống một cửa", "Cổng dịch vụ công thiết yếu",
        "Cổng Dịch vụ công quốc gia", "Hệ thống một cửa cũ",
    ):  # fmt: skip
        assert named in before
    assert "Đang đối chiếu" in before, "nothing was compared yet: neither equal nor different"
    assert "Bằng nhau</span>" not in before
    assert "Có điểm khác" not in before
    exchange.reconcile()
    equal = text(browser, "exchange:reconciliation")
    assert (equal.count("Bằng nhau</span>"), equal.count("Chưa có hồ sơ</span>")) == (2, 1)
    unknown = connected.file("essential_portal", owner_kind="0", personal_id="074195003333")
    exchange.reconcile()
    page = text(browser, "exchange:reconciliation")
    assert (page.count("Bằng nhau</span>"), page.count("Có điểm khác</span>")) == (1, 1)
    assert unknown in page
    with connection.cursor() as cursor:
        cursor.execute("update exchange_shown set status = 7 where code = %s", [code])
        cursor.execute("update exchange_bucket set is_stale = true")
    buckets.hash_stale("essential_portal")
    page = text(browser, "exchange:reconciliation")
    assert code in page
    assert "Có điểm khác" in page
    assert "Tự đối chiếu và báo lại" in page


def test_what_has_no_readable_head_is_seen_and_holds_up_nobody(
    connected: Connected, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = cursor_of("old_one_stop")
    rows = [{"stt": start + 1, "hoSo": []}, {"stt": start + 2, "nguoiSua": "API", "hoSo": {"soHoSo": "x"}}]
    monkeypatch.setattr(old_one_stop, "changes_after", lambda _: rows)
    monkeypatch.setattr(national, "wishes", lambda: [{"MaYeuCau": "YC-HONG", "HoSo": "x"}, {"HoSo": {}}])
    monkeypatch.setattr(national, "say_taken", lambda _: None)
    assert (exchange.read_feed(), exchange.poll_wishes()) == (2, 2)
    assert exchange.poll_wishes() == 0, "what has no number of its own is known by its content"
    assert cursor_of("old_one_stop") == start + 2
    exchange.take_due()
    apart = exchange.apart_messages(actor=connected.administrator())
    nameless = next(row for row in apart if row.message_id.startswith("khong-ma:"))
    assert nameless.field == "MaYeuCau"
    assert sorted((row.system, row.message_id) for row in apart if row is not nameless) == [
        ("national_portal", "YC-HONG"),
        ("old_one_stop", str(start + 1)),
    ]
    for row in apart:
        assert text(browser, "exchange:message", row.id)
