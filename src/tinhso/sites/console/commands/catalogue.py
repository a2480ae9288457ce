"""`tinhso catalogue`: check, compare, draw and publish the reviewed files of procedures."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tinhso.sites.console.environment import start_django

if TYPE_CHECKING:
    from tinhso.registers.catalogue.service import Problem

NAME = "catalogue"
HELP = "danh mục thủ tục (procedures: check, diff, pages, publish)"


def configure(parser: argparse.ArgumentParser) -> None:
    """check [PATH] | diff BEFORE AFTER | pages FOLDER | publish [FOLDER]."""
    actions = parser.add_subparsers(dest="action", metavar="việc", required=True)
    checking = actions.add_parser("check", help="kiểm tra một tệp hoặc cả thư mục")
    checking.add_argument("path", nargs="?", type=Path, help="mặc định: danh mục đi kèm")
    comparing = actions.add_parser("diff", help="so hai phiên bản của một thủ tục")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    drawing = actions.add_parser("pages", help="viết trang rà soát và sơ đồ trạng thái")
    drawing.add_argument("target", type=Path, help="thư mục đích, ví dụ docs/procedures")
    publishing = actions.add_parser("publish", help="công bố các phiên bản mới")
    publishing.add_argument("folder", nargs="?", type=Path, help="mặc định: danh mục đi kèm")


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked; files with errors end with 1 and every error by file, line and rule."""
    start_django()
    from tinhso.registers.catalogue.service import UnableToPublish

    try:
        return {"check": _check, "diff": _diff, "pages": _pages, "publish": _publish}[arguments.action](
            arguments
        )
    except UnableToPublish as error:
        for problem in error.problems:
            print(_shown(problem))
        raise


def _check(arguments: argparse.Namespace) -> int:
    from tinhso.registers.catalogue.service import check_file, check_folder

    path: Path | None = arguments.path
    problems = check_file(path) if path and path.is_file() else check_folder(path)
    for problem in problems:
        print(_shown(problem))
    print(f"✗ {len(problems)} lỗi." if problems else "✓ Không có lỗi.")
    return 1 if problems else 0


def _diff(arguments: argparse.Namespace) -> int:
    from tinhso.registers.catalogue.service import diff_versions, read_procedure

    changes = diff_versions(read_procedure(arguments.before), read_procedure(arguments.after))
    marks = {"added": "+", "removed": "-", "changed": "~"}
    for change in changes:
        print(f"{marks[change.kind]} {change.path}: {change.text_vi}")
    print(f"{len(changes)} thay đổi.")
    return 0


def _pages(arguments: argparse.Namespace) -> int:
    from tinhso.registers.catalogue.service import write_pages

    arguments.target.mkdir(parents=True, exist_ok=True)
    for name, text in write_pages().items():
        (arguments.target / name).write_text(text, encoding="utf-8")
        print(f"Đã viết {arguments.target / name}")
    return 0


def _publish(arguments: argparse.Namespace) -> int:
    from tinhso.foundation.clock.service import legal_now
    from tinhso.registers.catalogue.service import publish_folder

    published = publish_folder(arguments.folder, now=legal_now())
    for name in published.added:
        print(f"Đã công bố {name}")
    print(f"Giữ nguyên {len(published.unchanged)} phiên bản đã công bố.")
    return 0


def _shown(problem: "Problem") -> str:
    return f"{problem.file}:{problem.line}: {problem.message_vi} [{problem.rule}]"
