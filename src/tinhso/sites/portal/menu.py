"""The entries of the portal's navigation."""

from __future__ import annotations

from tinhso.foundation.authority.service import ActorKind
from tinhso.sites.frame.service import NavigationItem

_CITIZENS = frozenset({ActorKind.CITIZEN})


def _entry(
    route: str, label: str, order: int, *, kinds: frozenset[ActorKind] = frozenset()
) -> NavigationItem:
    return NavigationItem(place="portal", route=f"portal:{route}", label=label, order=order, kinds=kinds)


ENTRIES = (
    _entry("home", "Trang chủ", 10),
    _entry("procedures", "Thủ tục", 20),
    _entry("tracking", "Tra cứu hồ sơ", 30),
    _entry("dossiers", "Hồ sơ của tôi", 40, kinds=_CITIZENS),
    _entry("my-papers", "Giấy tờ của tôi", 45, kinds=_CITIZENS),
    _entry("messages", "Tin nhắn", 50, kinds=_CITIZENS),
    _entry("access-log", "Ai đã xem dữ liệu của tôi", 60, kinds=_CITIZENS),
    _entry("help", "Hướng dẫn", 70),
)
