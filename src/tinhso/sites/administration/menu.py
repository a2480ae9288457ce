"""The administrator's entries in the navigation of officers, and the own account of every officer."""

from tinhso.foundation.authority.service import ActorKind, Role
from tinhso.sites.frame.service import NavigationItem

_OFFICERS = frozenset({ActorKind.OFFICER})
_ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})

ENTRIES = (
    NavigationItem(
        place="desk",
        route="administration:accounts",
        label="Tài khoản cán bộ",
        icon="people",
        order=50,
        kinds=_OFFICERS,
        roles=_ADMINISTRATORS,
    ),
    NavigationItem(
        place="desk",
        route="administration:procedures",
        label="Thủ tục, phiên bản",
        icon="document",
        order=55,
        kinds=_OFFICERS,
        roles=_ADMINISTRATORS,
    ),
    NavigationItem(
        place="desk",
        route="administration:holidays",
        label="Ngày nghỉ, làm bù",
        icon="calendar",
        order=56,
        kinds=_OFFICERS,
        roles=_ADMINISTRATORS,
    ),
    NavigationItem(
        place="desk",
        route="administration:agencies",
        label="Cơ quan, đơn vị",
        icon="home",
        order=57,
        kinds=_OFFICERS,
        roles=_ADMINISTRATORS,
    ),
    NavigationItem(
        place="desk",
        route="administration:integrations",
        label="Kết nối của hệ thống khác",
        icon="document",
        order=58,
        kinds=_OFFICERS,
        roles=_ADMINISTRATORS,
    ),
    NavigationItem(
        place="desk",
        route="administration:delegations",
        label="Ủy quyền phê duyệt",
        icon="person",
        order=60,
        kinds=_OFFICERS,
        roles=frozenset({Role.RECEPTION_OFFICER, Role.SPECIALIST, Role.LEADER, Role.ADMINISTRATOR}),
    ),
    NavigationItem(
        place="desk",
        route="administration:security",
        label="Bảo mật tài khoản",
        icon="lock",
        order=95,
        kinds=_OFFICERS,
    ),
)
