"""What a person sees when everything runs: addresses, and one account for each role to try."""

import json
from pathlib import Path

from tinhso.sites.console.supervisor.surroundings import Ports

ACCOUNTS_FILE = "demonstration-accounts.json"
"""Left in ``var/run`` by ``tinhso demo load``: common password, rows of (user name, title, agency)."""


def welcome_text(ports: Ports, var: Path) -> str:
    """Addresses and demonstration accounts as a table in Vietnamese."""
    places: list[tuple[str, ...]] = [
        ("Cổng dịch vụ công (công dân)", f"http://127.0.0.1:{ports.web}/"),
        ("Bộ phận một cửa (cán bộ)", f"http://127.0.0.1:{ports.web}/desk/"),
        ("Hệ thống giả lập (VNeID, dân cư, các cổng, một cửa cũ …)", f"http://127.0.0.1:{ports.sandbox}/"),
        ("Nhật ký", str(var / "log")),
    ]
    lines = ["", "Địa chỉ", *_table(places)]
    lines += [*_account_lines(var), "", "Nhấn Ctrl-C để dừng tất cả.", ""]
    return "\n".join(lines)


def _account_lines(var: Path) -> list[str]:
    source = var / "run" / ACCOUNTS_FILE
    if not source.exists():
        return []
    known = json.loads(source.read_text(encoding="utf-8"))
    rows: list[tuple[str, ...]] = [("Tên đăng nhập", "Chức danh", "Cơ quan")]
    rows += [tuple(row) for row in known["accounts"]]
    return [
        "",
        f"Tài khoản cán bộ trình diễn (mật khẩu chung: {known['password']})",
        *_table(rows),
        *_factor_lines(known.get("second_factor", "")),
        "",
        "Công dân đăng nhập bằng VNeID giả lập: chọn một người trong danh sách ở đó.",
    ]


def _factor_lines(secret: str) -> list[str]:
    """How an administrator gets past the second step."""
    if not secret:
        return []
    typed = " ".join(secret[begin : begin + 4] for begin in range(0, len(secret), 4))
    return [
        "",
        "Quản trị viên (administrator-…) nhập thêm một mã 6 số sau mật khẩu. Lấy mã bằng lệnh:",
        "  .venv/bin/tinhso demo code",
        f"hoặc thêm khóa này vào ứng dụng xác thực trên điện thoại: {typed}",
    ]


def _table(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
