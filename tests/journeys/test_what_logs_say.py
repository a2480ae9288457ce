"""Canaries: after a dossier's life and a few mishaps, the logs name nobody, PostgreSQL's included."""

from __future__ import annotations

import pytest

from tests.journeys.citizens import NGOC, Citizen
from tests.journeys.officers import Officer
from tests.journeys.residence import WARD, files_residence
from tests.support.browser import Visitors
from tests.support.running import House

pytestmark = pytest.mark.journey

CANARIES = (
    *(NGOC, "Nguyễn Bảo Ngọc", "Bảo Ngọc", "0901000107", "1601@congdan.example"),
    *("Số 12/3, đường Yersin", "giay-to-nha", "đường Phú Lợi"),
)


def leaks(log: str) -> list[str]:
    """Which canaries sing in a log: as they are, and as JSON or an address would write them."""
    spellings = {
        canary: {canary, canary.encode("unicode_escape").decode(), _as_address(canary)} for canary in CANARIES
    }
    return [canary for canary, ways in spellings.items() if any(way in log for way in ways)]


def _as_address(text: str) -> str:
    return "".join(f"%{byte:02X}" if byte > 127 or byte == 32 else chr(byte) for byte in text.encode())


def test_no_log_names_the_people_of_a_dossier(visitors: Visitors, house: House) -> None:
    citizen = Citizen(visitors.phone("citizen"), house, NGOC)
    code = files_residence(citizen)
    citizen.awaits_message(code)
    reception = Officer(visitors, house, house.officer("reception", "police", WARD))
    reception.open_from_queue("Chờ tiếp nhận", code)
    reception.does("Tiếp nhận")
    answer = citizen.visitor.open(f"/tracking/{NGOC}")
    assert answer.status == 404

    log = house.log("web", "worker", "live", "server")
    assert '"event": "request"' in log
    assert "database system is ready" in log
    assert leaks(log) == []


@pytest.mark.parametrize(
    "line",
    [
        '{"message": "Nguy\\u1ec5n B\\u1ea3o Ng\\u1ecdc"}',
        "DETAIL:  Key (phone)=(0901000107) already exists.",
        "GET /tracking/228304001601",
        "GET /find?name=Nguy%E1%BB%85n%20B%E1%BA%A3o%20Ng%E1%BB%8Dc",
    ],
)
def test_a_planted_leak_is_caught(line: str) -> None:
    assert leaks(f"INFO start\n{line}\n")
