"""The citizen's messages."""

from __future__ import annotations

from tests.sites.portal.portal_data import Town, text_of
from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.notices.service import notify


def test_messages_are_shown_to_their_reader_only(town: Town) -> None:
    filed = town.file()
    person_id = town.actors["tuan"].person_id
    assert person_id is not None
    with unit_of_work(actor=system_actor("test"), now=town.now) as work:
        notify(
            work,
            person_id=person_id,
            case_id=filed.id,
            template="fee_paid",
            values={"code": filed.code, "amount": "7.000"},
        )
    page = text_of(town.screen("tuan").get("/messages"))
    assert "Đã nhận phí, lệ phí" in page
    assert f"/dossiers/{filed.id}" in page
    assert "http" not in page.split("<main")[1].split("</main>")[0].replace("http-equiv", "")
    assert "Chưa có tin nhắn nào" in text_of(town.screen("anh").get("/messages"))
