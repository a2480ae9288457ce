"""Feedback and ratings as a Django application."""

from django.apps import AppConfig

from tinhso.foundation.authority.service import ActorKind, Role
from tinhso.sites.frame.service import NavigationItem, add_navigation

_OFFICERS = frozenset({ActorKind.OFFICER})
_DESK = frozenset({Role.RECEPTION_OFFICER, Role.SPECIALIST, Role.LEADER})


class FeedbackPagesConfig(AppConfig):
    """Adds the entries of both navigations."""

    name = "tinhso.sites.feedback"
    label = "feedback_pages"
    verbose_name = "Phản ánh, kiến nghị"

    def ready(self) -> None:
        """Make the entries known to the frame."""
        add_navigation(
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
