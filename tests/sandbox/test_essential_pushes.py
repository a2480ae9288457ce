"""The essential-services portal pushes to the province: signed, in order, until taken, as the dial says."""

import hashlib
import hmac
import json
import re
from base64 import b64encode
from collections.abc import Iterator

import httpx
import pytest

from tests.sandbox.province import EssentialLine, Json, Listener, eventually, listening
from tests.sandbox.test_essential_portal import filed, status
from tests.sandbox.test_national_citizens import PDF, filing
from tests.support.sandbox_server import HTTP, SandboxServer


@pytest.fixture
def line(dials: SandboxServer) -> Iterator[EssentialLine]:
    line = EssentialLine.opened(dials)
    line.push_to("").raise_for_status()
    yield line
    line.push_to("").raise_for_status()


@pytest.fixture
def province(line: EssentialLine) -> Iterator[Listener]:
    with listening() as listener:
        start(line, listener)
        eventually(lambda: line.push_to(f"{listener.url}/inbound").json()["waiting"] == 0)
        line.push_to("").raise_for_status()
        listener.received.clear()
        yield listener
        line.push_to("").raise_for_status()


def start(line: EssentialLine, province: Listener) -> None:
    line.push_to(f"{province.url}/inbound").raise_for_status()


def settled(line: EssentialLine, code: str) -> list[Json]:
    """The pushes of a dossier once each has ended."""

    def ended() -> list[Json]:
        pushes: list[Json] = line.seen(code)["pushes"]
        return pushes if all(push["is_finished"] for push in pushes) else []

    return eventually(ended)


def messages(province: Listener, code: str) -> list[Json]:
    bodies = [json.loads(body) for _, body, _ in province.received]
    return [body for body in bodies if body["dossier"]["MaHoSo"] == code]


def is_signed(line: EssentialLine, body: bytes, headers: dict[str, str]) -> bool:
    content = headers["X-Timestamp"].encode() + b"." + body
    key = line.server.secrets["essential_push_secret"].encode()
    return hmac.compare_digest(hmac.new(key, content, hashlib.sha256).hexdigest(), headers["X-Signature"])


def test_a_filed_dossier_is_pushed_signed_with_its_papers(line: EssentialLine, province: Listener) -> None:
    paper = {"name": "to-khai.pdf", "code": "TK", "content": b64encode(PDF).decode()}
    code = line.citizen("filings", filing(owner_kind="0", papers=[paper])).json()["code"]
    assert line.seen(code)["pushes"][0]["attempts"] == 0
    start(line, province)
    (push,) = settled(line, code)
    assert (push["outcome"], push["attempts"]) == ("204", 1)
    (message,) = messages(province, code)
    assert (message["kind"], message["sequence"], message["message_id"]) == ("filed", 1, push["id"])
    assert message["dossier"]["LoaiDoiTuong"] == "0"
    (told,) = message["dossier"]["TaiLieuNop"]
    assert HTTP.get(told["DuongDanTaiTepTin"]).content == PDF
    _, body, headers = next(each for each in province.received if code.encode() in each[1])
    assert is_signed(line, body, headers)
    assert headers["X-Message-Id"] == push["id"]


def test_supplement_and_withdrawal_follow_in_order(line: EssentialLine, province: Listener) -> None:
    code = filed(line)
    assert line.citizen(f"dossiers/{code}/supplements", {"note": "sớm quá"}).status_code == 422
    line.tell(status(code, "5", 1))
    assert line.citizen(f"dossiers/{code}/supplements", {"note": "Đã bổ sung"}).status_code == 200
    assert line.citizen(f"dossiers/{code}/withdrawals", {"reason": "Đổi ý"}).status_code == 200
    assert line.citizen(f"dossiers/{code}/withdrawals", {"reason": "Đổi ý"}).status_code == 422
    start(line, province)
    settled(line, code)
    assert [each["kind"] for each in messages(province, code)] == ["filed", "supplemented", "withdrawn"]


@pytest.mark.parametrize("answer", [500, 503, 401, 403, 404, 429])
def test_what_is_not_taken_is_tried_again_and_the_next_waits(
    line: EssentialLine, province: Listener, answer: int
) -> None:
    code = filed(line)
    line.citizen(f"dossiers/{code}/withdrawals", {"reason": "Đổi ý"})
    province.answers = [answer]
    start(line, province)
    first, second = settled(line, code)
    assert (first["attempts"], second["attempts"]) == (2, 1)
    kinds = [each["kind"] for each in messages(province, code)]
    assert kinds in (["filed", "filed", "withdrawn"], ["filed", "withdrawn"])
    assert kinds[-1] == "withdrawn"


def test_a_refused_message_ends_visibly_and_can_be_sent_again(
    line: EssentialLine, province: Listener
) -> None:
    code = filed(line)
    province.answers = [422]
    start(line, province)
    (push,) = settled(line, code)
    assert (push["outcome"], push["taken_at"]) == ("422", None)
    with httpx.Client(verify=False, trust_env=False, follow_redirects=True) as browser:
        page = browser.get(f"{line.server.base_url}/essential_portal/", params={"q": code})
        assert "tỉnh từ chối (422)" in page.text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert token is not None
        browser.post(
            f"{line.server.base_url}/essential_portal/pushes/{push['id']}",
            data={"csrfmiddlewaretoken": token[1]},
        )
    eventually(lambda: line.seen(code)["pushes"][0]["taken_at"])


def test_known_already_counts_as_taken(line: EssentialLine, province: Listener) -> None:
    code = filed(line)
    province.answers = [409]
    start(line, province)
    (push,) = settled(line, code)
    assert push["taken_at"]


def test_while_down_nothing_is_pushed_and_nothing_is_lost(line: EssentialLine, province: Listener) -> None:
    line.server.turn_dial("essential_portal", "down")
    code = filed(line)
    start(line, province)
    other = filed(line)
    assert {line.seen(each)["pushes"][0]["attempts"] for each in (code, other)} == {0}
    line.server.normalise()
    assert [push["attempts"] for push in settled(line, code) + settled(line, other)] == [1, 1]


def test_the_dial_doubles_and_reverses(line: EssentialLine, province: Listener) -> None:
    code = filed(line)
    line.server.turn_dial("essential_portal", "duplicate", requests=1)
    start(line, province)
    settled(line, code)
    assert [each["kind"] for each in messages(province, code)] == ["filed", "filed"]
    line.push_to("")
    other = filed(line)
    line.citizen(f"dossiers/{other}/withdrawals", {"reason": "Đổi ý"})
    line.server.turn_dial("essential_portal", "out_of_order")
    start(line, province)
    settled(line, other)
    assert [each["kind"] for each in messages(province, other)] == ["withdrawn", "filed"]


@pytest.mark.parametrize(
    "variant", ["signature", "replayed", "malformed", "oversized", "procedure", "unit", "enum", "future"]
)
def test_a_bad_push_comes_before_the_good_one(line: EssentialLine, province: Listener, variant: str) -> None:
    code = filed(line)
    province.answers = [400]
    line.server.turn_dial("essential_portal", "wrong", variant=variant, requests=1)
    start(line, province)
    (push,) = settled(line, code)
    assert (push["attempts"], bool(push["taken_at"])) == (2, True)
    (_, bad, bad_headers), (_, good, good_headers) = [
        each for each in province.received if each[2]["X-Message-Id"] == push["id"]
    ]
    assert is_signed(line, good, good_headers)
    assert is_signed(line, bad, bad_headers) == (variant != "signature")
    if variant == "replayed":
        assert int(good_headers["X-Timestamp"]) - int(bad_headers["X-Timestamp"]) >= 7 * 24 * 3600
    elif variant != "signature":
        assert bad != good
        assert (len(bad) > 2_000_000) == (variant == "oversized")


def test_pushes_go_to_known_hosts_only(line: EssentialLine) -> None:
    for url in ("http://elsewhere.example/x", "file:///etc/passwd", "http://[", 7):
        answer = HTTP.put(f"{line.server.base_url}/essential_portal/citizens/target", json={"url": url})
        assert answer.status_code == 422


def test_a_person_files_by_the_form(line: EssentialLine) -> None:
    address = f"{line.server.base_url}/essential_portal/file"
    assert HTTP.post(address, data=filing()).status_code == 403
    with httpx.Client(verify=False, trust_env=False, follow_redirects=True) as browser:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get(address).text)
        assert token is not None
        form = filing(owner_kind="0") | {"csrfmiddlewaretoken": token[1]}
        assert browser.post(address, data=form | {"summary": " "}).status_code == 422
        page = browser.post(address, data=form, files={"papers": ("to-khai.pdf", PDF)})
    assert "đang chờ" in page.text
    code = str(page.url).rsplit("/", 1)[1]
    assert line.seen(code)["dossier"]["TaiLieuNop"][0]["TenTepDinhKem"] == "to-khai.pdf"
