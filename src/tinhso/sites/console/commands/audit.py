"""`tinhso audit`: prove that the access log is unchanged, or seal what waits."""

import argparse
from pathlib import Path

from tinhso.sites.console.environment import start_django

NAME = "audit"
HELP = "nhật ký truy cập (audit log: verify, seal)"

_SHOWN = 20


def configure(parser: argparse.ArgumentParser) -> None:
    """verify [--heads FILE] [--public-key FILE] | seal."""
    actions = parser.add_subparsers(dest="action", metavar="việc", required=True)
    checking = actions.add_parser("verify", help="chứng minh nhật ký không bị sửa, xoá, chèn")
    checking.add_argument("--heads", type=Path, help="bản sao các đầu cây giữ bên ngoài")
    checking.add_argument("--public-key", type=Path, help="khoá công khai (PEM) giữ bên ngoài")
    actions.add_parser("seal", help="niêm phong các mục đang chờ")


def run(arguments: argparse.Namespace) -> int:
    """Verify or seal; a log that is not sound ends with 1."""
    start_django()
    return _verify(arguments) if arguments.action == "verify" else _seal()


def _seal() -> int:
    from tinhso.foundation.audit.service import seal_pending
    from tinhso.foundation.clock.service import real_now

    print(f"Đã niêm phong {seal_pending(real_now())} mục.")
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    from django.conf import settings

    from tinhso.foundation.audit.service import verify
    from tinhso.foundation.clock.service import real_now

    report = verify(
        heads_file=arguments.heads or Path(settings.TINHSO_TREE_HEADS_FILE),
        now=real_now(),
        public_pem=arguments.public_key.read_bytes() if arguments.public_key else None,
    )
    print(
        f"{report.leaves} mục đã niêm phong, {report.waiting} mục đang chờ, "
        f"{report.outside_heads} đầu cây bên ngoài."
    )
    for finding in report.findings[:_SHOWN]:
        print(f"✗ {finding.kind.value}: {finding.message}")
    if report.total_findings > _SHOWN:
        print(f"… và {report.total_findings - _SHOWN} phát hiện nữa.")
    print("✓ Nhật ký nguyên vẹn." if report.is_sound else "✗ Nhật ký KHÔNG còn nguyên vẹn.")
    return 0 if report.is_sound else 1
