"""Answers of the population database that are meant to hurt: entities, a billion laughs, endless nests."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.services.verification.population_line import TUAN
from tinhso.foundation.unit_of_work.service import UnableToReachLine
from tinhso.services.verification.adapters.population_soap import Asker, RegisterClient
from tinhso.services.verification.adapters.transport import BoundedTransport

ASKER = Asker(request_code="YC-1", officer="canbo.mot", service="1.004194")
ENVELOPE = """{head}<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>
<XacThucThongTinCongDanResponse xmlns="http://dancuquocgia.bca"><MaYeuCau>{code}</MaYeuCau>
<KetQua>{answer}</KetQua></XacThucThongTinCongDanResponse></soap:Body></soap:Envelope>"""
LAUGHS = "".join(
    f'<!ENTITY h{number} "{f"&h{number - 1};" * 10}">' if number else '<!ENTITY h0 "ha">'
    for number in range(10)
)


def asked(monkeypatch: pytest.MonkeyPatch, content: str) -> bool:
    """What the house makes of this answer."""

    def post(
        self: BoundedTransport, address: str, message: Any, headers: dict[str, str]
    ) -> requests.Response:
        response = requests.Response()
        response.status_code = 200
        response.headers["Content-Type"] = "text/xml; charset=utf-8"
        response._content = content.encode()
        return response

    monkeypatch.setattr(BoundedTransport, "post", post)
    return RegisterClient(seconds=1).verify(TUAN, ASKER)


def refused(monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    began = time.process_time()
    with pytest.raises(UnableToReachLine) as failure:
        asked(monkeypatch, content)
    assert failure.value.reason == "unreadable_answer"
    assert time.process_time() - began < 5, "the laughs are not laughed"


def test_an_answer_that_is_as_agreed_comes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(monkeypatch, ENVELOPE.format(head="", code="YC-1", answer="true"))


def test_a_billion_laughs_are_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    refused(monkeypatch, ENVELOPE.format(head=f"<!DOCTYPE x [{LAUGHS}]>", code="&h9;", answer="true"))


def test_a_document_type_without_laughs_is_no_answer_either(monkeypatch: pytest.MonkeyPatch) -> None:
    refused(monkeypatch, ENVELOPE.format(head="<!DOCTYPE x>", code="YC-1", answer="true"))
    inside = '<!DOCTYPE x [<!ENTITY a "YC-1">]>'
    refused(monkeypatch, ENVELOPE.format(head=inside, code="&a;", answer="true"))


def test_an_entity_reads_no_file_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("YC-1")
    head = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'
    refused(monkeypatch, ENVELOPE.format(head=head, code="&a;", answer="true"))


def test_a_nest_without_end_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = "<a>" * 100_000 + "</a>" * 100_000
    refused(monkeypatch, ENVELOPE.format(head="", code="YC-1", answer=deep))
