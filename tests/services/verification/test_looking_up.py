"""Officers look up in the registers behind the gateway: for a purpose, never lost, old when it is old."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from tests.services.verification.looking_up import (
    ANSWERED,
    CHANGED,
    NOTARY,
    POTTERY,
    TUAN,
    UNKNOWN,
    announced,
    asked_at_gateway,
    audited,
    drain,
    questions,
    registrar_says,
)
from tests.services.verification.population_line import rows
from tinhso.foundation.authority.service import Actor, ActorKind, NotPermitted, NotVisible, Role
from tinhso.foundation.clock.service import VIETNAM
from tinhso.foundation.ledger.service import pause_line
from tinhso.services.verification.service import (
    LookUpState,
    Register,
    UnableToLookUp,
    UnableToSetPolicy,
    expire_old_answers,
    get_look_up,
    look_ups_of,
    own_look_ups,
    set_stale_policy,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("register", list(Register))
def test_an_officer_sees_the_answer_with_its_as_of_at_once(gateway_line, desk, register):
    purpose = desk.case()
    look_up_id = desk.look_up(register, purpose=purpose)
    opened = desk.read(look_up_id)
    assert opened.look_up.state is LookUpState.FOUND, questions(register)
    assert opened.look_up.as_of.utcoffset() is not None
    assert opened.facts["name"]
    assert announced(ANSWERED, purpose.case_id) == [
        {"look_up_id": str(look_up_id), "register": register.value, "state": "found"}
    ]
    (logged,) = [each for each in asked_at_gateway(gateway_line) if each[2] == purpose.reference]
    assert logged[1:] == (register.value, purpose.reference, "found")


def test_one_representative_and_several_are_read_alike(gateway_line, desk):
    one = desk.read(desk.look_up(number=NOTARY)).facts["representatives"]
    two = desk.read(desk.look_up(number=POTTERY)).facts["representatives"]
    assert [each["personal_id"] for each in one] == ["074075002201"]
    assert [each["personal_id"] for each in two] == ["074183002301", "074075002201"]


@pytest.mark.parametrize("register", list(Register))
def test_what_is_not_there_is_told_as_not_there(gateway_line, desk, register):
    opened = desk.read(desk.look_up(register, UNKNOWN[register]))
    assert (opened.look_up.state, opened.facts) == (LookUpState.NOT_FOUND, {})
    assert opened.look_up.as_of is not None


BAD_NUMBERS = [
    (Register.BUSINESS, "3702345675", "chữ số kiểm tra"),
    (Register.BUSINESS, "37023456", "10 chữ số"),
    (Register.BUSINESS, "3702345674-000", "chi nhánh"),
    (Register.BUSINESS, "", "10 chữ số"),
    (Register.INSURANCE, "12345", "10 chữ số"),
    (Register.INSURANCE, "000085001201", "000"),
    (Register.INSURANCE, "07408500120A", "10 chữ số"),
    (Register.BUDGET, "107000", "7 chữ số"),
    (Register.BUDGET, "1070001'; drop table x", "7 chữ số"),
    (Register.BUDGET, "\uff11\uff10\uff17\uff10\uff10\uff10\uff11", ""),
]


@pytest.mark.parametrize(("register", "number", "says"), BAD_NUMBERS)
def test_a_bad_number_is_refused_in_words_and_nothing_is_asked(gateway_line, desk, register, number, says):
    from tinhso.services.verification.service import look_up

    before = asked_at_gateway(gateway_line)
    with pytest.raises(UnableToLookUp) as refusal:
        look_up(register=register, number=number, purpose=desk.case(), actor=desk.officer(), now=desk.now)
    assert says in refusal.value.message
    assert refusal.value.fields
    assert questions(register) == []
    assert asked_at_gateway(gateway_line) == before


def test_a_task_needs_a_reason_that_can_be_kept(gateway_line, desk):
    for reason in ("", "   ", "x" * 301, "a\u202eb"):
        with pytest.raises(UnableToLookUp) as refusal:
            desk.look_up(purpose=desk.case(task="verify", reason=reason))
        assert refusal.value.fields.keys() == {"reason"}
    opened = desk.read(desk.look_up(purpose=desk.case(task="verify", reason="Tên trên tờ khai khác")))
    assert opened.reason == "Tên trên tờ khai khác"
    ((sealed,),) = rows("select sealed_reason from verification_look_up")
    assert "Tên".encode() not in bytes(sealed)


NOT_AT_THE_DESK = [Role.ADMINISTRATOR, Role.INSPECTOR, Role.CONTROLLER]


@pytest.mark.parametrize("role", NOT_AT_THE_DESK)
def test_other_roles_of_the_agency_may_not_look_up(gateway_line, desk, role):
    with pytest.raises((NotPermitted, NotVisible)):
        desk.look_up(actor=desk.officer(role))
    assert questions() == []


def test_whoever_has_no_part_in_the_case_does_not_learn_of_it(gateway_line, desk):
    purpose = desk.case()
    look_up_id = desk.look_up(purpose=purpose)
    before = len(questions())
    elsewhere = desk.officer(*Role, agency=desk.other_agency)
    citizen = Actor(kind=ActorKind.CITIZEN, person_id=purpose.subjects[0], assurance_level=2)
    for actor in (elsewhere, citizen, Actor(kind=ActorKind.ANONYMOUS)):
        with pytest.raises((NotVisible, NotPermitted)):
            desk.look_up(purpose=purpose, actor=actor)
        with pytest.raises((NotVisible, NotPermitted)):
            desk.read(look_up_id, actor)
    with pytest.raises(NotVisible):
        desk.read(uuid4())
    assert look_ups_of(purpose.case_id, actor=elsewhere, now=desk.now) == ()
    assert len(questions()) == before
    assert audited("verification.business_read") == []


def test_lists_show_own_look_ups_newest_first_and_no_answer(gateway_line, desk):
    purpose = desk.case()
    first = desk.look_up(purpose=purpose)
    desk.clock.advance(timedelta(minutes=1))
    second = desk.look_up(Register.INSURANCE, purpose=purpose)
    shown = look_ups_of(purpose.case_id, actor=desk.officer(Role.LEADER), now=desk.now)
    assert [(each.id, each.shown_number) for each in shown] == [(second, "…1201"), (first, POTTERY)]
    own, more = own_look_ups(actor=desk.officer(), now=desk.now)
    assert ([each.id for each in own], more) == ([second, first], None)
    other, _ = own_look_ups(actor=desk.officer(officer_id=uuid4()), now=desk.now)
    assert other == ()


def test_a_long_list_goes_on_where_it_ended(gateway_line, desk, monkeypatch):
    from tinhso.services.verification.looking_up import reading

    monkeypatch.setattr(reading, "PAGE", 2)
    pause_line("business", paused=True)
    made = []
    for _ in range(5):
        made.append(desk.look_up())
        desk.clock.advance(timedelta(seconds=1))
    seen, after = [], None
    for _ in range(3):
        page, after = own_look_ups(actor=desk.officer(), now=desk.now, before=after)
        seen += [each.id for each in page]
    assert (seen, after) == (made[::-1], None)


# Old answers and changed ones.


def test_an_answer_older_than_the_policy_is_old_and_may_be_asked_again(gateway_line, desk):
    purpose = desk.case()
    look_up_id = desk.look_up(purpose=purpose)
    desk.clock.advance(timedelta(days=29))
    assert not desk.state(look_up_id).is_stale
    assert expire_old_answers() == 0
    desk.clock.advance(timedelta(days=2))
    assert desk.state(look_up_id).is_stale
    assert expire_old_answers() == 1
    assert expire_old_answers() == 0
    assert questions() == [("expired", "")]
    assert desk.read(look_up_id).facts["tax_code"] == POTTERY, "an old answer stays"
    again = desk.look_up(purpose=purpose)
    assert again != look_up_id
    assert not desk.state(again).is_stale


def test_a_copy_that_is_old_already_is_old_on_the_day_it_comes(gateway_line, desk):
    desk.clock.moment = datetime.now(VIETNAM)
    gateway_line.turn_dial("gateway_business", "wrong", variant="stale", requests=1)
    assert desk.state(desk.look_up()).is_stale
    assert not desk.state(desk.look_up()).is_stale


def test_a_policy_is_set_for_days_to_come_by_whoever_operates_the_lines(gateway_line, desk):
    look_up_id = desk.look_up()
    operator = desk.officer(Role.ADMINISTRATOR)
    today = desk.now.date()
    set_stale_policy(
        register="business", days=5, valid_from=today + timedelta(days=7), source="Công văn 1",
        actor=operator, now=desk.now,
    )  # fmt: skip
    desk.clock.advance(timedelta(days=6))
    assert not desk.state(look_up_id).is_stale
    desk.clock.advance(timedelta(days=1))
    assert desk.state(look_up_id).is_stale
    tomorrow = desk.now.date() + timedelta(days=1)
    good = {"register": "business", "days": 5, "valid_from": tomorrow, "source": "Công văn 2"}
    for wrong in (
        {"register": "x"}, {"days": 0}, {"days": 4000}, {"valid_from": today},
        {"valid_from": desk.now.date()}, {"valid_from": None}, {"source": " "},
    ):  # fmt: skip
        with pytest.raises(UnableToSetPolicy) as refused:
            set_stale_policy(**{**good, **wrong}, actor=operator, now=desk.now)
        assert list(refused.value.fields) == list(wrong)
    with pytest.raises(NotPermitted):
        set_stale_policy(**good, actor=desk.officer(*(set(Role) - {Role.ADMINISTRATOR})), now=desk.now)


def test_a_changed_answer_is_announced_to_every_case_that_holds_the_earlier_one(gateway_line, desk):
    first, second = desk.case(), desk.case()
    earlier = desk.look_up(purpose=first)
    desk.look_up(number=NOTARY)
    registrar_says(gateway_line, POTTERY, status="4")
    try:
        desk.clock.advance(timedelta(days=1))
        later = desk.look_up(purpose=second)
    finally:
        registrar_says(gateway_line, POTTERY, status="2")
    (told,) = announced(CHANGED, first.case_id)
    assert datetime.fromisoformat(told.pop("at")) == desk.now
    assert told == {"look_up_id": str(earlier), "register": "business", "facts": ["status"]}
    assert announced(CHANGED, second.case_id) == []
    shown = desk.state(later)
    assert (shown.changed, shown.changed_since) == (("status",), desk.now - timedelta(days=1))
    assert (shown.changed_later, shown.changed_later_at) == ((), None)
    assert desk.read(later).facts["status"] == "suspended"
    held = desk.state(earlier)
    assert (held.changed, held.changed_later, held.changed_later_at) == ((), ("status",), desk.now)
    desk.clock.advance(timedelta(days=1))
    assert desk.state(desk.look_up()).changed == ("status",), "it changed back"
    assert len(announced(CHANGED, second.case_id)) == 1


def test_an_equal_answer_announces_no_change(gateway_line, desk):
    purpose = desk.case()
    desk.look_up(purpose=purpose)
    assert desk.state(desk.look_up(purpose=purpose)).changed == ()
    assert announced(CHANGED, purpose.case_id) == []


def test_an_older_copy_tells_of_no_change(gateway_line, desk):
    purpose = desk.case()
    desk.look_up(purpose=purpose)
    registrar_says(gateway_line, POTTERY, status="4")
    try:
        gateway_line.turn_dial("gateway_business", "wrong", variant="stale", requests=1)
        assert desk.state(desk.look_up(purpose=purpose)).changed == ()
    finally:
        registrar_says(gateway_line, POTTERY, status="2")
    assert announced(CHANGED, purpose.case_id) == []
    assert all(
        not each.changed_later for each in look_ups_of(purpose.case_id, actor=desk.officer(), now=desk.now)
    )


def test_a_business_that_is_said_not_to_be_there_any_more_has_changed(gateway_line, desk):
    purpose = desk.case()
    desk.look_up(purpose=purpose)
    gateway_line.turn_dial("gateway_business", "wrong", variant="not_found", requests=1)
    state = desk.state(desk.look_up(purpose=purpose))
    assert state.state is LookUpState.NOT_FOUND
    assert "status" in state.changed


# Who sees it.


def test_the_insured_person_sees_it_where_the_house_knows_them(gateway_line, desk, person_id):
    purpose = desk.case()
    look_up_id = desk.look_up(Register.INSURANCE, TUAN, purpose)
    assert [subjects for subjects, _ in audited("verification.insurance_looked_up")] == [[person_id]]
    number = desk.read(look_up_id).facts["insurance_number"]
    desk.clock.advance(timedelta(seconds=1))
    desk.look_up(Register.INSURANCE, number, purpose)
    looked_up = [subjects for subjects, _ in audited("verification.insurance_looked_up")]
    assert looked_up == [[person_id], list(purpose.subjects)], "by this number nobody is known yet"
    answered = [subjects for subjects, _ in audited("verification.insurance_answered")]
    assert answered == [[person_id], [person_id]]
    assert [subjects for subjects, _ in audited("verification.insurance_read")] == [[person_id]]


def test_the_people_of_the_case_see_it_where_nobody_is_known(gateway_line, desk):
    purpose = desk.case()
    for register in Register:
        desk.read(desk.look_up(register, purpose=purpose))
        for act in ("looked_up", "answered", "read"):
            found = [subjects for subjects, _ in audited(f"verification.{register.value}_{act}")]
            assert found == [list(purpose.subjects)]
    ((people,),) = rows("select count(*) from people_person")
    assert people == 0, "nobody is entered because of an answer"


def test_a_known_representative_sees_what_was_answered(gateway_line, desk):
    from tinhso.foundation.authority.service import system_actor
    from tinhso.foundation.unit_of_work.service import unit_of_work
    from tinhso.registers.people.service import FactSource, PersonFacts, remember_person

    facts = PersonFacts(personal_id="074075002201", source=FactSource.DECLARED, as_of=desk.now)
    with unit_of_work(actor=system_actor("test"), now=desk.now) as work:
        owner = remember_person(work, facts=facts)
    purpose = desk.case()
    desk.read(desk.look_up(purpose=purpose))
    assert [found for found, _ in audited("verification.business_looked_up")] == [list(purpose.subjects)]
    assert [found for found, _ in audited("verification.business_answered")] == [[owner]]
    assert [found for found, _ in audited("verification.business_read")] == [[owner]]


def test_no_number_and_no_name_stands_readable_anywhere(gateway_line, desk, caplog):
    caplog.set_level(logging.DEBUG)
    purpose = desk.case()
    opened = desk.read(desk.look_up(Register.INSURANCE, TUAN, purpose))
    name = opened.facts["name"]
    gateway_line.turn_dial("gateway_insurance", "down")
    desk.look_up(Register.INSURANCE, TUAN, purpose)
    drain(Register.INSURANCE, 3)
    assert TUAN not in caplog.text and name not in caplog.text
    for table in ("ledger_question", "verification_look_up", "verification_looked_up_answer", "audit_entry",
                  "outbox_event", "ledger_line"):  # fmt: skip
        held = str(rows(f"select t::text from {table} t"))
        assert TUAN not in held and name not in held, table
    assert TUAN not in repr(opened) and name not in repr(opened)


def test_get_look_up_is_recorded_as_a_reading(gateway_line, desk):
    look_up_id = desk.look_up()
    get_look_up(look_up_id=look_up_id, actor=desk.officer(Role.LEADER), now=desk.now)
    ((_, details),) = audited("verification.business_read")
    assert details["look_up"] == str(look_up_id)
