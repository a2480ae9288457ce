"""The ``tinhso`` command: every subcommand is a module of ``commands``."""

import argparse
import sys
from collections.abc import Sequence

from tinhso.foundation.identifiers.service import DomainError
from tinhso.sites.console.commands import COMMANDS


def build_parser() -> argparse.ArgumentParser:
    """The command line with one subparser per command."""
    parser = argparse.ArgumentParser(
        prog="tinhso",
        description="Tỉnh Số: chạy và chăm sóc hệ thống của tỉnh (run and care for the province's system)",
    )
    subparsers = parser.add_subparsers(dest="command", metavar="lệnh", required=True)
    for command in COMMANDS:
        subparser = subparsers.add_parser(command.NAME, help=command.HELP, description=command.HELP)
        command.configure(subparser)
        subparser.set_defaults(run=command.run)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; anticipated errors end with their Vietnamese message and exit code 1."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["manage"]:
        from tinhso.sites.console.commands import manage

        return manage.run_django(words[1:])
    chosen = build_parser().parse_args(words)
    try:
        code: int = chosen.run(chosen)
    except DomainError as error:
        print(f"Lỗi ({error.code}): {error.message}", file=sys.stderr)
        return 1
    return code


if __name__ == "__main__":
    sys.exit(main())
