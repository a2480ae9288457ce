"""`tinhso province load`: working calendar, units, agencies and officers from their data files."""

import argparse

from tinhso.sites.console.environment import start_django

NAME = "province"
HELP = "dữ liệu nền của tỉnh (the province's base data: load)"

_YEARS = range(2023, 2028)


def configure(parser: argparse.ArgumentParser) -> None:
    """One action so far."""
    parser.add_argument("action", choices=["load"], help="load: nạp hoặc cập nhật, không xoá gì")


def run(arguments: argparse.Namespace) -> int:
    """Bring the registers to what the data files say; repeating changes nothing."""
    start_django()
    from django.conf import settings

    from tinhso.foundation.calendar.service import seed_calendar
    from tinhso.foundation.clock.service import legal_now
    from tinhso.registers.agencies.service import (
        index_officer_names,
        load_demonstration_officers,
        load_province,
    )

    days = seed_calendar(_YEARS)
    print(f"Lịch làm việc {_YEARS.start}–{_YEARS.stop - 1}: thêm {days} ngày.")
    now = legal_now()
    changed = load_province(now=now)
    print("Đơn vị hành chính và cơ quan: " + ("đã cập nhật." if changed else "không thay đổi."))
    if settings.TINHSO_DEMONSTRATION:
        changed = load_demonstration_officers(now=now)
        print("Cán bộ trình diễn: " + ("đã nạp." if changed else "không thay đổi."))
    print(f"Tên cán bộ tra được theo chữ: thêm {index_officer_names()}.")
    return 0
