"""Every check that reads files only, in the order in which `make check` reports them."""

from collections.abc import Callable, Iterator

from tools.house.clocks import clock_in_rules, looked_at_a_clock
from tools.house.glossary import undefined_words
from tools.house.names import empty_names, read_faces
from tools.house.rooms import incomplete_rooms, undocumented_doors
from tools.house.secrecy import leaked_addresses
from tools.house.sizes import oversized
from tools.house.sources import Tree, Violation

Check = Callable[[Tree], Iterator[Violation]]

CHECKS: dict[str, Check] = {
    check.__name__: check
    for check in (
        oversized,
        empty_names,
        incomplete_rooms,
        undocumented_doors,
        looked_at_a_clock,
        clock_in_rules,
        undefined_words,
        read_faces,
        leaked_addresses,
    )
}
