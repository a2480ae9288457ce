"""An administrator looks at the year, changes a day after a dry run, imports a year, takes it back."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from openpyxl import Workbook

from tests.services.identity.staff import Staff
from tests.sites.administration.conftest import Screens, text_of
from tinhso.foundation.calendar.service import forget_calendar, seed_calendar

pytestmark = pytest.mark.django_db
LIST = "/desk/administration/holidays/"
YEAR = "Ngày;Tên;Loại;Văn bản\n19/07/2023;Nghỉ tránh bão;Nghỉ;01/QĐ\n29/07/2023;Làm bù;Làm bù;01/QĐ\n"


@pytest.fixture(autouse=True)
def seeded(staff: Staff) -> Any:
    seed_calendar([2023])
    forget_calendar()
    yield
    forget_calendar()


def typed(**changes: str) -> dict[str, str]:
    return {
        "day-day": "19", "day-month": "7", "day-year": "2023", "kind": "holiday", "name": "Nghỉ tránh bão",
        "source": "01/QĐ", "reason": "Bão số 3", **changes,
    }  # fmt: skip


def declared() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from calendar_holiday where change_id is not null")
        return int(cursor.fetchone()[0])


def carried(page: str) -> str:
    found = re.search(r'name="days" value="([^"]*)"', page)
    assert found
    return found[1]


def saved(administrator: Client, dry_run: Any, reason: str = "Bão số 3") -> Any:
    response = administrator.post(f"{LIST}save/", {"days": days_in(dry_run), "reason": reason})
    forget_calendar()
    return response


def days_in(dry_run: Any) -> str:
    return carried(dry_run.content.decode()).replace("&#34;", '"')


def test_the_year_shows_each_day_with_its_source_and_certainty(administrator: Client) -> None:
    page = text_of(administrator.get(f"{LIST}?year=2023"))
    assert "02/09/2023" in page and "Bộ luật Lao động 2019" in page and "Chưa xác minh" in page
    assert "chưa có lịch nghỉ đầy đủ" in text_of(administrator.get(f"{LIST}?year=2025"))


def test_a_day_is_looked_at_saved_with_its_reason_and_taken_back(staff: Staff, administrator: Client) -> None:
    dry_run = administrator.post(f"{LIST}day/", typed())
    assert "0 hồ sơ đang chạy đổi ngày hẹn" in text_of(dry_run)
    assert declared() == 0
    without = saved(administrator, dry_run, reason=" ")
    assert (without.status_code, declared()) == (400, 0)
    assert "Phải ghi lý do" in text_of(without) and "Nghỉ tránh bão" in text_of(without)
    assert saved(administrator, dry_run).status_code == 302
    page = text_of(administrator.get(f"{LIST}?year=2023"))
    assert "19/07/2023" in page and "Lý do: Bão số 3" in page and "Người thay đổi: " in page
    undo = re.search(rf"{LIST}[0-9a-f-]+/undo/", page)
    assert undo
    staff.clock.advance(timedelta(minutes=1))
    assert "Như ngày thường" in text_of(administrator.post(undo[0]))
    assert administrator.post(undo[0], {"confirmed": "yes", "reason": " "}).status_code == 400
    assert declared() == 1


@pytest.mark.parametrize(
    ("changes", "status", "message"),
    [
        ({"day-day": "31", "day-month": "2"}, 400, "Hãy ghi đủ ngày"),
        ({"kind": "siesta"}, 400, "Hãy chọn ngày này"),
        ({"name": ""}, 400, "Phải ghi mục này."),
        ({"kind": "swapped_working_day"}, 409, "vốn là ngày làm việc"),
        ({"kind": "ordinary_day"}, 409, "chưa có công bố nào để hủy"),
    ],
)
def test_a_wrong_day_is_refused_beside_its_field_and_nothing_is_lost(
    administrator: Client, changes: dict[str, str], status: int, message: str
) -> None:
    refused = administrator.post(f"{LIST}day/", typed(**changes))
    assert refused.status_code == status
    assert message in text_of(refused) and "Bão số 3" in text_of(refused)
    assert declared() == 0


def sent(administrator: Client, content: bytes, name: str = "lịch.csv") -> Any:
    return administrator.post(f"{LIST}import/", {"file": SimpleUploadedFile(name, content)})


def test_a_year_is_imported_from_csv_or_a_workbook_with_real_dates(administrator: Client) -> None:
    dry_run = sent(administrator, YEAR.encode("utf-16"))
    assert "29/07/2023: Làm bù" in text_of(dry_run)
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["Ngày", "Tên", "Loại", "Văn bản"])
    sheet.append([45126, "Nghỉ tránh bão", "Nghỉ", "01/QĐ"])
    sheet.append(["29/07/2023", "Làm bù", "Làm bù", "01/QĐ"])
    filled = io.BytesIO()
    book.save(filled)
    assert days_in(sent(administrator, filled.getvalue(), "lịch.xlsx")) == days_in(dry_run)
    assert saved(administrator, dry_run).status_code == 302
    assert declared() == 2
    again = sent(administrator, YEAR.encode())
    assert again.status_code == 302 and declared() == 2
    assert "Không có gì thay đổi" in text_of(administrator.get(LIST))


def test_a_bad_year_says_which_lines_and_saves_nothing(administrator: Client) -> None:
    bad = YEAR + "30/02/2023;Nghỉ;Nghỉ;01/QĐ\n19/07/2023;Nghỉ;Nghỉ;01/QĐ\n20/07/2023;;Nghỉ;01/QĐ\n"
    refused = sent(administrator, bad.encode())
    page = text_of(refused)
    assert refused.status_code == 400 and declared() == 0
    assert "Dòng 4: Không đọc được ngày" in page
    assert "Dòng 5: Ngày này đã có ở dòng 2" in page
    assert "Dòng 6: Thiếu tên" in page
    for content, message in ((b" ", "không có nội dung"), (b"a;b\n1;2\n", "thiếu cột"), (b"%PDF-1.4", "PDF")):
        refused = sent(administrator, content)
        assert refused.status_code == 400 and message in text_of(refused)


def test_only_administrators_come_in(screen: Screens, administrator: Client) -> None:
    assert screen().get(LIST).status_code == 403
    assert administrator.post(f"{LIST}{uuid4()}/undo/").status_code == 409
    assert administrator.post(f"{LIST}save/", {"days": "[[1]]", "reason": "x"}).status_code == 400
