"""The entry of the lines in the desk's navigation: for their operators, instead of the officers' own."""

from tinhso.foundation.authority.service import ActorKind, Role
from tinhso.sites.frame.service import NavigationItem

ENTRIES = (
    NavigationItem(
        place="desk",
        route="exchange:lines",
        label="Đường kết nối",
        icon="send",
        order=58,
        kinds=frozenset({ActorKind.OFFICER}),
        roles=frozenset({Role.ADMINISTRATOR}),
        replaces="onestop:lines",
    ),
)
