"""A telephone number is confirmed by a code; then one may send, read the answer and rate it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from tests.casework.feedback.conftest import ANSWER, Desk
from tests.casework.feedback.test_life_of_a_feedback import things
from tests.trust.stage import seen_by_system
from tinhso.casework.feedback import service as feedback
from tinhso.casework.feedback.service import UnableToSendFeedback
from tinhso.foundation.authority.service import NotVisible, anonymous_actor
from tinhso.foundation.crypto.service import open_json
from tinhso.foundation.identifiers.service import UnableToReadMobileNumber
from tinhso.services.notices.service import (
    UnableToConfirmNumber,
    begin_number_check,
    confirm_number,
)

NUMBER, NAME = "0973518246", "Khuất Thị Oanh"
NOBODY = anonymous_actor("trust")


def code_of(check_id: UUID) -> str:
    """The code as the message that waits to be sent holds it."""
    with seen_by_system() as cursor:
        cursor.execute("select id, sealed_values from notices_notice where case_id = %s", [check_id])
        notice_id, sealed = cursor.fetchone()
    values = open_json(bytes(sealed), owner=str(notice_id), field="notices_notice.sealed_values")
    return str(values["number_code"])


def begun(desk: Desk) -> UUID:
    return begin_number_check(number=NUMBER, actor=NOBODY, now=desk.now).id


def confirmed(desk: Desk) -> UUID:
    check_id = begun(desk)
    confirm_number(check_id=check_id, code=code_of(check_id), actor=NOBODY, now=desk.now)
    return check_id


def test_confirmed_number_sends_reads_and_rates(desk: Desk) -> None:
    sent = desk.send(actor=NOBODY, check=confirmed(desk), name=NAME)
    desk.bring_to("publishing", sent)
    at_the_desk = desk.view(sent, desk.specialist())
    assert (at_the_desk.sender_name, at_the_desk.sender_phone) == (NAME, NUMBER)
    assert feedback.track_feedback(code=sent.code, trace_id="", now=desk.now).opens_with_phone
    view = feedback.open_own_feedback(code=sent.code, number="0973 518 246", actor=NOBODY, now=desk.now)
    assert view.answer == ANSWER
    assert view.sender_name == ""
    desk.rate(sent, 4, NOBODY, NUMBER)
    assert desk.view(sent, desk.specialist()).score == 4


@pytest.mark.parametrize("number", ["", "0912345678", "không có", "09735182466"])
def test_code_alone_opens_nothing(desk: Desk, number: str) -> None:
    sent = desk.send(actor=NOBODY, check=confirmed(desk), name=NAME)
    before = things()
    with pytest.raises(NotVisible):
        feedback.open_own_feedback(code=sent.code, number=number, actor=NOBODY, now=desk.now)
    with pytest.raises(NotVisible):
        desk.rate(sent, 4, NOBODY, number)
    assert things() == before


def test_code_and_number_do_not_open_the_case_of_a_sender_who_signed_in(desk: Desk) -> None:
    sent = desk.send()
    with pytest.raises(NotVisible):
        feedback.open_own_feedback(code=sent.code, number="0912345678", actor=NOBODY, now=desk.now)


def test_number_that_was_not_confirmed_sends_nothing(desk: Desk) -> None:
    check_id = begun(desk)
    before = things()
    for check in (None, check_id, UUID(int=1)):
        with pytest.raises(UnableToSendFeedback):
            desk.send(actor=NOBODY, check=check, name=NAME)
    assert things() == before


def test_wrong_codes_are_counted_and_then_the_right_one_is_refused_too(desk: Desk) -> None:
    check_id = begun(desk)
    right = code_of(check_id)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for _ in range(5):
        with pytest.raises(UnableToConfirmNumber):
            confirm_number(check_id=check_id, code=wrong, actor=NOBODY, now=desk.now)
    with pytest.raises(UnableToConfirmNumber):
        confirm_number(check_id=check_id, code=right, actor=NOBODY, now=desk.now)


def test_code_is_good_for_ten_minutes_and_its_confirmation_for_two_hours(desk: Desk) -> None:
    late = begun(desk)
    right = code_of(late)
    good = confirmed(desk)
    desk.stage.clock.advance(timedelta(minutes=11))
    with pytest.raises(UnableToConfirmNumber):
        confirm_number(check_id=late, code=right, actor=NOBODY, now=desk.now)
    desk.send(actor=NOBODY, check=good, name=NAME)
    desk.stage.clock.advance(timedelta(hours=2))
    with pytest.raises(UnableToSendFeedback):
        desk.send(actor=NOBODY, check=good, name=NAME)


def test_codes_and_feedback_of_one_number_are_limited(desk: Desk) -> None:
    for _ in range(12):
        check_id = begun(desk)
    with pytest.raises(UnableToConfirmNumber):
        begun(desk)
    confirm_number(check_id=check_id, code=code_of(check_id), actor=NOBODY, now=desk.now)
    for _ in range(5):
        desk.send(actor=NOBODY, check=check_id, name=NAME)
    before = things()
    with pytest.raises(UnableToSendFeedback) as refusal:
        desk.send(actor=NOBODY, check=check_id, name=NAME)
    assert refusal.value.code == "too_many"
    assert things() == before


def test_sender_without_a_name_or_a_mobile_number_is_told_so(desk: Desk) -> None:
    with pytest.raises(UnableToSendFeedback) as refusal:
        desk.send(actor=NOBODY, check=confirmed(desk))
    assert set(refusal.value.fields) == {"name"}
    with pytest.raises(UnableToReadMobileNumber):
        begin_number_check(number="02743822825", actor=NOBODY, now=desk.now)


def test_neither_name_nor_number_nor_text_stands_readable_in_a_table(desk: Desk) -> None:
    sent = desk.send(actor=NOBODY, check=confirmed(desk), name=NAME)
    desk.bring_to("publishing", sent)
    desk.stage.deliver_all()
    with seen_by_system() as cursor:
        cursor.execute("select table_name from information_schema.tables where table_schema = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        for table in tables:
            with connection.cursor() as reader:
                reader.execute("select has_table_privilege(%s, 'select')", [table])
                if not reader.fetchone()[0]:
                    continue
                reader.execute(f"select coalesce(string_agg(t::text, chr(10)), '') from \"{table}\" t")
                text = reader.fetchone()[0]
            for secret in (NAME, NUMBER, "quá hẹn ba ngày", ANSWER):
                assert secret not in text, f"{secret} in {table}"
                assert secret.encode().hex() not in text, f"{secret} in {table}"
