"""The rules that a procedure must keep beyond its shape, one module per part of the file."""

from collections.abc import Iterator

from tinhso.registers.catalogue.reviewing.rules import cases, form, law, papers, process, texts, windows
from tinhso.registers.catalogue.reviewing.rules.findings import Finding
from tinhso.registers.catalogue.types import ProcedureVersion


def findings_of(version: ProcedureVersion) -> Iterator[Finding]:
    """Everything that is wrong with a procedure whose shape is right."""
    for part in (law, form, windows, cases, papers, process, texts):
        yield from part.check(version)
