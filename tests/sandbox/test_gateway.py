"""The provincial gateway: three registers that agree with the population, asked with officer and purpose."""

import re
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import httpx
import pytest

from tests.sandbox.province import GatewayLine, Json
from tests.support.sandbox_server import HTTP, SandboxServer

POTTERY = "3702345674"
NOTARY = "3701234562"
CALLS = ("business/chiTietDoanhNghiep", "insurance/traCuuBHXH", "budget/traCuuDVQHNS")
REGISTERS = ("business", "insurance", "budget")
SUBJECT = {"msdn": POTTERY, "soDinhDanh": "074085001201", "maDVQHNS": "1070001"}


@pytest.fixture
def line(dials: SandboxServer) -> Iterator[GatewayLine]:
    yield GatewayLine.opened(dials)


def rows(server: SandboxServer, system: str, query: str) -> list[tuple[Any, ...]]:
    """What a system's own store holds."""
    with sqlite3.connect(f"file:{server.folder}/{system}.sqlite3?mode=ro", uri=True) as store:
        return store.execute(query).fetchall()


def test_a_token_needs_the_right_client_and_grant(dials: SandboxServer) -> None:
    address = f"{dials.base_url}/gateway/token"
    secrets = dials.secrets
    right = (secrets["gateway_client_id"], secrets["gateway_client_secret"])
    for credentials in (("x", "y"), (right[0], "wrong")):
        refused = HTTP.post(address, data={"grant_type": "client_credentials"}, auth=credentials)
        assert refused.status_code == 401
    assert HTTP.post(address, data={"grant_type": "password"}, auth=right).status_code == 400
    assert HTTP.post(address, data={"grant_type": "client_credentials"}).status_code == 401
    answer = HTTP.post(address, data={"grant_type": "client_credentials"}, auth=right).json()
    assert (answer["token_type"], answer["expires_in"]) == ("Bearer", 3600)


def test_a_business_is_told_with_its_representatives_and_as_of_when(line: GatewayLine) -> None:
    answer = line.business(NOTARY)
    assert (answer["found"], answer["request_id"]) == (True, "YC-1")
    assert answer["result"]["MainInformation"]["ENTERPRISE_GDT_CODE"] == NOTARY
    assert answer["result"]["Representatives"]["ID_NUMBER"] == "074075002201"
    moment = datetime.fromisoformat(answer["as_of"])
    assert moment.utcoffset() is not None
    two = line.business(POTTERY)["result"]["Representatives"]
    assert [each["ID_NUMBER"] for each in two] == ["074183002301", "074075002201"]


def test_the_registers_agree_with_each_other_and_with_the_population(dials: SandboxServer) -> None:
    people = dict(rows(dials, "population", "SELECT personal_id, full_name FROM population_citizen"))
    businesses = rows(dials, "gateway", "SELECT code, representatives FROM gateway_business")
    weights = (31, 29, 23, 19, 17, 13, 7, 5, 3)
    for code, _ in businesses:
        rest = sum(int(digit) * weight for digit, weight in zip(code[:9], weights, strict=True)) % 11
        assert rest
        assert int(code[9]) == 10 - rest
    named = re.findall(r'"personal_id": "(\d{12})"', " ".join(text for _, text in businesses))
    assert named
    assert set(named) <= people.keys()
    insured = rows(
        dials, "gateway", "SELECT personal_id, full_name, employer_code, card FROM gateway_insured_person"
    )
    codes = {code for code, _ in businesses}
    assert all(people[personal_id] == name for personal_id, name, _, _ in insured)
    assert {employer for _, _, employer, _ in insured if employer} <= codes
    assert all(re.fullmatch(r"[A-Z]{2}[1-5]\d{12}", card) for _, _, _, card in insured)


@pytest.mark.parametrize("status", ["2", "4", "5", "6", "7"])
def test_every_status_of_a_business_can_be_met_and_changes_at_once(line: GatewayLine, status: str) -> None:
    counted = rows(line.server, "gateway", f"SELECT code FROM gateway_business WHERE status = '{status}'")
    assert counted
    address = f"{line.server.base_url}/gateway/registrar/business/{POTTERY}"
    assert HTTP.patch(address, json={"status": status}).status_code == 200
    assert line.business(POTTERY)["result"]["MainInformation"]["ENTERPRISE_STATUS"] == status
    HTTP.patch(address, json={"status": "2"}).raise_for_status()


def test_the_registrar_changes_nothing_else(line: GatewayLine) -> None:
    address = f"{line.server.base_url}/gateway/registrar"
    changes: list[Json] = [{"status": "9"}, {"code": "1"}, {}, {"name": 7}]
    for change in changes:
        assert HTTP.patch(f"{address}/business/{POTTERY}", json=change).status_code == 422
    assert HTTP.patch(f"{address}/insurance/7400000000", json={"name": "x"}).status_code == 404
    assert HTTP.patch(f"{address}/budget/1070001", json={"is_active": "no"}).status_code == 422


def test_every_status_of_an_insured_person_can_be_met(line: GatewayLine) -> None:
    for status in ("1", "2", "3", "4"):
        query = f"SELECT number, personal_id FROM gateway_insured_person WHERE status = '{status}' LIMIT 1"
        ((number, personal_id),) = rows(line.server, "gateway", query)
        by_number = line.ask("insurance/traCuuBHXH", maSoBHXH=number).json()["result"]
        by_person = line.ask("insurance/traCuuBHXH", soDinhDanh=personal_id).json()["result"]
        assert by_number == by_person
        assert (by_number["trangThai"], by_number["maSoBHXH"]) == (status, number)


def test_budget_units_stand_below_each_other(line: GatewayLine) -> None:
    province = line.ask("budget/traCuuDVQHNS", maDVQHNS="1070001").json()["result"]
    assert (province["tenDonVi"], province["capNganSach"]) == ("Ủy ban nhân dân tỉnh Bình Dương", "2")
    district = line.ask("budget/traCuuDVQHNS", maDVQHNS="1070014").json()["result"]
    assert district["maDonViCapTren"] == "1070001"
    states = rows(line.server, "gateway", "SELECT DISTINCT is_active FROM gateway_budget_unit")
    assert {state for (state,) in states} == {0, 1}


def test_what_is_not_there_is_said_not_to_be_there(line: GatewayLine) -> None:
    for call, subject in zip(
        CALLS, ({"msdn": "0100047516"}, {"soDinhDanh": "001000000000"}, {"maDVQHNS": "9999999"}), strict=True
    ):
        answer = line.ask(call, **subject).json()
        assert (answer["found"], answer["result"]) == (False, None)
        assert answer["as_of"]


@pytest.mark.parametrize("name", ["request_id", "purpose", "reference", "service", "officer", "agency"])
@pytest.mark.parametrize("value", ["", None, 7, "x" * 65])
def test_nothing_is_told_without_officer_and_purpose(line: GatewayLine, name: str, value: Any) -> None:
    for call in CALLS:
        answer = line.ask(call, **SUBJECT, **{name: value})
        assert (answer.status_code, answer.json()["code"]) == (422, f"invalid_{name}")


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"purpose": "curiosity"}, 422, "invalid_purpose"),
        ({"agency": "H01"}, 422, "invalid_agency"),
        ({"officer": "canbo.bi.thu.hoi"}, 403, "not_permitted"),
        ({"msdn": "3702345675"}, 422, "invalid_msdn"),
        ({"msdn": "3702345674-000"}, 422, "invalid_msdn"),
        ({"msdn": ""}, 422, "invalid_msdn"),
        ({"msdn": ["3702345674"]}, 422, "invalid_msdn"),
    ],
)
def test_wrong_questions_are_refused_and_noted(
    line: GatewayLine, changes: Json, status: int, code: str
) -> None:
    answer = line.ask("business/chiTietDoanhNghiep", **({"msdn": POTTERY} | changes))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    ((outcome,),) = rows(
        line.server, "gateway", "SELECT outcome FROM gateway_look_up ORDER BY id DESC LIMIT 1"
    )
    assert outcome == code


def test_one_subject_at_a_time(line: GatewayLine) -> None:
    for subject in ({}, {"maSoBHXH": "7400000000", "soDinhDanh": "074085001201"}, {"maSoBHXH": "12"}):
        assert line.ask("insurance/traCuuBHXH", **subject).status_code == 422


def test_a_stale_or_missing_token_is_refused(line: GatewayLine) -> None:
    assert GatewayLine(line.server, "x").ask(CALLS[0], msdn=POTTERY).status_code == 401
    assert GatewayLine(line.server, "a:b:c").ask(CALLS[0], msdn=POTTERY).status_code == 401
    assert line.ask("business/traCuuBHXH", msdn=POTTERY).status_code == 404


def test_who_looked_is_noted_but_not_about_whom(line: GatewayLine) -> None:
    line.ask("insurance/traCuuBHXH", soDinhDanh="074085001201", request_id="YC-KIN-DAO")
    noted = rows(line.server, "gateway", "SELECT * FROM gateway_look_up WHERE request_id = 'YC-KIN-DAO'")
    assert len(noted) == 1
    assert "can.bo.mot" in noted[0]
    assert "074085001201" not in noted[0]


@pytest.mark.parametrize(("register", "call"), list(zip(REGISTERS, CALLS, strict=True)))
@pytest.mark.parametrize("whole_line", [True, False])
def test_one_register_or_the_whole_line_misbehaves(
    line: GatewayLine, register: str, call: str, whole_line: bool
) -> None:
    def turn(mode: str, **position: Any) -> None:
        line.server.turn_dial("gateway" if whole_line else f"gateway_{register}", mode, **position)

    def ask() -> httpx.Response:
        return line.ask(call, **{"soDinhDanh" if register == "insurance" else "msdn": POTTERY} | subject)

    subject = {
        "business": {"msdn": POTTERY},
        "insurance": {"soDinhDanh": "074085001201"},
        "budget": {"maDVQHNS": "1070001"},
    }[register]
    right = ask().json()
    turn("down", requests=1)
    assert ask().status_code == 503
    turn("refusing", requests=1)
    assert ask().status_code == 403
    turn("wrong", variant="token", requests=1)
    assert ask().status_code == 401
    turn("wrong", variant="stale", requests=1)
    behind = datetime.fromisoformat(right["as_of"]) - datetime.fromisoformat(ask().json()["as_of"])
    assert behind.days == 90
    turn("wrong", variant="other_request", requests=1)
    assert ask().json()["request_id"] != right["request_id"]
    turn("wrong", variant="not_found", requests=1)
    assert ask().json()["found"] is False
    for variant in ("garbled", "truncated"):
        turn("wrong", variant=variant, requests=1)
        with pytest.raises(ValueError):
            ask().json()
    turn("slow", seconds=0.2, requests=1)
    assert ask().json() == right


def test_duplicate_repeats_the_answer_to_somebody_else(line: GatewayLine) -> None:
    other = line.business(NOTARY, request_id="YC-KHAC-1")
    line.server.turn_dial("gateway_business", "duplicate", requests=1)
    assert line.business(POTTERY) == other


def test_other_registers_answer_while_one_is_down(line: GatewayLine) -> None:
    line.server.turn_dial("gateway_insurance", "down")
    assert line.business(POTTERY)["found"]
    assert line.ask("insurance/traCuuBHXH", soDinhDanh="074085001201").status_code == 503


def test_who_asks_more_often_than_agreed_is_told_to_wait(line: GatewayLine) -> None:
    settings = f"{line.server.base_url}/dials/gateway_business/settings"
    assert HTTP.put(settings, json={"rate": 2}).json() == {"rate": 2}
    answers = [line.ask(CALLS[0], msdn=POTTERY) for _ in range(12)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert refused[0].headers["Retry-After"] == "1"
    assert line.ask(CALLS[2], maDVQHNS="1070001").status_code == 200
    for wish in ({"rate": 0}, {"rate": True}, {"rate": "2"}, {"mood": True}, []):
        assert HTTP.put(settings, json=wish).status_code == 422
    assert HTTP.put(settings, json={"rate": None}).json() == {"rate": None}
    assert line.ask(CALLS[0], msdn=POTTERY).status_code == 200


def test_hostile_questions_are_refused(line: GatewayLine) -> None:
    address = f"{line.server.base_url}/gateway/api/{CALLS[0]}"
    headers = {"Authorization": f"Bearer {line.token}"}
    bodies = ((b"[" * 5000, 400), (b'{"a": 1, "a": 2}', 400), (b'{"a": "' + b"x" * 20_000 + b'"}', 413))
    for content, status in bodies:
        assert HTTP.post(address, content=content, headers=headers).status_code == status


def test_the_page_shows_businesses_and_look_ups(line: GatewayLine) -> None:
    line.business(POTTERY, officer="can.bo.xem.trang")
    page = HTTP.get(f"{line.server.base_url}/gateway/", params={"q": POTTERY}).text
    assert "GỐM SỨ LÁI THIÊU" in page
    assert "can.bo.xem.trang" in page
