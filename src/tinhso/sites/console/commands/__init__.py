"""The subcommands of ``tinhso``, one module each: NAME, HELP, configure(parser), run(arguments)."""

from types import ModuleType

from tinhso.sites.console.commands import (
    audit,
    catalogue,
    clock,
    demo,
    doctor,
    dossiers,
    holiday,
    keys,
    manage,
    province,
    run,
    work,
)

COMMANDS: tuple[ModuleType, ...] = (
    run,
    work,
    manage,
    clock,
    catalogue,
    province,
    dossiers,
    demo,
    audit,
    holiday,
    keys,
    doctor,
)
