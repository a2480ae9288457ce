"""Who is refused before the body was read can ask on over the same connection: no failure by chance."""

import httpx
import pytest

from tests.sandbox.province import GatewayLine
from tests.support.sandbox_server import SandboxServer

QUESTIONS = 40
REFUSED = {"down": 503, "wrong": 401, "normal": 401}


@pytest.mark.parametrize("mode", REFUSED)
@pytest.mark.parametrize("size", [200, 200_000])
def test_every_refusal_reaches_the_caller_on_a_kept_connection(
    dials: SandboxServer, mode: str, size: int
) -> None:
    line = GatewayLine.opened(dials)
    if mode != "normal":
        dials.turn_dial("gateway_business", mode, variant="token" if mode == "wrong" else "")
    address = f"{dials.base_url}/gateway/api/business/chiTietDoanhNghiep"
    headers = {"Authorization": "Bearer x" if mode == "normal" else f"Bearer {line.token}"}
    with httpx.Client(trust_env=False) as client:
        told = {
            client.post(address, content=b"x" * size, headers=headers).status_code for _ in range(QUESTIONS)
        }
    assert told == {REFUSED[mode]}


def test_a_body_that_is_too_long_to_read_away_ends_the_connection(dials: SandboxServer) -> None:
    address = f"{dials.base_url}/gateway/api/business/chiTietDoanhNghiep"
    with httpx.Client(trust_env=False) as client:
        answer = client.post(address, content=b"x" * 1_200_000)
    assert (answer.status_code, answer.headers["Connection"]) == (401, "close")
