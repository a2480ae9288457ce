"""What must be true before a process of the house starts: one check for every unsafe setting.

In production a process refuses to start; in the demonstration the same findings are only those that
would make even a demonstration unsafe. ``tinhso doctor`` shows them in words.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from tinhso.foundation.authority.service import Role
from tinhso.foundation.crypto.service import key_problems
from tinhso.services.second_factor.service import DEMONSTRATION_FILE

_SHORTEST_SECRET = 32
_NEEDED = (
    "TINHSO_PAYMENT_SECRET",
    "TINHSO_MESSAGES_TOKEN",
    "TINHSO_VNEID_CLIENT_SECRET",
    "TINHSO_GATEWAY_CLIENT_ID",
    "TINHSO_GATEWAY_CLIENT_SECRET",
)
_BY_HTTPS = (
    "TINHSO_PAYMENT_URL",
    "TINHSO_MESSAGES_URL",
    "TINHSO_VNEID_ISSUER",
    "TINHSO_PUBLIC_URL",
    "TINHSO_GATEWAY_URL",
)


def unsafe_settings() -> list[CheckMessage]:
    """Every unsafe setting found, with what to do about it."""
    found = [*_always()]
    if not settings.TINHSO_DEMONSTRATION:
        found += [*_in_production()]
    return found


def refuse_unsafe_start() -> None:
    """Raise ImproperlyConfigured naming each finding; called once when a process starts."""
    found = [*unsafe_settings(), *_database()]
    if found:
        lines = "\n".join(f"  {each.id}: {each.msg}" for each in found)
        raise ImproperlyConfigured(f"Cấu hình chưa an toàn, hệ thống không khởi động:\n{lines}")


@register(Tags.security)
def settings_are_safe(**_: Any) -> list[CheckMessage]:
    """The same findings for Django's ``check`` and ``tinhso doctor``."""
    return unsafe_settings()


def _always() -> Iterator[CheckMessage]:
    """Django itself refuses an empty secret key."""
    for problem in key_problems():
        yield Error(problem, id="house.E002")
    if "*" in settings.ALLOWED_HOSTS:
        yield Error("TINHSO_ALLOWED_HOSTS phải nêu rõ tên miền.", id="house.E003")
    for duty in sorted(settings.TINHSO_SECOND_FACTOR_REQUIRED - {role.value for role in Role}):
        yield Error(f"TINHSO_SECOND_FACTOR_REQUIRED nêu nhiệm vụ không có: {duty}.", id="house.E005")
    if not settings.SESSION_COOKIE_HTTPONLY or not settings.CSRF_COOKIE_HTTPONLY:
        yield Error("Cookie phiên và CSRF phải là HttpOnly.", id="house.E004")


def _in_production() -> Iterator[CheckMessage]:
    if len(settings.SECRET_KEY) < _SHORTEST_SECRET:
        yield Error("TINHSO_SECRET_KEY phải dài ít nhất 32 ký tự.", id="house.E010")
    if settings.DEBUG:
        yield Error("Không được bật TINHSO_DEBUG.", id="house.E011")
    if not settings.TINHSO_HTTPS:
        yield Error("Phải bật TINHSO_HTTPS: cookie chỉ đi qua https.", id="house.E012")
    if os.environ.get("TINHSO_LEGAL_CLOCK_FILE"):
        yield Error("Đồng hồ pháp lý chỉ đặt được khi trình diễn.", id="house.E013")
    if Role.ADMINISTRATOR.value not in settings.TINHSO_SECOND_FACTOR_REQUIRED:
        yield Error(
            "TINHSO_SECOND_FACTOR_REQUIRED phải có administrator: quản trị viên cần bước xác nhận thứ hai.",
            id="house.E016",
        )
    for file in (DEMONSTRATION_FILE, "demonstration-password"):
        if (Path(settings.TINHSO_VAR_DIR) / file).exists():
            yield Error(f"Còn tệp {file} của bản trình diễn: các tài khoản đó ai cũng biết.", id="house.E017")
    for name in _NEEDED:
        if not getattr(settings, name):
            yield Error(f"Thiếu {name}.", id="house.E014")
    for name in _BY_HTTPS:
        if not str(getattr(settings, name)).startswith("https://"):
            yield Error(f"{name} phải là địa chỉ https.", id="house.E015")


def _database() -> Iterator[CheckMessage]:
    """The second lock works only for a role that owns nothing and cannot bypass it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                """select rolsuper or rolbypassrls,
                     exists (select from pg_class where relowner = r.oid and relkind = 'r')
                   from pg_roles r where rolname = current_user"""
            )
            is_powerful, owns_tables = cursor.fetchone()
    except DatabaseError:
        yield Error("Không kết nối được cơ sở dữ liệu.", id="house.E020")
        return
    if is_powerful or owns_tables:
        yield Error("Vai trò cơ sở dữ liệu của ứng dụng bỏ qua được bảo mật theo hàng.", id="house.E021")
