"""Rows of a file as rows of an export; every row that cannot be one is named by its line."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tinhso.engines.tables.service import LineError, TableColumn, TableRow, read_table
from tinhso.engines.text.service import fold
from tinhso.registers.catalogue.importing.types import ExportRow, ReadExport
from tinhso.registers.catalogue.types import Channel

COLUMNS = (
    TableColumn(key="code", names=("code", "Mã thủ tục", "Mã TTHC", "Mã")),
    TableColumn(key="title", names=("title", "Tên thủ tục", "Tên TTHC")),
    TableColumn(key="decision", names=("decision", "Số quyết định", "Quyết định công bố")),
    TableColumn(key="channel", names=("channel", "Hình thức nộp", "Cách thức thực hiện")),
    TableColumn(key="amount", names=("amount", "Thời hạn", "Số thời hạn")),
    TableColumn(key="unit", names=("unit", "Đơn vị thời hạn", "Đơn vị")),
    TableColumn(key="fee_raw", names=("fee_raw", "Phí, lệ phí", "Lệ phí", "Phí")),
    TableColumn(key="result_codes", names=("result_codes", "Mã kết quả", "Kết quả thực hiện")),
)
_CODE = re.compile(r"[0-9]\.[0-9]{6}")
_RESULT = re.compile(r"KQ\.[A-Z0-9]+\.[0-9]+")
_CHANNELS: Mapping[str, Channel] = {
    "online": "online", "truc tuyen": "online", "direct": "counter", "truc tiep": "counter",
    "postal": "post", "buu chinh": "post", "dich vu buu chinh": "post",
}  # fmt: skip
_UNITS: Mapping[str, str] = {
    "working day": "WORKING_DAY", "ngay lam viec": "WORKING_DAY", "day": "DAY", "ngay": "DAY",
    "hour": "HOUR", "gio": "HOUR", "month": "MONTH", "thang": "MONTH", "unspecified": "", "": "",
}  # fmt: skip
_LONGEST_TIME = 3650


def read_export(content: bytes) -> ReadExport:
    """What a CSV or XLSX file says; raises UnreadableTable where it is no export at all."""
    table = read_table(content, COLUMNS)
    rows: list[ExportRow] = []
    errors, repeated = list(table.errors), list[LineError]()
    seen: dict[tuple[object, ...], int] = {}
    for each in table.rows:
        read = _row(each)
        if isinstance(read, LineError):
            errors.append(read)
            continue
        what = (read.code, read.channel, read.amount, read.unit, read.fee_text, read.results, read.decision)
        if what in seen:
            message = f"Giống hệt dòng {seen[what]}, chỉ lấy một."
            repeated.append(LineError(line=read.line, message=message))
            continue
        seen[what] = read.line
        rows.append(read)
    return ReadExport(
        rows=tuple(rows),
        errors=tuple(sorted(errors, key=lambda error: error.line)),
        repeated=tuple(repeated),
        encoding=table.encoding,
        ignored=table.ignored,
    )


def _row(row: TableRow) -> ExportRow | LineError:
    cells = row.cells
    channel = _CHANNELS.get(_plain(cells["channel"]))
    unit = _UNITS.get(_plain(cells["unit"]))
    amount = _amount(cells["amount"])
    results = tuple(
        sorted({part.strip() for part in re.split(r"[;,\n]", cells["result_codes"]) if part.strip()})
    )
    wrong = ""
    if not _CODE.fullmatch(cells["code"]):
        wrong = f"Mã thủ tục “{cells['code'][:20]}” không đúng dạng 1.004194."
    elif channel is None:
        wrong = f"Hình thức nộp “{cells['channel'][:30]}” không có trong danh mục."
    elif unit is None:
        wrong = f"Đơn vị thời hạn “{cells['unit'][:30]}” không có trong danh mục."
    elif amount is None:
        wrong = f"Thời hạn “{cells['amount'][:30]}” không phải số từ 0 đến {_LONGEST_TIME}."
    elif odd := next((code for code in results if not _RESULT.fullmatch(code)), ""):
        wrong = f"Mã kết quả “{odd[:30]}” không đúng dạng KQ.G01.000060."
    if wrong or channel is None or unit is None or amount is None:
        return LineError(line=row.line, message=wrong)
    return ExportRow(
        line=row.line,
        code=cells["code"],
        title=" ".join(cells["title"].split())[:300],
        decision=cells["decision"].rstrip(" ."),
        channel=channel,
        amount=amount,
        unit=unit,
        fee_text=" ".join(cells["fee_raw"].split()),
        results=results,
    )


def _plain(text: str) -> str:
    return " ".join(fold(text[:60]).replace("_", " ").split())


def _amount(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and int(text[:6]) <= _LONGEST_TIME else None
