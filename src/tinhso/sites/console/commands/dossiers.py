"""`tinhso dossiers index`: older dossiers are found by the search, and by the desk's list for the post."""

import argparse

from tinhso.sites.console.environment import start_django

NAME = "dossiers"
HELP = "hồ sơ (dossiers: index)"


def configure(parser: argparse.ArgumentParser) -> None:
    """One action so far."""
    parser.add_argument("action", choices=["index"], help="index: lập chỉ mục tìm hồ sơ cho hồ sơ cũ")


def run(arguments: argparse.Namespace) -> int:
    """Index what is not indexed yet; repeating changes nothing."""
    start_django()
    from tinhso.casework.dossiers.service import make_findable, remember_wishes

    print(f"Hồ sơ tìm được theo mã và họ tên: thêm {make_findable()}.")
    print(f"Kết quả chờ gửi bưu chính: thêm {remember_wishes()}.")
    return 0
