"""The dials themselves: by JSON, by page, counted down, and never across systems."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.support.sandbox_server import HTTP, SandboxServer


def test_all_dials_start_normal_and_are_listed(dials: SandboxServer) -> None:
    answer = HTTP.get(f"{dials.base_url}/dials/", headers={"Accept": "application/json"}).json()
    assert {dial["system"]: dial["mode"] for dial in answer["dials"]} == {
        "population": "normal",
        "vneid": "normal",
        "payment": "normal",
        "messages": "normal",
        "national_portal": "normal",
        "essential_portal": "normal",
        "old_one_stop": "normal",
        "gateway": "normal",
        "gateway_business": "normal",
        "gateway_insurance": "normal",
        "gateway_budget": "normal",
    }


def test_a_dial_counts_down_and_returns_to_normal(dials: SandboxServer) -> None:
    dials.turn_dial("population", "down", requests=2)
    assert HTTP.get(dials.wsdl_url).status_code == 503
    position = HTTP.get(f"{dials.base_url}/dials/population").json()
    assert (position["mode"], position["requests"]) == ("down", 1)
    assert HTTP.get(dials.wsdl_url).status_code == 503
    assert HTTP.get(dials.wsdl_url).status_code == 200


def test_a_count_is_exact_when_many_ask_at_once(dials: SandboxServer) -> None:
    dials.turn_dial("population", "down", requests=5)
    with ThreadPoolExecutor(12) as threads:
        codes = list(threads.map(lambda _: HTTP.get(dials.wsdl_url).status_code, range(24)))
    assert codes.count(503) == 5


def test_without_a_count_it_lasts_until_turned_back(dials: SandboxServer) -> None:
    dials.turn_dial("population", "down")
    assert {HTTP.get(dials.wsdl_url).status_code for _ in range(4)} == {503}
    HTTP.delete(f"{dials.base_url}/dials/population").raise_for_status()
    assert HTTP.get(dials.wsdl_url).status_code == 200


def test_one_system_down_leaves_the_others_and_the_pages_alone(dials: SandboxServer) -> None:
    dials.turn_dial("population", "down")
    discovery = f"{dials.base_url}/vneid/.well-known/openid-configuration"
    for address in (discovery, f"{dials.base_url}/population/", f"{dials.base_url}/dials/"):
        assert HTTP.get(address).status_code == 200


@pytest.mark.parametrize(
    ("system", "wish", "status"),
    [
        ("weather", {"mode": "down"}, 404),
        ("population", {"mode": "sleepy"}, 422),
        ("vneid", {"mode": "duplicate"}, 422),
        ("population", {"mode": "wrong", "variant": "amount"}, 422),
        ("population", {"mode": "slow", "seconds": -1}, 422),
        ("population", {"mode": "down", "requests": 0}, 422),
        ("population", {"mode": "down", "requests": True}, 422),
        ("population", {"mode": "down", "colour": "red"}, 422),
        ("population", {}, 422),
        ("population", [], 422),
    ],
)
def test_senseless_positions_are_refused(dials: SandboxServer, system: str, wish: Any, status: int) -> None:
    answer = HTTP.put(f"{dials.base_url}/dials/{system}", json=wish)
    assert answer.status_code == status
    assert answer.json()["message"]


EXCHANGING = ("national_portal", "essential_portal", "old_one_stop")
ASKED_OF_EXCHANGES = ("down", "slow", "wrong", "duplicate", "out_of_order", "partial", "lying")
REGISTERS = ("population", "gateway", "gateway_business", "gateway_insurance", "gateway_budget")
ASKED_OF_REGISTERS = ("down", "slow", "wrong", "duplicate", "refusing")


@pytest.mark.parametrize(
    ("system", "modes"),
    [
        *((system, ASKED_OF_EXCHANGES) for system in EXCHANGING),
        *((system, ASKED_OF_REGISTERS) for system in REGISTERS),
    ],
)
def test_every_dial_of_a_system_is_turned_from_the_page(
    dials: SandboxServer, system: str, modes: tuple[str, ...]
) -> None:
    with httpx.Client(verify=False, trust_env=False) as browser:
        page = browser.get(f"{dials.base_url}/dials/").text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None
        (offered,) = re.findall(rf'<select id="{system}-mode".*?</select>', page)
        for mode in modes:
            assert f'value="{mode}"' in offered
            form = {"mode": mode, "seconds": "1", "requests": "", "csrfmiddlewaretoken": token[1]}
            answer = browser.post(f"{dials.base_url}/dials/{system}/turn", data=form)
            assert answer.status_code == 302
            assert HTTP.get(f"{dials.base_url}/dials/{system}").json()["mode"] == mode


def test_the_page_turns_a_dial_and_guards_against_forged_forms(dials: SandboxServer) -> None:
    form = {"mode": "slow", "seconds": "0.1", "requests": "3"}
    address = f"{dials.base_url}/dials/messages/turn"
    assert HTTP.post(address, data=form).status_code == 403
    with httpx.Client(verify=False, trust_env=False) as browser:
        page = browser.get(f"{dials.base_url}/dials/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert token is not None
        browser.post(address, data=form | {"csrfmiddlewaretoken": token[1]})
    position = HTTP.get(f"{dials.base_url}/dials/messages").json()
    assert (position["mode"], position["requests"]) == ("slow", 3)
