"""A client is told that its own look-up was answered, or is otherwise answered now: it alone, never what."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from tests.services.verification.looking_up import POTTERY, TUAN, UNKNOWN, registrar_says
from tests.services.verification.population_line import rows
from tests.sites.open_api.asking_systems import System, make_system
from tests.sites.open_api.conftest import Outside
from tests.sites.open_api.receivers import Receiver, listening
from tests.support.sandbox_server import SandboxServer
from tests.trust.stage import Stage, stage_of
from tinhso.casework.dossiers.service import look_up_for_dossier
from tinhso.foundation.authority.service import Actor, ActorKind, ClientPurpose, Role, system_actor
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.ledger.service import pause_line
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.integration.service import (
    EVENT_NAMES,
    EventKind,
    Told,
    get_webhook,
    tell_again,
    tell_subscribers,
)
from tinhso.services.verification.service import Register, drain_register_line
from tinhso.sites.open_api.schemas import WebhookRequest

P = ClientPurpose
EVERYTHING = [kind.value for kind in EventKind]
BOTH = (P.LOOK_UPS, P.WEBHOOKS)
ANSWERED, CHANGED = "look_up.answered", "look_up.changed"


@pytest.fixture
def stage(db: None, legal_moment: datetime) -> Iterator[Stage]:
    # The sandbox outlives a test, so that ids must differ between tests.
    with stage_of(legal_moment, seed=secrets.randbits(64)) as ready:
        yield ready


@pytest.fixture
def system(outside: Outside) -> System:
    return make_system(outside, outside.stage.file(), *BOTH)


@pytest.fixture
def neighbour(outside: Outside, system: System) -> System:
    """Another client of the same agency, with the same purposes, for the same dossier."""
    return make_system(outside, system.filed, *BOTH)


@pytest.fixture
def otherwise(gateway_line: SandboxServer) -> Iterator[None]:
    """The registrar's business as it was, after the test."""
    yield
    registrar_says(gateway_line, POTTERY, status="2")


def listens(system: System, receiver: Receiver, *kinds: str) -> Any:
    """The client asks to be told of these there, or of everything; what it is answered."""
    body = {"url": receiver.url, "events": kinds or EVERYTHING}
    made = system.outside.post("webhooks", body, system.token, **{"Idempotency-Key": secrets.token_hex(8)})
    assert made.status_code == 201, made.content
    return made.json()


def delivered(system: System) -> None:
    assert system.outside.stage.deliver_all() == 0


def told(system: System, kind: str = "look_up.", **query: Any) -> list[Any]:
    """What the client reads from the cursor, of look-ups."""
    answer = system.outside.get("events", system.token, **query)
    assert answer.status_code == 200, answer.content
    return [each for each in answer.json()["items"] if each["type"].startswith(kind)]


def of_look_ups(receiver: Receiver) -> list[Any]:
    bodies = [json.loads(body) for _, body in receiver.received]
    return [each for each in bodies if each["type"].startswith("look_up.")]


def test_an_answer_that_comes_later_is_told_signed_to_the_client_that_asked_and_to_no_other(
    gateway_line: SandboxServer, system: System, neighbour: System
) -> None:
    clock = system.outside.stage.clock
    with listening() as here, listening() as there:
        made = listens(system, here)
        listens(neighbour, there)
        gateway_line.turn_dial("gateway_insurance", "down")
        look_up_id = system.ask(Register.INSURANCE, TUAN).json()["id"]
        asked_at = clock.moment
        delivered(system)
        tell_subscribers()
        assert of_look_ups(here) == [], "it waits: nothing is told"
        gateway_line.normalise()
        clock.advance(timedelta(minutes=3))
        drain_register_line(Register.INSURANCE)
        delivered(system)
        tell_subscribers()
        (event,) = of_look_ups(here)
        assert of_look_ups(there) == [] == told(neighbour)
        assert there.received, "of the dossier it is told"
    assert (event["type"], event["dossier"]) == (ANSWERED, None)
    look_up = system.read(look_up_id).json()["look_up"]
    kept = ("id", "dossier", "register", "state", "asked_at", "answered_at", "as_of")
    assert event["look_up"] == {name: look_up[name] for name in kept}
    assert event["look_up"]["state"] == "found" and event["at"] == look_up["answered_at"]
    assert datetime.fromisoformat(look_up["asked_at"]) == asked_at < clock.moment
    assert told(system) == [event]
    ((headers, body),) = [each for each in here.received if json.loads(each[1]) == event]
    stamp, signature = (part.partition("=")[2] for part in headers["Tinhso-Signature"].split(","))
    expected = hmac.new(made["key"].encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(expected, signature) and headers["Tinhso-Event"] == ANSWERED
    facts = system.read(look_up_id).json()["insurance"]
    kept_event = str(rows("select e::text from integration_event e")) + body.decode()
    for each in (TUAN, TUAN[-4:], facts["name"], facts["insurance_number"], facts["employer"]):
        assert each not in kept_event


@pytest.mark.parametrize("state", ["found", "not_found", "not_permitted"])
def test_every_end_of_a_look_up_is_told_also_where_there_will_be_no_answer(
    gateway_line: SandboxServer, system: System, state: str
) -> None:
    if state == "not_permitted":
        gateway_line.turn_dial("gateway_business", "refusing")
    asked = system.ask(number=UNKNOWN[Register.BUSINESS] if state == "not_found" else "").json()
    delivered(system)
    (event,) = told(system, ANSWERED)
    assert (event["look_up"]["id"], event["look_up"]["state"]) == (asked["id"], state)
    assert event["look_up"]["as_of"] == asked["as_of"]
    assert (event["look_up"]["as_of"] is None) == (state == "not_permitted")


def test_what_an_officer_asked_is_told_to_no_system(gateway_line: SandboxServer, system: System) -> None:
    stage = system.outside.stage
    with listening() as receiver:
        listens(system, receiver)
        look_up_for_dossier(
            dossier_id=system.filed.id,
            register=Register.BUSINESS,
            number=POTTERY,
            actor=stage.officer(Role.SPECIALIST),
            now=stage.now,
        )
        delivered(system)
        tell_subscribers()
        assert receiver.received and of_look_ups(receiver) == [] == told(system)


def test_events_of_look_ups_are_read_again_from_the_cursor_and_told_again(
    gateway_line: SandboxServer, system: System, neighbour: System
) -> None:
    stage = system.outside.stage
    asked = [system.ask(register).json()["id"] for register in Register]
    neighbour.ask(Register.BUDGET)
    delivered(system)
    events = told(system)
    assert sorted(each["look_up"]["id"] for each in events) == sorted(asked)
    assert told(system, after=events[0]["cursor"]) == events[1:]
    assert told(system, after=events[-1]["cursor"]) == []
    administrator = stage.officer(Role.ADMINISTRATOR)
    with listening() as receiver:
        webhook_id = UUID(listens(system, receiver, ANSWERED, CHANGED)["webhook"]["id"])
        again = tell_again(webhook_id=webhook_id, after=0, actor=administrator, now=stage.now)
        assert (again, tell_subscribers()) == (3, Told(delivered=3)), "the neighbour's is not among them"
        assert of_look_ups(receiver) == events
    _, deliveries = get_webhook(webhook_id=webhook_id, actor=administrator, now=stage.now)
    assert {(each.dossier_code, each.version) for each in deliveries} == {(system.filed.code, None)}


def test_a_change_is_told_once_to_each_client_that_holds_the_earlier_answer(
    gateway_line: SandboxServer, otherwise: None, system: System, neighbour: System
) -> None:
    """The neighbour asked for the same dossier after it, and an officer after both."""
    stage = system.outside.stage
    earlier, theirs = system.ask().json()["id"], neighbour.ask().json()["id"]
    officers = {"dossier_id": system.filed.id, "register": Register.BUSINESS, "number": POTTERY}
    look_up_for_dossier(**officers, actor=stage.officer(Role.SPECIALIST), now=stage.now)
    assert system.read(earlier).json()["look_up"]["changed_later_at"] is None
    registrar_says(gateway_line, POTTERY, status="4")
    stage.clock.advance(timedelta(minutes=5))
    elsewhere = make_system(system.outside, stage.file(key="another"), *BOTH)
    later = elsewhere.ask().json()["id"]
    delivered(system)
    for client, look_up_id in ((system, earlier), (neighbour, theirs)):
        (event,) = told(client, CHANGED)
        assert (event["look_up"]["id"], event["look_up"]["state"]) == (look_up_id, "found")
        assert datetime.fromisoformat(event["at"]) == stage.now
        assert datetime.fromisoformat(event["look_up"]["answered_at"]) < stage.now
        assert "status" not in json.dumps(event) and "suspended" not in json.dumps(event)
        opened = client.read(look_up_id).json()
        assert opened["look_up"]["changed_later_at"] == event["at"]
        assert opened["changed_later"] == ["status"] and opened["changed"] == []
        assert opened["business"]["status"] == "active", "the answer stays as it was"
    assert told(elsewhere, CHANGED) == []
    opened = elsewhere.read(later).json()
    assert opened["changed"] == ["status"] and opened["changed_since"]
    assert (opened["look_up"]["changed_later_at"], opened["changed_later"]) == (None, [])
    stage.clock.advance(timedelta(minutes=5))
    elsewhere.ask()
    delivered(system)
    assert len(told(system, CHANGED)) == 1, "an equal answer is no change"


def test_an_announcement_that_comes_twice_keeps_one_event(
    gateway_line: SandboxServer, otherwise: None, system: System
) -> None:
    from tinhso.services.verification.events import LookUpAnswered, RegisterAnswerChanged
    from tinhso.services.verification.service import LookUpState
    from tinhso.sites.open_api.handlers import on_look_up_answered, on_register_answer_changed

    stage = system.outside.stage
    about: dict[str, Any] = {
        "subject_id": system.filed.id,
        "look_up_id": UUID(system.ask().json()["id"]),
        "register": Register.BUSINESS,
    }
    registrar_says(gateway_line, POTTERY, status="4")
    stage.clock.advance(timedelta(minutes=5))
    system.ask()
    delivered(system)
    before = told(system)
    assert [each["type"] for each in before].count(CHANGED) == 1
    stage.clock.advance(timedelta(minutes=5))
    with unit_of_work(actor=system_actor("again"), now=stage.now) as work:
        on_look_up_answered(LookUpAnswered(**about, state=LookUpState.FOUND), work=work)
        # One that was announced before its moment was kept with it.
        on_register_answer_changed(RegisterAnswerChanged(**about, facts=("status",)), work=work)
    assert told(system) == before


def test_a_client_whose_agencies_no_longer_take_part_is_told_nothing(
    gateway_line: SandboxServer, system: System
) -> None:
    stage = system.outside.stage
    with listening() as receiver:
        listens(system, receiver)
        pause_line("business", paused=True)
        system.ask()
        pause_line("business", paused=False)
        other = "update integration_client set agency_ids = %s::uuid[] where id = %s returning 1"
        assert rows(other, [stage.agencies["other"]], system.issued.client_id) == [(1,)]
        stage.clock.advance(timedelta(minutes=3))
        drain_register_line(Register.BUSINESS)
        delivered(system)
        tell_subscribers()
        assert rows("select kind from integration_event where client_id is not null") == [(ANSWERED,)]
        assert of_look_ups(receiver) == [] == told(system)


def test_the_database_itself_shows_the_event_to_the_client_that_asked_alone(
    gateway_line: SandboxServer, system: System
) -> None:
    stage = system.outside.stage
    system.ask()
    delivered(system)
    here, other = (frozenset({stage.agencies[name]}) for name in ("commune_police", "other"))
    own = system.issued.client_id

    def seen(client_id: UUID, **more: Any) -> int:
        actor = Actor(kind=ActorKind.CLIENT, client_id=client_id, **more)
        with unit_of_work(actor=actor, now=stage.now), connection.cursor() as cursor:
            cursor.execute("select count(*) from integration_event where look_up_id is not null")
            return int(cursor.fetchone()[0])

    assert seen(own, client_agencies=here) == 1 == seen(own, is_province_wide=True)
    assert seen(own, client_agencies=other) == 0
    assert seen(new_id(), client_agencies=here) == 0 == seen(new_id(), is_province_wide=True)


def test_the_row_of_the_answer_names_what_was_agreed_and_an_officers_the_law(
    gateway_line: SandboxServer, system: System
) -> None:
    stage = system.outside.stage
    for paused in (True, False):
        pause_line("budget", paused=paused)
        if paused:
            system.ask(Register.BUDGET)
    stage.clock.advance(timedelta(minutes=3))
    drain_register_line(Register.BUDGET)
    answered = "select purpose, legal_basis from audit_entry where action = 'verification.budget_answered'"
    assert rows(answered) == [("Đối chiếu hồ sơ cư trú", "Nghị định 107/2021/NĐ-CP")]
    look_up_for_dossier(
        dossier_id=system.filed.id,
        register=Register.BUDGET,
        number=UNKNOWN[Register.BUDGET],
        actor=stage.officer(Role.SPECIALIST),
        now=stage.now,
    )
    by_law = ("Tra cứu để giải quyết hồ sơ", "Nghị định 47/2020/NĐ-CP; Nghị định 61/2018/NĐ-CP")
    assert by_law in rows(answered) and len(rows(answered)) == 2


def test_the_document_and_the_page_name_every_event(outside: Outside) -> None:
    document = outside.get("openapi.json").json()
    schemas = document["components"]["schemas"]
    assert schemas["WebhookRequest"]["properties"]["events"]["items"]["enum"] == EVERYTHING
    assert WebhookRequest.model_validate({"url": "x", "events": EVERYTHING}).events == EVERYTHING
    page = outside.http.get("/api/").content.decode()
    for kind in EventKind:
        assert kind.value in schemas["Event"]["properties"]["type"]["description"]
        assert kind.value in document["paths"]["/api/v1/webhooks"]["post"]["description"]
        assert f"<code>{kind.value}</code>" in page and EVENT_NAMES[kind] in page
    assert {"dossier", "look_up"} <= set(schemas["Event"]["required"])
    told_of = schemas["EventLookUp"]["properties"].keys()
    assert told_of == {"id", "dossier", "register", "state", "asked_at", "answered_at", "as_of"}
