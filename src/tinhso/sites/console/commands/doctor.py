"""`tinhso doctor`: every start-up check, the database and its privileges, in words a person can act on."""

import argparse

from tinhso.sites.console.environment import start_django

NAME = "doctor"
HELP = "kiểm tra cấu hình, khoá, cơ sở dữ liệu (start-up checks)"


def configure(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(arguments: argparse.Namespace) -> int:
    """Print what is wrong; 0 only when nothing is."""
    start_django()
    problems = [*_check_problems(), *_database_problems()]
    for problem in problems:
        print(f"✗ {problem}")
    if not problems:
        print("✓ Không phát hiện vấn đề nào.")
    return 1 if problems else 0


def _check_problems() -> list[str]:
    from django.core.checks import WARNING, run_checks

    found = [*run_checks(), *run_checks(tags=["house"], include_deployment_checks=True)]
    # What the database itself is asked stands below, in words of its own.
    told = {
        each.msg: each
        for each in found
        if each.level >= WARNING and each.id not in ("house.E020", "house.E021")
    }
    return [f"{each.id}: {each.msg}" for each in told.values()]


def _database_problems() -> list[str]:
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "select current_setting('server_version_num')::int, rolsuper or rolbypassrls,"
                " exists (select from pg_class where relowner = r.oid)"
                " from pg_roles r where rolname = current_user"
            )
            version, is_powerful, owns_tables = cursor.fetchone()
    except DatabaseError:
        return ["Không kết nối được cơ sở dữ liệu. Hãy chạy «make run» hoặc đặt DATABASE_URL."]
    problems = []
    if version < 150000:
        problems.append("PostgreSQL phải từ phiên bản 15.")
    if is_powerful:
        problems.append("Vai trò ứng dụng không được là superuser hay BYPASSRLS.")
    if owns_tables:
        problems.append("Vai trò ứng dụng không được sở hữu bảng nào: bảo mật theo hàng sẽ mất hiệu lực.")
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        problems.append(f"Còn {len(waiting)} bước cập nhật cơ sở dữ liệu chưa chạy.")
    return problems
