"""Answers of the gateway are read strictly: strange ones are failures, unknown codes stay unknown."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.foundation.unit_of_work.service import UnableToReachLine
from tinhso.services.verification.adapters.agreement import GatewayAccount
from tinhso.services.verification.look_up_types import AskedNumber, NumberKind, Register
from tinhso.services.verification.looking_up.adapters import gateway as adapter
from tinhso.services.verification.looking_up.adapters.records import personal_ids_in, read_answer
from tinhso.services.verification.rules import changed_facts, read_number

POTTERY = AskedNumber(kind=NumberKind.TAX_CODE, value="3702345674")
UNIT = AskedNumber(kind=NumberKind.BUDGET_CODE, value="1070001")
PERSON = AskedNumber(kind=NumberKind.PERSONAL_ID, value="074085001201")
BUSINESS = {
    "MainInformation": {
        "ENTERPRISE_GDT_CODE": "3702345674",
        "NAME": "GỐM SỨ",
        "ENTERPRISE_STATUS": "2",
        "ENTERPRISE_STATUS_NAME": "Đang hoạt động",
        "CAPITAL_AMOUNT": "5000000000",
        "FOUNDING_DATE": "02/03/2015",
    },
    "Representatives": {"FULL_NAME": "A", "ID_NUMBER": "074085001201"},
}
BUDGET = {"maDVQHNS": "1070001", "tenDonVi": "UBND tỉnh", "trangThai": "1", "capNganSach": "2"}
INSURED = {"maSoBHXH": "7400000001", "soDinhDanh": "074085001201", "hoTen": "A", "trangThai": "1"}


def answer(result: Any, **changes: Any) -> bytes:
    said = {"request_id": "q", "as_of": "2023-07-17T02:00:00+07:00", "found": True, "result": result}
    return json.dumps({**said, **changes}, ensure_ascii=False).encode()


def read(content: bytes, register: Register = Register.BUSINESS, number: AskedNumber = POTTERY) -> Any:
    return read_answer(content, register=register, number=number, request_id="q")


def reason_of(content: bytes, register: Register = Register.BUSINESS, number: AskedNumber = POTTERY) -> str:
    with pytest.raises(UnableToReachLine) as failure:
        read(content, register, number)
    return failure.value.reason


def test_representatives_are_an_object_a_list_or_nobody() -> None:
    one = BUSINESS["Representatives"]
    for said, count in ((one, 1), ([one, one], 2), ([], 0)):
        _, facts = read(answer({**BUSINESS, "Representatives": said}))
        assert len(facts["representatives"]) == count
    _, facts = read(answer({"MainInformation": BUSINESS["MainInformation"]}))
    assert facts["representatives"] == []


@pytest.mark.parametrize("number", ["1", "3", "9", "", "02", "hoạt động"])
def test_an_unknown_status_is_shown_as_unknown_and_never_guessed(number: str) -> None:
    main = {**BUSINESS["MainInformation"], "ENTERPRISE_STATUS": number}
    _, facts = read(answer({**BUSINESS, "MainInformation": main}))
    assert facts["status"] == f"unknown:{number}"
    _, unit = read(answer({**BUDGET, "trangThai": "7", "capNganSach": "9"}), Register.BUDGET, UNIT)
    assert (unit["status"], unit["level"]) == ("unknown:7", "unknown:9")
    _, person = read(answer({**INSURED, "trangThai": "x"}), Register.INSURANCE, PERSON)
    assert person["status"] == "unknown:x"


STRANGE = [
    b"",
    b"null",
    b"[]",
    b"{}",
    b"<html>502</html>",
    b"[" * 100_000,
    b'{"request_id": "q", "as_of": "2023-07-17T02:00:00+07:00", "found": true}',
    answer(None),
    answer(BUSINESS, found=False),
    answer(BUSINESS, found="yes"),
    answer(BUSINESS, as_of="2023-07-17T02:00:00"),
    answer(BUSINESS, as_of="hôm qua"),
    answer(BUSINESS, as_of=None),
    answer([BUSINESS]),
    answer("x"),
    answer({}),
    answer({**BUSINESS, "MainInformation": {"NAME": "x"}}),
    answer({**BUSINESS, "MainInformation": {**BUSINESS["MainInformation"], "ENTERPRISE_STATUS": 2}}),
    answer({**BUSINESS, "MainInformation": {**BUSINESS["MainInformation"], "NAME": "x" * 501}}),
    answer({**BUSINESS, "MainInformation": {**BUSINESS["MainInformation"], "FOUNDING_DATE": "31/02/2015"}}),
    answer({**BUSINESS, "MainInformation": {**BUSINESS["MainInformation"], "FOUNDING_DATE": "2015-03-02"}}),
    answer({**BUSINESS, "MainInformation": {**BUSINESS["MainInformation"], "CAPITAL_AMOUNT": "-1"}}),
    answer({**BUSINESS, "Representatives": "A"}),
    answer({**BUSINESS, "Representatives": [{"FULL_NAME": "A"}] * 51}),
    answer(BUSINESS)[:-40],
    answer(BUSINESS).decode().encode("utf-16"),
]


@pytest.mark.parametrize("content", STRANGE, ids=range(len(STRANGE)))
def test_what_is_not_as_agreed_is_a_failure_and_never_an_answer(content: bytes) -> None:
    assert reason_of(content) == "unreadable_answer"


def test_an_answer_to_another_question_or_about_another_is_a_failure() -> None:
    assert reason_of(answer(BUSINESS, request_id="r")) == "answer_to_another_question"
    other = AskedNumber(kind=NumberKind.TAX_CODE, value="3701234562")
    assert reason_of(answer(BUSINESS), number=other) == "answer_about_another"
    budget = AskedNumber(kind=NumberKind.BUDGET_CODE, value="1070014")
    assert reason_of(answer(BUDGET), Register.BUDGET, budget) == "answer_about_another"
    for asked in (
        AskedNumber(kind=NumberKind.PERSONAL_ID, value="074085001202"),
        AskedNumber(kind=NumberKind.INSURANCE_NUMBER, value="7400000002"),
    ):
        assert reason_of(answer(INSURED), Register.INSURANCE, asked) == "answer_about_another"


@given(content=st.binary(max_size=300))
def test_no_bytes_are_an_answer(content: bytes) -> None:
    with pytest.raises(UnableToReachLine):
        read(content)


@given(before=st.dictionaries(st.text(max_size=3), st.integers(0, 2)), after=st.dictionaries(
    st.text(max_size=3), st.integers(0, 2)))  # fmt: skip
def test_facts_changed_exactly_where_they_differ(before: dict[str, int], after: dict[str, int]) -> None:
    changed = changed_facts(before, after)
    assert changed == changed_facts(after, before)
    assert (changed == ()) is (before == after)
    assert all(before.get(name) != after.get(name) for name in changed)


@given(typed=st.text(max_size=20))
def test_no_typed_text_breaks_the_reading_of_numbers(typed: str) -> None:
    from tinhso.services.verification.errors import UnableToLookUp

    for register in Register:
        try:
            read_number(register, typed)
        except UnableToLookUp as refusal:
            assert refusal.message and not refusal.message.isascii()


def test_ids_that_are_none_name_nobody() -> None:
    people = [{"personal_id": text} for text in ("", "079", "000085001201", "074085001201", "074085001201")]
    assert personal_ids_in({"representatives": people}, Register.BUSINESS) == ("074085001201",)
    assert personal_ids_in(BUDGET, Register.BUDGET) == ()


# Over the wire.


@contextmanager
def gateway_that(body: bytes, *, token: bytes = b"", status: int = 200, endless: bool = False,
                 location: str = "") -> Iterator[adapter.Gateway]:  # fmt: skip
    """A client before a small server that answers every question so."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            is_token = self.path.endswith("/token")
            content = (token or TOKEN) if is_token else body
            self.send_response(200 if is_token else status)
            if location and not is_token:
                self.send_header("Location", location)
            if not (endless and not is_token):
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            try:
                self.wfile.write(content)
                while endless and not is_token:
                    self.wfile.write(b" " * 65536)
            except OSError:
                pass

        def log_message(self, format: str, *arguments: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        with httpx.Client(trust_env=False) as http:
            account = GatewayAccount(address=address, client_id="a", client_secret="b")
            yield adapter.Gateway(account=account, http=http)
    finally:
        server.shutdown()
        server.server_close()


TOKEN = b'{"access_token": "t", "token_type": "Bearer", "expires_in": 3600}'
QUESTION = adapter.GatewayQuestion(
    request_id="q", register=Register.BUSINESS, number=POTTERY, purpose="dossier", reference="H", service="1",
    officer="o", agency="H09",
)  # fmt: skip


def failure_of(client: adapter.Gateway) -> str:
    with pytest.raises(UnableToReachLine) as failure:
        client.look_up(QUESTION, seconds=60)
    return failure.value.reason


def test_the_right_answer_comes_through() -> None:
    with gateway_that(answer(BUSINESS)) as client:
        _, facts = client.look_up(QUESTION, seconds=60)
    assert facts is not None and facts["status"] == "active"


def test_an_answer_without_end_or_too_large_is_cut_off() -> None:
    with gateway_that(answer(BUSINESS), endless=True) as client:
        assert failure_of(client) == "answer_too_large"
    with gateway_that(b" " * (adapter.LARGEST_ANSWER + 1)) as client:
        assert failure_of(client) == "answer_too_large"
    with gateway_that(answer(BUSINESS) + b" " * (adapter.LARGEST_ANSWER // 2)) as client:
        assert client.look_up(QUESTION, seconds=60)


def test_redirects_are_not_followed() -> None:
    with gateway_that(b"", status=302, location="http://127.0.0.1:1/inside") as client:
        assert failure_of(client) == "http_302"


def test_nobody_listening_is_a_failure() -> None:
    with httpx.Client(trust_env=False) as http:
        account = GatewayAccount(address="http://127.0.0.1:9", client_id="a", client_secret="b")
        assert failure_of(adapter.Gateway(account=account, http=http)) == "no_connection"


@pytest.mark.parametrize(
    "token",
    [
        b"{}",
        b"x",
        b'{"access_token": "", "token_type": "Bearer", "expires_in": 3600}',
        b'{"access_token": "a\\r\\nX: 1", "token_type": "Bearer", "expires_in": 3600}',
        b'{"access_token": "t", "token_type": "Bearer", "expires_in": 0}',
        b'{"access_token": "t", "token_type": "Bearer", "expires_in": "3600"}',
    ],
)
def test_a_token_that_is_none_is_a_failure(token: bytes) -> None:
    with gateway_that(answer(BUSINESS), token=token) as client:
        assert failure_of(client) == "unreadable_token"


@pytest.mark.parametrize("status", [400, 404, 413, 500, 502, 503])
def test_any_other_status_is_a_failure_that_quotes_nothing(status: int) -> None:
    with gateway_that(b'{"code": "3702345674", "message": "3702345674"}', status=status) as client:
        assert failure_of(client) == f"http_{status}"


def test_a_refusal_of_unknown_words_is_a_failure_of_the_line() -> None:
    for status in (403, 422):
        with gateway_that(b'{"code": "something_else"}', status=status) as client:
            assert failure_of(client) == f"http_{status}"


def test_a_secret_stands_in_no_repr() -> None:
    account = GatewayAccount(address="http://127.0.0.1:9", client_id="a", client_secret="mat-khau")
    assert "mat-khau" not in repr(account)
    assert "3702345674" not in repr(QUESTION)
