"""Navigation shows what the viewer may open, in order, and where they are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.http import HttpRequest
from django.test import RequestFactory, override_settings

from tinhso.foundation.authority.service import Actor, ActorKind, Role
from tinhso.sites.frame import navigation
from tinhso.sites.frame.navigation import NavigationItem, add_navigation, navigation_for
from tinhso.sites.frame.viewer import Viewer


@pytest.fixture(autouse=True)
def own_navigation(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(navigation, "_items", [])
    with override_settings(ROOT_URLCONF="tests.sites.frame.style_urls"):
        yield


def request_of(kind: ActorKind, *roles: Role, path: str = "/style/") -> HttpRequest:
    request = RequestFactory().get(path)
    request.viewer = Viewer(kind=kind)  # type: ignore[attr-defined]
    request.actor = Actor(kind=kind, roles=frozenset(roles))  # type: ignore[attr-defined]
    return request


def labels(request: HttpRequest) -> list[str]:
    return [link.label for link in navigation_for(request, "desk")]


def test_entries_are_shown_in_order_to_those_they_are_for() -> None:
    add_navigation(
        NavigationItem(
            place="desk", route="frame:style", label="Ký duyệt", order=2, roles=frozenset({Role.LEADER})
        ),
        NavigationItem(place="desk", route="frame:style", label="Việc cần làm", order=1),
        NavigationItem(place="portal", route="frame:style", label="Thủ tục"),
    )
    assert labels(request_of(ActorKind.OFFICER, Role.LEADER)) == ["Việc cần làm", "Ký duyệt"]
    assert labels(request_of(ActorKind.OFFICER, Role.SPECIALIST)) == ["Việc cần làm"]


def test_entries_for_officers_are_hidden_from_citizens() -> None:
    only = frozenset({ActorKind.OFFICER})
    add_navigation(NavigationItem(place="desk", route="frame:style", label="Việc cần làm", kinds=only))
    assert labels(request_of(ActorKind.CITIZEN)) == []


def test_adding_twice_shows_once() -> None:
    item = NavigationItem(place="desk", route="frame:style", label="Việc cần làm")
    add_navigation(item)
    add_navigation(item)
    assert labels(request_of(ActorKind.OFFICER)) == ["Việc cần làm"]


def test_an_entry_of_an_absent_site_is_left_out() -> None:
    add_navigation(NavigationItem(place="desk", route="police:home", label="Xử lý vi phạm"))
    assert labels(request_of(ActorKind.OFFICER)) == []


def test_a_fuller_entry_takes_the_place_of_another_for_whoever_sees_it() -> None:
    add_navigation(
        NavigationItem(place="desk", route="frame:style", label="Đường kết nối"),
        NavigationItem(
            place="desk",
            route="frame:style-desk",
            label="Vận hành đường kết nối",
            roles=frozenset({Role.ADMINISTRATOR}),
            replaces="frame:style",
        ),
    )
    assert labels(request_of(ActorKind.OFFICER, Role.ADMINISTRATOR)) == ["Vận hành đường kết nối"]
    assert labels(request_of(ActorKind.OFFICER, Role.SPECIALIST)) == ["Đường kết nối"]


def test_an_absent_site_takes_nobodys_place() -> None:
    add_navigation(
        NavigationItem(place="desk", route="frame:style", label="Đường kết nối"),
        NavigationItem(place="desk", route="police:home", label="Vắng mặt", replaces="frame:style"),
    )
    assert labels(request_of(ActorKind.OFFICER)) == ["Đường kết nối"]


def test_the_longest_matching_address_is_the_current_one() -> None:
    add_navigation(
        NavigationItem(place="desk", route="frame:style", label="Tất cả"),
        NavigationItem(place="desk", route="frame:style-desk", label="Bàn làm việc"),
    )
    links = navigation_for(request_of(ActorKind.OFFICER, path="/style/desk/x/"), "desk")
    assert [link.label for link in links if link.is_current] == ["Bàn làm việc"]
