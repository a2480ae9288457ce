"""The subcommands of ``tinhso``, one module each: NAME, HELP, configure(parser), run(arguments)."""

from types import ModuleType

from tinhso.sites.console.commands import clock, doctor, holiday, keys, manage, province, run

COMMANDS: tuple[ModuleType, ...] = (run, manage, clock, holiday, province, keys, doctor)
