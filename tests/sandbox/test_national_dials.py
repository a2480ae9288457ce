"""The national portal misbehaves as its dial says."""

from collections.abc import Iterator

import pytest

from tests.sandbox.province import NationalLine, national_dossier, national_progress
from tests.sandbox.test_national_citizens import filing, of, waiting
from tests.support.sandbox_server import HTTP, SandboxServer

SERIALS = iter(range(1, 10_000))


def code() -> str:
    return f"H09.22-230717-{next(SERIALS):04d}"


@pytest.fixture
def line(dials: SandboxServer) -> Iterator[NationalLine]:
    yield NationalLine.opened(dials)


def is_known(line: NationalLine, name: str) -> bool:
    return bool(line.call("TraCuuHoSo", mahoso=name)["result"])


def test_down_cuts_machines_off_and_leaves_people_their_pages(line: NationalLine) -> None:
    line.server.turn_dial("national_portal", "down")
    assert line.raw("LayDanhMucLinhVuc").status_code == 503
    assert HTTP.get(f"{line.server.base_url}/national_portal/").status_code == 200
    assert line.citizen("filings", filing()).status_code == 201


def test_slow_answers_late_but_rightly(line: NationalLine) -> None:
    line.server.turn_dial("national_portal", "slow", seconds=0.3, requests=1)
    answer = line.raw("LayDanhMucLinhVuc")
    assert answer.elapsed.total_seconds() >= 0.3
    assert answer.json()["error_code"] == 0


def test_refusing_and_a_lost_session(line: NationalLine) -> None:
    line.server.turn_dial("national_portal", "refusing", requests=1)
    assert line.send(national_dossier(code())) == []
    line.server.turn_dial("national_portal", "wrong", variant="session", requests=1)
    assert line.call("LayDanhMucLinhVuc")["error_code"] == "01"
    assert line.call("LayDanhMucLinhVuc")["error_code"] == 0


def test_lying_says_success_and_keeps_nothing(line: NationalLine) -> None:
    name = code()
    line.server.turn_dial("national_portal", "lying", requests=1)
    assert line.send(national_dossier(name)) == ["00"]
    assert not is_known(line, name)


def test_partial_takes_half_of_the_batch_and_says_so_by_record_only(line: NationalLine) -> None:
    names = [code() for _ in range(4)]
    line.server.turn_dial("national_portal", "partial", requests=1)
    answer = line.call("DongBoHoSoMC", isUpdating="False", data=[national_dossier(name) for name in names])
    assert answer["error_code"] == "00"
    assert [record["error_code"] for record in answer["result"]] == ["00", "00", "09", "09"]
    assert [is_known(line, name) for name in names] == [True, True, False, False]


@pytest.mark.parametrize("variant", ["error_500", "garbled", "truncated"])
def test_an_unreadable_answer_hides_that_the_work_was_done(line: NationalLine, variant: str) -> None:
    name = code()
    line.server.turn_dial("national_portal", "wrong", variant=variant, requests=1)
    answer = line.raw("DongBoHoSoMC", isUpdating="False", data=[national_dossier(name)])
    with pytest.raises(ValueError):
        answer.json()
    assert answer.status_code == (500 if variant == "error_500" else 200)
    assert is_known(line, name)
    assert line.send(national_dossier(name)) == ["03"]


def test_a_stale_answer_shows_the_status_of_before(line: NationalLine) -> None:
    name = code()
    line.send(national_dossier(name))
    line.call("CapNhatTienDoHoSoMC", data=[national_progress(name, "4", "20230718100000")])
    line.server.turn_dial("national_portal", "wrong", variant="stale", requests=1)
    assert line.status(name) == "2"
    assert line.status(name) == "4"


def test_duplicate_and_out_of_order_hand_out_dossiers_again_and_backwards(line: NationalLine) -> None:
    first, second = (line.citizen("filings", filing()).json()["code"] for _ in range(2))
    (wish,) = of(waiting(line), first)
    line.call("CapNhatDaNhanHoSo", data=[{"MaYeuCau": wish["MaYeuCau"]}])
    line.server.turn_dial("national_portal", "duplicate", requests=1)
    assert of(waiting(line), first) == [wish, wish]
    line.citizen("filings", filing())
    ordered = [each["MaYeuCau"] for each in waiting(line)]
    line.server.turn_dial("national_portal", "out_of_order", requests=1)
    assert [each["MaYeuCau"] for each in waiting(line)] == ordered[::-1]
    assert of(waiting(line), second)


def test_a_mode_is_not_used_up_by_calls_it_does_not_concern(line: NationalLine) -> None:
    line.server.turn_dial("national_portal", "lying", requests=1)
    line.call("LayDanhMucLinhVuc")
    waiting(line)
    position = HTTP.get(f"{line.server.base_url}/dials/national_portal").json()
    assert (position["mode"], position["requests"]) == ("lying", 1)
