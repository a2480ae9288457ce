"""Tables from outside: every encoding told apart, every bad file refused with a sentence, cheaply."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook

from tinhso.engines.tables.limits import MOST_CELLS, MOST_ROWS
from tinhso.engines.tables.service import Table, TableColumn, UnreadableTable, read_table

COLUMNS = (
    TableColumn(key="code", names=("code", "Mã")),
    TableColumn(key="name", names=("Tên thủ tục", "title")),
)
TEXT = 'Mã,Tên thủ tục\r\n1.004194,"Đăng ký tạm trú, lưu trú"\r\n1.001193,Đăng ký khai sinh\r\n'
NAMES = ["Đăng ký tạm trú, lưu trú", "Đăng ký khai sinh"]


def names(content: bytes) -> list[str]:
    return [row.cells["name"] for row in read_table(content, COLUMNS).rows]


def windows_1258(text: str) -> bytes:
    """As Windows writes Vietnamese: the letter, then its tone as a sign of its own."""
    import unicodedata

    written = bytearray()
    for letter in text:
        try:
            written += letter.encode("cp1258")
        except UnicodeEncodeError:
            base, tone = unicodedata.normalize("NFD", letter)[:-1], unicodedata.normalize("NFD", letter)[-1]
            if tone not in "\u0300\u0301\u0303\u0309\u0323":  # ậ: the tone stands before the circumflex
                tone, base = base[1], base[0] + tone
            written += unicodedata.normalize("NFC", base).encode("cp1258") + tone.encode("cp1258")
    return bytes(written)


def workbook(*rows: list[Any], merged: str = "") -> bytes:
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    if merged:
        sheet.merge_cells(merged)
    filled = io.BytesIO()
    book.save(filled)
    return filled.getvalue()


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "UTF-8"),
        (TEXT.encode("utf-8-sig"), "UTF-8"),
        (TEXT.encode("utf-16"), "UTF-16"),
        (TEXT.encode("utf-16-le"), "UTF-16"),
        (TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("utf-32"), "UTF-32"),
        (windows_1258(TEXT), "Windows-1258"),
    ],
    ids=["utf-8", "with mark", "utf-16", "le without mark", "be without mark", "utf-32", "windows-1258"],
)
def test_each_encoding_is_told_apart_and_comes_out_composed(content: bytes, encoding: str) -> None:
    table = read_table(content, COLUMNS)
    assert table.encoding == encoding
    assert [row.cells["name"] for row in table.rows] == NAMES
    assert [row.line for row in table.rows] == [2, 3]


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_whatever_separator_the_head_uses(separator: str) -> None:
    text = f"Tên thủ tục{separator}mã{separator}\n=1+1{separator}x{separator}\n"
    (row,) = read_table(text.encode(), COLUMNS).rows
    assert row.cells == {"code": "x", "name": "=1+1"}, "what looks like a formula is text"


def test_a_workbook_is_read_with_numbers_merged_cells_and_formulas_named() -> None:
    content = workbook(
        ["Mã", "Tên thủ tục"], [7, "Một"], [7.5, None], ["x", "=1+1"], ["y", "Hai"], merged="B2:B3"
    )
    table = read_table(content, COLUMNS)
    assert [(row.line, row.cells["code"], row.cells["name"]) for row in table.rows] == [
        (2, "7", "Một"), (3, "7.5", "Một"), (5, "y", "Hai"),
    ]  # fmt: skip
    assert [(error.line, error.message[:12]) for error in table.errors] == [(4, "Ô B4 là công")]


def test_a_row_of_the_wrong_width_is_an_error_of_its_line() -> None:
    table = read_table("code,title\n1,Đúng\n2,Có, phẩy\n3,Đúng\n".encode(), COLUMNS)
    assert [row.cells["code"] for row in table.rows] == ["1", "3"]
    assert [error.line for error in table.errors] == [3]


def zipped(**parts: str | bytes) -> bytes:
    filled = io.BytesIO()
    with zipfile.ZipFile(filled, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return filled.getvalue()


def with_sheet(sheet: str | bytes, strings: str = "") -> bytes:
    """A workbook whose parts were written by hand."""
    return zipped(
        **{
            "xl__workbook.xml": '<workbook xmlns:r="r"><sheets><sheet r:id="a"/></sheets></workbook>',
            "xl___rels__workbook.xml.rels": '<R><Relationship Id="a" Target="worksheets/s.xml"/></R>',
            "xl__worksheets__s.xml": sheet,
            **({"xl__sharedStrings.xml": strings} if strings else {}),
        }
    )


LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
CELL = '<c t="inlineStr"><is><t>x</t></is></c>'
HEAD = b"\xd0\xcf\x11\xe0" + b"\0" * 600
PLANTED: dict[str, tuple[Any, str]] = {
    "nothing": (lambda: b"", "không có nội dung"),
    "blanks": (lambda: b" \r\n\0", "không có nội dung"),
    "old Excel, or with a password": (lambda: HEAD, "Excel kiểu cũ"),
    "a PDF": (lambda: b"%PDF-1.7 ...", "PDF"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "không"),
    "TCVN3": (lambda: b"M\xb7,T\xaan\nx,\xa7 \xa8\xcb\xb8\xb5\xb6\xb9 \xd0\xcf", "TCVN3"),
    "half of a UTF-16 letter": (lambda: TEXT.encode("utf-16")[:-1], "UTF-16"),
    "UTF-8 that breaks": (lambda: TEXT.encode("utf-8-sig") + b"\xff\xfe", "UTF-8"),
    "a column missing": (lambda: b"code,titel\n1,2\n", "“titel” có phải là"),
    "a column twice": (lambda: b"code,title,code\n1,2,3\n", "có hai lần"),
    "a quote that never closes": (lambda: b'code,title\n1,"2\n' + b"3,4\n" * 50, "ngoặc kép"),
    "a cell without end": (lambda: b"code,title\n1," + b"x" * 3_000_000, "dài"),
    "a head without end": (lambda: b"code," * 200_000, "quá dài"),
    "too many rows": (lambda: b"code,title\n" + b"1,2\n" * (MOST_ROWS + 1), "dòng"),
    "too many columns": (lambda: b"code,title" + b",a" * 90 + b"\n", "hơn 60 ô"),
    "too large": (lambda: b"code,title\n" * 500_000, "lớn hơn 4 MB"),
    "a ZIP of something": (lambda: zipped(a="x"), "không phải bảng XLSX"),
    "a broken ZIP": (lambda: workbook(["code", "title"])[:-40], "bị hỏng"),
    "half a sheet": (lambda: with_sheet("<worksheet><row>"), "bị hỏng"),
    "a bomb": (lambda: with_sheet(b"<worksheet>" + b" " * 80_000_000), "bung ra"),
    "a bomb of strings": (lambda: with_sheet("<a/>", "<sst>" + "<si/>" * (MOST_CELLS + 9)), "quá nhiều ô"),
    "a bomb of cells": (lambda: with_sheet("<s>" + f"<row>{CELL * 50}</row>" * 3_000), "quá nhiều ô"),
    "a bomb of merged cells": (
        lambda: with_sheet(f'<s><row>{CELL}</row><mergeCell ref="A1:BH900000"/></s>'), "gộp quá nhiều",
    ),
    "a thousand parts": (lambda: zipped(**{f"p{n}": "" for n in range(1_000)}), "quá nhiều phần"),
    "entities": (lambda: with_sheet(LAUGHS), "khai báo kiểu tài liệu"),
    "a sheet that is not there": (
        lambda: zipped(xl__workbook_xml="").replace(b"workbook_xml", b"workbook.xml"), "bị hỏng",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
def test_a_bad_file_is_refused_with_a_sentence(name: str) -> None:
    make, message = PLANTED[name]
    with pytest.raises(UnreadableTable) as refusal:
        read_table(make(), COLUMNS)
    assert message in refusal.value.message
    assert refusal.value.message.endswith((".", "?"))


MEASURED = """
import resource, sys, time
from tests.engines.tables.test_reading_tables import COLUMNS, PLANTED
from tinhso.engines.tables.service import UnreadableTable, read_table
files = [make() for make, _ in PLANTED.values()]
before, worst = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, 0.0
for content in files:
    began = time.process_time()
    try:
        read_table(content, COLUMNS)
    except UnreadableTable:
        pass
    worst = max(worst, time.process_time() - began)
print(worst, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""


def test_no_bad_file_costs_more_than_a_second_and_64_megabytes() -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEASURED],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seconds, megabytes = map(float, re.findall(r"[\d.]+", done.stdout))
    assert seconds < 1
    assert megabytes < 64


def test_the_largest_good_files_are_read() -> None:
    rows = [["code", "title"], *([str(number), "Đăng ký"] for number in range(MOST_ROWS))]
    text = "\n".join(",".join(row) for row in rows)
    found: Table = read_table(text.encode(), COLUMNS)
    assert len(found.rows) == MOST_ROWS == len(read_table(workbook(*rows), COLUMNS).rows)
