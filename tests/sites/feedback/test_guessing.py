"""Codes and numbers cannot be guessed on the citizens' pages; who holds the right one is not held up."""

from __future__ import annotations

from django.test import Client

from tests.casework.feedback.conftest import Desk
from tests.casework.feedback.test_sending_without_signing_in import NAME, NOBODY, confirmed
from tests.sites.feedback.conftest import text_of

WRONG = "0912345678"
ELSEWHERE = {"REMOTE_ADDR": "198.51.100.7"}


def test_numbers_tried_at_a_case_are_few_and_its_sender_is_not_locked_out(desk: Desk) -> None:
    sent = desk.send(actor=NOBODY, check=confirmed(desk), name=NAME)
    page, stranger = f"/feedback/track/{sent.code}", Client()
    answers = [stranger.post(page, {"phone": WRONG}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [400] * 5 + [429]
    assert "Bạn hãy chờ 10 phút rồi thử lại" in text_of(answers[-1])
    assert stranger.post(f"{page}/rate", {"phone": WRONG, "score": "5"}).status_code == 429
    assert Client(**ELSEWHERE).post(page, {"phone": "0973518246"}).status_code == 200


def test_codes_that_nobody_holds_are_few_and_right_ones_do_not_count(desk: Desk) -> None:
    sent, filed = desk.send(), desk.stage.file()
    for right, wrong in (
        (f"/feedback/track/{sent.code}", f"/feedback/track/{sent.code[:-4]}2222"),
        (f"/tracking/{filed.code}", f"/tracking/{filed.code[:-4]}9999"),
    ):
        visitor = Client()
        assert {visitor.get(right).status_code for _ in range(40)} == {200}
        statuses = [visitor.get(wrong).status_code for _ in range(31)]
        assert statuses == [404] * 30 + [429]
        told = visitor.get(right)
        assert told.status_code == 429
        assert "rồi thử lại" in text_of(told)
        assert Client(**ELSEWHERE).get(right).status_code == 200


def test_codes_by_message_are_few_for_a_stranger_and_still_come_for_the_owner(desk: Desk) -> None:
    number, stranger = "0973518246", Client()
    asked = [stranger.post("/feedback/phone", {"phone": number}).status_code for _ in range(5)]
    assert asked == [302] * 4 + [429]
    assert Client(**ELSEWHERE).post("/feedback/phone", {"phone": number}).status_code == 302
    others = [stranger.post("/feedback/phone", {"phone": f"09735182{n:02d}"}) for n in range(8)]
    assert [answer.status_code for answer in others][-1] == 429, "nor does one place write to everybody"


def test_wrong_codes_of_many_messages_are_counted_together(desk: Desk) -> None:
    stranger = Client()
    statuses = []
    for number in range(5):
        stranger.post("/feedback/phone", {"phone": f"09735182{number:02d}"})
        statuses += [stranger.post("/feedback/phone/code", {"code": "abc"}).status_code for _ in range(5)]
    assert statuses == [400] * 20 + [429] * 5


def test_what_was_typed_for_a_code_stands_in_no_address(desk: Desk) -> None:
    answer = Client().get("/tracking", {"code": "074190001234"})
    assert answer.status_code == 404
    assert "Location" not in answer.headers
