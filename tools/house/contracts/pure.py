"""Purity: what computes imports nothing that waits, stores, draws lots or looks at a clock."""

import grimp
from importlinter import Contract, ContractCheck, fields, output
from importlinter.domain.helpers import module_expressions_to_modules

from tools.house.contracts.rooms import place_of


class PureContract(Contract):
    """Follows the imports of ``sources`` inside their own room to the end.

    Refused are the ``forbidden`` packages, wherever in the room they are reached, and other rooms
    except the ``doors`` of ``allowed_rooms`` (whose own purity their own rules answer for).
    """

    type_name = "pure"

    sources = fields.SetField(subfield=fields.ModuleExpressionField())
    doors = fields.SetField(subfield=fields.StringField())
    allowed_rooms = fields.SetField(subfield=fields.ModuleExpressionField())
    forbidden = fields.SetField(subfield=fields.StringField())

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        rooms = {module.name for module in module_expressions_to_modules(graph, self.allowed_rooms)}  # type: ignore[arg-type]
        sources = {module.name for module in module_expressions_to_modules(graph, self.sources)}  # type: ignore[arg-type]
        roots = sources | {child for source in sources for child in graph.find_descendants(source)}
        broken = sorted({link for root in roots for link in self._impurities(graph, root, rooms)})
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def _impurities(self, graph: grimp.ImportGraph, root: str, rooms: set[str]) -> set[tuple[str, str, str]]:
        found: set[tuple[str, str, str]] = set()
        seen, waiting = {root}, [root]
        while waiting:
            importer = waiting.pop()
            for imported in graph.find_modules_directly_imported_by(importer) - seen:
                if self._is_refused(root, imported, rooms):
                    found.add((root, importer, imported))
                elif _same_room(root, imported):
                    seen.add(imported)
                    waiting.append(imported)
        return found

    def _is_refused(self, root: str, imported: str, rooms: set[str]) -> bool:
        forbidden: set[str] = self.forbidden  # type: ignore[assignment]
        doors: set[str] = self.doors  # type: ignore[assignment]
        if imported.split(".")[0] in forbidden:
            return True
        host = place_of(imported)
        if host is None or _same_room(root, imported):
            return False
        return host.dotted_room not in rooms or host.inside not in doors

    def render_broken_contract(self, check: ContractCheck) -> None:
        for root, importer, imported in check.metadata["broken"]:
            via = "" if root == importer else f" (reached from {root})"
            output.print_error(f"- {importer} -> {imported}{via}", bold=False)


def _same_room(one: str, other: str) -> bool:
    here, there = place_of(one), place_of(other)
    return here is not None and there is not None and here.dotted_room == there.dotted_room
