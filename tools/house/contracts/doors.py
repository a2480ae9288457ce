"""The door: a room is used from outside only through its ``service`` and its ``events``."""

from typing import Any

import grimp
from importlinter import Contract, ContractCheck, fields, output

from tools.house.contracts.rooms import place_of


class DoorsContract(Contract):
    """Refuses every direct import of another room's inside.

    ``floors`` name where rooms stand (the composition root is not a room and may wire anything);
    ``doors`` name the modules of a room that others may import.
    """

    type_name = "doors"

    floors = fields.SetField(subfield=fields.StringField())
    doors = fields.SetField(subfield=fields.StringField())

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        broken = [
            (importer, imported, _lines(graph, importer, imported))
            for importer in sorted(graph.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if self._goes_round_the_door(importer, imported)
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def _goes_round_the_door(self, importer: str, imported: str) -> bool:
        visitor, host = place_of(importer), place_of(imported)
        floors: set[str] = self.floors  # type: ignore[assignment]
        doors: set[str] = self.doors  # type: ignore[assignment]
        if visitor is None or host is None or visitor.floor not in floors or host.floor not in floors:
            return False
        return visitor.dotted_room != host.dotted_room and host.inside not in doors

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported, lines in check.metadata["broken"]:
            output.print_error(f"- {importer} -> {imported} (l.{lines})", bold=False)
        output.print_error("  Import the room's `service` or `events` instead.", bold=False)


def _lines(graph: grimp.ImportGraph, importer: str, imported: str) -> str:
    details: list[Any] = list(graph.get_import_details(importer=importer, imported=imported))
    return ", ".join(str(detail["line_number"]) for detail in details)
