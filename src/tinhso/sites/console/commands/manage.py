"""`tinhso manage …`: Django's own commands, in the surroundings of the running system."""

import argparse
from collections.abc import Sequence

from tinhso.sites.console.environment import load_environment

NAME = "manage"
HELP = "lệnh quản trị của Django (Django's own commands: migrate, makemigrations, shell …)"

_OWNERS_COMMANDS = frozenset({"migrate", "sqlmigrate", "sqlflush", "flush"})


def configure(parser: argparse.ArgumentParser) -> None:
    """Everything after ``manage`` goes to Django as it stands."""
    parser.add_argument("words", nargs=argparse.REMAINDER)


def run(arguments: argparse.Namespace) -> int:
    """Hand the words over to Django."""
    return run_django(arguments.words)


def run_django(words: Sequence[str]) -> int:
    """Run one Django command; those that change tables connect as their owner, all others do not."""
    load_environment(as_owner=bool(words) and words[0] in _OWNERS_COMMANDS)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["tinhso manage", *words])
    return 0
