"""The desk's entries in the navigation of officers."""

from tinhso.foundation.authority.service import ActorKind, Role
from tinhso.sites.frame.service import NavigationItem

_OFFICERS = frozenset({ActorKind.OFFICER})
_DESK = frozenset({Role.RECEPTION_OFFICER, Role.SPECIALIST, Role.LEADER})

ENTRIES = (
    NavigationItem(
        place="desk",
        route="onestop:home",
        label="Việc cần làm",
        icon="inbox",
        order=10,
        kinds=_OFFICERS,
        roles=_DESK,
    ),
    NavigationItem(
        place="desk",
        route="onestop:counter",
        label="Lập hồ sơ tại quầy",
        icon="scan",
        order=20,
        kinds=_OFFICERS,
        roles=frozenset({Role.RECEPTION_OFFICER}),
    ),
    NavigationItem(
        place="desk",
        route="onestop:reserve",
        label="Số dự phòng",
        icon="document",
        order=25,
        kinds=_OFFICERS,
        roles=frozenset({Role.RECEPTION_OFFICER}),
    ),
    NavigationItem(
        place="desk",
        route="onestop:postal",
        label="Gửi bưu chính",
        icon="send",
        order=27,
        kinds=_OFFICERS,
        roles=frozenset({Role.RECEPTION_OFFICER}),
    ),
    NavigationItem(
        place="desk",
        route="onestop:digitise",
        label="Số hóa giấy tờ",
        icon="scan",
        order=28,
        kinds=_OFFICERS,
        roles=frozenset({Role.RECEPTION_OFFICER}),
    ),
    NavigationItem(
        place="desk",
        route="onestop:cash",
        label="Sổ tiền mặt",
        icon="money",
        order=30,
        kinds=_OFFICERS,
        roles=frozenset({Role.RECEPTION_OFFICER, Role.LEADER}),
    ),
    NavigationItem(
        place="desk",
        route="onestop:look-ups",
        label="Tra cứu của tôi",
        icon="search",
        order=40,
        kinds=_OFFICERS,
        roles=_DESK,
    ),
    NavigationItem(
        place="desk",
        route="onestop:lines",
        label="Đường kết nối",
        icon="send",
        order=90,
        kinds=_OFFICERS,
    ),
)
