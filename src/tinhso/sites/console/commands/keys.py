"""`tinhso keys create`: make the keys that personal data is sealed with, once."""

import argparse
import os
from pathlib import Path

from tinhso.sites.console.environment import load_environment, var_folder

NAME = "keys"
HELP = "khoá mã hoá (encryption keys: create)"


def configure(parser: argparse.ArgumentParser) -> None:
    """One action so far."""
    parser.add_argument("action", choices=["create"], help="create: tạo khoá nếu chưa có")


def run(arguments: argparse.Namespace) -> int:
    """Create the keys unless they exist; existing keys are never replaced, since data would be lost."""
    load_environment()
    from tinhso.foundation.crypto.service import create_keys

    folder = Path(os.environ.get("TINHSO_KEYS_DIR", var_folder() / "keys"))
    if folder.exists() and any(folder.iterdir()):
        print("Khoá đã có; giữ nguyên.")
        return 0
    create_keys(folder)
    print(f"Đã tạo khoá trong {folder}. Hãy sao lưu thư mục này ở nơi an toàn, tách khỏi cơ sở dữ liệu.")
    return 0
