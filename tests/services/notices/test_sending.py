"""Messages go out once, by every channel a person has, whatever happens to the line."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.db import connection

from tinhso.foundation.authority.service import Actor, ActorKind, system_actor
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.people.service import FactSource
from tinhso.services.notices.actions import send as sending
from tinhso.services.notices.service import (
    DeliveryState,
    NoticeChannel,
    UnableToNotify,
    drain_message_line,
    notices_of,
    notify,
)

pytestmark = pytest.mark.django_db

PERSONAL_ID, PHONE, EMAIL = "074085001201", "0901000101", "tuan@congdan.example"


def _rows(statement: str, *parameters: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        cursor.execute(statement, list(parameters))
        return cursor.fetchall()


@pytest.fixture
def code():
    """A code of its own, by which this test's messages are told apart in shared inboxes."""
    return f"H09.1-230717-{str(new_id().int)[-4:]}-{str(new_id().int)[-4:]}"


@pytest.fixture
def tell(clock, code):
    def _tell(person_id, template="delivered"):
        with unit_of_work(actor=system_actor("test"), now=clock.moment) as work:
            return notify(
                work,
                person_id=person_id,
                case_id=new_id(),
                template=template,
                values={"code": code, "procedure": "Đăng ký tạm trú"},
            )

    return _tell


def _states(person_id) -> dict[str, str]:
    _rows("select 1")
    (notice,) = notices_of(person_id)
    return {delivery.channel.value: delivery.state.value for delivery in notice.deliveries}


def _received(services, recipient: str, code: str) -> list[str]:
    return [m["text"] for m in services.inbox(recipient) if code in m["text"]]


def test_message_reaches_every_channel_the_person_has(services, remember, tell, code):
    person_id = remember(PERSONAL_ID, phone=PHONE, email=EMAIL, source=FactSource.VNEID)
    tell(person_id)

    drain_message_line()

    assert _states(person_id) == {"sms": "sent", "email": "sent", "vneid": "sent"}
    (sms,) = _received(services, PHONE, code)
    (mail,) = _received(services, EMAIL, code)
    assert sms == f"Kết quả hồ sơ {code} đã được trả. Cảm ơn bạn."
    assert f"/tracking/{code}" in mail
    assert len(_rows("select 1 from audit_entry where action = 'notice.sent'")) == 3


def test_person_without_any_channel_still_finds_the_message_in_the_list(services, remember, tell, code):
    person_id = remember(PERSONAL_ID)
    tell(person_id)
    drain_message_line()
    _rows("select 1")
    (notice,) = notices_of(person_id)
    assert notice.deliveries == ()
    assert notice.title == "Đã trả kết quả"
    assert code in notice.text


def test_noting_a_message_costs_one_statement(remember, clock, code, django_assert_num_queries):
    person_id = remember(PERSONAL_ID)
    with unit_of_work(actor=system_actor("test"), now=clock.moment) as work, django_assert_num_queries(1):
        notify(
            work,
            person_id=person_id,
            case_id=new_id(),
            template="delivered",
            values={"code": code, "procedure": "Đăng ký tạm trú"},
        )


def test_message_is_in_the_list_before_it_is_sent(remember, tell):
    person_id = remember(PERSONAL_ID, phone=PHONE)
    tell(person_id)
    _rows("select 1")
    assert len(notices_of(person_id)) == 1


def test_message_is_sent_once_although_the_job_ran_twice(services, remember, tell, code):
    person_id = remember(PERSONAL_ID, phone=PHONE)
    tell(person_id)
    drain_message_line()
    drain_message_line()
    assert len(_received(services, PHONE, code)) == 1


def test_message_is_sent_once_although_the_worker_died_before_storing(
    services, remember, tell, code, clock, monkeypatch
):
    person_id = remember(PERSONAL_ID, phone=PHONE)
    tell(person_id)

    class PowerCut(BaseException):
        """Nothing may run after it."""

    def die(work, question, reply):
        raise PowerCut

    store = sending._store
    monkeypatch.setattr(sending, "_store", die)
    with pytest.raises(PowerCut):
        drain_message_line()
    assert _states(person_id) == {"sms": "queued"}

    monkeypatch.setattr(sending, "_store", store)
    clock.advance(timedelta(minutes=2))
    drain_message_line()

    assert _states(person_id) == {"sms": "sent"}
    assert len(_received(services, PHONE, code)) == 1


def test_messages_wait_while_the_line_is_down_and_go_out_later(services, remember, tell, code, clock):
    services.turn_dial("messages", "down")
    person_id = remember(PERSONAL_ID, phone=PHONE)
    tell(person_id)
    for _ in range(4):
        drain_message_line()
    assert _states(person_id) == {"sms": "queued"}

    services.normalise()
    clock.advance(timedelta(seconds=6))
    drain_message_line()

    assert _states(person_id) == {"sms": "sent"}
    assert len(_received(services, PHONE, code)) == 1


def test_address_that_does_not_exist_is_said_so_and_others_still_go(services, remember, tell, code):
    lost = remember("074188001202", phone="0900000001")
    well = remember(PERSONAL_ID, phone=PHONE)
    tell(lost)
    tell(well)
    drain_message_line()
    assert _states(lost) == {"sms": "undeliverable"}
    assert _states(well) == {"sms": "sent"}


def test_temporary_failure_of_one_address_keeps_only_that_message_waiting(services, remember, tell, code):
    later = remember("074188001202", phone="0900000002")
    well = remember(PERSONAL_ID, phone=PHONE)
    tell(later)
    tell(well)
    drain_message_line()
    assert _states(later) == {"sms": "queued"}
    assert _states(well) == {"sms": "sent"}
    assert _rows("select last_error from ledger_question where state = 'asked'") == [("try_again",)]
    assert _rows("select breaker from ledger_line where name = 'messages'") == [("closed",)]


def test_each_person_sees_only_their_own_messages(remember, tell, clock):
    person_id = remember(PERSONAL_ID)
    tell(person_id)

    def seen_by(viewer: Actor) -> int:
        with unit_of_work(actor=viewer, now=clock.moment):
            return len(notices_of(person_id))

    assert seen_by(Actor(kind=ActorKind.CITIZEN, person_id=person_id)) == 1
    assert seen_by(Actor(kind=ActorKind.CITIZEN, person_id=new_id())) == 0
    assert seen_by(Actor(kind=ActorKind.OFFICER, agency_id=new_id())) == 0


def test_unknown_text_is_refused_and_nothing_is_stored(remember, tell):
    person_id = remember(PERSONAL_ID)
    with pytest.raises(UnableToNotify):
        tell(person_id, template="no_such_event")
    assert _rows("select count(*) from notices_notice") == [(0,)]


def test_nothing_is_stored_readable(services, remember, tell, code):
    person_id = remember(PERSONAL_ID, phone=PHONE, email=EMAIL)
    tell(person_id)
    drain_message_line()
    stored = _rows(
        """select string_agg(t, ' ') from (
             select n::text as t from notices_notice n union all
             select d::text from notices_delivery d union all
             select q::text from ledger_question q) everything"""
    )[0][0]
    for canary in (PERSONAL_ID, PHONE, EMAIL, code):
        assert canary not in stored


@pytest.mark.parametrize("mode", ["normal", "down", "refusing"])
def test_logs_hold_no_personal_data_whatever_happens(services, remember, tell, caplog, mode):
    person_id = remember(PERSONAL_ID, phone=PHONE, email=EMAIL, source=FactSource.VNEID)
    services.turn_dial("messages", mode)
    tell(person_id)
    with caplog.at_level(logging.DEBUG):
        drain_message_line()
    for canary in (PERSONAL_ID, PHONE, EMAIL, services.secrets["messages_token"]):
        assert canary not in caplog.text


def test_words_of_states_and_channels_are_closed():
    assert {state.value for state in DeliveryState} == {"queued", "sent", "undeliverable"}
    assert {channel.value for channel in NoticeChannel} == {"sms", "email", "vneid"}
