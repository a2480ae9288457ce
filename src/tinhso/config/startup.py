"""What must be true before a process of the house starts: one check for every unsafe setting.

In production a process refuses to start; in the demonstration the same findings are only those that
would make even a demonstration unsafe. ``tinhso doctor`` shows them in words.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from tinhso.foundation.authority.service import Role
from tinhso.foundation.crypto.service import key_problems
from tinhso.services.second_factor.service import DEMONSTRATION_FILE

CHECKS = "house"
"""Tag of all that is asked here, for processes that only know Django's registry of checks."""
_SHORTEST_SECRET = 32
"""Characters of a secret by which others prove to the house who they are: it must not be guessed."""
_SHORTEST_ISSUED = 8
"""Characters of what another system has issued to the house: one of a letter or two was never issued."""
_NEEDED = (
    "TINHSO_PAYMENT_SECRET",
    "TINHSO_MESSAGES_TOKEN",
    "TINHSO_VNEID_CLIENT_SECRET",
    "TINHSO_GATEWAY_CLIENT_ID",
    "TINHSO_GATEWAY_CLIENT_SECRET",
    "TINHSO_POPULATION_ACCOUNT",
    "TINHSO_POPULATION_PORTAL_OFFICER",
)
_PROOFS = ("TINHSO_PAYMENT_SECRET", "TINHSO_ESSENTIAL_PUSH_SECRET")
_ISSUED = (
    "TINHSO_MESSAGES_TOKEN",
    "TINHSO_VNEID_CLIENT_SECRET",
    "TINHSO_GATEWAY_CLIENT_SECRET",
    "TINHSO_ESSENTIAL_CLIENT_SECRET",
    "TINHSO_NATIONAL_PASSWORD",
    "TINHSO_OLD_ONE_STOP_KEY",
)
_BY_HTTPS = (
    "TINHSO_PAYMENT_URL",
    "TINHSO_MESSAGES_URL",
    "TINHSO_VNEID_ISSUER",
    "TINHSO_PUBLIC_URL",
    "TINHSO_LIVE_URL",
    "TINHSO_GATEWAY_URL",
    "TINHSO_POPULATION_WSDL",
)
_LINES_WITH_A_SECRET = {
    "TINHSO_ESSENTIAL_URL": "TINHSO_ESSENTIAL_CLIENT_SECRET",
    "TINHSO_NATIONAL_URL": "TINHSO_NATIONAL_PASSWORD",
    "TINHSO_OLD_ONE_STOP_URL": "TINHSO_OLD_ONE_STOP_KEY",
}
"""Lines that a province may lack: without its secret a system is not connected, whatever its address."""
_THIS_MACHINE = frozenset(("127.0.0.1", "::1", "localhost"))
_SURE_OF_THE_SERVER = frozenset(("verify-ca", "verify-full"))
_SAYS_NOTHING_PERSONAL = {
    "log_statement": ("none",),
    "log_min_error_statement": ("panic", "fatal"),
    "log_error_verbosity": ("terse",),
    "log_parameter_max_length": ("0",),
    "log_parameter_max_length_on_error": ("0",),
    "log_min_duration_statement": ("-1",),
    "log_min_duration_sample": ("-1",),
    "log_transaction_sample_rate": ("0",),
}
"""What PostgreSQL's log may say: statements, parameters and DETAIL of errors quote what people wrote."""


def unsafe_settings() -> list[CheckMessage]:
    """Every unsafe setting found, with what to do about it."""
    found = [*_always()]
    if not settings.TINHSO_DEMONSTRATION:
        found += [*_in_production()]
    return found


def refuse_unsafe_start() -> None:
    """Raise ImproperlyConfigured naming each finding; called once when a process starts."""
    found = [*unsafe_settings(), *unsafe_database()]
    if found:
        lines = "\n".join(f"  {each.id}: {each.msg}" for each in found)
        raise ImproperlyConfigured(f"Cấu hình chưa an toàn, hệ thống không khởi động:\n{lines}")


@register(Tags.security, CHECKS)
def settings_are_safe(**_: Any) -> list[CheckMessage]:
    """The same findings for Django's ``check``, ``tinhso doctor`` and the worker."""
    return unsafe_settings()


@register(CHECKS, deploy=True)
def database_is_safe(**_: Any) -> list[CheckMessage]:
    """The same for the database; a command that only prepares one is not held up by it."""
    return [*unsafe_database()]


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
    connected = [url for url, secret in _LINES_WITH_A_SECRET.items() if getattr(settings, secret)]
    for name in (*_BY_HTTPS, *connected):
        if not str(getattr(settings, name)).startswith("https://"):
            yield Error(f"{name} phải là địa chỉ https.", id="house.E015")
    yield from _short_secrets()
    for origin in settings.CSRF_TRUSTED_ORIGINS:
        if not origin.startswith("https://"):
            yield Error(f"TINHSO_TRUSTED_ORIGINS chỉ nêu địa chỉ https: {origin}.", id="house.E019")
    if not _is_sure_of_the_database(settings.DATABASES["default"]):
        yield Error(
            "DATABASE_URL tới máy khác phải có sslmode=verify-full (hoặc verify-ca) cùng sslrootcert:"
            " dữ liệu cá nhân đi trên đường truyền đó.",
            id="house.E023",
        )


def _short_secrets() -> Iterator[CheckMessage]:
    """Of what is set at all; what is missing is told on its own."""
    shortest = {**dict.fromkeys(_ISSUED, _SHORTEST_ISSUED), **dict.fromkeys(_PROOFS, _SHORTEST_SECRET)}
    for name, length in shortest.items():
        if 0 < len(str(getattr(settings, name))) < length:
            yield Error(f"{name} phải dài ít nhất {length} ký tự.", id="house.E018")


def _is_sure_of_the_database(database: Mapping[str, Any]) -> bool:
    """Whether the database is on this machine, or proves who it is before it is told anything."""
    options = database["OPTIONS"]
    hosts = [*str(database["HOST"]).split(","), *str(options.get("hostaddr", "")).split(",")]
    is_here = all(not host or host in _THIS_MACHINE or host.startswith("/") for host in hosts)
    return is_here or options.get("sslmode") in _SURE_OF_THE_SERVER


def unsafe_database() -> Iterator[CheckMessage]:
    """The second lock needs a role that owns nothing and cannot bypass it; the log quotes nobody."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                """select rolsuper or rolbypassrls,
                     exists (select from pg_class where relowner = r.oid and relkind = 'r')
                   from pg_roles r where rolname = current_user"""
            )
            is_powerful, owns_tables = cursor.fetchone()
            cursor.execute(
                "select name, setting from pg_settings where name = any(%s) order by name",
                [list(_SAYS_NOTHING_PERSONAL)],
            )
            logged = cursor.fetchall()
    except DatabaseError:
        yield Error("Không kết nối được cơ sở dữ liệu.", id="house.E020")
        return
    if is_powerful or owns_tables:
        yield Error("Vai trò cơ sở dữ liệu của ứng dụng bỏ qua được bảo mật theo hàng.", id="house.E021")
    for name, setting in logged:
        if setting not in _SAYS_NOTHING_PERSONAL[name]:
            safe = _SAYS_NOTHING_PERSONAL[name][0]
            yield Error(
                f"Nhật ký của máy chủ cơ sở dữ liệu có thể chứa dữ liệu cá nhân: {name} là {setting},"
                f" phải đặt là {safe}.",
                id="house.E022",
            )
