"""The subcommands of ``tinhso``, one module each: NAME, HELP, configure(parser), run(arguments)."""

from types import ModuleType

from tinhso.sites.console.commands import manage

COMMANDS: tuple[ModuleType, ...] = (manage,)
