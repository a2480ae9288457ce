"""The entries of feedback and ratings in both navigations."""

from tinhso.foundation.authority.service import ActorKind, Role
from tinhso.sites.frame.service import NavigationItem

_OFFICERS = frozenset({ActorKind.OFFICER})
_DESK = frozenset({Role.RECEPTION_OFFICER, Role.SPECIALIST, Role.LEADER})

ENTRIES = (
    NavigationItem(place="portal", route="feedback:home", label="Phản ánh, kiến nghị", order=35),
    NavigationItem(place="portal", route="feedback:answers", label="Hỏi đáp", order=36),
    NavigationItem(
        place="desk",
        route="feedback:inbox",
        label="Phản ánh, kiến nghị",
        icon="flag",
        order=40,
        kinds=_OFFICERS,
        roles=_DESK,
    ),
    NavigationItem(
        place="desk",
        route="feedback:figures",
        label="Đánh giá của người dân",
        icon="people",
        order=80,
        kinds=_OFFICERS,
        roles=_DESK | {Role.ADMINISTRATOR, Role.INSPECTOR},
    ),
)
