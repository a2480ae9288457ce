"""Days as people type them, in a form or in a file of a year, and as a form carries them to its next page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta

from tinhso.engines.tables.service import LineError, TableColumn, UnreadableTable, read_table
from tinhso.engines.text.service import fold
from tinhso.foundation.calendar.service import DayKind, DayToDeclare
from tinhso.sites.frame.service import Tone

KINDS: Mapping[DayKind, tuple[str, Tone]] = {
    DayKind.HOLIDAY: ("Nghỉ", "stopped"),
    DayKind.SWAPPED_WORKING_DAY: ("Làm bù", "running"),
    DayKind.HALF_DAY: ("Làm buổi sáng", "waiting"),
    DayKind.ORDINARY_DAY: ("Như ngày thường", "neutral"),
}
COLUMNS = (
    TableColumn(key="day", names=("Ngày", "date", "day")),
    TableColumn(key="name", names=("Tên", "Tên ngày", "name")),
    TableColumn(key="kind", names=("Loại", "kind")),
    TableColumn(key="source", names=("Văn bản", "Số văn bản", "Nguồn", "source")),
)
_KIND_WORDS: Mapping[str, DayKind] = {
    **{fold(label): kind for kind, (label, _) in KINDS.items()},
    **{kind.value: kind for kind in DayKind},
    "nghi le": DayKind.HOLIDAY,
    "nghi bu": DayKind.HOLIDAY,
    "lam viec": DayKind.SWAPPED_WORKING_DAY,
    "nua ngay": DayKind.HALF_DAY,
}
_MOST_DAYS = 120
_SPREADSHEETS_COUNT_FROM = date(1899, 12, 30)


def read_year_file(content: bytes) -> tuple[list[DayToDeclare], list[LineError]]:
    """The days of a file and what is wrong at which line; raises UnreadableTable."""
    table = read_table(content, COLUMNS)
    days: list[DayToDeclare] = []
    errors = list(table.errors)
    lines: dict[date, int] = {}
    for row in table.rows:
        day, kind = read_one_day(row.cells["day"]), _KIND_WORDS.get(fold(row.cells["kind"]).replace("_", " "))
        kind = kind or _KIND_WORDS.get(row.cells["kind"].lower())
        wrong = _wrong(row.cells, day, kind) or (
            f"Ngày này đã có ở dòng {lines[day]}." if day is not None and day in lines else ""
        )
        if wrong or day is None or kind is None:
            errors.append(LineError(line=row.line, message=wrong))
            continue
        lines[day] = row.line
        days.append(DayToDeclare(day=day, kind=kind, name=row.cells["name"], source=row.cells["source"]))
    if len(days) > _MOST_DAYS:
        raise UnreadableTable("too_many_days", f"Tệp có hơn {_MOST_DAYS} ngày; mỗi lần nhập một năm.")
    return days, sorted(errors, key=lambda error: error.line)


def _wrong(cells: Mapping[str, str], day: date | None, kind: DayKind | None) -> str:
    if day is None:
        return f"Không đọc được ngày “{cells['day'][:30]}”. Ghi như 02/09/2024."
    if kind is None:
        return f"Loại “{cells['kind'][:30]}” không có. Ghi Nghỉ, Làm bù hoặc Làm buổi sáng."
    if not cells["name"] or not cells["source"]:
        return "Thiếu tên ngày hoặc số văn bản."
    return ""


def read_one_day(text: str) -> date | None:
    """A day as typed (02/09/2024, 2024-09-02) or as a spreadsheet counts it; None for anything else."""
    if text.isascii() and text.isdigit() and len(text) == 5:
        return _SPREADSHEETS_COUNT_FROM + timedelta(days=int(text))
    parts = text.split(" ")[0].replace("-", "/").replace(".", "/").split("/")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    numbers = [int(part) for part in parts]
    if len(parts[0]) == 4:
        numbers.reverse()
    try:
        return date(numbers[2], numbers[1], numbers[0]) if numbers[2] > 1999 else None
    except ValueError:
        return None


def carried(days: tuple[DayToDeclare, ...]) -> str:
    """The days as the hidden field of a form."""
    return json.dumps(
        [[one.day.isoformat(), one.kind.value, one.name, one.source, one.is_verified] for one in days],
        ensure_ascii=False,
    )


def read_carried(text: str) -> list[DayToDeclare]:
    """Back from `carried`; raises ValueError for anything that this page did not write."""
    said = json.loads(text)
    if not isinstance(said, list) or len(said) > _MOST_DAYS:
        raise ValueError("not the days of this page")
    days = []
    for one in said:
        if not isinstance(one, list) or len(one) != 5 or not all(isinstance(part, str) for part in one[:4]):
            raise ValueError("not the days of this page")
        day, kind, name, source, is_verified = one
        days.append(
            DayToDeclare(
                day=date.fromisoformat(day),
                kind=DayKind(kind),
                name=name,
                source=source,
                is_verified=is_verified is True,
            )
        )
    return days
