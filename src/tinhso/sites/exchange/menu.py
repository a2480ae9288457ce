"""The entry of the lines in the desk's navigation."""

from tinhso.foundation.authority.service import ActorKind, Role
from tinhso.sites.frame.service import NavigationItem

ENTRIES = (
    NavigationItem(
        place="desk",
        route="exchange:lines",
        label="Đồng bộ hồ sơ",
        icon="list",
        order=58,
        kinds=frozenset({ActorKind.OFFICER}),
        roles=frozenset({Role.ADMINISTRATOR}),
    ),
)
