"""Nothing personal and no secret stands in the log of the sandbox, whatever is sent to it."""

from collections.abc import Iterator

import httpx
import pytest

from tests.sandbox.province import (
    EssentialLine,
    GatewayLine,
    Listener,
    NationalLine,
    OldLine,
    eventually,
    listening,
    national_dossier,
)
from tests.sandbox.test_national_citizens import filing, told_file
from tests.support.sandbox_server import SandboxServer

NAME = "Đặng Kín Đáo"
PERSONAL_ID = "074199123456"
PHONE = "0901777888"
PERSON = {"owner": NAME, "personal_id": PERSONAL_ID, "phone": PHONE}
SYSTEMS = ("national_portal", "essential_portal", "old_one_stop", "gateway")


@pytest.fixture
def province() -> Iterator[Listener]:
    with listening() as listener:
        yield listener


def test_nothing_personal_and_no_secret_is_logged(dials: SandboxServer, province: Listener) -> None:
    national, essential = NationalLine.opened(dials), EssentialLine.opened(dials)
    old, gateway = OldLine(dials), GatewayLine.opened(dials)
    assert national.citizen("filings", filing(**PERSON)).status_code == 201
    code = "H09.24-230717-0001"
    papers = [told_file(f"{province.url}/{PERSONAL_ID}.pdf")]
    dossier = national_dossier(code, ChuHoSo=NAME, SoDienThoai=PHONE, TaiLieuNop=papers)
    assert national.send(dossier, dossier | {"TrangThaiHoSo": NAME}) == ["00", "02"]
    province.answers = [500]
    province.files = {f"/{PERSONAL_ID}.pdf": (500, {}, b"")}
    essential.push_to(f"{province.url}/inbound").raise_for_status()
    pushed = essential.citizen("filings", filing(**PERSON, owner_kind="0")).json()["code"]
    eventually(lambda: essential.seen(pushed)["pushes"][0]["attempts"])
    essential.push_to("").raise_for_status()
    eventually(lambda: national.seen(code)["fetches"][0]["attempts"])
    assert old.create(nguoiNop=NAME, soGiayTo=PERSONAL_ID, dienThoai=NAME).status_code == 422
    assert old.create(nguoiNop=NAME, soGiayTo=PERSONAL_ID, dienThoai=PHONE).status_code == 201
    assert gateway.ask("insurance/traCuuBHXH", soDinhDanh=PERSONAL_ID).json()["found"] is False
    for system in SYSTEMS:
        for body in (f'{{"x": "{NAME} {PERSONAL_ID}', f'["{NAME}"]'):
            # A connection of its own: the server ends one whose body it did not read.
            httpx.post(f"{dials.base_url}/{system}/api/nowhere", content=body.encode(), trust_env=False)
    log = (dials.folder / "server.log").read_text("utf-8")
    for secret in (NAME, PERSONAL_ID, PHONE, *dials.secrets.values()):
        if secret not in {"tinhso", "tinhso-portal", "H09-TINHSO"}:
            assert secret not in log
    assert "sandbox" in log
