"""`tinhso holiday declare`: a day becomes a holiday or a working day, and open clocks are recomputed."""

import argparse
from datetime import date

from tinhso.sites.console.environment import start_django

NAME = "holiday"
HELP = "ngày nghỉ, ngày làm bù (holidays: declare, list)"


def configure(parser: argparse.ArgumentParser) -> None:
    """declare DAY KIND NAME SOURCE | list YEAR."""
    actions = parser.add_subparsers(dest="action", metavar="việc", required=True)
    declaring = actions.add_parser("declare", help="công bố một ngày nghỉ hoặc ngày làm bù")
    declaring.add_argument("day", type=date.fromisoformat, help="ngày, dạng 2023-09-01")
    declaring.add_argument("kind", help="loại ngày (xem danh sách khi nhập sai)")
    declaring.add_argument("--name", required=True, help="tên ngày, ví dụ «Quốc khánh»")
    declaring.add_argument("--source", required=True, help="số văn bản quyết định")
    listing = actions.add_parser("list", help="xem các ngày đã công bố của một năm")
    listing.add_argument("year", type=int)


def run(arguments: argparse.Namespace) -> int:
    """Declare or list."""
    start_django()
    return _declare(arguments) if arguments.action == "declare" else _list(arguments.year)


def _declare(arguments: argparse.Namespace) -> int:
    from tinhso.foundation.authority.service import system_actor
    from tinhso.foundation.calendar.service import DayKind, declare_holiday
    from tinhso.foundation.clock.service import legal_now, new_id
    from tinhso.foundation.unit_of_work.service import unit_of_work

    kinds = {kind.value: kind for kind in DayKind}
    if arguments.kind not in kinds:
        print(f"Loại ngày phải là một trong: {', '.join(kinds)}.")
        return 2
    now = legal_now()
    with unit_of_work(actor=system_actor(trace_id=str(new_id())), now=now) as work:
        declare_holiday(
            work=work,
            day=arguments.day,
            kind=kinds[arguments.kind],
            name=arguments.name,
            source=arguments.source,
            now=now,
        )
    print(f"Đã công bố {arguments.day:%d/%m/%Y}; các thời hạn đang chạy sẽ được tính lại.")
    return 0


def _list(year: int) -> int:
    from tinhso.foundation.calendar.service import list_declared_days

    for declared in list_declared_days(year=year):
        certainty = "" if declared.is_verified else "  (chưa xác minh)"
        print(f"{declared.day:%d/%m/%Y}  {declared.kind.value:<12}  {declared.name}{certainty}")
    return 0
