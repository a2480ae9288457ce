"""The entry of reports in the desk's navigation."""

from tinhso.foundation.authority.service import ActorKind, Role
from tinhso.sites.frame.service import NavigationItem

ENTRIES = (
    NavigationItem(
        place="desk",
        route="reports:home",
        label="Thống kê, báo cáo",
        icon="list",
        order=60,
        kinds=frozenset({ActorKind.OFFICER}),
        roles=frozenset({Role.RECEPTION_OFFICER, Role.LEADER, Role.CONTROLLER}),
    ),
)
