"""Slow and hanging lines of the systems that exchange dossiers; files that are not what they should be."""

from base64 import b64encode

import httpx
import pytest

from tests.sandbox.province import EssentialLine, NationalLine
from tests.sandbox.test_national_citizens import PDF, filing
from tests.support.sandbox_server import HTTP, SandboxServer

CALLS = {
    "national_portal": "api/auth",
    "essential_portal": "api/token",
    "old_one_stop": "api/tinh-trang",
    "gateway": "token",
    "gateway_business": "api/business/chiTietDoanhNghiep",
    "gateway_insurance": "api/insurance/traCuuBHXH",
    "gateway_budget": "api/budget/traCuuDVQHNS",
}
PORTALS = ("national_portal", "essential_portal")


@pytest.mark.parametrize("system", CALLS)
def test_a_slow_line_answers_late_and_a_hanging_one_never_does(dials: SandboxServer, system: str) -> None:
    home = "gateway" if system.startswith("gateway") else system
    address = f"{dials.base_url}/{home}/{CALLS[system]}"
    usual = HTTP.post(address, json={}).status_code
    assert usual not in {404, 503}
    dials.turn_dial(system, "slow", seconds=0.2, requests=1)
    answer = HTTP.post(address, json={})
    assert (answer.status_code, answer.elapsed.total_seconds() >= 0.2) == (usual, True)
    dials.turn_dial(system, "hang", seconds=0.2, requests=1)
    answer = HTTP.post(address, json={})
    assert (answer.status_code, answer.elapsed.total_seconds() >= 0.2) == (503, True)


def paper_url(server: SandboxServer, system: str) -> str:
    """The address of a paper that a citizen gave at the portal."""
    line = NationalLine(server, "") if system == "national_portal" else EssentialLine(server, "")
    paper = {"name": "to-khai.pdf", "code": "TK", "content": b64encode(PDF).decode()}
    code = line.citizen("filings", filing(owner_kind="1", papers=[paper])).json()["code"]
    told = line.seen(code)
    papers = (told.get("payload") or told["dossier"])["TaiLieuNop"]
    return str(papers[0]["DuongDanTaiTepTin"])


@pytest.mark.parametrize("system", PORTALS)
def test_a_file_may_be_bad_in_every_way_and_is_good_again_afterwards(
    dials: SandboxServer, system: str
) -> None:
    url = paper_url(dials, system)
    dials.turn_dial(system, "wrong", variant="file_redirect", requests=1)
    assert HTTP.get(url, follow_redirects=False).headers["Location"].startswith("http://127.0.0.1")
    dials.turn_dial(system, "wrong", variant="file_kind", requests=1)
    assert HTTP.get(url).headers["Content-Type"].startswith("text/html")
    dials.turn_dial(system, "wrong", variant="file_changed", requests=2)
    first, second = HTTP.get(url).content, HTTP.get(url).content
    assert first != second
    assert {first[: len(PDF)], second[: len(PDF)]} == {PDF}
    dials.turn_dial(system, "wrong", variant="file_endless", requests=1)
    with httpx.stream("GET", url, trust_env=False) as endless:
        taken = 0
        for piece in endless.iter_bytes():
            taken += len(piece)
            if taken > 2_000_000:
                break
    assert taken > 2_000_000
    assert HTTP.get(url).content == PDF


def test_a_bad_file_leaves_calls_alone(dials: SandboxServer) -> None:
    for system in PORTALS:
        dials.turn_dial(system, "wrong", variant="file_changed", requests=1)
    assert NationalLine.opened(dials).call("LayDanhMucLinhVuc")["error_code"] == 0
    assert EssentialLine.opened(dials).get("dossiers?day=2001-01-01").status_code == 200
    for system in PORTALS:
        assert HTTP.get(f"{dials.base_url}/dials/{system}").json()["requests"] == 1
