"""An administrator sends an export, sees what differs by line, ticks, and finds the drafts."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.services.identity.staff import Staff
from tests.sites.administration.conftest import Screens, text_of
from tinhso.registers.catalogue.service import PROCEDURES_FOLDER, publish_folder

pytestmark = pytest.mark.django_db
LIST = "/desk/administration/portal-imports/"
EXPORT = (
    "code;title;decision;channel;amount;unit;fee_raw;result_codes\n"
    "1.004194;Đăng ký tạm trú;9354/QĐ-BCA-C06;ONLINE;5;WORKING_DAY;7000; \n"
    "1.004194;Đăng ký tạm trú;9354/QĐ-BCA-C06;DIRECT;3;DAY;Do HĐND quy định;\n"
    "1.999999;<b>Thủ tục lạ</b>;1/QĐ;DIRECT;3;TUẦN;;\n"
    "1.999998;<b>Thủ tục lạ</b>;1/QĐ;DIRECT;3;DAY;;\n"
)


@pytest.fixture(autouse=True)
def published(staff: Staff, tmp_path: Path) -> None:
    shutil.copytree(PROCEDURES_FOLDER / "1.004194", tmp_path / "1.004194")
    publish_folder(tmp_path, now=staff.now)


def sent(administrator: Client, content: bytes) -> Any:
    return administrator.post(LIST, {"file": SimpleUploadedFile("xuất.csv", content)}, follow=True)


def test_an_export_is_compared_ticked_and_drafted(administrator: Client) -> None:
    response = sent(administrator, EXPORT.encode())
    raw, page = response.content.decode(), text_of(response)
    assert "Dòng 4: Đơn vị thời hạn “TUẦN”" in page
    assert "Thời hạn (trực tuyến): 5 ngày làm việc" in page
    assert "Đơn vị thời hạn (trực tiếp): 3 ngày" in page
    assert "Lệ phí trực tiếp: không phải một con số" in page
    assert "<b>Thủ tục lạ" not in raw and "&lt;b&gt;Thủ tục lạ" in raw
    here = response.redirect_chain[-1][0]
    nothing = administrator.post(f"{here}drafts/", {"chosen": ["x", "1.004194 y"]})
    assert nothing.status_code == 409 and "Hãy chọn ít nhất một chỗ" in text_of(nothing)
    done = administrator.post(f"{here}drafts/", {"chosen": "1.004194 time:online"}, follow=True)
    assert re.search(r"procedure-drafts/[0-9a-f-]+/$", done.redirect_chain[-1][0])
    assert "Đã soạn 1 bản nháp" in text_of(done) and "amount: 5" in text_of(done)
    assert "Đã có bản nháp" in text_of(administrator.get(here))
    again = sent(administrator, EXPORT.encode("utf-16"))
    assert again.redirect_chain[-1][0] == here and "Không có gì thay đổi" in text_of(again)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"%PDF-1.7", "PDF"),
        (b"code;title\n1;2\n", "thiếu cột “decision”"),
        (EXPORT.replace("ONLINE", "ONLINE;x", 1).replace("DIRECT", "FAX").encode(), "không có dòng nào"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(administrator: Client, content: bytes, message: str) -> None:
    refused = sent(administrator, content)
    assert refused.status_code == 400
    assert message in text_of(refused)
    assert "Chưa nhập bản xuất nào" in text_of(refused)


def test_only_administrators_come_in(screen: Screens, administrator: Client) -> None:
    assert screen().get(LIST).status_code == 403
    assert administrator.post(LIST).status_code == 400
    assert administrator.get(f"{LIST}0199b8e6-0000-7000-8000-000000000000/").status_code == 404
