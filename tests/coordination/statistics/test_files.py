"""Files of figures: what was put in comes out again, as texts and numbers, never as a formula."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from tinhso.coordination.statistics.adapters.csv_file import write_csv
from tinhso.coordination.statistics.adapters.xlsx_file import write_xlsx
from tinhso.coordination.statistics.types import Sheet
from tinhso.foundation.clock.service import VIETNAM

NOW = datetime(2023, 7, 17, 9, 0, tzinfo=VIETNAM)
PLANTED = ("=1+1", "+84912345678", "-5", "@a", "\t=1", "\r=1", "\uff1d1+1", "http://evil.example", "1e5")


@pytest.fixture
def sheet() -> Sheet:
    return Sheet(
        title="=Số liệu",
        head=("Mã", "=Tên", "Số", "Lúc"),
        rows=(("1.004194", "Đăng ký tạm trú", 12, NOW), *((text, text, 0, None) for text in PLANTED)),
        notes=("=Cách tính", "Một câu."),
    )


def test_csv_keeps_letters_and_numbers(sheet: Sheet) -> None:
    content = write_csv(sheet)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0] == ["Mã", "'=Tên", "Số", "Lúc"]
    assert rows[1] == ["1.004194", "Đăng ký tạm trú", "12", "17/07/2023 09:00"]
    assert len(rows) == 2 + len(PLANTED)
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@\t\r\uff1d" and cell]


def test_xlsx_holds_texts_and_numbers_and_no_formula_or_link(sheet: Sheet) -> None:
    content = write_xlsx(sheet, made_at=NOW)
    with ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            text = parts.read(name).decode()
            assert "<f>" not in text
            assert "<hyperlink " not in text
            assert "externalLink" not in text
    book = load_workbook(io.BytesIO(content))
    figures, notes = book["Số liệu"], book["Cách tính"]
    assert [cell.value for cell in figures[2]] == [
        "1.004194",
        "Đăng ký tạm trú",
        12,
        NOW.replace(tzinfo=None),
    ]
    assert all(
        cell.data_type in "snd" and str(cell.value)[:1] not in "=+-@\uff1d"
        for row in figures.iter_rows()
        for cell in row
        if cell.value is not None
    )
    last = figures.cell(row=2 + len(PLANTED), column=1)
    assert (last.value, last.data_type) == ("1e5", "s"), "a text that looks like a number stays a text"
    assert [notes[f"A{number}"].value for number in (1, 2, 3)] == ["'=Số liệu", "'=Cách tính", "Một câu."]


def test_the_same_table_gives_the_same_file(sheet: Sheet) -> None:
    assert write_xlsx(sheet, made_at=NOW) == write_xlsx(sheet, made_at=NOW)
    assert write_csv(sheet) == write_csv(sheet)
