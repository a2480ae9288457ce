"""A client looks up in the registers for a dossier, in an officer's name: never lost, recorded, its own."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client

from tests.services.verification.looking_up import POTTERY, TUAN, UNKNOWN
from tests.services.verification.population_line import rows
from tests.sites.open_api.asking_systems import System, account_of, make_system
from tests.sites.open_api.conftest import Outside, problem_of
from tests.support.sandbox_server import SandboxServer
from tests.trust.stage import ANSWERS, Stage, make_citizen, stage_of
from tinhso.foundation.audit.service import entries_about
from tinhso.foundation.authority.service import Actor, ActorKind, ClientPurpose, Role, system_actor
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.ledger.service import pause_line
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.identity.service import disable_account, sign_in_session
from tinhso.services.verification.service import Register, drain_register_line
from tinhso.sites.portal.own_records import systems_in

P = ClientPurpose
REASON = ("Đối chiếu hồ sơ cư trú", "Nghị định 107/2021/NĐ-CP")


@pytest.fixture
def stage(db: None, legal_moment: datetime) -> Iterator[Stage]:
    # The sandbox outlives a test, so that ids must differ between tests.
    with stage_of(legal_moment, seed=secrets.randbits(64)) as ready:
        yield ready


@pytest.fixture
def system(outside: Outside) -> System:
    return make_system(outside, outside.stage.file(), P.LOOK_UPS)


def counted() -> tuple[int, int]:
    """Questions and look-ups that are kept."""
    ((questions, look_ups),) = rows(
        "select (select count(*) from ledger_question where line in ('business', 'insurance', 'budget')),"
        " (select count(*) from verification_look_up)"
    )
    return questions, look_ups


@pytest.mark.parametrize("register", list(Register))
def test_a_register_answers_a_client_for_a_dossier_with_its_as_of(
    gateway_line: SandboxServer, system: System, register: Register
) -> None:
    asked = system.ask(register)
    assert asked.status_code == 201, asked.content
    assert (asked.json()["state"], asked.json()["register"]) == ("found", register.value)
    assert asked.json()["dossier"] == system.filed.code
    told = system.read(asked.json()["id"]).json()
    assert told["look_up"] == asked.json() and told["look_up"]["as_of"]
    assert told[register.value]["name"]
    assert [told[other.value] for other in Register if other is not register] == [None, None]


def test_of_representatives_a_client_sees_no_more_than_an_officer(
    gateway_line: SandboxServer, system: System
) -> None:
    told = system.read(system.ask(number=POTTERY).json()["id"])
    ends = [each["personal_id_end"] for each in told.json()["business"]["representatives"]]
    assert ends == ["2301", "2201"] and "074183002301" not in told.content.decode()


def test_what_is_not_there_and_what_the_register_refuses_is_told_so(
    gateway_line: SandboxServer, system: System
) -> None:
    asked = system.ask(number=UNKNOWN[Register.BUSINESS])
    told = system.read(asked.json()["id"]).json()
    assert (told["look_up"]["state"], told["business"]) == ("not_found", None)
    gateway_line.turn_dial("gateway_business", "refusing")
    told = system.read(system.ask().json()["id"]).json()
    assert (told["look_up"]["state"], told["business"]) == ("not_permitted", None)


def test_while_the_line_is_cut_the_question_waits_and_its_answer_is_read_later(
    gateway_line: SandboxServer, system: System
) -> None:
    gateway_line.turn_dial("gateway_business", "down")
    asked = system.ask()
    assert (asked.status_code, asked.json()["state"]) == (201, "waiting")
    look_up_id = asked.json()["id"]
    told = system.read(look_up_id).json()
    assert (told["look_up"]["state"], told["look_up"]["as_of"], told["business"]) == ("waiting", None, None)
    gateway_line.normalise()
    system.outside.stage.clock.advance(timedelta(minutes=3))
    drain_register_line(Register.BUSINESS)
    told = system.read(look_up_id).json()
    assert told["look_up"]["state"] == "found" and told["business"]["tax_code"] == POTTERY
    look_ups = "select action from audit_entry where actor_kind = 'client' and object_kind = 'dossier'"
    assert sorted(action for (action,) in rows(look_ups)) == [
        "verification.business_looked_up",
        "verification.business_read",
        "verification.look_up_awaited",
    ]


def test_the_same_key_twice_asks_once(system: System) -> None:
    pause_line("budget", paused=True)
    first = system.ask(Register.BUDGET, key="mot-lan-thoi")
    again = system.ask(Register.BUDGET, key="mot-lan-thoi")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json() and counted() == (1, 1)
    another = system.ask(Register.BUDGET, UNKNOWN[Register.BUDGET], key="mot-lan-thoi")
    assert problem_of(another) == (409, "key_reused")
    assert counted() == (1, 1)


def test_a_dossier_outside_the_agreement_is_as_if_it_did_not_exist(outside: Outside, system: System) -> None:
    issued = outside.client(P.LOOK_UPS, agencies=("other",))
    system.token = str(outside.ask_token(issued).json()["access_token"])
    seen, missing = system.ask(), system.ask(dossier=system.filed.code[:-4] + "9876")
    assert problem_of(seen) == (404, "not_found")
    assert {**seen.json(), "trace_id": ""} == {**missing.json(), "trace_id": ""}
    unreadable = system.ask(dossier="khong-phai-ma")
    assert problem_of(unreadable) == (404, "dossier_code.format")
    assert unreadable.json()["fields"].keys() == {"dossier"}
    assert counted() == (0, 0)
    refused = "select action, outcome from audit_entry where actor_id = %s"
    assert rows(refused, issued.client_id) == [("register.ask", "refused")] * 2


def test_only_an_officer_who_might_ask_can_be_named_and_all_others_look_alike(
    outside: Outside, system: System
) -> None:
    stage = outside.stage
    locked = account_of(stage, Role.SPECIALIST)
    with unit_of_work(actor=system_actor("test"), now=stage.now) as work:
        disable_account(work, account_id=locked)
    wrong = {
        "nobody": new_id(),
        "the officer's own id": rows("select officer_id from identity_account limit 1")[0][0],
        "another role": account_of(stage, Role.ADMINISTRATOR),
        "another agency": account_of(stage, Role.SPECIALIST, agency="other"),
        "locked": locked,
    }
    answers = {name: system.ask(officer=str(account_id)) for name, account_id in wrong.items()}
    told = {str({**answer.json(), "trace_id": ""}) for answer in answers.values()}
    assert {problem_of(answer) for answer in answers.values()} == {(400, "look_up.officer")}
    assert len(told) == 1 and "officer" in answers["nobody"].json()["fields"]
    assert counted() == (0, 0)
    refused = "select count(*) from audit_entry where action = 'register.ask' and outcome = 'refused'"
    assert rows(refused) == [(len(wrong),)]


def test_an_officer_of_an_agency_that_takes_part_must_stand_in_the_agreement_too(
    outside: Outside, system: System
) -> None:
    """Another agency joins the case; a client of that one alone cannot ask for the first one's officer."""
    from tinhso.foundation.authority.service import grant_access

    stage = outside.stage
    with unit_of_work(actor=system_actor("test"), now=stage.now):
        grant_access(
            case_kind="dossier",
            case_id=system.filed.id,
            agency_ids=[stage.agencies["other"]],
            basis="test",
            now=stage.now,
        )
    pause_line("business", paused=True)
    system.token = outside.token(P.LOOK_UPS, agencies=("other",))
    assert problem_of(system.ask()) == (400, "look_up.officer")
    there = account_of(stage, Role.SPECIALIST, agency="other")
    assert system.ask(officer=str(there)).status_code == 201


def test_what_is_sent_wrongly_is_named_and_the_number_is_not_repeated(
    system: System, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    number = system.ask(Register.INSURANCE, "074085001209999")
    assert number.status_code == 400 and number.json()["fields"].keys() == {"number"}
    assert problem_of(system.ask(number="1", register_name="business")) == (422, "invalid_request")
    assert problem_of(system.ask(extra=1)) == (422, "invalid_request")
    assert "074085001209999" not in number.content.decode() + caplog.text
    assert counted() == (0, 0)


def test_whoever_was_let_in_for_something_else_neither_asks_nor_reads(
    outside: Outside, system: System
) -> None:
    pause_line("business", paused=True)
    look_up_id = system.ask().json()["id"]
    system.token = outside.token(P.DOSSIERS_READ, P.STATUSES_READ, P.WEBHOOKS, P.CATALOGUE_READ)
    assert problem_of(system.ask()) == (403, "not_permitted")
    assert problem_of(system.read(look_up_id)) == (403, "not_permitted")
    assert counted() == (1, 1)


def test_a_look_up_of_another_client_or_of_an_officer_opens_nothing(outside: Outside, system: System) -> None:
    from tinhso.casework.dossiers.service import look_up_for_dossier

    stage = outside.stage
    pause_line("business", paused=True)
    look_up_id = system.ask().json()["id"]
    officers = look_up_for_dossier(
        dossier_id=system.filed.id,
        register=Register.BUSINESS,
        number=POTTERY,
        actor=stage.officer(Role.SPECIALIST),
        now=stage.now,
    )
    colleague = outside.token(P.LOOK_UPS)
    for answer in (
        system.read(look_up_id, colleague),
        system.read(str(officers)),
        system.read(str(new_id())),
    ):
        assert problem_of(answer) == (404, "not_found")
    assert system.read(look_up_id).status_code == 200


def test_the_person_concerned_sees_which_system_asked_and_read_and_why(
    gateway_line: SandboxServer, system: System
) -> None:
    stage = system.outside.stage
    insured = make_citizen(TUAN, "Nguyễn Văn Tuấn", "1985-02-11", stage.now)
    for register in (Register.INSURANCE, Register.BUDGET):
        system.read(system.ask(register).json()["id"])
    for person, register in ((insured, "insurance"), (stage.citizen, "budget")):
        assert person.person_id is not None
        with unit_of_work(actor=person, now=stage.now):
            known = entries_about(person.person_id)
        entries = [each for each in known if each.actor_kind == "client"]
        assert {each.action for each in entries} == {
            f"verification.{register}_looked_up",
            f"verification.{register}_read",
        }
        answered = [each for each in known if each.action == f"verification.{register}_answered"]
        assert [(each.purpose, each.legal_basis) for each in answered] == [REASON], register
        assert {(each.purpose, each.legal_basis) for each in entries} == {REASON}
        assert systems_in(entries, now=stage.now) == {
            system.issued.client_id: "Phần mềm chuyên ngành (Sở Tư pháp)"
        }


def test_the_officer_finds_among_their_own_what_a_system_asked_in_their_name(system: System) -> None:
    pause_line("business", paused=True)
    look_up_id = system.ask().json()["id"]
    desk = Client()
    session = desk.session
    sign_in_session(session, system.officer, second_step=True)
    session.save()
    desk.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    assert look_up_id in desk.get("/desk/look-ups/").content.decode()
    page = desk.get(f"/desk/look-ups/{look_up_id}/").content.decode()
    assert "Phần mềm chuyên ngành (Sở Tư pháp)" in page


def test_nothing_of_a_person_stands_readable_where_it_is_kept_or_logged(
    gateway_line: SandboxServer, system: System, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told = system.read(system.ask(Register.INSURANCE, TUAN).json()["id"]).json()
    for table in ("verification_look_up", "unit_of_work_idempotency_key", "audit_entry", "outbox_event"):
        held = str(rows(f"select t::text from {table} t"))
        assert TUAN not in held and told["insurance"]["name"] not in held, table
    assert TUAN not in caplog.text and told["insurance"]["name"] not in caplog.text


def test_the_database_itself_lets_a_client_enter_and_see_its_own_alone(system: System) -> None:
    pause_line("business", paused=True)
    stage = system.outside.stage
    look_up_id = UUID(system.ask().json()["id"])
    here, other = (frozenset({stage.agencies[name]}) for name in ("commune_police", "other"))
    own = system.issued.client_id

    def client(client_id: UUID, agencies: frozenset[UUID]) -> Actor:
        return Actor(kind=ActorKind.CLIENT, client_id=client_id, client_agencies=agencies)

    def seen(actor: Actor) -> int:
        with unit_of_work(actor=actor, now=stage.now), connection.cursor() as cursor:
            cursor.execute("select count(*) from verification_look_up")
            return int(cursor.fetchone()[0])

    def enters(actor: Actor, through: UUID | None) -> bool:
        copied = """insert into verification_look_up
            select (jsonb_populate_record(l, jsonb_build_object('id', gen_random_uuid(), 'asked_through', %s
              ::uuid))).* from jsonb_populate_record(null::verification_look_up, %s::jsonb) l"""
        try:
            with (
                transaction.atomic(),
                unit_of_work(actor=actor, now=stage.now),
                connection.cursor() as cursor,
            ):
                cursor.execute(copied, [through, record])
                transaction.set_rollback(True)
        except DatabaseError as refusal:
            assert "row-level security" in str(refusal)
            return False
        return True

    ((record,),) = rows("select to_jsonb(l)::text from verification_look_up l where id = %s", look_up_id)
    assert [seen(client(own, here)), seen(client(own, other)), seen(client(new_id(), here))] == [1, 0, 0]
    assert enters(client(own, here), own)
    assert not enters(client(own, other), own), "a case of another agency"
    assert not enters(client(own, here), new_id()), "in the name of another client"
    assert not enters(client(own, here), None)
    officer = stage.officer(Role.SPECIALIST)
    assert enters(officer, None)
    assert not enters(officer, own), "an officer is no client"
    assert ANSWERS["personal_id"] not in record
