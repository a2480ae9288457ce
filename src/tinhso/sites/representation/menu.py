"""The entry of representation in the citizens' navigation."""

from tinhso.foundation.authority.service import ActorKind
from tinhso.sites.frame.service import NavigationItem

ENTRIES = (
    NavigationItem(
        place="portal",
        route="representation:home",
        label="Ủy quyền",
        order=45,
        kinds=frozenset({ActorKind.CITIZEN}),
    ),
)
