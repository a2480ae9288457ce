"""The SOAP service, asked by zeep and by hand."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
import zeep
from lxml import etree
from zeep.exceptions import Fault

from tests.support.sandbox_server import HANG_SECONDS, HTTP, SandboxServer

TUAN = {
    "HoVaTen": {"Ho": "Trần", "ChuDem": "Quốc", "Ten": "Tuấn"},
    "SoDinhDanh": "074085001201",
    "NgayThangNamSinh": {"NgayThangNam": "19850312"},
}
UT = {
    "HoVaTen": {"Ho": "Võ", "ChuDem": "Thị", "Ten": "Út"},
    "SoDinhDanh": "074147001401",
    "NgayThangNamSinh": {"Nam": "1947"},
}
ENVELOPE = """<?xml version="1.0" encoding="UTF-8"?>
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
<XacThucThongTinCongDan xmlns="http://dancuquocgia.bca">{content}</XacThucThongTinCongDan>
</s:Body></s:Envelope>"""

Verify = Callable[..., Any]


@pytest.fixture(scope="module")
def client(sandbox: SandboxServer) -> zeep.Client:
    return zeep.Client(sandbox.wsdl_url)


@pytest.fixture
def verify(client: zeep.Client, dials: SandboxServer) -> Verify:
    def ask(person: dict[str, Any], **changes: Any) -> Any:
        question = {
            "MaYeuCau": "YC-1",
            "MaDVC": "1.004222",
            "MaTichHop": dials.secrets["population_account"],
            "MaCanBo": "canbo.hiepthanh",
        }
        return client.service.XacThucThongTinCongDan(**(question | person | changes))

    return ask


def look_up(client: zeep.Client, sandbox: SandboxServer, **wish: Any) -> Any:
    return client.service.TraCuuThongTinCongDan(
        MaYeuCau="YC-2",
        MaDVC="DANG_NHAP",
        MaTichHop=sandbox.secrets["population_account"],
        MaCanBo="canbo.hiepthanh",
        **wish,
    )


def post(sandbox: SandboxServer, content: bytes | str) -> httpx.Response:
    body = content.encode("utf-8") if isinstance(content, str) else content
    return HTTP.post(
        f"{sandbox.base_url}/population/soap",
        content=body,
        headers={"Content-Type": "text/xml; charset=utf-8"},
    )


def fault_code(response: httpx.Response) -> str:
    assert response.status_code == 500
    tree = etree.fromstring(response.content)
    return tree.findtext(".//{http://dancuquocgia.bca}MaLoi") or ""


def elements(**values: str) -> str:
    return "".join(f"<{name}>{value}</{name}>" for name, value in values.items())


def test_a_person_who_is_described_rightly_matches(verify: Verify) -> None:
    answer = verify(TUAN)
    assert answer.KetQua is True
    assert answer.MaYeuCau == "YC-1"


def test_case_and_unicode_form_of_a_name_do_not_matter(verify: Verify) -> None:
    assert verify(TUAN, HoVaTen={"Ho": "TRA\u0302\u0300N", "Ten": "quốc  tuấn"}).KetQua is True


@pytest.mark.parametrize(
    "change",
    [
        {"HoVaTen": {"Ho": "Tran", "ChuDem": "Quoc", "Ten": "Tuan"}},
        {"SoDinhDanh": "074085999999"},
        {"NgayThangNamSinh": {"NgayThangNam": "19850313"}},
        {"NgayThangNamSinh": {"Nam": "1986"}},
        {"GioiTinh": "2"},
    ],
)
def test_anything_wrong_is_no_match(verify: Verify, change: dict[str, Any]) -> None:
    assert verify(TUAN, **change).KetQua is False


def test_a_year_is_enough_to_match_a_full_date(verify: Verify) -> None:
    assert verify(TUAN, NgayThangNamSinh={"Nam": "1985"}).KetQua is True


def test_a_person_with_only_a_birth_year_matches_by_year_and_not_by_an_invented_day(
    verify: Verify,
) -> None:
    assert verify(UT).KetQua is True
    assert verify(UT, NgayThangNamSinh={"NgayThangNam": "19470101"}).KetQua is False


def test_a_name_of_one_word_can_be_verified(verify: Verify) -> None:
    answer = verify(
        {
            "HoVaTen": {"Ten": "Brôi"},
            "SoDinhDanh": "070079001701",
            "NgayThangNamSinh": {"NgayThangNam": "19790101"},
        }
    )
    assert answer.KetQua is True


@pytest.mark.parametrize(
    "change",
    [{"MaTichHop": "H99-KHAC"}, {"MaDVC": "9.999999"}, {"MaCanBo": "canbo.bi.thu.hoi"}],
)
def test_unknown_accounts_services_and_suspended_officers_are_not_permitted(
    verify: Verify, change: dict[str, str]
) -> None:
    with pytest.raises(Fault) as refusal:
        verify(TUAN, **change)
    assert refusal.value.message.startswith("NOT_PERMITTED")
    assert refusal.value.code.endswith("Client")


def test_a_question_without_an_officer_is_refused(sandbox: SandboxServer) -> None:
    content = elements(MaYeuCau="1", MaDVC="1.004222", MaTichHop="H09-TINHSO", MaCanBo="")
    assert fault_code(post(sandbox, ENVELOPE.format(content=content))) == "INVALID_MESSAGE"


def test_elements_in_another_order_are_a_fault(sandbox: SandboxServer) -> None:
    head = elements(MaYeuCau="1", MaDVC="1.004222", MaTichHop="H09-TINHSO", MaCanBo="canbo")
    name = f"<HoVaTen>{elements(Ho='Trần', ChuDem='Quốc', Ten='Tuấn')}</HoVaTen>"
    swapped_name = f"<HoVaTen>{elements(Ten='Tuấn', ChuDem='Quốc', Ho='Trần')}</HoVaTen>"
    number = elements(SoDinhDanh="074085001201")
    birth = "<NgayThangNamSinh><Nam>1985</Nam></NgayThangNamSinh>"
    right = ENVELOPE.format(content=head + name + number + birth)
    assert b">true<" in post(sandbox, right).content
    for content in (head + number + name + birth, head + swapped_name + number + birth):
        assert fault_code(post(sandbox, ENVELOPE.format(content=content))) == "INVALID_MESSAGE"


def test_entities_and_document_types_are_refused(sandbox: SandboxServer) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    content = ENVELOPE.format(content=elements(MaYeuCau="&b;")).replace("?>\n", f"?>{bomb}\n")
    assert fault_code(post(sandbox, content)) == "MALFORMED"
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    answer = post(sandbox, ENVELOPE.format(content="&a;").replace("?>\n", f"?>{outside}\n"))
    assert fault_code(answer) == "MALFORMED"
    assert b"root:" not in answer.content


def test_what_is_not_xml_or_too_large_or_too_deep_is_refused(sandbox: SandboxServer) -> None:
    assert fault_code(post(sandbox, b"hello")) == "MALFORMED"
    assert fault_code(post(sandbox, b"<" * 70_000)) == "TOO_LARGE"
    deep = "<a>" * 40 + "</a>" * 40
    assert fault_code(post(sandbox, ENVELOPE.format(content=deep))) == "MALFORMED"


def test_a_look_up_gives_the_record(client: zeep.Client, dials: SandboxServer) -> None:
    answer = look_up(client, dials, SoDinhDanh="074188001202")
    citizen = answer.CongDan
    assert answer.TimThay is True
    assert (citizen.HoVaTen.Ho, citizen.HoVaTen.ChuDem, citizen.HoVaTen.Ten) == (
        "Nguyễn",
        "Thị Hồng",
        "Ánh",
    )
    assert citizen.NgayThangNamSinh.NgayThangNam == "19881102"
    assert citizen.GioiTinh == "2"
    assert citizen.VoChong.SoDinhDanh == "074085001201"
    assert citizen.ThuongTru.MaPhuongXa == "25741"
    assert citizen.ChuHo.QuanHe == "Vợ"


def test_a_look_up_shows_only_a_year_where_only_a_year_is_known(
    client: zeep.Client, dials: SandboxServer
) -> None:
    birth = look_up(client, dials, SoDinhDanh="074147001401").CongDan.NgayThangNamSinh
    assert (birth.NgayThangNam, birth.Nam) == (None, "1947")


def test_a_look_up_under_a_wrong_name_finds_nobody(client: zeep.Client, dials: SandboxServer) -> None:
    answer = look_up(client, dials, SoDinhDanh="074188001202", HoVaTen={"Ten": "Khác"})
    assert answer.TimThay is False
    assert answer.CongDan is None


def test_every_question_is_logged_with_who_asked_for_what(verify: Verify, sandbox: SandboxServer) -> None:
    verify(TUAN, MaYeuCau="YC-LOG", MaCanBo="canbo.nhat.ky")
    entry = HTTP.get(f"{sandbox.base_url}/population/api/queries").json()["queries"][0]
    assert entry["request_code"] == "YC-LOG"
    assert entry["officer"] == "canbo.nhat.ky"
    assert entry["service"] == "1.004222"
    assert entry["subject_id"] == "074085001201"
    assert entry["outcome"] == "match"


def test_down_for_two_requests_then_well_again(verify: Verify, dials: SandboxServer) -> None:
    dials.turn_dial("population", "down", requests=2)
    for _ in range(2):
        with pytest.raises(zeep.exceptions.TransportError) as failure:
            verify(TUAN)
        assert failure.value.status_code == 503
    assert verify(TUAN).KetQua is True


def test_hanging_outlasts_a_client_of_little_patience(dials: SandboxServer) -> None:
    dials.turn_dial("population", "hang", requests=1)
    with pytest.raises(httpx.ReadTimeout):
        HTTP.get(dials.wsdl_url, timeout=HANG_SECONDS / 6)


def test_slow_answers_are_late_and_right(verify: Verify, dials: SandboxServer) -> None:
    dials.turn_dial("population", "slow", seconds=0.4, requests=1)
    response = HTTP.get(dials.wsdl_url)
    assert response.elapsed.total_seconds() >= 0.4
    assert verify(TUAN).KetQua is True


def test_wrong_answers_can_be_flipped_misnamed_or_broken(verify: Verify, dials: SandboxServer) -> None:
    dials.turn_dial("population", "wrong", variant="flipped", requests=1)
    assert verify(TUAN).KetQua is False
    dials.turn_dial("population", "wrong", variant="other_request", requests=1)
    assert verify(TUAN).MaYeuCau != "YC-1"
    for variant in ("garbled", "truncated"):
        dials.turn_dial("population", "wrong", variant=variant, requests=1)
        with pytest.raises((zeep.exceptions.TransportError, zeep.exceptions.Error)):
            verify(TUAN)


def test_duplicate_repeats_the_answer_to_an_earlier_question(verify: Verify, dials: SandboxServer) -> None:
    verify(TUAN, MaYeuCau="YC-CU")
    dials.turn_dial("population", "duplicate", requests=1)
    assert verify(TUAN, MaYeuCau="YC-MOI").MaYeuCau == "YC-CU"
    assert verify(TUAN, MaYeuCau="YC-MOI").MaYeuCau == "YC-MOI"


def test_refusing_is_not_permitted(verify: Verify, dials: SandboxServer) -> None:
    dials.turn_dial("population", "refusing", requests=1)
    with pytest.raises(Fault, match="NOT_PERMITTED"):
        verify(TUAN)
