"""The entries of the portal's and the desk's navigation; sites add theirs when Django starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from tinhso.foundation.authority.service import Actor, ActorKind, Role
from tinhso.sites.frame.viewer import viewer_of

Place = Literal["portal", "desk"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NavigationItem:
    """One entry. ``route`` names an address; empty ``kinds`` or ``roles`` mean everybody.

    ``counted`` names an entry of the template variable ``counts`` shown beside the label. ``replaces``:
    whoever sees this entry does not see that of this other address, which says less of the same.
    ``fits`` asks more of the actor than their roles: where they work, for instance.
    """

    place: Place
    route: str
    label: str
    icon: str = ""
    group: str = ""
    order: int = 100
    kinds: frozenset[ActorKind] = frozenset()
    roles: frozenset[Role] = frozenset()
    counted: str = ""
    replaces: str = ""
    fits: Callable[[Actor], bool] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NavigationLink:
    """An entry as a page shows it."""

    label: str
    url: str
    icon: str
    group: str
    counted: str
    is_current: bool


_items: list[NavigationItem] = []


def add_navigation(*items: NavigationItem) -> None:
    """Add entries; adding the same entry again changes nothing."""
    _items.extend(item for item in items if item not in _items)


def navigation_for(request: HttpRequest, place: Place) -> tuple[NavigationLink, ...]:
    """The entries that this viewer may see, in order, with the longest matching address marked as current."""
    seen = [(item, _address(item)) for item in _visible(request, place)]
    replaced = {item.replaces for item, url in seen if url}
    found = [(item, url) for item, url in seen if url and item.route not in replaced]
    current = max((url for _, url in found if _covers(url, request.path)), key=len, default="")
    return tuple(
        NavigationLink(
            label=item.label,
            url=url,
            icon=item.icon,
            group=item.group,
            counted=item.counted,
            is_current=url == current,
        )
        for item, url in found
    )


def _visible(request: HttpRequest, place: Place) -> list[NavigationItem]:
    viewer = viewer_of(request)
    actor: Actor | None = getattr(request, "actor", None)
    roles = actor.roles if actor else frozenset()
    fitting = [
        item
        for item in _items
        if item.place == place
        and (not item.kinds or viewer.kind in item.kinds)
        and (not item.roles or item.roles & roles)
        and (item.fits is None or (actor is not None and item.fits(actor)))
    ]
    return sorted(fitting, key=lambda item: item.order)


def _address(item: NavigationItem) -> str:
    try:
        return reverse(item.route)
    except NoReverseMatch:  # a site that this installation leaves out
        return ""


def _covers(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
