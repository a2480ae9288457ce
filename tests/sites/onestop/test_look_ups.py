"""Looking up at the desk: the form knows the dossier's number, the answer says as of when."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest
from django.test import Client

from tests.services.verification.looking_up import registrar_says
from tests.sites.onestop.conftest import Screens, text_of
from tests.sites.onestop.desk_data import COMMUNE, PEOPLE, Commune
from tests.support.sandbox_server import SandboxServer
from tinhso.foundation.clock.service import frozen
from tinhso.services.verification.service import Register, drain_register_line

pytestmark = pytest.mark.django_db
POTTERY = "3702345674"


def asked(screen: Client, address: str, **typed: str) -> str:
    """Send the form and read the page that it leads to."""
    sent = screen.post(address, typed)
    assert sent.status_code == 302, text_of(sent)
    return text_of(screen.get(sent["Location"]))


def test_a_business_is_looked_up_from_the_dossier_and_stands_on_its_page(
    commune: Commune, specialist: Client, gateway_line: SandboxServer
) -> None:
    filed = commune.processing()
    page = text_of(specialist.get(f"/desk/dossiers/{filed.id}/"))
    assert "Tra cứu cơ sở dữ liệu" in page
    address = f"/desk/dossiers/{filed.id}/look-up/business/"
    assert f'href="{address}"' in page
    answer = asked(specialist, address, number=POTTERY)
    assert "GỐM SỨ LÁI THIÊU" in answer
    assert "Đang hoạt động" in answer
    assert "Số liệu tính đến" in answer
    assert "074183002301" not in answer, "of a representative the end of the number is enough"
    again = text_of(specialist.get(f"/desk/dossiers/{filed.id}/"))
    assert f"Doanh nghiệp {POTTERY}" in again
    assert "Có thông tin" in again
    assert f"Doanh nghiệp {POTTERY}" in text_of(specialist.get("/desk/look-ups/"))


def test_what_the_register_says_otherwise_later_is_a_hint_on_the_dossier_and_no_task(
    commune: Commune, specialist: Client, gateway_line: SandboxServer
) -> None:
    first, second = commune.processing(), commune.processing(who=1)
    page = f"/desk/dossiers/{first.id}/"
    asked(specialist, f"{page}look-up/business/", number=POTTERY)
    before = text_of(specialist.get(page))
    registrar_says(gateway_line, POTTERY, status="4")
    try:
        with frozen(commune.now + timedelta(minutes=10), seed=secrets.randbits(64)):
            asked(specialist, f"/desk/dossiers/{second.id}/look-up/business/", number=POTTERY)
            after = text_of(specialist.get(page))
            held = text_of(specialist.get("/desk/look-ups/"))
    finally:
        registrar_says(gateway_line, POTTERY, status="2")
    assert "nay trả lời khác" not in before
    assert f"Cơ sở dữ liệu nay trả lời khác: Doanh nghiệp {POTTERY}" in after, "in the history"
    assert "Nội dung đã đổi: Tình trạng." in after
    assert after.count("Nay trả lời khác") == held.count("Nay trả lời khác") == 1, "in the list of look-ups"
    assert before.count("Của bạn") == after.count("Của bạn"), "nobody has more to do"


def test_the_form_knows_the_number_that_the_dossier_gives(
    commune: Commune, specialist: Client, gateway_line: SandboxServer
) -> None:
    filed = commune.processing()
    form = text_of(specialist.get(f"/desk/dossiers/{filed.id}/look-up/insurance/"))
    assert f'value="{PEOPLE[0][0]}"' in form
    assert "lấy từ tờ khai" in form
    assert f'value="{PEOPLE[0][0]}"' not in text_of(
        specialist.get(f"/desk/dossiers/{filed.id}/look-up/budget/")
    )
    assert specialist.get(f"/desk/dossiers/{filed.id}/look-up/tax/").status_code == 404
    answer = asked(specialist, f"/desk/dossiers/{filed.id}/look-up/insurance/", number=PEOPLE[0][0])
    assert PEOPLE[0][1] in answer
    assert "Nơi khám, chữa bệnh ban đầu" in answer
    page = text_of(specialist.get("/desk/look-ups/"))
    assert PEOPLE[0][0] not in page, "a list shows the end of a person's number"
    assert "…1201" in page


@pytest.mark.parametrize(
    ("register", "number", "says"),
    [
        ("business", "3702345675", "sai chữ số kiểm tra"),
        ("business", "", "10 chữ số"),
        ("insurance", "123", "10 chữ số"),
        ("budget", "<b>1070001</b>", "7 chữ số"),
    ],
)
def test_a_bad_number_is_refused_in_words_and_shown_again(
    commune: Commune, specialist: Client, gateway_line: SandboxServer, register: str, number: str, says: str
) -> None:
    filed = commune.processing()
    refused = specialist.post(f"/desk/dossiers/{filed.id}/look-up/{register}/", {"number": number})
    assert refused.status_code == 400
    page = text_of(refused)
    assert says in page
    assert "<b>1070001</b>" not in refused.content.decode()
    assert "Bạn chưa tra cứu lần nào" in text_of(specialist.get("/desk/look-ups/"))


def test_a_question_waits_in_words_and_its_answer_comes_by_itself(
    commune: Commune, specialist: Client, gateway_line: SandboxServer
) -> None:
    gateway_line.turn_dial("gateway", "down")
    filed = commune.processing()
    waiting = asked(specialist, f"/desk/dossiers/{filed.id}/look-up/business/", number=POTTERY)
    assert "Đang chờ đường truyền" in waiting
    assert "Câu hỏi đang chờ đường truyền" in waiting
    lines = text_of(specialist.get("/desk/lines/"))
    assert "đăng ký doanh nghiệp" in lines
    assert lines.count("Chưa dùng") == 2, "the lines of insurance and budget, which nobody asked yet"
    gateway_line.normalise()
    drain_register_line(Register.BUSINESS)
    listed = text_of(specialist.get("/desk/look-ups/"))
    assert "Đang chờ đường truyền" not in listed
    assert "Có thông tin" in listed


def test_a_task_of_one_s_own_may_be_served_with_a_reason(
    commune: Commune, specialist: Client, gateway_line: SandboxServer
) -> None:
    filed = commune.processing()
    address = f"/desk/dossiers/{filed.id}/look-up/budget/"
    form = text_of(specialist.get(address))
    assert "Tra cứu để làm gì?" in form
    task = form.partition('value="dossier"')[2].partition('value="')[2].partition('"')[0]
    refused = specialist.post(address, {"number": "1070001", "task": task, "reason": ""})
    assert (refused.status_code, "ghi lý do" in text_of(refused)) == (400, True)
    closed = specialist.post(address, {"number": "1070001", "task": "no-such", "reason": "x"})
    assert (closed.status_code, "không còn mở" in text_of(closed)) == (400, True)
    answer = asked(specialist, address, number="1070001", task=task, reason="Đối chiếu đơn vị nộp")
    assert "Ủy ban nhân dân tỉnh Bình Dương" in answer
    assert "Đối chiếu đơn vị nộp" in answer
    assert "Một việc của hồ sơ" in answer


def test_an_old_answer_says_so_and_leads_to_asking_again(
    commune: Commune, specialist: Client, gateway_line: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tinhso.sites.frame import visits

    filed = commune.processing()
    address = f"/desk/dossiers/{filed.id}/look-up/business/"
    sent = specialist.post(address, {"number": POTTERY})
    monkeypatch.setattr(visits, "legal_now", lambda: commune.now + timedelta(days=31))
    page = text_of(specialist.get(sent["Location"]))
    assert "Câu trả lời này đã cũ" in page
    assert f'href="{address}"' in page


def test_an_unknown_code_is_shown_as_unknown() -> None:
    from tinhso.sites.onestop.look_up_words import fact_text

    assert fact_text("status", "unknown:9") == "Chưa rõ (mã 9 chưa có trong danh mục)"
    assert fact_text("status", "brand_new") == "Chưa rõ"
    assert fact_text("founded_on", "2015-03-02") == "02/03/2015"
    assert fact_text("born", "1947") == "1947"


def test_officers_elsewhere_find_neither_form_nor_answer(
    commune: Commune, specialist: Client, screen: Screens, gateway_line: SandboxServer
) -> None:
    filed = commune.processing()
    sent = specialist.post(f"/desk/dossiers/{filed.id}/look-up/business/", {"number": POTTERY})
    elsewhere = screen("specialist", kind="commune_police", unit="25741" if COMMUNE != "25741" else "25747")
    assert elsewhere.get(sent["Location"]).status_code == 404
    for method in (elsewhere.get, elsewhere.post):
        assert method(f"/desk/dossiers/{filed.id}/look-up/business/").status_code == 404
